"""What only a hostile text would ask for: orders to a model, hidden marks, HTML, addresses."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from urllib.parse import urlsplit

from launch.checks.addresses import may_be_called, own_url

_INVISIBLE = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u202a-\u202e\u2060-\u206f"
    "\u3164\ufeff\uffa0\ufff9-\ufffb\U000e0000-\U000e0fff]"
)
# A family or a flag of emoji is one picture: its joiners are no hidden text.
_JOINED = re.compile(
    "(?<=[\U0001f000-\U0001faff\u2600-\u27bf\ufe0f])\u200d(?=[\U0001f000-\U0001faff\u2600-\u27bf])"
)
_HTML = re.compile(r"</?[A-Za-z][\w-]*(?:\s[^<>]*)?/?>|<!--|<!\w|<\?")
_INSTRUCTION = re.compile(
    r"\b(?:ignore|disregard|forget|override)\b[^.]{0,40}\b(?:previous|prior|above|earlier|all|your)\b"
    r"[^.]{0,30}\b(?:instructions?|prompts?|rules|context)\b"
    r"|\b(?:reveal|print|repeat|show|output|leak|send)\b[^.]{0,20}\b(?:your|the) system prompt\b"
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
_URL = re.compile(r"https?://[^\s\"'`<>)\]}]+")


def may_hide(text: str) -> bool:
    """Return whether `in_line` may find something in a line of the text: many are asked at once."""
    return "<!--" in text or _INVISIBLE.search(text.replace("\r\n", "\n")) is not None


def in_line(line: str, *, code: bool) -> Iterator[str]:
    """Yield what no line of a page's file may hold: marks nobody sees, comments outside of code."""
    line = line.removesuffix("\r")
    plain = line.isascii() and line.isprintable()
    hidden = None if plain else _INVISIBLE.search(_JOINED.sub("", line))
    if hidden:
        yield f"the invisible character U+{ord(hidden[0]):04X}"
    if "<!--" in line and not code and _COMMENT.search(_CODE_SPAN.sub("", line)):
        yield f"a comment that readers do not see: {line.strip()}"


def may_be_hostile(texts: Iterable[str]) -> bool:
    """Return whether `in_text` may find something in one of the texts: many are asked at once."""
    whole = "\n".join(texts)
    return "<" in whole or "](" in whole or _INSTRUCTION.search(whole) is not None


def in_text(text: str) -> Iterator[str]:
    """Yield what no visible text may hold: HTML, schemes that run, orders to a model."""
    bare = _CODE_SPAN.sub("", text) if "`" in text else text
    html = _HTML.search(bare) if "<" in bare else None
    if html:
        yield f"raw HTML: {html[0]}"
    scheme = _SCHEME.search(bare) if "](" in bare else None
    if scheme:
        yield f"the scheme {scheme[1]}"
    told = _INSTRUCTION.search(text)
    if told:
        yield f"an instruction: {told[0]}"


@dataclass(frozen=True)
class Own:
    """Whose addresses are the product's own."""

    hosts: tuple[str, ...]
    """Hosts of manifest, pilot and site, in lower case."""
    repository: str
    """Address of the product's repository."""
    package: str
    """The package's name in its registry."""
    addresses: tuple[str, ...] = ()
    """Addresses that the manifest or the pilot names: they and what lies below them."""

    def has(self, url: str) -> bool:
        """Return whether the address is one of the product's own."""
        named = any(url == one or url.startswith(f"{one}/") for one in self.addresses)
        return named or own_url(url, self.hosts, self.repository, self.package)


def bad_target(target: str, own: Own) -> str | None:
    """Return what is wrong with a link's target, or None: the product's own and reserved may be."""
    try:
        parts = urlsplit(target)
        host = (parts.hostname or "").lower()
    except ValueError:
        return "an address that cannot be read"
    if parts.scheme.lower() not in {"", "http", "https", "mailto"}:
        return f"the scheme {parts.scheme}"
    return None if own.has(target) else f"the host {host}"


def in_code(code: str, own: Own) -> Iterator[tuple[str, int]]:
    """Yield strangers' addresses that code may not name, with the line from 0."""
    for number, line in enumerate(code.split("\n")) if "://" in code else ():
        for match in _URL.finditer(line):
            problem = bad_target(match[0], own)
            host = problem.removeprefix("the host ") if problem else ""
            below = any(host.endswith(f".{one.removeprefix('www.')}") for one in own.hosts)
            if problem and not below and not may_be_called(host, line):
                yield f"{problem}: {match[0]}", number
