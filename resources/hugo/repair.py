"""Bounded repair of an overlay whose untouched site does not build: stub, drop or set aside.

Only ever done to our copy of the untouched site; each repair is recorded and can be replayed.
"""

import json
import re
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from launch.contracts.site_build import SiteBuild
from launch.intake.site.units import is_page
from resources.hugo.build import Workshop
from resources.hugo.output import CLASH
from resources.hugo.shortcodes import stub
from resources.hugo.stub_overlay import ENVIRONMENT, LAYOUTS, ensure_link_hook

ROUNDS = 60
_DATA = frozenset({"data", "i18n"})
_PARTIAL = re.compile(r'partial "([^"]+)" not found')
_FORMAT = re.compile(r'OutputFormat with key "([\w-]+)" not found')
_INTERNAL = re.compile(r"html/template:_(partials|shortcodes|markup)/([^\s\":]+)")
_FOLDERS = {
    "partials": "partials/",
    "shortcodes": "shortcodes/",
    "markup": "_default/_markup/",
}
"""Where the overlay keeps what Hugo names by folders of its own."""
_MISSING = re.compile(r'template for shortcode "([^"]+)" not found')


@dataclass(frozen=True)
class Repair:
    """One change to our copy: what was done to which path, relative to the work tree.

    An output format has its name in place of a path.
    """

    kind: Literal["stub", "drop_hook", "empty_partial", "set_aside", "output_format"]
    path: str


@dataclass(frozen=True)
class Knowledge:
    """What is known of a site before its first build."""

    paired: frozenset[str]
    """Shortcodes that the site closes."""
    unreadable: Callable[[], tuple[str, ...]]
    """Pages whose front matter does not parse: set aside together with the first such page."""


def repair(
    shop: Workshop, outcome: SiteBuild, build: Callable[[], SiteBuild], known: Knowledge
) -> tuple[SiteBuild, tuple[Repair, ...]]:
    """Blame what stands in the first outcome, repair and build again until nothing is new.

    Ends after so many rounds or seconds; the outcome then notes it.
    """
    suspects: list[Repair] | None = None
    done: list[Repair] = []
    until = time.monotonic() + shop.limits.repair
    for _ in range(ROUNDS):
        if not outcome.finished:
            break
        if time.monotonic() > until:
            note = f"the overlay was not repaired further after {shop.limits.repair:g} seconds"
            outcome = outcome.model_copy(update={"notes": (*outcome.notes, note)})
            break
        found = [item for item in _blamed(shop, outcome.error_texts) if item not in done]
        if not found:
            break
        if suspects is None:
            suspects = [Repair("set_aside", path) for path in known.unreadable()]
        if any(item in suspects for item in found):
            found += [item for item in suspects if item not in found]
        replay(shop, found, known.paired)
        done += found
        outcome = build()
    return outcome, tuple(done)


def replay(shop: Workshop, repairs: Iterable[Repair], paired: frozenset[str]) -> None:
    """Make recorded repairs to a work tree."""
    layouts = shop.source / LAYOUTS
    for item in repairs:
        path = shop.work / item.path
        match item.kind:
            case "stub":
                name = item.path.rpartition("shortcodes/")[2].rsplit(".", 1)[0]
                _put(path, stub(paired=name in paired))
            case "empty_partial":
                _put(path, "")
            case "drop_hook" | "set_aside":
                path.unlink(missing_ok=True)
            case "output_format":
                _declare(shop.config / ENVIRONMENT / "hugo.json", item.path)
    ensure_link_hook(layouts)


def _declare(configuration: Path, name: str) -> None:
    """Declare an output format that pages name and the missing theme defines."""
    settings = json.loads(configuration.read_text("utf-8"))
    plain = {"mediaType": "text/plain", "isPlainText": True, "baseName": name}
    settings.setdefault("outputFormats", {})[name] = plain
    configuration.write_text(json.dumps(settings), "utf-8")


def _put(path: Path, text: str) -> None:
    path.unlink(missing_ok=True)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, "utf-8")


def _blamed(shop: Workshop, errors: tuple[str, ...]) -> list[Repair]:
    found = (_blame(shop, error) for error in errors if not error.startswith(CLASH))
    return list(dict.fromkeys(item for item in found if item is not None))


def _blame(shop: Workshop, error: str) -> Repair | None:
    prefix = f"{shop.root}/{LAYOUTS}" if shop.root else LAYOUTS
    if unknown := _FORMAT.search(error):
        return Repair("output_format", unknown.group(1))
    if missing := _MISSING.search(error):
        return Repair("stub", f"{prefix}/shortcodes/{missing.group(1)}.html")
    layout = _last_layout(error, prefix, shop.work)
    if layout is not None:
        return layout
    if partial := _PARTIAL.search(error):
        return Repair("empty_partial", f"{prefix}/partials/{partial.group(1)}")
    for path in re.findall(r'"([^"\s]+?)(?::\d+:\d+)?"', error) + re.findall(r"(\S+\.\w+)", error):
        if (shop.work / path).is_file() and _may_go(path, shop.root):
            return Repair("set_aside", path)
    return None


def _last_layout(error: str, prefix: str, work: Path) -> Repair | None:
    """Return a repair of the innermost layout that an error names, our page layout apart."""
    names = re.findall(rf"{re.escape(prefix)}/([^\s\":]+)", error)
    names += re.findall(r"parse failed: template: ([^\s\":]+)", error)
    names += [_FOLDERS[kind] + name for kind, name in _INTERNAL.findall(error)]
    for name in reversed(names):
        path = f"{prefix}/{name}"
        if not (work / path).is_file():
            continue
        if "/_markup/" in f"/{name}":
            return Repair("drop_hook", path)
        if name.startswith("shortcodes/"):
            return Repair("stub", path)
        if name.startswith("partials/"):
            return Repair("empty_partial", path)
    return None


def _may_go(path: str, root: str) -> bool:
    """Return whether a site without this file is still the site: never its configuration."""
    inside = path.removeprefix(f"{root}/") if root else path
    folder = inside.split("/", 1)[0]
    return folder != LAYOUTS and (is_page(path) or path.endswith(".gotmpl") or folder in _DATA)
