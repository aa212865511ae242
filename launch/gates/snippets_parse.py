"""The gate `snippets_parse`: every code block parses, has a source, and uses names that exist."""

from collections.abc import Iterator

from launch.checks.code_origin import Origins, origin_problem, unknown_names
from launch.checks.code_parses import parse_problem
from launch.contracts.draft_content import Code
from launch.contracts.validation_report import DropBlock, Finding, Fix
from launch.gates.subject import ChangedPage, Gate, Looked, Subject, finding
from launch.markdown.nodes import CodeBlock

_NO_PARSE = frozenset({"session", "output"})


def look(subject: Subject) -> Looked:
    """Look at every code block of the changed pages."""
    facts, catalog, tree = subject.facts, subject.snippets, subject.product
    if facts is None or catalog is None or tree is None or subject.draft is None:
        return Looked((), 0, "facts, snippet catalogue, draft or the product's tree are missing")
    origins = Origins(facts, catalog, tree)
    findings: list[Finding] = []
    for page in subject.pages:
        known = {block.code for block in page.before.code} if page.before else set()
        for block in page.code:
            if block.code not in known:
                findings += _block(page, block, origins)
    return Looked(tuple(findings), sum(len(page.code) for page in subject.pages))


def _block(page: ChangedPage, block: CodeBlock, origins: Origins) -> Iterator[Finding]:
    drafts = page.draft.blocks if page.draft else ()
    own = [
        (number, draft)
        for number, draft in enumerate(drafts)
        if isinstance(draft, Code) and draft.code == block.code
    ]
    number, draft = own[0] if own else (None, None)
    snippet = origins.snippets.get(draft.snippet_id or "") if draft else None
    problem = origin_problem(draft, origins)
    if problem is None and not (snippet and snippet.form in _NO_PARSE):
        parse = parse_problem(block.code, block.language)
        problem = f"does not parse as {block.language}: {parse}" if parse else None
    if problem is not None:
        yield _finding(page, block.line, number, f"the block {problem}")
    for name, line in unknown_names(block.code, block.language, origins):
        found = f"{name} does not exist in {origins.facts.identity.name}"
        yield _finding(page, block.line + line, number, found)


def _finding(page: ChangedPage, line: int, block: int | None, found: str) -> Finding:
    fix = Fix(safe=False, change=DropBlock(block=block)) if block is not None else None
    expected = "code that parses, from catalogue, recipe or claim, with names that exist"
    return finding(GATE.id, page, line, found, expected, block=block, fix=fix)


GATE = Gate(
    id="snippets_parse",
    holds="Every code block parses, has a known source, and uses names that exist.",
    phase="content",
    severity={"local": "error", "ci": "error", "prod": "error"},
    skippable=True,
    look=look,
)
