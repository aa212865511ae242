"""The gate `no_injection`: a page does nothing that only the product's text asked for."""

import re
from collections.abc import Iterator
from urllib.parse import urlsplit

from launch.contracts.validation_report import Finding
from launch.gates.subject import ChangedPage, Gate, Looked, Subject, finding
from launch.markdown.shortcodes import live_shortcodes

_INVISIBLE = re.compile(
    "[\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u202a-\u202e\u2060-\u206f"
    "\u3164\ufeff\uffa0\ufff9-\ufffb\U000e0000-\U000e0fff]"
)
_HTML = re.compile(r"</?[A-Za-z][\w-]*(?:\s[^<>]*)?/?>|<!--|<!\w|<\?")
_INSTRUCTION = re.compile(
    r"\b(?:ignore|disregard|forget|override)\b[^.]{0,40}\b(?:previous|prior|above|earlier|all|your)\b"
    r"[^.]{0,30}\b(?:instructions?|prompts?|rules|context)\b|\bsystem prompt\b"
    r"|\byou are now (?:an?|in|acting|called|free)\b"
    r"|\b(?:dear|hey|attention) (?:ai|llm|assistant|agent|model|claude|gpt)\b|</?(?:system|user)>"
    r"|\b(?:ai|llm|language model|assistant|agent)s?\b[^.]{0,30}\b(?:must|should|shall) "
    r"(?:now |also )?"
    r"(?:approve|merge|output|print|reveal|write|say|include|send|execute|run)\b"
    r"|\b(?:approve|merge) this (?:pull request|pr)\b",
    re.IGNORECASE,
)
_SCHEME = re.compile(r"\]\(\s*<?\s*((?:javascript|vbscript|data|file)):", re.IGNORECASE)
_COMMENT = re.compile(r"<!--(?! claim: c-[0-9a-f]{16} -->)")
_CODE_SPAN = re.compile(r"(`+)(?!`).+?(?<!`)\1(?!`)")
# Names and addresses that lead to nobody: set aside for examples, or this machine.
_RESERVED = re.compile(
    r"(?:^|\.)(?:example(?:\.(?:com|org|net))?|localhost|test|invalid)$|^127\.|^::1$"
)
_OUR_SHORTCODES = frozenset({"ref", "relref"})


def look(subject: Subject) -> Looked:
    """Look at links, HTML, characters, instructions and shortcodes of the changed pages."""
    if subject.settings is None or subject.facts is None or subject.site is None:
        return Looked((), 0, "pilot, facts or site are missing: what is foreign is not known")
    hosts = frozenset(_hosts(subject))
    alerts = " ".join(habit.alert_example for habit in subject.site.habits)
    own = _OUR_SHORTCODES | {tag.name.lstrip("/") for tag in live_shortcodes(alerts)}
    findings = [one for page in subject.pages for one in _page(page, hosts, own)]
    return Looked(tuple(findings), len(subject.pages))


def _hosts(subject: Subject) -> Iterator[str]:
    if subject.facts is not None:
        yield from (host.lower() for host in subject.facts.identity.hosts)
    if subject.settings is not None:
        pilot = subject.settings.pilot
        for url in (pilot.input.repo_url, pilot.input.product_url, pilot.output.site_repo_url):
            yield (urlsplit(url).hostname or "") if url else ""
    yield (urlsplit(subject.hugo.base_url).hostname or "") if subject.hugo else ""


def _page(page: ChangedPage, hosts: frozenset[str], own: frozenset[str]) -> Iterator[Finding]:
    old = page.before
    known_links = {link.target for link in old.links} if old else set()
    for link in page.links:
        problem = None if link.target in known_links else _bad_target(link.target, hosts)
        if problem:
            yield _finding(page, link.line, f"{problem}: {link.target}")
    code = _code_lines(page)
    for number, line in enumerate(page.text.removeprefix("\ufeff").split("\n"), start=1):
        hidden = _INVISIBLE.search(line)
        if hidden and not (old and line in old.text):
            yield _finding(page, number, f"the invisible character U+{ord(hidden[0]):04X}")
        comment = None if number in code else _COMMENT.search(_CODE_SPAN.sub("", line))
        if comment and not (old and line in old.text):
            yield _finding(page, number, f"a comment that readers do not see: {line.strip()}")
    known = {node.text for node in old.nodes} if old else set()
    for node in page.nodes:
        bare = _CODE_SPAN.sub("", node.text)
        html = _HTML.search(bare)
        if html and node.text not in known:
            yield _finding(page, node.line, f"raw HTML: {html[0]}")
        scheme = _SCHEME.search(bare)
        if scheme and node.text not in known:
            yield _finding(page, node.line, f"the scheme {scheme[1]}")
        told = _INSTRUCTION.search(node.text)
        if told and node.text not in known:
            yield _finding(page, node.line, f"an instruction: {told[0]}")
    yield from _shortcodes(page, own)


def _shortcodes(page: ChangedPage, own: frozenset[str]) -> Iterator[Finding]:
    lines = _code_lines(page)
    for tag in live_shortcodes(page.text):
        there = page.before is not None and tag.tag in page.before.text
        if not there and (tag.name.lstrip("/") not in own or tag.line in lines):
            yield _finding(page, tag.line, f"a shortcode that Hugo would expand: {tag.tag}")


def _code_lines(page: ChangedPage) -> frozenset[int]:
    return frozenset(n for b in page.code for n in range(b.line, b.line + b.code.count("\n") + 2))


def _bad_target(target: str, hosts: frozenset[str]) -> str | None:
    try:
        parts = urlsplit(target)
        host = (parts.hostname or "").lower()
    except ValueError:
        return "an address that cannot be read"
    if parts.scheme.lower() not in {"", "http", "https", "mailto"}:
        return f"the scheme {parts.scheme}"
    foreign = host and host not in hosts and not _RESERVED.search(host)
    return f"the host {host}" if foreign else None


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
