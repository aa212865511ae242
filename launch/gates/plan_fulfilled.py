"""The gate `plan_fulfilled`: the planned pages are there, whole, each with something of its own."""

from collections.abc import Iterator

from launch.checks.told import claims_told, heading_problems, lost, may_repeat, too_few
from launch.checks.wholeness import blemishes, copies, long_texts
from launch.contracts.page_plan import PagePlan, PlannedPage
from launch.contracts.validation_report import Finding
from launch.gates.subject import ChangedPage, Gate, Looked, Subject, finding
from launch.markdown.nodes import fold

_TELLS = frozenset({"paragraph", "list_item", "cell"})


def look(subject: Subject) -> Looked:
    """Compare plan, draft and final pages."""
    if subject.plan is None or subject.draft is None:
        return Looked((), 0, "plan or draft are missing")
    pages = {page.path: page for page in subject.pages}
    proposed = {proposal.path for proposal in subject.bundle.proposals}
    findings: list[Finding] = []
    for planned in subject.plan.pages:
        page = pages.get(planned.path)
        if page is not None:
            findings += [*_headings(page, planned), *_whole(page), *_shown(page)]
        elif planned.path not in proposed and subject.site_tree.entry(planned.path) is None:
            findings.append(_finding(None, None, f"no page {planned.path}"))
    texts = {path: {*long_texts(page.nodes), *(block.code for block in page.code)}
             for path, page in pages.items()}  # fmt: skip
    alike = (_finding(pages[path], None, f"nearly the same page as {other}")
             for path, other in copies(texts))  # fmt: skip
    findings += [*_claims(subject, subject.plan), *alike]
    return Looked(tuple(findings), len(subject.plan.pages))


def _headings(page: ChangedPage, planned: PlannedPage) -> Iterator[Finding]:
    texts = [node.text for node in page.nodes if node.place == "heading"]
    shown = {code.snippet_id for _, code in page.coded}
    told = {claim for claim, block in page.claims.items() if block is not None}
    for problem in heading_problems(planned.headings, texts, told, shown):
        yield _finding(page, None, problem)


def _whole(page: ChangedPage) -> Iterator[Finding]:
    tells = page.draft is None or page.draft.type in {"index", "api_reference"} or any(
        one.source.grade != "connective" for entry in page.ledger if entry.place
        for one in entry.sentences
    )  # fmt: skip
    if not page.code and not (tells and any(node.place in _TELLS for node in page.nodes)):
        yield _finding(page, None, "a page without content")
    again = may_repeat(page.draft.type if page.draft else "", page.ledger)
    theirs, lines = (
        {fold(s.text) for s in page.sentences("quoted", "proved")},
        page.text.split("\n"),
    )
    for line, problem in blemishes(page.nodes, page.code, lines, again, theirs):
        yield _finding(page, line, problem)


def _shown(page: ChangedPage) -> Iterator[Finding]:
    """A new page shows its whole draft; on an older one a person may have taken something out."""
    codes = dict(page.coded).values()
    if not page.before and (gone := [*lost(page.ledger, codes, page.nodes, page.code)]):
        yield _finding(page, None, f"lost {gone[0]!r} of the draft, one of {len(gone)}")


def _claims(subject: Subject, plan: PagePlan) -> Iterator[Finding]:
    told = {
        claim for page in subject.pages
        for claim in claims_told(page.ledger, dict(page.coded).values(), page.nodes, page.code)
    }  # fmt: skip
    shown = "\n".join(node.text for page in subject.pages for node in page.nodes)
    named = (c for c in (subject.facts.claims if subject.facts else ()) if c.kind == "product_name")
    told |= {claim.id for claim in named if claim.value in shown}
    pages = [page for page in plan.pages if page.path in subject.after]
    for page in pages:
        for claim_id in sorted(set(page.required_claims) - told):
            yield _finding(None, None, f"{page.path} does without the required claim {claim_id}")
    problem = too_few(pages, told)
    if problem:
        yield _finding(None, None, problem)


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
