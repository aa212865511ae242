"""The gate `facts_consistent`: pages agree with one another and with the resolved facts."""

import re
from collections.abc import Iterator

from launch.contracts.draft_content import Code
from launch.contracts.product_facts import Claim, ProductFacts
from launch.contracts.validation_report import Finding
from launch.gates.subject import ChangedPage, Gate, Looked, Subject, finding
from launch.markdown.render import claims_of, ledger

_CODE_OR_LINK = re.compile(r"`[^`]*`|\]\([^)]*\)|https?://\S+|<[^>]+>")
_SINGLE = frozenset({"version", "licence", "default_value", "install_command", "requirement"})
_RESOLVED = {"version": "version", "licence": "licence"}


def look(subject: Subject) -> Looked:
    """Compare every claim, name and command of the changed pages."""
    facts = subject.facts
    if facts is None:
        return Looked((), 0, "the facts are missing")
    findings = [*_contradictions(subject, facts)]
    for page in subject.pages:
        findings += _names(page, facts)
        findings += _versions(page, facts)
        findings += _commands(page, facts)
    return Looked(tuple(findings), len(subject.pages))


def _contradictions(subject: Subject, facts: ProductFacts) -> Iterator[Finding]:
    """Find claims that give one property two values, or another value than the resolved one."""
    claims = {claim.id: claim for claim in facts.claims}
    first: dict[tuple[str, str, str, str], Claim] = {}
    for page in subject.pages:
        for claim_id in _claims_on(page):
            claim = claims.get(claim_id)
            if claim is None or claim.kind not in _SINGLE:
                continue
            resolved = getattr(facts.identity, _RESOLVED.get(claim.kind, ""), None)
            if resolved and claim.attribute in _RESOLVED and claim.value != resolved:
                yield _finding(page, None, f"{claim.attribute} {claim.value}", resolved)
            key = (claim.kind, claim.subject, claim.attribute, claim.scope)
            other = first.setdefault(key, claim)
            if other.value != claim.value:
                found = f"{claim.attribute} of {claim.subject} is {claim.value}"
                yield _finding(page, None, found, f"{other.value}, as elsewhere")


def _claims_on(page: ChangedPage) -> Iterator[str]:
    if page.draft is None:
        return
    for entry in ledger(page.draft):
        if entry.sentence.source.grade == "proved":
            yield entry.sentence.source.claim_id
    for block in page.draft.blocks:
        yield from claims_of(block)


def _names(page: ChangedPage, facts: ProductFacts) -> Iterator[Finding]:
    """Find the product's name in another case than its own, outside of code and addresses."""
    identity = facts.identity
    known = {identity.name, identity.package, identity.import_name, *identity.commands}
    known |= {part for name in tuple(known) for part in re.split(r"[/.:@]", name)}
    if len(identity.name) < 3:
        return
    shape = re.compile(rf"(?<![\w./@-]){re.escape(identity.name)}(?![\w/-]|\.\w)", re.IGNORECASE)
    before = {node.text for node in page.before.nodes} if page.before else set()
    for node in page.nodes:
        if node.text in before:
            continue
        for match in shape.finditer(_CODE_OR_LINK.sub(" ", node.text)):
            if match[0] not in known and not match[0].isupper():
                yield _finding(page, node.line, f"the name {match[0]!r}", identity.name)


def _versions(page: ChangedPage, facts: ProductFacts) -> Iterator[Finding]:
    """Find the product's name followed by a version that is not the resolved one."""
    version, name = facts.identity.version, re.escape(facts.identity.name)
    quoted = _quoted(page)
    for node in page.nodes:
        for match in re.finditer(rf"\b{name},? (?:version )?v?(\d+(?:\.\d+)+)\b", node.text):
            told = any(match[0] in text for text in quoted)
            if version and match[1] != version and not told:
                yield _finding(page, node.line, f"version {match[1]}", version)


def _quoted(page: ChangedPage) -> tuple[str, ...]:
    entries = ledger(page.draft) if page.draft else ()
    return tuple(e.sentence.text for e in entries if e.sentence.source.grade == "quoted")


def _commands(page: ChangedPage, facts: ProductFacts) -> Iterator[Finding]:
    expected = facts.identity.install_command
    installs = (".install", ".install_tool")
    blocks = [b for b in page.draft.blocks if isinstance(b, Code)] if page.draft else []
    recipes = {block.code for block in blocks if (block.recipe or "").endswith(installs)}
    for block in page.code:
        if block.code in recipes and expected and block.code != expected:
            yield _finding(page, block.line, f"the install command {block.code!r}", expected)


def _finding(page: ChangedPage, line: int | None, found: str, expected: str) -> Finding:
    return finding(GATE.id, page, line, found, f"the resolved fact: {expected}")


GATE = Gate(
    id="facts_consistent",
    holds="Name, version, licence and install command are the resolved ones on all pages.",
    phase="content",
    severity={"local": "error", "ci": "error", "prod": "error"},
    skippable=True,
    look=look,
)
