"""Faults planted in real sites: how many the four site gates see, and what they say of clean pages.

`python -m scripts.bench_faults GIT_DIR [...]` prints a row of docs/sites.md for each repository.
"""

import re
import sys
import tempfile
import time
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path, PurePosixPath

from launch.contracts.site_context import SitePage
from launch.errors import LaunchError
from launch.gates import front_matter_valid, hugo_builds, links_resolve, markdown_clean
from resources.hugo.builder import HugoSiteBuilder
from resources.hugo.facts import content_roots
from resources.hugo.lint import RumdlLinter
from resources.hugo.site_reader import read_site
from scripts.bench_site import opened
from tests.support.site_faults import FAULTS, Place
from tests.support.site_subjects import Changes, ReadSite

type Found = frozenset[tuple[str, str | None, str]]
_GATES = (hugo_builds, links_resolve, front_matter_valid, markdown_clean)
_SENTENCE = "\n\nOne more sentence about it.\n"
_BODY = """
Gears are round things with teeth. See [the other page](OTHER) for more.

## Before you begin

Take one gear.

```sh
ls -l
```
"""


class Site:
    """A real site, read, and the four gates over it."""

    def __init__(self, git_dir: Path, cache: Path) -> None:
        before = time.perf_counter()
        self.tree, pin = opened(git_dir)
        self.index, self.context, self.hugo = read_site(self.tree, pin, (), cache)
        self.seconds = time.perf_counter() - before
        builder = HugoSiteBuilder(self.tree, self.hugo, cache)
        self.base_path = builder.base_path
        linter = RumdlLinter(self.tree, content_roots(self.hugo), builder.lint)
        self._read = ReadSite(self.tree, pin, self.index, self.context, self.hugo, builder, linter)

    def look(self, changes: Changes) -> Found:
        """Return gate, page and finding of each finding; a gate that could not run is one."""
        subject = self._read.subject(changes)
        found: set[tuple[str, str | None, str]] = set()
        for gate in _GATES:
            looked = gate.GATE.look(subject)
            found |= {(gate.GATE.id, one.path, one.found) for one in looked.findings}
            if looked.could_not_run:
                found.add((gate.GATE.id, None, looked.could_not_run))
        return frozenset(found)

    @cached_property
    def ground(self) -> "Ground":
        """Where the faults go: the largest documentation section of the site's own language."""
        own = [page for page in self.context.pages if page.language == self._language]
        usable = [page for page in own if self._usable(page)]
        sections = {page.section for page in usable}
        told = {name for name in sections if "doc" in name} or sections
        sizes = {name: sum(page.section == name for page in usable) for name in told}
        section = max(sorted(sizes), key=lambda name: sizes[name])
        pages = [page for page in usable if page.section == section]
        old = pages[len(pages) // 2]
        other = next(page for page in pages if page.path != old.path)
        return Ground(self, section, old, other)

    @property
    def _language(self) -> str:
        return self.hugo.languages[0].code

    def _usable(self, page: SitePage) -> bool:
        text = self.tree.read(page.path) or b""
        return (
            page.kind == "page"
            and page.path.endswith(".md")
            and page.words > 30
            and text.startswith((b"---\n", b"---\r\n", b"+++\n", b"+++\r\n"))
        )


@dataclass(frozen=True)
class Ground:
    """A section, a page of it that is spoilt, and another that is linked to."""

    site: Site
    section: str
    old: SitePage
    other: SitePage

    @cached_property
    def place(self) -> Place:
        """What faults need to know."""
        required = next(iter(self._required), "")
        return Place(self.other.url, required, self.site.base_path)

    @property
    def _required(self) -> tuple[str, ...]:
        contracts = self.site.index.contracts
        mine = (c for c in contracts if c.section == self.section and c.kind == "page")
        return tuple(rule.key for contract in mine for rule in contract.rules if rule.required)

    @cached_property
    def text(self) -> str:
        """The existing page, untouched."""
        data = self.site.tree.read(self.old.path) or b""
        return data.decode().replace("\r\n", "\n")

    @cached_property
    def new_path(self) -> str:
        """Where a new page goes: beside the existing one."""
        pure = PurePosixPath(self.old.path)
        bundle = pure.name.startswith("index.")
        name = f"zz-gears/{pure.name}" if bundle else f"zz-gears{''.join(pure.suffixes)}"
        return str((pure.parent.parent if bundle else pure.parent) / name)

    @property
    def _apart(self) -> str:
        """Keys of the existing page that are its own alone."""
        menu = () if "menu" in self._required else ("menu",)
        return "|".join(("aliases", "url", "title", "slug", *menu))

    @cached_property
    def new_text(self) -> str:
        """A clean new page with the existing one's keys."""
        fence, sign = ("+++", " =") if self.text.startswith("+++") else ("---", ":")
        head = self.text.split(f"\n{fence}", 1)[0].split("\n")[1:]
        rows: list[str] = []
        inside = False
        for row in head:
            inside = bool(re.match(rf"(?:{self._apart})\b", row, re.IGNORECASE)) or (
                inside and row[:1] in {" ", "-", "]", "\t"}
            )
            if not inside:
                rows.append(row)
        if any(row.lower().startswith("slug") for row in head):
            rows.insert(0, f'slug{sign} "zz-gears"')
        rows.insert(0, f'title{sign} "A page about gears"')
        body = _BODY.replace("OTHER", self.other.url)
        return "\n".join([fence, *rows, fence]) + "\n" + body


def row(git_dir: Path, cache: Path) -> str:
    """Return one site's row: what clean pages give, and what was caught."""
    try:
        site = Site(git_dir, cache)
    except LaunchError as error:
        return f"| {git_dir.parent.name} | refused: {error} |"
    ground = site.ground
    clean: dict[str, Changes] = {
        "untouched": {},
        "an unchanged page written again": {ground.old.path: site.tree.read(ground.old.path)},
        "a sentence more": {ground.old.path: (ground.text.rstrip() + _SENTENCE).encode()},
        "a new page": {ground.new_path: ground.new_text.encode()},
    }
    false = {name: sorted(found) for name, one in clean.items() if (found := site.look(one))}
    new = _caught(ground, ground.new_path, ground.new_text, new=True)
    old = _caught(ground, ground.old.path, ground.text, new=False)
    missed = sorted({*new[1], *old[1]})
    told = f"{new[0]} of {new[2]} | {old[0]} of {old[2]} | {', '.join(missed)}"
    head = f"| {git_dir.parent.name} | {len(site.context.pages)} | {site.seconds:.1f} s"
    where = f"{ground.section}: {ground.old.path}"
    return f"{head} | {told} | {false or 'none'} | {where}; Hugo {site.hugo.built_with} |"


def _caught(ground: Ground, path: str, text: str, *, new: bool) -> tuple[int, list[str], int]:
    """Return how many faults were seen, the names of the others, and how many were planted."""
    clean = ground.site.look({path: text.encode()})
    names: list[str] = []
    tried = 0
    for fault in FAULTS:
        spoilt = fault.planted(text, ground.place)
        if spoilt == text.encode() or (fault.new_only and not new):
            continue
        tried += 1
        if not ground.site.look({path: spoilt}) - clean:
            names.append(fault.name)
    return tried - len(names), names, tried


def main(arguments: Iterable[str]) -> None:
    """Print a row for each repository."""
    with tempfile.TemporaryDirectory(prefix="faults-") as folder:
        for argument in arguments:
            before = time.perf_counter()
            print(row(Path(argument), Path(folder)), flush=True)
            print(f"  {time.perf_counter() - before:.0f} s", file=sys.stderr, flush=True)


if __name__ == "__main__":
    main(sys.argv[1:])
