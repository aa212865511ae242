"""The gate `plan_fulfilled`: the planned pages are there, whole, each with something of its own."""

import re
from collections import Counter
from collections.abc import Iterator, Mapping

from launch.contracts.draft_content import Code
from launch.contracts.page_plan import PlannedPage
from launch.contracts.validation_report import Finding
from launch.gates.subject import ChangedPage, Gate, Looked, Subject, finding
from launch.markdown.nodes import fold
from launch.markdown.render import claims_of, ledger

SHARE = 0.95
"""Share of the planned claims that must be on the pages."""
_ALIKE = 0.8
_FILLER = re.compile(
    r"\bthis (?:page|guide|document|section) (?:provides|offers|gives|contains|covers|aims|will)\b"
    r"|\bcomprehensive (?:information|guide|overview)\b|\bin (?:conclusion|summary),|\bin today's\b"
    r"|\bwhether you(?:'re| are)\b|\blook no further\b|\b(?:seamless|cutting-edge|game-chang)\w*\b",
    re.IGNORECASE,
)


def look(subject: Subject) -> Looked:
    """Compare plan, draft and final pages."""
    if subject.plan is None or subject.draft is None:
        return Looked((), 0, "plan or draft are missing")
    pages = {page.path: page for page in subject.pages}
    proposed = {proposal.path for proposal in subject.bundle.proposals}
    findings: list[Finding] = []
    for planned in subject.plan.pages:
        page = pages.get(planned.path)
        if page is None and planned.path not in proposed:
            there = subject.site_tree.entry(planned.path) is not None
            findings += [] if there else [_finding(None, None, f"no page {planned.path}")]
        elif page is not None:
            findings += [*_headings(page, planned), *_empty(page), *_repeated(page)]
    findings += [*_claims(subject, proposed), *_alike(pages)]
    return Looked(tuple(findings), len(subject.plan.pages))


def _headings(page: ChangedPage, planned: PlannedPage) -> Iterator[Finding]:
    texts = [node.text for node in page.nodes if node.place == "heading"]
    known = {fold(heading.text) for heading in planned.headings}
    drafted = page.draft.blocks if page.draft else ()
    for heading in planned.headings:
        told = {claim for block in drafted for claim in claims_of(block)} & set(heading.claim_ids)
        shown = {b.snippet_id for b in drafted if isinstance(b, Code)} & set(heading.snippet_ids)
        if heading.text and (told or shown) and fold(heading.text) not in texts:
            yield _finding(page, None, f"no heading {heading.text!r}")
    order = [text for text in texts if text in known]
    wanted = [fold(h.text) for h in planned.headings if fold(h.text) in order]
    if len(set(order)) == len(order) == len(wanted) and order != wanted:
        yield _finding(page, None, f"the headings stand in another order: {', '.join(order)}")


def _empty(page: ChangedPage) -> Iterator[Finding]:
    body = [node for node in page.nodes if node.place in {"paragraph", "list_item", "cell"}]
    tells = page.draft is None or page.draft.type == "index" or any(
        entry.sentence.source.grade != "connective"
        for entry in ledger(page.draft) if entry.place not in {"title", "description"}
    )  # fmt: skip
    if not page.code and not (body and tells):
        yield _finding(page, None, "a page without content")
    lines = sorted((node.line, node.place) for node in page.nodes)
    filled = [
        line for line, place in lines if place in {"paragraph", "list_item", "cell", "image_alt"}
    ]
    filled += [block.line for block in page.code]
    starts = [node for node in page.nodes if node.place == "heading"]
    levels = {node.line: _level(page, node.line) for node in starts}
    for number, node in enumerate(starts):
        rest = starts[number + 1 :]
        end = next((n.line for n in rest if levels[n.line] <= levels[node.line]), 10**9)
        if not any(node.line < line < end for line in filled):
            yield _finding(page, node.line, f"an empty section {node.text!r}")


def _level(page: ChangedPage, line: int) -> int:
    text = page.text.split("\n")[line - 1].lstrip()
    return len(text) - len(text.lstrip("#")) or 2


def _repeated(page: ChangedPage) -> Iterator[Finding]:
    seen: Counter[str] = Counter()
    entries = ledger(page.draft) if page.draft else ()
    connectives = {
        fold(e.sentence.text) for e in entries if e.sentence.source.grade == "connective"
    }
    for node in page.nodes:
        told = node.place in {"paragraph", "list_item"} and node.text not in connectives
        if told and len(node.text.split()) > 4:
            seen[node.text] += 1
            if seen[node.text] == 2:
                yield _finding(page, node.line, f"said twice: {node.text}")
        filler = _FILLER.search(node.text)
        if filler:
            yield _finding(page, node.line, f"filler: {filler[0]}")


def _claims(subject: Subject, proposed: set[str]) -> Iterator[Finding]:
    if subject.plan is None:
        return
    told = {claim for page in subject.pages for claim in _told(page)}
    told |= _named(subject)
    pages = [page for page in subject.plan.pages if page.path in subject.after]
    planned = {c for page in pages for heading in page.headings for c in heading.claim_ids}
    for page in pages:
        for claim in sorted(set(page.required_claims) - told):
            yield _finding(None, None, f"{page.path} does without the required claim {claim}")
    if planned and len(planned & told) < SHARE * len(planned):
        found = f"{len(planned & told)} of {len(planned)} planned claims are on the pages"
        yield _finding(None, None, found)


def _named(subject: Subject) -> set[str]:
    """Return the claims of the product's name, where some page shows it."""
    shown = " ".join(node.text for page in subject.pages for node in page.nodes)
    claims = subject.facts.claims if subject.facts else ()
    return {c.id for c in claims if c.kind == "product_name" and c.value in shown}


def _told(page: ChangedPage) -> Iterator[str]:
    """Yield the claims whose text or code is on the final page."""
    texts = " ".join(node.text for node in page.nodes)
    codes = {block.code for block in page.code}
    for entry in ledger(page.draft) if page.draft else ():
        source = entry.sentence.source
        if source.grade != "connective" and fold(entry.sentence.text) in texts:
            yield from (source.claim_ids if source.grade == "paraphrased" else (source.claim_id,))
    for block in page.draft.blocks if page.draft else ():
        if isinstance(block, Code) and block.code in codes:
            yield from block.claim_ids


def _alike(pages: Mapping[str, ChangedPage]) -> Iterator[Finding]:
    shingles = {
        path: {node.text for node in page.nodes if len(node.text.split()) > 5}
        | {block.code for block in page.code}
        for path, page in pages.items()
    }
    paths = sorted(path for path, texts in shingles.items() if len(texts) > 3)
    for number, path in enumerate(paths):
        for other in paths[number + 1 :]:
            common = len(shingles[path] & shingles[other])
            if common >= _ALIKE * min(len(shingles[path]), len(shingles[other])):
                yield _finding(pages[other], None, f"nearly the same page as {path}")


def _finding(page: ChangedPage | None, line: int | None, found: str) -> Finding:
    return finding(GATE.id, page, line, found, "the plan's pages, each whole and nothing twice")


GATE = Gate(
    id="plan_fulfilled",
    holds="Every planned page is there with its headings and claims, and none is empty or a copy.",
    phase="content",
    severity={"local": "error", "ci": "error", "prod": "error"},
    skippable=True,
    look=look,
)
