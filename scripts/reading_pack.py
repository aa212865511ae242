"""Make a pack of a run's pages for a fresh reader, a few of them with a planted defect.

`reading_pack.py RUN OUT KEY` writes the pages into OUT, and what was planted where into KEY.
"""

import argparse
import json
import random
import re
import sys
from collections.abc import Callable, Sequence
from pathlib import Path

from launch.contracts.patch_bundle import CreateFile, FixedPatchBundle

type Plant = Callable[[str, random.Random], str | None]

_DEFAULT = re.compile(r"(?<=default)([^\n`]{0,24}`)([^`\n]+)(`)", re.IGNORECASE)
_NUMBER = re.compile(r"\d+")
_CONDITION = re.compile(
    r"(?:,)? (?:only )?(?:if|when|unless) [a-z][^.;:,\n|`#{}()]{8,}(?=[.;](?:\s|$))", re.M
)
_IMPORT = re.compile(
    r"^(?:import (?!\()|from \S+ import|const .*require\(|use |using |#include|require).*\n", re.M
)
_CALL = re.compile(r"^- `([A-Za-z_.]+)\(([^(),`=]{2,}), ([^(),`=]{2,})(\)|, )", re.M)
_REFERENCE = re.compile(r"reference|/api[-/]|/api\.", re.IGNORECASE)
_SWAPPED = {"True": "False", "False": "True", "true": "false", "false": "true", "None": "0"}


def wrong_default(text: str, draw: random.Random) -> str | None:
    """Say another default value than the page does; None where it names none."""
    found = [match for match in _DEFAULT.finditer(text) if _other(match[2]) != match[2]]
    if not found:
        return None
    match = draw.choice(found)
    return text[: match.start(2)] + _other(match[2]) + text[match.end(2) :]


def dropped_condition(text: str, draw: random.Random) -> str | None:
    """Cut a condition out of a sentence; None where the page states none."""
    found = [match for match in _CONDITION.finditer(text) if len(match[0].split()) > 2]
    if not found:
        return None
    match = draw.choice(found)
    return text[: match.start()] + text[match.end() :]


def missing_import(text: str, _draw: random.Random) -> str | None:
    """Leave out the first import of a page's code; None where no code imports."""
    cut = _IMPORT.sub("", text, count=1)
    return cut if cut != text else None


def swapped_parameter(text: str, draw: random.Random) -> str | None:
    """Swap two neighbouring parameters of a signature; None where no signature has two."""
    found = [match for match in _CALL.finditer(text) if match[2] != match[3]]
    if not found:
        return None
    match = draw.choice(found)
    swapped = f"- `{match[1]}({match[3]}, {match[2]}{match[4]}"
    return text[: match.start()] + swapped + text[match.end() :]


def repeated_section(text: str, draw: random.Random) -> str | None:
    """Tell a section a second time at the end; None where the page has fewer than two."""
    parts = re.split(r"(?m)^(?=## )", text)
    if len(parts) < 3:
        return None
    return text.rstrip("\n") + "\n\n" + draw.choice(parts[1:-1]).rstrip("\n") + "\n"


def foreign_key(text: str, _draw: random.Random) -> str | None:
    """Add a front matter key that no page of a site like this has."""
    return text.replace("---\n", "---\nproduct_audience: developers\n", 1)


PLANTS: dict[str, Plant] = {
    "wrong default": wrong_default,
    "dropped condition": dropped_condition,
    "missing import": missing_import,
    "swapped parameter": swapped_parameter,
    "repeated section": repeated_section,
    "foreign front matter key": foreign_key,
}


def pack(
    pages: dict[str, str], count: int, planted: int, draw: random.Random
) -> tuple[dict[str, str], dict[str, str]]:
    """Return the pages to read by path, and the kind of defect of those that have one.

    Pages of guides come before pages of reference; the latter fill what is left, by lot.
    """
    first = [path for path in sorted(pages) if not _REFERENCE.search(path)]
    rest = [path for path in sorted(pages) if _REFERENCE.search(path)]
    draw.shuffle(rest)
    kept = max(count // 4, count - len(first))
    chosen = sorted([*first[: count - min(kept, len(rest))], *rest[:kept]])
    texts = {path: pages[path] for path in chosen}
    marks: dict[str, str] = {}
    kinds = sorted(PLANTS)
    draw.shuffle(kinds)
    for kind in kinds:
        if len(marks) == planted:
            break
        free = [path for path in chosen if path not in marks]
        draw.shuffle(free)
        for path in free:
            changed = PLANTS[kind](texts[path], draw)
            if changed is not None:
                texts[path], marks[path] = changed, kind
                break
    return texts, marks


def main(arguments: Sequence[str]) -> int:
    """Write the pack of a finished run; 2 where the run made no new page."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("run", type=Path)
    parser.add_argument("out", type=Path)
    parser.add_argument("key", type=Path)
    parser.add_argument("--pages", type=int, default=16)
    parser.add_argument("--planted", type=int, default=3)
    parser.add_argument("--seed", default="")
    given = parser.parse_args(arguments)
    bundle = FixedPatchBundle.model_validate_json(
        (given.run / "artifacts" / "fixed_patch_bundle.json").read_text()
    )
    pages = {patch.path: patch.content for patch in bundle.patches if isinstance(patch, CreateFile)}
    if not pages:
        print(f"{given.run}: no new page", file=sys.stderr)
        return 2
    texts, marks = pack(pages, given.pages, given.planted, random.Random(given.seed))
    for path, text in texts.items():
        place = given.out / path
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_text(text)
    (given.out / "ALL_PAGES.txt").write_text("\n".join(sorted(pages)) + "\n")
    given.key.parent.mkdir(parents=True, exist_ok=True)
    given.key.write_text(json.dumps({"pages": len(pages), "planted": marks}, indent=1) + "\n")
    return 0


def _other(value: str) -> str:
    if value in _SWAPPED:
        return _SWAPPED[value]
    return _NUMBER.sub(lambda match: str(int(match[0]) * 2 + 1), value, count=1)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
