"""Whether pages render alike without the rest of the site, told from the templates that they use.

Careful on the doubtful side: a template that may look at other pages is taken to do so.
"""

import re
from collections.abc import Iterable
from pathlib import Path

from resources.hugo.shortcodes import BUILT_IN, shortcode_uses

_COMMENT = re.compile(r"\{\{-?\s*/\*.*?\*/\s*-?\}\}", re.DOTALL)
_ACTION = re.compile(r"\{\{.*?\}\}", re.DOTALL)
_SITE = (
    r"\b[sS]ite\b(?!\.(?:Params|Title|BaseURL|Copyright|Data|Config|Store|IsMultiLingual"
    r"|Language(?:Code|Prefix|\.\w+)?)\b(?!\s*\.?Pages))"
)
_OTHER_PAGES = re.compile(
    rf"{_SITE}|\b(?:hugo\.Sites|GetPage|GetTerms|ref|relref|readFile|readDir|fileExists|os\.\w+"
    r"|where|RenderShortcodes)\b"
    r"|\.(?:Pages|RegularPages\w*|AllPages|Sections?|Parent|Ancestors|CurrentSection|FirstSection"
    r"|InSection|IsAncestor|IsDescendant|Prev\w*|Next\w*|Translations|AllTranslations"
    r"|IsTranslated|Related|Ref|RelRef|Terms|Sites?|Rotate)\b"
)
_PARTIAL = re.compile(r"\bpartial(?:Cached)?\s+(\S+)|\bpartials\.Include(?:Cached)?\s+(\S+)")
_LOOKING = frozenset({"ref", "relref"})


def render_alone(layouts: Path, texts: Iterable[str]) -> bool:
    """Return whether pages of these texts render through ``layouts`` without looking elsewhere."""
    names = {use.name for use in shortcode_uses(texts)}
    if names & _LOOKING:
        return False
    todo = [path for folder in layouts.rglob("_markup") for path in folder.iterdir()]
    for name in names:
        found = sorted((layouts / "shortcodes").glob(f"{name}.*"))
        if not found and name not in BUILT_IN:
            return False
        todo += found
    seen: set[Path] = set()
    while todo:
        path = todo.pop()
        if path in seen or not path.is_file():
            continue
        seen.add(path)
        partials = _partials(layouts, path.read_text("utf-8", "replace"))
        if partials is None:
            return False
        todo += partials
    return True


def _partials(layouts: Path, template: str) -> list[Path] | None:
    """Return the partials that a template calls, or None where it may look at other pages."""
    actions = " ".join(_ACTION.findall(_COMMENT.sub("", template)))
    if _OTHER_PAGES.search(actions):
        return None
    found = []
    for plain, included in _PARTIAL.findall(actions):
        name = (plain or included).rstrip(")")
        if name[:1] not in {'"', "`"}:
            return None
        path = layouts / "partials" / name.strip('"`')
        found.append(path if path.suffix else path.with_suffix(".html"))
    return found
