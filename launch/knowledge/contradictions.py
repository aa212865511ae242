"""Find documents that contradict manifest or code: keyed by subject, attribute and scope."""

import re
from dataclasses import dataclass

from launch.contracts.product_facts import Conflict, ProductIdentity
from launch.contracts.repo_inventory import Manifest
from launch.knowledge.public_names import PublicNames
from launch.wording.sentences import sentences

_RUNTIME = {
    "pypi": "Python", "npm": r"Node(?:\.js|JS)?", "go": "Go", "cargo": "Rust", "rubygems": "Ruby",
    "packagist": "PHP", "maven": "Java", "gradle": "Java",
}  # fmt: skip
_LATER = r"\s*(?:\+|or (?:later|newer|higher|above|greater)|and (?:later|newer|above|up)|or up)"
_LICENCES = (
    ("MIT", r"\bMIT\b"), ("Apache-2.0", r"\bApache(?: License)?(?:,? Version)?[ -]*2(?:\.0)?"),
    ("BSD-3-Clause", r"\b(?:BSD[- ]3|3-clause BSD)"), ("BSD-2-Clause", r"\b(?:BSD[- ]2|"
    r"2-clause BSD)"),
    ("MPL-2.0", r"\bMPL[ -]?2|Mozilla Public"), ("GPL-3.0", r"(?<![AL])GPL(?:[- ]?v?3)"),
    ("AGPL-3.0", r"\bAGPL"), ("LGPL-3.0", r"\bLGPL[- ]?v?3"), ("ISC", r"\bISC\b"),
    ("Unlicense", r"\bUnlicense\b"),
)  # fmt: skip
_DEFAULT = re.compile(
    r"(?:defaults? (?:to|is|value is|value:)|default:|\(default|by default,? (?:it is|"
    r"is))\s*`([^`]+)`",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class Contradictions:
    """What manifest and code say, to hold documents against."""

    identity: ProductIdentity
    manifest: Manifest | None
    names: PublicNames

    def of_text(self, text: str, path: str, line: int) -> Conflict | None:
        """Return the conflict that a text makes, or None."""
        return (
            self._runtime(text, path, line)
            or self._licence(text, path, line)
            or (self._default(text, path, line))
        )

    def of_row(self, header: list[str], row: list[str], path: str, line: int) -> Conflict | None:
        """Return the conflict that a table's row makes by its "default" column, or None."""
        column = next((n for n, title in enumerate(header) if "default" in title.lower()), None)
        if column is None or column == 0 or column >= len(row):
            return None
        key = row[0].strip(" `*")
        return self._default_of(key, row[column].strip(" `"), path, line)

    def _runtime(self, text: str, path: str, line: int) -> Conflict | None:
        manifest = self.manifest
        if manifest is None or manifest.runtime is None or not self.identity.runtime:
            return None
        name = _RUNTIME.get(manifest.ecosystem)
        stated = re.search(r"\d+(?:\.\d+)*", manifest.runtime.value)
        if name is None or stated is None:
            return None
        match = re.search(
            rf"\b{name}(?: version)?\s*(?:>=\s*)?v?(\d+(?:\.\d+)*){_LATER}", text
        ) or re.search(rf"\b{name}(?: version)?\s*>=\s*v?(\d+(?:\.\d+)*)", text)
        if match is None or _numbers(match[1]) == _numbers(stated[0]):
            return None
        # "users of Java 9 or newer" asks for nothing; "needs", "requires" and the like do.
        told = "".join(part for part in sentences(text) if match[0] in part)
        if not re.search(r"(?i)\brequir|\bneed|\bminimum|\bat least", told):
            return None
        return self._conflict(
            "runtime", (manifest.runtime.value, match[0]),
            (f"{manifest.path}:{manifest.runtime.line}", f"{path}:{line}"), "the manifest stands",
        )  # fmt: skip

    def _licence(self, text: str, path: str, line: int) -> Conflict | None:
        if not self.identity.licence or not re.search(r"(?i)\blicen[cs]ed\b|\blicen[cs]e\b", text):
            return None
        if len(text) > 300 or re.search(r"(?i)third|depend|vendored|bundled|font|data", text):
            return None
        found = [spdx for spdx, pattern in _LICENCES if re.search(pattern, text)]
        mine = self.identity.licence
        if not found or any(spdx in mine for spdx in found):
            return None
        where = self.manifest.path if self.manifest is not None else "LICENSE"
        return self._conflict(
            "licence",
            (mine, found[0]),
            (where, f"{path}:{line}"),
            "manifest and licence file stand",
        )

    def _default(self, text: str, path: str, line: int) -> Conflict | None:
        match = _DEFAULT.search(text)
        spans = re.findall(r"`([^`]+)`", text[: match.start()]) if match else []
        if match is None or len(spans) != 1:
            return None
        return self._default_of(spans[0], match[1], path, line)

    def _default_of(self, key: str, value: str, path: str, line: int) -> Conflict | None:
        known = self.names.defaults.get(key)
        if not known or not value or value in {"-", "—", "–", "none", "None", "n/a", "required"}:
            return None
        if plain_value(value) in {plain_value(item) for item in known}:
            return None
        if not re.fullmatch(r"[\"']?[\w.+-]+[\"']?", value) or len(known) > 1:
            return None
        stands = sorted(known)[0]
        return self._conflict(
            f"default:{key}",
            (plain_value(stands), value),
            ("code", f"{path}:{line}"),
            "the code stands",
        )

    def _conflict(
        self, attribute: str, values: tuple[str, str], sources: tuple[str, str], rule: str
    ) -> Conflict:
        return Conflict(
            subject=self.identity.name, attribute=attribute, scope="", values=values,
            sources=sources, resolution=rule, claim_ids=(),
        )  # fmt: skip


def plain_value(value: str) -> str:
    """Return a value without quotes and in one case for what languages write differently."""
    bare = value.strip().strip("\"'`")
    return {"True": "true", "False": "false", "None": "null", "nil": "null"}.get(bare, bare)


def _numbers(version: str) -> tuple[int, ...]:
    numbers = [int(part) for part in version.split(".")]
    while numbers and not numbers[-1]:
        numbers.pop()
    return tuple(numbers)
