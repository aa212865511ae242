"""Faults that a plausible writer makes in pages of a Hugo site, planted in good pages."""

import re
from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True)
class Place:
    """What the faults need to know of the site."""

    other_url: str
    """URL of an existing page that stays."""
    required: str
    """A key that the section requires, or empty."""
    base: str = ""
    """Path of the site's base address: URLs hold it, the key `url` does not."""


@dataclass(frozen=True)
class Fault:
    """One fault: why somebody makes it, how to make it, the gate that must see it."""

    name: str
    why: str
    gate: str
    spoil: Callable[[str, Place], str | bytes]
    new_only: bool = False

    def planted(self, text: str, place: Place) -> bytes:
        """Return a page's text with the fault in it."""
        spoilt = self.spoil(text, place)
        return spoilt if isinstance(spoilt, bytes) else spoilt.encode()


def _front(key: str, value: str, toml: str = "") -> Callable[[str, Place], str]:
    """Add a front matter line, in place of the key where the page has it."""

    def spoil(text: str, place: Place) -> str:
        fence, sign = ("+++", " =") if text.startswith("+++") else ("---", ":")
        said = (toml or value if sign == " =" else value).replace(
            "OTHER", place.other_url.removeprefix(place.base)
        )
        head, body = text.removeprefix(f"{fence}\n").split(f"\n{fence}", 1)
        kept: list[str] = []
        inside = False
        for row in head.split("\n"):
            named = row.split("=" if sign == " =" else ":", 1)[0].strip() == key
            inside = named or (inside and row[:1] in {" ", "-", "]", "\t"})
            if not inside:
                kept.append(row)
        tables = next((n for n, row in enumerate(kept) if row.startswith("[")), len(kept))
        kept.insert(tables if sign == " =" else len(kept), f"{key}{sign} {said}")
        return f"{fence}\n" + "\n".join(kept) + f"\n{fence}" + body

    return spoil


def _body(paragraph: str) -> Callable[[str, Place], str]:
    def spoil(text: str, place: Place) -> str:
        return f"{text.rstrip()}\n\n{paragraph.replace('OTHER', place.other_url)}\n"

    return spoil


def _without_required(text: str, place: Place) -> str:
    lines = text.split("\n")
    return "\n".join(line for line in lines if not re.match(rf"{place.required}\s*[:=]", line))


def _twice(text: str, _: Place) -> str:
    fence, line = ("+++", 'title = "Once"') if text.startswith("+++") else ("---", "title: Once")
    return text.replace(f"{fence}\n", f"{fence}\n{line}\n", 1)


def _unclosed(text: str, _: Place) -> str:
    return text.replace("\n+++" if text.startswith("+++") else "\n---", "\n", 1)


FAULTS: tuple[Fault, ...] = (
    Fault("unknown shortcode", "taken from another theme", "hugo_builds", _body("{{< nopebox >}}")),
    Fault(
        "shortcode not closed", "forgot the end", "hugo_builds", _body("{{< highlight go >}}\nx")
    ),
    Fault("shortcode cut off", "cut while editing", "hugo_builds", _body('See {{< ref "x" ')),
    Fault("ref to nothing", "invented page", "hugo_builds", _body('[a]({{< ref "nope-page" >}})')),
    Fault(
        "relref to nothing", "renamed page", "hugo_builds", _body('[a]({{< relref "nope/x.md" >}})')
    ),
    Fault(
        "relref anchor", "heading reworded", "links_resolve", _body('[a]({{< relref "#nope-x" >}})')
    ),
    Fault("absolute link", "guessed URL", "links_resolve", _body("[a](/nope/page/)")),
    Fault("relative link", "one folder off", "links_resolve", _body("[a](../../nope-page/)")),
    Fault("file link", "file renamed", "links_resolve", _body("[a](nope-page.md)")),
    Fault("anchor elsewhere", "heading reworded", "links_resolve", _body("[a](OTHER#nope-anchor)")),
    Fault("anchor here", "heading dropped", "links_resolve", _body("[a](#nope-anchor)")),
    Fault(
        "image", "picture not added", "links_resolve", _body("![Picture of it](nope-picture.png)")
    ),
    Fault("static file", "download moved", "links_resolve", _body("[a](/files/nope.zip)")),
    Fault("duplicate key", "title added by template", "front_matter_valid", _twice),
    Fault("weight in words", "quoted number", "front_matter_valid", _front("weight", '"ten"')),
    Fault(
        "title as list",
        "colon and brackets",
        "front_matter_valid",
        _front("title", "[a, b]", '["a", "b"]'),
    ),
    Fault("title as number", "version as title", "front_matter_valid", _front("title", "2.0")),
    Fault(
        "aliases as text",
        "one alias, no list",
        "front_matter_valid",
        _front("aliases", "/old/", '"/old/"'),
    ),
    Fault(
        "broken front matter", "unquoted colon", "front_matter_valid", _front("title", "Use: it")
    ),
    Fault("front matter open", "end forgotten", "front_matter_valid", _unclosed),
    Fault(
        "not UTF-8",
        "pasted from elsewhere",
        "front_matter_valid",
        lambda text, _: text.encode() + b"caf\xe9\n",
    ),
    Fault(
        "draft", "left from the archetype", "hugo_builds", _front("draft", "true"), new_only=True
    ),
    Fault("misspelt key", "typing", "front_matter_valid", _front("weigth", "10")),
    Fault("key missing", "not copied", "front_matter_valid", _without_required),
    Fault(
        "date to come",
        "clock of the writer",
        "front_matter_valid",
        _front("date", "2199-01-01"),
        new_only=True,
    ),
    Fault("URL taken", "copied front matter", "hugo_builds", _front("url", "OTHER", '"OTHER"')),
    Fault(
        "never rendered",
        "copied front matter",
        "hugo_builds",
        _front("build", "{render: never}", '{render = "never"}'),
    ),
    Fault("fence without name", "plain paste", "markdown_clean", _body("```\nx = 1\n```")),
    Fault("heading jump", "level chosen by looks", "markdown_clean", _body("###### Deep")),
    Fault("broken table", "cell dropped", "markdown_clean", _body("| a | b |\n| - | - |\n| 1 |")),
    Fault(
        "list glued to text", "blank line lost", "markdown_clean", _body("Some text:\n- one\n- two")
    ),
)
