"""The gate `snippets_parse`: every code block parses, has a source, and uses names that exist."""

import re
from collections.abc import Iterator, Mapping

from launch.checks.code_parses import parse_problem, product_names
from launch.contracts.draft_content import Code
from launch.contracts.product_facts import ProductFacts
from launch.contracts.snippet_catalog import Snippet
from launch.contracts.validation_report import DropBlock, Finding, Fix
from launch.gates.subject import ChangedPage, Gate, Looked, Subject, finding
from launch.markdown.nodes import CodeBlock
from launch.wording.recipes import RECIPES

_NO_PARSE = frozenset({"session", "output"})


def look(subject: Subject) -> Looked:
    """Look at every code block of the changed pages."""
    facts, catalog = subject.facts, subject.snippets
    if facts is None or catalog is None or subject.draft is None:
        return Looked((), 0, "facts, snippet catalogue or draft are missing")
    snippets: dict[str, Snippet] = {snippet.id: snippet for snippet in catalog.snippets}
    findings: list[Finding] = []
    for page in subject.pages:
        known = {block.code for block in page.before.code} if page.before else set()
        for block in page.code:
            if block.code not in known:
                findings += _block(page, block, snippets, facts)
    return Looked(tuple(findings), sum(len(page.code) for page in subject.pages))


def _block(
    page: ChangedPage, block: CodeBlock, snippets: Mapping[str, Snippet], facts: ProductFacts
) -> Iterator[Finding]:
    drafts = page.draft.blocks if page.draft else ()
    own = [
        (number, draft)
        for number, draft in enumerate(drafts)
        if isinstance(draft, Code) and draft.code == block.code
    ]
    number, draft = own[0] if own else (None, None)
    snippet = snippets.get(draft.snippet_id or "") if draft else None
    problem = _source_problem(draft, snippet, facts)
    if problem is None and not (snippet and snippet.form in _NO_PARSE):
        parse = parse_problem(block.code, block.language)
        problem = f"does not parse as {block.language}: {parse}" if parse else None
    if problem is not None:
        yield _finding(page, block.line, number, f"the block {problem}")
    for name, line in _unknown(block, facts):
        at = block.line + line
        yield _finding(page, at, number, f"{name} does not exist in {facts.identity.name}")


def _source_problem(draft: Code | None, snippet: Snippet | None, facts: ProductFacts) -> str | None:
    if draft is None:
        return "is not in the ledger"
    if draft.snippet_id is not None:
        known = {snippet.code, snippet.output, snippet.transcript} if snippet is not None else set()
        same = bool(draft.code) and draft.code in known
        return None if same else "is not the catalogue's snippet that it names"
    claims = [claim for claim in facts.claims if claim.id in draft.claim_ids]
    told = {claim.value for claim in claims}
    for claim in claims:
        blocks = claim.passage.blocks if claim.passage else ()
        told |= {block.snippet_code for block in blocks}
    told |= {
        symbol.signature for symbol in facts.symbols if set(symbol.claim_ids) & set(draft.claim_ids)
    }
    flat = {_flat(text) for text in told}
    if _flat(draft.code) in flat or (draft.recipe and _filled(draft.recipe, draft.code, facts)):
        return None
    return "comes neither from the catalogue nor from a recipe nor from a claim"


def _flat(code: str) -> str:
    """Return code without the white space and commas that laying it out may change."""
    return re.sub(r",(?=[)\]}])", "", re.sub(r"\s+", "", code))


def _filled(recipe: str, code: str, facts: ProductFacts) -> bool:
    """Return whether the code is the recipe, filled with values that the facts hold."""
    parts = re.split(r"\{\w+\}", RECIPES.get(recipe, "\0"))
    match = re.fullmatch(r"(.+)".join(re.escape(part) for part in parts), code)
    identity = facts.identity
    known = {identity.package, identity.import_name, identity.version, *identity.commands}
    known |= {
        value for claim in facts.claims for value in (claim.value, claim.subject, claim.scope)
    }
    known |= {part for value in tuple(known) for part in value.split(":")} | {facts.pin.url}
    known |= {command.name for command in facts.commands}
    files = re.compile(r"[\w./-]+\.(?:py|js|ts|go|rb|rs|sh|toml|yml|yaml|json)")
    return match is not None and all(g in known or files.fullmatch(g) for g in match.groups())


def _unknown(block: CodeBlock, facts: ProductFacts) -> Iterator[tuple[str, int]]:
    module = facts.identity.import_name
    if block.language.lower() not in {"python", "py", "python3"} or not module:
        return
    names = {symbol.name for symbol in facts.symbols} | {module}
    names |= {
        ".".join(name.split(".")[:end]) for name in names for end in range(1, name.count(".") + 1)
    }
    values = {symbol.name for symbol in facts.symbols if symbol.kind not in {"module", "class"}}
    for name, line in product_names(block.code, module.split(".", maxsplit=1)[0]):
        parent = name.rsplit(".", 1)[0]
        if name not in names and parent in names and parent not in values:
            yield name, line


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
