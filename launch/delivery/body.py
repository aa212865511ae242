"""A pull request's text as a value: rendered within the host's limit, and parsed back.

The last line is a hidden marker with a digest, so that a body edited by a person is known.
"""

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass

from launch.digests import digest_of

MAX_BODY = 58_000
"""Characters; hosts refuse bodies beyond 65,536."""
_MARKER = re.compile(r"\n\n<!-- foss-launcher (\{[^\n]*\}) -->\n?$")
_HEADING = re.compile(r"^## (.+)$", re.MULTILINE)


@dataclass(frozen=True)
class Section:
    """A heading of level 2 and what stands below it, in Markdown."""

    heading: str
    content: str


@dataclass(frozen=True)
class PullRequestText:
    """Title and body of a pull request."""

    title: str
    intro: str
    sections: tuple[Section, ...]
    marker: tuple[tuple[str, str], ...]
    """Names and values that tie the pull request to its run, by name."""


def folded(summary: str, content: str) -> str:
    """Return Markdown that the host shows closed, under a line of plain text."""
    return f"<details><summary>{summary}</summary>\n\n{content}\n\n</details>"


def render(text: PullRequestText) -> str:
    """Return the body in Markdown, with the marker as its last line."""
    parts = [text.intro, *(f"## {one.heading}\n\n{one.content}" for one in text.sections)]
    if any(_HEADING.search(one.content) for one in text.sections) or _HEADING.search(text.intro):
        raise ValueError("a section of a pull request holds a heading of level 2")
    return "\n\n".join(parts) + _marker_line(text.title, "\n\n".join(parts), dict(text.marker))


def parse(title: str, body: str) -> PullRequestText | None:
    """Return the value that was rendered, or None where a person changed title or body."""
    unified = body.replace("\r\n", "\n")
    found = _MARKER.search(unified)
    if found is None:
        return None
    try:
        marker = json.loads(found[1])
    except ValueError:
        return None
    visible = unified[: found.start()]
    if not isinstance(marker, dict) or marker.pop("digest", None) != digest_of(
        title, visible, marker
    ):
        return None
    intro, *rest = _HEADING.split(visible)
    sections = tuple(
        Section(heading, content.strip("\n"))
        for heading, content in zip(rest[::2], rest[1::2], strict=True)
    )
    return PullRequestText(title, intro.strip("\n"), sections, tuple(sorted(marker.items())))


def fitted(text: PullRequestText, note: str) -> tuple[PullRequestText, tuple[str, ...]]:
    """Return the text within `MAX_BODY` characters, and the headings left out for it.

    Whole sections go, the last one first; ``note`` then says where they can be read.
    """
    if len(render(text)) <= MAX_BODY:
        return text, ()
    kept = list(text.sections)
    left_out: list[str] = []
    while kept:
        left_out.insert(0, kept.pop().heading)
        closing = Section("Left out for length", f"{_listed(left_out)}\n\n{note}")
        shorter = PullRequestText(text.title, text.intro, (*kept, closing), text.marker)
        if len(render(shorter)) <= MAX_BODY:
            return shorter, tuple(left_out)
    return PullRequestText(text.title, note, (), text.marker), tuple(left_out)


def _listed(headings: list[str]) -> str:
    shown = [f"- {heading}" for heading in headings[:40]]
    more = len(headings) - len(shown)
    return "\n".join([*shown, f"- and {more} more"] if more > 0 else shown)


def _marker_line(title: str, visible: str, marker: Mapping[str, str]) -> str:
    full = {**marker, "digest": digest_of(title, visible, dict(marker))}
    text = json.dumps(full, sort_keys=True, separators=(",", ":"))
    safe = text.replace("<", "\\u003c").replace(">", "\\u003e").replace("--", "\\u002d\\u002d")
    return f"\n\n<!-- foss-launcher {safe} -->\n"
