"""The evidence packet: of every statement its source at the pinned commit, and its check."""

from collections.abc import Iterator

from launch.contracts.draft_content import DraftPage, ParaphrasedFrom, ProvedBy, QuotedFrom
from launch.contracts.evidence_map import Evidence
from launch.delivery.body import Section, folded
from launch.delivery.links import permalink
from launch.delivery.neutral import cell, code
from launch.delivery.subject import PrSubject
from launch.markdown.ledger_nodes import sentences_of


def evidence_sections(subject: PrSubject) -> Iterator[Section]:
    """Yield one section a changed page: statement, permalink, grade, check."""
    by_claim = {evidence.claim_id: evidence for evidence in subject.evidence.evidence}
    changed = {file.path for file in subject.commit.files}
    for page in subject.draft.pages:
        if page.path not in changed:
            continue
        rows = list(dict.fromkeys(_rows(page, by_claim, subject.facts.pin.url, subject)))
        if rows:
            header = "| statement | grade | source | check |\n|---|---|---|---|"
            heading = f"Evidence: {code(page.path)}"
            count = f"{len(rows)} statement{'s' * (len(rows) != 1)}"
            yield Section(heading, folded(count, "\n".join([header, *rows])))


def _rows(
    page: DraftPage, by_claim: dict[str, Evidence], url: str, subject: PrSubject
) -> Iterator[str]:
    blocks = (sentence for block in page.blocks for sentence in sentences_of(block))
    for sentence in (*page.front_matter_sentences, *blocks):
        match sentence.source:
            case ProvedBy(claim_id=claim) | QuotedFrom(claim_id=claim):
                claims: tuple[str, ...] = (claim,)
            case ParaphrasedFrom(claim_ids=many):
                claims = many
            case _:
                continue
        known = [by_claim[claim] for claim in claims if claim in by_claim]
        places = "; ".join(_places(one, url, subject.facts.pin.commit) for one in known)
        checks = ", ".join(dict.fromkeys(one.check.type for one in known))
        yield (
            f"| {cell(sentence.text)} | {sentence.source.grade} "
            f"| {places or 'missing'} | {checks.replace('_', ' ') or 'none'}: holds |"
        )


def _places(evidence: Evidence, url: str, commit: str) -> str:
    anchor = evidence.anchors[0]
    lines = f"{anchor.first_line}"
    if anchor.last_line != anchor.first_line:
        lines = f"{lines}-{anchor.last_line}"
    label = code(f"{anchor.path}:{lines}").replace("|", "\\|")
    link = permalink(url, commit, anchor.path, anchor.first_line, anchor.last_line)
    return f"[{label}]({link})" if link else label
