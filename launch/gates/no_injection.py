"""The gate `no_injection`: a page does nothing that only the product's text asked for."""

from collections.abc import Iterator
from urllib.parse import urlsplit

from launch.checks.hostile import (
    Own,
    bad_target,
    in_code,
    in_line,
    in_text,
    may_be_hostile,
    may_hide,
)
from launch.contracts.pilot import Pilot
from launch.contracts.product_facts import ProductFacts
from launch.contracts.validation_report import Finding
from launch.gates.subject import ChangedPage, Gate, Looked, Subject, finding
from launch.markdown.shortcodes import live_shortcodes

_OUR_SHORTCODES = frozenset({"ref", "relref"})


def look(subject: Subject) -> Looked:
    """Look at links, HTML, characters, instructions, code and shortcodes of the changed pages."""
    if subject.settings is None or subject.facts is None or subject.site is None:
        return Looked((), 0, "pilot, facts or site are missing: what is foreign is not known")
    own = _own(subject, subject.facts, subject.settings.pilot)
    alerts = " ".join(habit.alert_example for habit in subject.site.habits)
    tags = _OUR_SHORTCODES | {tag.name.lstrip("/") for tag in live_shortcodes(alerts)}
    findings: list[Finding] = []
    for page in subject.pages:
        findings += [*_addresses(page, own), *_texts(page), *_shortcodes(page, tags)]
    return Looked(tuple(findings), len(subject.pages))


def _own(subject: Subject, facts: ProductFacts, pilot: Pilot) -> Own:
    given = (facts.pin.url, pilot.input.repo_url, pilot.input.product_url)
    named = (claim.value for claim in facts.claims if claim.kind == "link")
    addresses = {url.removesuffix(".git").rstrip("/") for url in (*given, *named) if url}
    base = subject.hugo.base_url if subject.hugo else ""
    sites = (urlsplit(url or "").hostname for url in (*given, pilot.output.site_repo_url, base))
    hosts = {host.lower() for host in (*facts.identity.hosts, *sites) if host}
    own = (tuple(sorted(hosts)), facts.pin.url, facts.identity.package, tuple(sorted(addresses)))
    return Own(*own)


def _addresses(page: ChangedPage, own: Own) -> Iterator[Finding]:
    known = {link.target for link in page.before.links} if page.before else set()
    for link in page.links:
        problem = None if link.target in known else bad_target(link.target, own)
        if problem:
            yield _finding(page, link.line, f"{problem}: {link.target}")
    there = {block.code for block in page.before.code} if page.before else set()
    for block in page.code:
        for problem, line in in_code(block.code, own) if block.code not in there else ():
            yield _finding(page, block.line + line + 1, problem)


def _texts(page: ChangedPage) -> Iterator[Finding]:
    code, before = _code_lines(page), page.before
    text = page.text.removeprefix("\ufeff")
    for number, line in enumerate(text.split("\n") if may_hide(text) else (), start=1):
        for problem in in_line(line, code=number in code):
            if before is None or line not in before.text:
                yield _finding(page, number, problem)
    known = {node.text for node in before.nodes} if before else set()
    nodes = page.nodes if may_be_hostile(node.text for node in page.nodes) else ()
    for node in nodes:
        for problem in in_text(node.text) if node.text not in known else ():
            yield _finding(page, node.line, problem)


def _shortcodes(page: ChangedPage, own: frozenset[str]) -> Iterator[Finding]:
    lines = _code_lines(page)
    for tag in live_shortcodes(page.text):
        there = page.before is not None and tag.tag in page.before.text
        if not there and (tag.name.lstrip("/") not in own or tag.line in lines):
            yield _finding(page, tag.line, f"a shortcode that Hugo would expand: {tag.tag}")


def _code_lines(page: ChangedPage) -> frozenset[int]:
    return frozenset(n for b in page.code for n in range(b.line, b.line + b.code.count("\n") + 2))


def _finding(page: ChangedPage, line: int, found: str) -> Finding:
    return finding(GATE.id, page, line, found, "nothing that only the product's text asked for")


GATE = Gate(
    id="no_injection",
    holds="No foreign link, raw HTML, invisible character, instruction or shortcode is on a page.",
    phase="content",
    severity={"local": "error", "ci": "error", "prod": "error"},
    skippable=False,
    look=look,
)
