"""W8: what is done about findings. Fix as data, else rewrite, else the claims' words, else drop."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from launch.contracts.draft_content import DraftContent, DraftPage
from launch.contracts.product_facts import Claim
from launch.contracts.validation_report import (
    DropBlock,
    Finding,
    Repair,
    ReplaceText,
    Retell,
    SetFrontMatter,
    UseRendering,
)
from launch.fixing.blocks import (
    each_sentence,
    rendering,
    replacing,
    with_block,
    with_key,
    without_blocks,
)
from launch.fixing.front_matter import guide, retold, tellable
from launch.fixing.parts import without_parts
from launch.markdown.render import claims_of
from launch.ports import PageRewriter

Way = Literal["fix", "rewritten", "rendering", "dropped"]
WAYS: tuple[Way, ...] = ("fix", "rewritten", "rendering", "dropped")


@dataclass(frozen=True)
class Attempt:
    """A round of repairs."""

    draft: DraftContent
    repairs: tuple[Repair, ...]
    reached: Mapping[str, int]
    """By page id, the position in `WAYS` that was used."""


def repair(
    draft: DraftContent,
    findings: tuple[Finding, ...],
    reached: Mapping[str, int],
    claims: Mapping[str, Claim],
    rewriter: PageRewriter | None,
) -> Attempt:
    """Return the draft after one round: on each page the mildest way that has not failed yet.

    ``reached`` says by page id which way was used last; a page goes on with the next one.
    """
    pages: list[DraftPage] = []
    repairs: list[Repair] = []
    now = dict(reached)
    for page in draft.pages:
        mine = tuple(one for one in findings if one.page_id == page.page_id)
        last = now.get(page.page_id, -1)
        # What is left after a drop may have to go as well; rounds are bounded.
        start = min(last + 1, len(WAYS) - 1)
        level, after, made = _mildest(page, mine, start, claims, rewriter)
        if made:
            now[page.page_id] = level
        pages.append(after)
        repairs += made
    return Attempt(draft.model_copy(update={"pages": tuple(pages)}), tuple(repairs), now)


def _mildest(
    page: DraftPage,
    findings: tuple[Finding, ...],
    start: int,
    claims: Mapping[str, Claim],
    rewriter: PageRewriter | None,
) -> tuple[int, DraftPage, tuple[Repair, ...]]:
    for level in range(start, len(WAYS)) if findings else ():
        after, made = _repaired(page, findings, WAYS[level], claims, rewriter)
        if made and after != page:
            return level, after, made
    return start, page, ()


def _repaired(
    page: DraftPage,
    findings: tuple[Finding, ...],
    way: Way,
    claims: Mapping[str, Claim],
    rewriter: PageRewriter | None,
) -> tuple[DraftPage, tuple[Repair, ...]]:
    match way:
        case "fix":
            return _fixed(page, findings, claims)
        case "rewritten":
            new = rewriter.rewrite(page, findings) if rewriter else None
            note = "The writer made the block again with the finding at hand."
            made = tuple(Repair(finding=one, how=way, note=note) for one in findings)
            return (new, made) if new is not None else (page, ())
        case "rendering":
            return _rendered(page, findings, claims)
        case "dropped":
            return _dropped(page, findings)


def _fixed(
    page: DraftPage, findings: tuple[Finding, ...], claims: Mapping[str, Claim]
) -> tuple[DraftPage, tuple[Repair, ...]]:
    made: list[Repair] = []
    drops: set[int] = set()
    for one in findings:
        if one.fix is None or not one.fix.safe:
            continue
        match one.fix.change:
            case DropBlock(block=block):
                drops.add(block)
            case ReplaceText(old=old, new=new) if one.block is not None:
                block_now = page.blocks[one.block]
                page = with_block(page, one.block, each_sentence(block_now, replacing(old, new)))
            case UseRendering(claim_id=claim_id) if one.block is not None and claim_id in claims:
                block_now = page.blocks[one.block]
                own = each_sentence(block_now, rendering(claims[claim_id]))
                page = with_block(page, one.block, own)
            case SetFrontMatter() as change:
                page = with_key(page, change)
            case Retell(key=key):
                page = retold(page, key, next(tellable(page), None) or guide(page, key, claims))
            case _:
                continue
        made.append(Repair(finding=one, how="fix", note=f"Done: {one.fix.change.type}."))
    return without_blocks(page, drops), tuple(made)


def _rendered(
    page: DraftPage, findings: tuple[Finding, ...], claims: Mapping[str, Claim]
) -> tuple[DraftPage, tuple[Repair, ...]]:
    made: list[Repair] = []
    for one in findings:
        key = _retells(one)
        if key is not None:
            page = retold(page, key, guide(page, key, claims))
            note = "A sentence of the catalogue stands in its place."
            made.append(Repair(finding=one, how="rendering", note=note))
        if one.block is None or one.block >= len(page.blocks):
            continue
        block = page.blocks[one.block]
        for claim_id in claims_of(block):
            if claim_id in claims:
                block = each_sentence(block, rendering(claims[claim_id]))
        if block != page.blocks[one.block]:
            page = with_block(page, one.block, block)
            note = "The claims' own renderings stand in its place."
            made.append(Repair(finding=one, how="rendering", note=note))
    return page, tuple(made)


def _dropped(
    page: DraftPage, findings: tuple[Finding, ...]
) -> tuple[DraftPage, tuple[Repair, ...]]:
    """Leave out the items, rows and blocks that findings are in, and keys that are unfounded."""
    drop = {one.block for one in findings if one.block is not None and one.block < len(page.blocks)}
    keys = {key for one in findings if (key := _retells(one)) is not None}
    due = tuple(one for one in findings if one.block in drop or _retells(one) is not None)
    notes = tuple(f"Something was left out: {one.found}" for one in due)
    after = page
    for key in sorted(keys):
        after = retold(after, key, None)
    whole: set[int] = set()
    for number in sorted(drop):
        mine = tuple(one for one in findings if one.block == number)
        kept = without_parts(after.blocks[number], mine)
        if kept is None:
            whole.add(number)
        else:
            after = with_block(after, number, kept)
    after = without_blocks(after, whole)
    note = "It is left out; what it told is in the list of lost claims."
    made = tuple(Repair(finding=one, how="dropped", note=note) for one in due)
    changed = after.model_copy(update={"notes": (*page.notes, *notes)})
    return (changed, made) if due else (page, ())


def _retells(finding: Finding) -> str | None:
    """Return the front matter key whose text the finding is about, or None."""
    change = finding.fix.change if finding.fix else None
    return change.key if isinstance(change, Retell) else None
