"""What .gitattributes says of files for linguist: vendored, generated, language."""

import re
from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True)
class Attributes:
    """Rules in order; the last that matches a path wins."""

    rules: tuple[tuple[re.Pattern[str], Mapping[str, str]], ...] = ()

    def vendored(self, path: str) -> bool | None:
        """Return whether the file is somebody else's, or None where nothing is said."""
        return self._flag(path, "linguist-vendored")

    def generated(self, path: str) -> bool | None:
        """Return whether a program wrote the file, or None where nothing is said."""
        return self._flag(path, "linguist-generated")

    def language(self, path: str) -> str | None:
        """Return the language that the project states for a file, or None."""
        return self._get(path, "linguist-language")

    def _flag(self, path: str, name: str) -> bool | None:
        value = self._get(path, name)
        return None if value is None else value not in ("false", "unset")

    def _get(self, path: str, name: str) -> str | None:
        found = (
            said[name] for rule, said in reversed(self.rules) if name in said and rule.search(path)
        )
        return next(found, None)


def read_attributes(text: str) -> Attributes:
    """Read the linguist rules of a .gitattributes file."""
    rules = []
    for line in text.splitlines():
        pattern, *words = line.split()[:50] if line.strip() else ("#",)
        said = dict(_said(word) for word in words if "linguist-" in word)
        if said and not pattern.startswith("#"):
            rules.append((_compiled(pattern), said))
    return Attributes(tuple(rules[:500]))


def _said(word: str) -> tuple[str, str]:
    if word.startswith(("-", "!")):
        return word[1:], "false"
    name, _, value = word.partition("=")
    return name, value or "true"


def _compiled(pattern: str) -> re.Pattern[str]:
    anchored = "/" in pattern.rstrip("/")
    body = re.escape(pattern.strip("/"))
    body = body.replace(r"\*\*/", "(?:.*/)?").replace(r"\*\*", ".*").replace(r"\*", "[^/]*")
    body = body.replace(r"\?", "[^/]")
    return re.compile(f"{'^' if anchored else '(?:^|/)'}{body}(?:$|/)")
