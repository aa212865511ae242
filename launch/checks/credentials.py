"""Credentials in a text, by the shapes that issuers give them; placeholders are none."""

import re
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from importlib.resources import files

_DATA = files("launch.checks").joinpath("credentials.toml").read_text(encoding="utf-8")
_RULES: tuple[tuple[str, tuple[str, ...], re.Pattern[str]], ...] = tuple(
    (rule["what"], tuple(rule["starts"]), re.compile(rule["shape"]))
    for rule in tomllib.loads(_DATA)["rule"]
)
_PLACEHOLDER = re.compile(
    r"example|placeholder|your[-_]?|changeme|dummy|sample|redacted|password|secret\b|insert"
    r"|(.)\1{5,}|x{4,}|1234567|abcdef|\*{3,}|\.\.\.|<[^>]*>|\$\{?\w+|%\w+%",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class Credential:
    """One credential."""

    what: str
    """Kind, with its article."""
    secret: str
    """The secret itself: never to be shown or stored."""
    start: int
    """Offset in the text."""

    @property
    def masked(self) -> str:
        """What may be shown of it."""
        return f"{self.secret[:6]}{'*' * 8}"


def credentials(text: str) -> Iterator[Credential]:
    """Yield every credential of the text, rule by rule."""
    for what, starts, shape in _RULES:
        if not any(start in text for start in starts):
            continue
        for match in shape.finditer(text):
            group = match.lastindex or 0
            if not _PLACEHOLDER.search(match[group]):
                yield Credential(what, match[group], match.start(group))
