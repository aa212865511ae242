"""Front matter of a planned page: the section's keys, in its order, with its types."""

import datetime as dt
import json
from collections.abc import Mapping
from dataclasses import dataclass

from launch.contracts.frontmatter_index import KeyRule, SectionContract
from launch.contracts.page_plan import FrontMatterValue, Label
from launch.wording.labels import entry

_USUAL = 0.5
"""Share of pages from which a key that we can fill is written."""
_SOME = 0.2
_NEVER = frozenset({"aliases", "cascade", "author", "authors", "images", "expirydate", "url"})
_OURS = ("title", "linktitle", "description", "weight", "date", "lastmod", "draft")


@dataclass(frozen=True)
class Words:
    """What the page has to say in its front matter, as text with its label."""

    title: tuple[str, Label]
    link_title: tuple[str, Label] | None
    description: tuple[str, Label] | None
    fallback: tuple[str, Label] | None = None
    """Description where the section demands one and there is no better."""
    slug: str = ""
    """Last segment of the page's address; empty for the section's own page."""


@dataclass(frozen=True)
class Made:
    """Front matter, the labels of what readers see, and required keys that nothing fills."""

    values: tuple[FrontMatterValue, ...]
    labels: tuple[tuple[str, Label], ...]
    missing: tuple[str, ...]


def front_matter(contract: SectionContract | None, words: Words, weight: int, time: int) -> Made:
    """Return the front matter in the contract's order; without one, title and what is known."""
    rules = contract.rules if contract is not None else ()
    by_name = {rule.key.lower(): rule for rule in rules}
    keys = [rule.key for rule in rules if rule.required or rule.share >= _least(rule.key)]
    if "title" not in {key.lower() for key in keys}:
        keys.insert(0, by_name["title"].key if "title" in by_name else "title")
    if contract is None and words.description is not None:
        keys.append("description")
    values: list[FrontMatterValue] = []
    labels: list[tuple[str, Label]] = []
    missing: list[str] = []
    for key in keys:
        rule = by_name.get(key.lower())
        made = _value(key, rule, words, weight, time)
        if made is None:
            if rule is not None and rule.required:
                missing.append(key)
            continue
        value, label = made
        values.append(value)
        if label is not None:
            labels.append((key, label))
    return Made(tuple(values), tuple(labels), tuple(missing))


def _least(key: str) -> float:
    """Return the share of pages from which a key is written: a place in the menu is for all."""
    return _SOME if key.lower() == "weight" else _USUAL


def _value(
    key: str, rule: KeyRule | None, words: Words, weight: int, time: int
) -> tuple[FrontMatterValue, Label | None] | None:
    name = key.lower()
    required = rule is not None and rule.required
    texts: Mapping[str, tuple[str, Label] | None] = {
        "title": words.title,
        "linktitle": words.link_title or (words.title if required else None),
        "description": words.description or (words.fallback if required else None),
    }
    if name in texts:
        found = texts[name]
        if found is None:
            return None
        style = "quoted" if rule is not None and rule.quoted else "plain"
        return FrontMatterValue.model_validate(
            {"key": key, "value": found[0], "style": style}
        ), found[1]
    if name == "weight":
        return (FrontMatterValue(key=key, value=weight), None) if weight else None
    if name in {"date", "lastmod", "publishdate"}:
        return (_date(key, rule, time), None) if required else None
    if name == "draft":
        return FrontMatterValue(key=key, value=False), None
    if name == "slug":
        style = "quoted" if rule is not None and rule.quoted else "plain"
        made = FrontMatterValue.model_validate({"key": key, "value": words.slug, "style": style})
        return (made, None) if required and words.slug else None
    return _as_the_site(key, rule) if required else None


def _date(key: str, rule: KeyRule | None, time: int) -> FrontMatterValue:
    text = dt.datetime.fromtimestamp(time, tz=dt.UTC).date().isoformat()
    bare = rule is None or not rule.types or rule.types[0] != "string"
    return FrontMatterValue(key=key, value=text, style="date" if bare else "quoted")


def _as_the_site(key: str, rule: KeyRule | None) -> tuple[FrontMatterValue, Label | None] | None:
    """Return a required key's value where all pages of the section share it."""
    if rule is None or key.lower() in _NEVER or len(rule.enumeration) != 1:
        return None
    try:
        value = json.loads(rule.enumeration[0])
    except ValueError:
        value = rule.enumeration[0]
    if isinstance(value, list) and all(isinstance(item, str) for item in value):
        value = tuple(value)
    if not isinstance(value, str | int | float | bool | tuple):
        return None
    label = entry("site_value", value=value) if isinstance(value, str) and value.strip() else None
    return FrontMatterValue(key=key, value=value), label
