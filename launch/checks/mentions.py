"""What a text says of the product in passing: its name, version, licence and address.

Values found, not verdicts: whoever asks compares them with the resolved facts.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from urllib.parse import urlsplit

from launch.contracts.product_facts import ProductIdentity

_CODE_OR_LINK = re.compile(r"`[^`]*`|\]\([^)]*\)|https?://\S+|<[^>]+>")
_NUMBER = r"v?(\d+(?:\.\d+)+(?:[-+.]?[a-z]+[\w.]*)?)"
_DOTTED = re.compile(r"\d\.\d")
_UNDER = re.compile(
    r"\b(?:licen[cs]ed|released|distributed|available) under (?:the )?(?:terms of the )?"
    r"`?((?:[A-Z][\w.+-]*|\d[\w.]*|or|and|OR|AND)(?: (?:[A-Z][\w.+-]*|\d[\w.]*|or|and))*)`?"
)

WORDED = frozenset(
    {"summary", "symbol", "parameter", "returns", "raises", "command", "flag", "config_key"}
)
"""Kinds of claims that give the product's own words: it may be spelt as it is there."""


@dataclass(frozen=True)
class Mention:
    """Something said of the product, with the words that say it."""

    value: str
    words: str


def names(text: str, identity: ProductIdentity) -> Iterator[Mention]:
    """Yield the product's name where it is spelt as nothing of the product is."""
    if len(identity.name) < 3 or identity.name.casefold() not in text.casefold():
        return
    bare = _CODE_OR_LINK.sub(" ", text)
    for match in _spelt(identity.name).finditer(bare):
        if match[0] not in _spellings(identity) and not match[0].isupper():
            yield Mention(match[0], match[0])


def versions(text: str, name: str) -> Iterator[Mention]:
    """Yield the versions that a text gives for the product as it is now."""
    for shape in _told_versions(name) if _DOTTED.search(text) else ():
        for match in shape.finditer(text):
            yield Mention(match[1], match[0])


def licences(text: str) -> Iterator[Mention]:
    """Yield the licences that a text says something is under."""
    for match in _UNDER.finditer(text) if " under " in text else ():
        yield Mention(re.sub(r" Licen[cs]e$", "", match[1]), match[0])


def same_licence(told: str, resolved: str) -> bool:
    """Return whether two spellings can be of one licence, or of one of several."""
    one, other = _bare(told), _bare(resolved)
    return bool(one and other) and (one in other or other in one)


def other_home(target: str, home: str) -> bool:
    """Return whether an address is the product's repository under another owner or spelling."""
    own, found = _repository(home), _repository(target)
    if own is None or found is None or found[0] != own[0]:
        return False
    return found[2].casefold() == own[2].casefold() and found != own


def _repository(url: str) -> tuple[str, str, str] | None:
    parts = urlsplit(url)
    path = [part for part in parts.path.split("/") if part]
    if not parts.hostname or len(path) < 2:
        return None
    return parts.hostname.lower(), path[0], path[1].removesuffix(".git")


@lru_cache(maxsize=64)
def _spelt(name: str) -> re.Pattern[str]:
    return re.compile(rf"(?<![\w./@-]){re.escape(name)}(?![\w/-]|\.\w)", re.IGNORECASE)


@lru_cache(maxsize=64)
def _spellings(identity: ProductIdentity) -> frozenset[str]:
    known = {identity.name, identity.package, identity.import_name, *identity.commands}
    return frozenset(known | {part for name in known for part in re.split(r"[/.:@]", name)})


@lru_cache(maxsize=64)
def _told_versions(name: str) -> tuple[re.Pattern[str], ...]:
    called = re.escape(name)
    newest = r"\b(?:current|latest|newest|present) (?:stable )?(?:version|release)"
    return (
        re.compile(rf"\b{called},? (?:version )?{_NUMBER}(?!\w)"),
        re.compile(rf"(?i){newest}(?: of {called})?(?: is|:)? `?{_NUMBER}(?!\w)"),
        re.compile(rf"(?i)\bversion of {called} is `?{_NUMBER}(?!\w)"),
    )


def _bare(licence: str) -> str:
    low = re.sub(r"\b(?:the|licen[cs]e|version|only|later|or)\b", " ", licence.lower())
    return re.sub(r"[^a-z0-9.]+", "", low)
