"""The gate `facts_consistent`: pages agree with one another and with the resolved facts."""

from collections.abc import Iterator, Mapping

from launch.checks import mentions
from launch.checks.one_value import disagreements
from launch.contracts.draft_content import ProvedBy
from launch.contracts.product_facts import Claim, ProductFacts, ProductIdentity
from launch.contracts.validation_report import Finding
from launch.gates.subject import ChangedPage, Gate, Looked, Subject, finding


def look(subject: Subject) -> Looked:
    """Compare every claim, name, version, licence, address and command of the changed pages."""
    facts = subject.facts
    if facts is None:
        return Looked((), 0, "the facts are missing")
    claims = {claim.id: claim for claim in facts.claims}
    findings = [*_contradictions(subject, facts, claims)]
    for page in subject.pages:
        findings += _texts(page, facts.identity, claims)
        findings += [*_addresses(page, facts), *_commands(page, facts)]
    return Looked(tuple(findings), len(subject.pages))


def _contradictions(
    subject: Subject, facts: ProductFacts, claims: Mapping[str, Claim]
) -> Iterator[Finding]:
    pages = {page.path: page for page in subject.pages}
    named = ((page.path, one) for page in subject.pages for one in page.claims)
    told = ((path, claims[one]) for path, one in named if one in claims)
    for path, found, expected in disagreements(told, facts.identity):
        yield _finding(pages[path], None, found, expected)


def _own_words(page: ChangedPage, claims: Mapping[str, Claim]) -> Iterator[str]:
    """Yield the sentences that the product or the plan words: names are spelt as they are there."""
    for one in page.sentences("quoted", "connective", "proved"):
        source = one.source
        known = claims.get(source.claim_id) if isinstance(source, ProvedBy) else None
        if not isinstance(source, ProvedBy) or (
            known is not None and known.kind in mentions.WORDED
        ):
            yield one.text


def _texts(
    page: ChangedPage, identity: ProductIdentity, claims: Mapping[str, Claim]
) -> Iterator[Finding]:
    """Find names, versions and licences; what a quote says of the past is the past's."""
    quoted = tuple(one.text for one in page.sentences("quoted"))
    theirs = tuple(_own_words(page, claims))
    before = {node.text for node in page.before.nodes} if page.before else set[str]()
    for node in page.nodes:
        if node.text in before:
            continue
        for name in mentions.names(node.text, identity):
            if not any(name.value in text and text in node.text for text in theirs):
                yield _finding(page, node.line, f"the name {name.value!r}", identity.name)
        for told in mentions.versions(node.text, identity.name) if identity.version else ():
            if told.value != identity.version and not any(told.words in text for text in quoted):
                yield _finding(page, node.line, f"version {told.value}", identity.version)
        for told in mentions.licences(node.text) if identity.licence else ():
            same = mentions.same_licence(told.value, identity.licence)
            if not same and not any(told.words in text for text in quoted):
                yield _finding(page, node.line, f"the licence {told.value}", identity.licence)


def _addresses(page: ChangedPage, facts: ProductFacts) -> Iterator[Finding]:
    known = {link.target for link in page.before.links} if page.before else set[str]()
    quoted = " ".join(one.text for one in page.sentences("quoted"))
    for link in page.links:
        told = link.target in known or link.target in quoted
        if not told and mentions.other_home(link.target, facts.pin.url):
            yield _finding(page, link.line, f"the address {link.target}", facts.pin.url)


def _commands(page: ChangedPage, facts: ProductFacts) -> Iterator[Finding]:
    expected = facts.identity.install_command
    installs = (".install", ".install_tool")
    recipes = {code.code for _, code in page.coded if (code.recipe or "").endswith(installs)}
    for block in page.code:
        if block.code in recipes and expected and block.code != expected:
            yield _finding(page, block.line, f"the install command {block.code!r}", expected)


def _finding(page: ChangedPage, line: int | None, found: str, expected: str) -> Finding:
    return finding(GATE.id, page, line, found, f"the resolved fact: {expected}")


GATE = Gate(
    id="facts_consistent",
    holds="Name, version, licence, address and install command are the resolved ones everywhere.",
    phase="content",
    severity={"local": "error", "ci": "error", "prod": "error"},
    skippable=True,
    look=look,
)
