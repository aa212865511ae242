"""Whether the cells of one table row are about one thing: right cells in wrong rows tell lies."""

import re
from collections.abc import Collection, Iterator, Mapping, Sequence

from launch.contracts.draft_content import ConnectiveUse, ProvedBy, QuotedFrom, Sentence
from launch.contracts.product_facts import Claim

_SEPARATOR = re.compile(r"::|[#\\/]")
_NAMED = frozenset({"flag", "default", "argument", "parameter"})
"""Attributes that name the one thing of a row."""


def row_problem(
    row: Sequence[Sentence],
    claims: Mapping[str, Claim],
    told_by: Mapping[str, Collection[str]],
) -> str | None:
    """Return why the cells do not belong into one row, or None.

    Proved cells share subject and option, quoted ones the row of their source, a name that
    stands beside proved cells is one that their claims are about, and what stands beside a link
    to a page of the set is told there: ``told_by`` has the claims of each page by its title.
    """
    return _proved(row, claims) or _quoted(row, claims) or _linked(row, told_by)


def _linked(row: Sequence[Sentence], told_by: Mapping[str, Collection[str]]) -> str | None:
    titles = [
        value
        for cell in row
        if isinstance(cell.source, ConnectiveUse)
        for name, value in cell.source.arguments
        if name == "title" and value in told_by
    ]
    for title in titles:
        for cell in row:
            own = isinstance(cell.source, ProvedBy | QuotedFrom) and cell.source.claim_id
            if own and own not in told_by[title]:
                return f"sets beside {title!r} what that page does not tell"
    return None


def _proved(row: Sequence[Sentence], claims: Mapping[str, Claim]) -> str | None:
    told = [
        claims[cell.source.claim_id]
        for cell in row
        if isinstance(cell.source, ProvedBy) and cell.source.claim_id in claims
    ]
    subjects = sorted({claim.subject for claim in told})
    if any(not other.startswith(subjects[0]) for other in subjects):
        return f"is a row about {' and '.join(subjects)}"
    options = sorted({_option(claim) for claim in told if _option(claim)})
    if len(options) > 1:
        return f"is a row about {' and '.join(options)}"
    raised = {claim.id for claim in told if claim.kind == "raises"}
    if len(raised) > 1:
        return "is a row about several exceptions"
    for name in _named(row):
        if told and not any(_is_about(claim, name) for claim in told):
            return f"sets {name} beside what is said of {subjects[-1]}"
    return None


def _option(claim: Claim) -> str:
    kind, _, name = claim.attribute.partition(":")
    return name if kind in _NAMED else ""


def _named(row: Sequence[Sentence]) -> Iterator[str]:
    for cell in row:
        if isinstance(cell.source, ConnectiveUse):
            yield from (value for name, value in cell.source.arguments if name == "subject")


def _is_about(claim: Claim, name: str) -> bool:
    subject, bare = (_SEPARATOR.sub(".", text) for text in (claim.subject, name))
    return f".{subject}".endswith(f".{bare}") or bare in {
        _option(claim), claim.attribute.partition(":")[2], *claim.subject.split(), claim.value
    }  # fmt: skip


def _quoted(row: Sequence[Sentence], claims: Mapping[str, Claim]) -> str | None:
    rows: dict[tuple[str, int], set[int]] = {}
    for cell in row:
        if not isinstance(cell.source, QuotedFrom) or cell.source.claim_id not in claims:
            continue
        source, passage = cell.source, claims[cell.source.claim_id].passage
        if passage is None or source.block >= len(passage.blocks):
            continue
        columns = passage.blocks[source.block].columns
        if columns:
            rows.setdefault((source.claim_id, source.block), set()).add(source.text // columns)
    torn = any(len(numbers) > 1 for numbers in rows.values())
    return "quotes cells of several rows of its source" if torn else None
