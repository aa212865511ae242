"""Typed claims about example programs that the repository holds, and what they say they show."""

import ast
import re
from collections.abc import Iterator
from dataclasses import replace
from urllib.parse import quote

from launch.checks.texts import folded_hash, lines_of
from launch.contracts.claims import Check, PathCheck, TextCheck
from launch.contracts.product_facts import ProductIdentity
from launch.knowledge.passages.polish import Polished, Setting, polish
from launch.knowledge.sources import Found, Said, Sources
from launch.wording.renderings import render
from launch.wording.sentences import sentences

_MOST = 80
_ROOT = re.compile(r"(?:^|/)(?:examples?|samples?|demos?|tutorials?|cookbook|_examples?)/", re.I)
_DATA = frozenset(
    {"HTML", "CSS", "SCSS", "EJS", "JSON", "YAML", "TOML", "XML", "Markdown", "Text", "CSV", "SVG",
     "reStructuredText", "INI", "Ignore List", "Git Attributes", "Jinja", "Makefile", "Dockerfile",
     "Pug", "Handlebars", "Diff", "XSLT", "SQL", "Microsoft Developer Studio Project"}
)  # fmt: skip
_COMMENT = re.compile(
    r"\A(?:#![^\n]*\n)?\s*(?P<all>(?:(?://[/!]?|#)[^\n]*\n)+|/\*.*?\*/)", re.DOTALL
)
_LEGAL = re.compile(
    r"(?i)copyright|licen[cs]e|SPDX|all rights|coding[:=]|eslint|use strict|@ts-|build "
)


def example_claims(
    sources: Sources, identity: ProductIdentity, setting: Setting
) -> Iterator[Found]:
    """Yield a claim for each example program (a folder counts once), in the order of the paths."""
    told: set[str] = set()
    for path in sources.inventory.example_files:
        entry = sources.by_path.get(path)
        usable = entry is not None and entry.skipped is None and entry.language not in _DATA
        text = sources.text(path) if usable and entry is not None and entry.language else None
        root = _ROOT.search(path)
        if text is None or root is None or not sources.inside(path) or len(told) >= _MOST:
            continue
        unit = _unit(path, root.end())
        if unit not in told:
            told.add(unit)
            yield _claim(sources, identity, setting, unit, path, text)


def _unit(path: str, root: int) -> str:
    """Return the file, or the folder below the root of examples that it is in."""
    head, _, rest = path[root:].partition("/")
    return path[:root] + head if rest else path


def _claim(
    sources: Sources, identity: ProductIdentity, setting: Setting, unit: str, path: str, text: str
) -> Found:
    opening = _opening(text, path)
    said_of = _summary(opening[2], setting) if opening is not None else ""
    kind = "blob" if unit == path else "tree"
    base = setting.repository
    address = f"{base}/{kind}/{setting.commit}/{quote(unit)}" if base else ""
    link = f"[{unit}]({address})" if address else f"`{unit}`"
    if opening is not None and said_of:
        first, last, _ = opening
        check: Check = TextCheck(
            path=path, text_sha256=folded_hash(text, first, last), first_line=first, last_line=last
        )
        form = render("example_told", {"link": link, "help": said_of})
        place = (path, first, last)
    else:
        check = PathCheck(path=path)
        form = render("example_bare", {"link": link})
        place = (path, 1, 1)
    said = Said("example", identity.name, f"example:{unit}", address or unit, form, unit)
    return sources.found(said, check, [place])


def _opening(text: str, path: str) -> tuple[int, int, str] | None:
    """Return the lines and text of the comment that a program begins with; None: it has none."""
    if path.endswith(".py"):
        return _docstring(text)
    match = _COMMENT.match(text)
    if match is None or _LEGAL.search(match["all"]):
        return None
    first = text.count("\n", 0, match.start("all")) + 1
    rows = [re.sub(r"^\s*(?://[/!]?|#|/?\*+/?)[ \t]?|\*/\s*$", "", row)
            for row in match["all"].strip("\n").split("\n")]  # fmt: skip
    return first, first + len(rows) - 1, "\n".join(rows).strip().split("\n\n")[0]


def _docstring(text: str) -> tuple[int, int, str] | None:
    try:
        module = ast.parse(text)
    except (SyntaxError, ValueError, RecursionError):
        return None
    doc = ast.get_docstring(module)
    if not doc or not isinstance(module.body[0], ast.Expr):
        return None
    last = min(module.body[0].end_lineno or 1, len(lines_of(text)))
    return module.body[0].lineno, last, doc.split("\n\n")[0]


def _summary(text: str, setting: Setting) -> str:
    """Return the first sentence of an opening, where it is one; else nothing."""
    parts = sentences(" ".join(text.split()))
    if not parts or not re.match(r"[A-Z]", parts[0]) or len(parts[0].split()) < 3:
        return ""
    source = parts[0] if parts[0].endswith((".", "!", "?")) else f"{parts[0]}."
    made = polish(source, replace(setting, literal=True), introduces=False)
    return made.text if isinstance(made, Polished) and not made.edits else ""
