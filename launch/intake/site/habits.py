"""How a section's pages are written, measured from their source: a scan of lines, no parsing."""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import PurePosixPath
from statistics import median

from launch.contracts.site_context import (
    AlertSyntax,
    HeadingCase,
    LinkForm,
    SectionHabits,
    SitePage,
)

_FENCE = re.compile(r"^ {0,3}(`{3,}|~{3,})[ \t]*\{?[ \t]*\.?([\w+#.-]*)")
_HEADING = re.compile(r"^ {0,3}(#{1,6})[ \t]+(.+?)[ \t]*#*$")
_LINK = re.compile(r"(?<!!)\[[^\]\n]*\]\(\s*<?([^)\s>]+)")
_QUOTE_ALERT = re.compile(r"^ {0,3}>[ \t]*\[!(\w+)\]")
_SHORT_ALERT = re.compile(
    r"\{\{[<%]\s*(alert|note|notice|admonition|callout|hint|warning|tip|caution|important|info)\b"
)
_REF = re.compile(r"^\{\{[<%]\s*(?:rel)?ref\b")
_WORD = re.compile(r"[A-Za-z][a-z]+")
_SMALL = frozenset(
    """
    a an and as at but by for from in into nor of on or per the to via vs with
    """.split()  # noqa: SIM905 - a word list reads better than twenty lines
)
_MOST_FENCES = 12
_ENOUGH = 5
"""Pages that show what a theme prints."""


@dataclass(frozen=True)
class Written:
    """What counts of how one page's body is written."""

    headings: tuple[tuple[int, str], ...]
    fences: tuple[str, ...]
    alert: str
    alert_form: AlertSyntax
    links: tuple[str, ...]


@dataclass(frozen=True)
class Source:
    """A page as its file states it."""

    page: SitePage
    written: Written
    dated: bool


def section_habits(section: str, sources: Sequence[Source]) -> SectionHabits:
    """Measure one section; its pages are given by path."""
    seen = [source.written for source in sources]
    alerts = Counter(item.alert_form for item in seen if item.alert)
    alert: AlertSyntax = min(alerts, key=lambda name: (-alerts[name], name), default="none")
    words = sorted(source.page.words for source in sources)
    names = [PurePosixPath(source.page.path).name for source in sources]
    levels = Counter(item.headings[0][0] for item in seen if item.headings)
    fences = Counter(name for item in seen for name in item.fences if name)
    return SectionHabits(
        section=section,
        pages=len(sources),
        heading_case=_case([text for item in seen for _, text in item.headings]),
        link_form=_form([link for item in seen for link in item.links]),
        index_pages=any(name.startswith("_index.") for name in names),
        leaf_bundles=_mostly(
            [n.startswith("index.") for n in names if not n.startswith("_index.")]
        ),
        weights=tuple(sorted({source.page.weight for source in sources} - {0})),
        fence_names=tuple(sorted(fences, key=lambda n: (-fences[n], n))[:_MOST_FENCES]),
        alert_syntax=alert,
        alert_example=next((item.alert for item in seen if item.alert_form == alert), ""),
        median_words=int(median(words)) if words else 0,
        longest_words=words[min(len(words) - 1, int(len(words) * 0.95))] if words else 0,
        dates=_mostly([source.dated for source in sources]),
        first_heading_level=min(levels, key=lambda n: (-levels[n], n), default=2),
        opens_with_title=len(sources) >= _ENOUGH and _mostly([_opens(item) for item in seen]),
    )


def _opens(written: Written) -> bool:
    """Return whether a page's one heading of the first level stands before all others."""
    levels = [level for level, _ in written.headings]
    return levels[:1] == [1] and levels.count(1) == 1


def scan(body: str) -> Written:
    """Scan a page's body, line by line."""
    headings: list[tuple[int, str]] = []
    fences: list[str] = []
    links: list[str] = []
    alert = fence = ""
    form: AlertSyntax = "none"
    lines = body.split("\n")
    for number, line in enumerate(lines):
        opened = _FENCE.match(line) if "```" in line or "~~~" in line else None
        if fence:
            fence = "" if opened and opened[1].startswith(fence) and not opened[2] else fence
            continue
        if opened:
            fence = opened[1]
            fences.append(opened[2])
            continue
        if "#" in line and (heading := _HEADING.match(line)):
            headings.append((len(heading[1]), heading[2]))
        if "](" in line:
            links += _LINK.findall(line)
        if not alert and "[!" in line and _QUOTE_ALERT.match(line):
            form, alert = "blockquote", _quote(lines[number:])
        elif not alert and "{{" in line and (short := _SHORT_ALERT.search(line)):
            form, alert = "shortcode", _closed("\n".join(lines[number:]), short[1])
    return Written(tuple(headings), tuple(fences), alert, form, tuple(links))


def _quote(lines: Sequence[str]) -> str:
    block = []
    for line in lines:
        if not line.lstrip().startswith(">"):
            break
        block.append(line)
    return "\n".join(block)


def _closed(text: str, name: str) -> str:
    """Return a shortcode from its opening to its closing tag, or its first line."""
    end = re.search(rf"\{{\{{[<%]\s*/\s*{name}\s*[>%]\}}\}}", text)
    return text[: end.end()] if end else text.split("\n", 1)[0]


def _mostly(flags: Sequence[bool]) -> bool:
    return bool(flags) and 2 * sum(flags) > len(flags)


def _case(headings: Sequence[str]) -> HeadingCase:
    """Judge by the words after the first, small words and names with odd capitals apart."""
    title = sentence = 0
    for heading in headings:
        later = [word for word in _WORD.findall(heading)[1:] if word.lower() not in _SMALL]
        if not later:
            continue
        capital = sum(word[0].isupper() for word in later)
        title += capital == len(later)
        sentence += 2 * capital < len(later) or capital == 0
    total = title + sentence
    if not total or max(title, sentence) < 0.7 * total:
        return "mixed"
    return "title" if title > sentence else "sentence"


def _form(links: Sequence[str]) -> LinkForm:
    """Judge links inside the site; addresses, fragments and mail are no habit."""
    forms: Counter[LinkForm] = Counter()
    for link in links:
        if _REF.match(link) or link.startswith("{{"):
            forms["ref"] += 1
        elif link.startswith("/") and not link.startswith("//"):
            forms["absolute"] += 1
        elif not link.startswith("#") and not re.match(r"[a-zA-Z][\w+.-]*:|//", link):
            forms["relative"] += 1
    if not forms:
        return "relative"
    form, count = min(forms.items(), key=lambda item: (-item[1], item[0]))
    return form if count >= 0.6 * forms.total() else "mixed"
