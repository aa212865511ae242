"""The types that Hugo itself wants of front matter keys, whatever the site's own pages do."""

from collections.abc import Callable, Mapping
from datetime import UTC, date, datetime

from launch.contracts.frontmatter_index import ValueType

type Test = Callable[[object], bool]
DATE_KEYS = ("date", "publishdate", "lastmod", "expirydate")


def as_time(value: object) -> datetime | None:
    """Return a date value as a time in UTC, or None where it is no date."""
    if isinstance(value, datetime):
        return value if value.tzinfo else value.replace(tzinfo=UTC)
    if isinstance(value, date):
        return datetime(value.year, value.month, value.day, tzinfo=UTC)
    if not isinstance(value, str):
        return None
    try:
        return as_time(datetime.fromisoformat(value))
    except ValueError:
        return None


def type_problem(key: str, value: object) -> str | None:
    """Return what Hugo wants of a key that has another value, or None; keys have no case."""
    wanted = _WANTED.get(key.lower())
    if wanted is None or (value is None and key.lower() != "title"):
        return None
    name, test = wanted
    return None if test(value) else name


def type_name(value: object) -> ValueType:
    """Return the contract's name of a parsed value's type."""
    match value:
        case None:
            return "null"
        case bool():
            return "boolean"
        case int():
            return "integer"
        case float():
            return "float"
        case str():
            return "string"
        case datetime() | date():
            return "datetime"
        case list() | tuple():
            return "list"
        case _:
            return "map"


def _text(value: object) -> bool:
    return isinstance(value, str)


def _number(value: object) -> bool:
    return isinstance(value, int) and not isinstance(value, bool)


def _flag(value: object) -> bool:
    return isinstance(value, bool)


def _date(value: object) -> bool:
    return value == "" or as_time(value) is not None


def _texts(value: object) -> bool:
    return isinstance(value, list) and all(isinstance(item, str) for item in value)


def _text_or_texts(value: object) -> bool:
    return isinstance(value, str) or _texts(value)


def _mapping(value: object) -> bool:
    return isinstance(value, dict)


_KINDS: tuple[tuple[str, Test, tuple[str, ...]], ...] = (
    (
        "a text",
        _text,
        ("title", "linktitle", "description", "summary", "slug", "url", "layout", "type"),
    ),
    ("a whole number", _number, ("weight",)),
    ("true or false", _flag, ("draft", "headless", "iscjklanguage")),
    ("a date", _date, DATE_KEYS),
    ("a list of texts", _texts, ("aliases", "outputs")),
    ("a text or a list of texts", _text_or_texts, ("tags", "categories", "keywords")),
    ("a mapping", _mapping, ("build", "params")),
)
_WANTED: Mapping[str, tuple[str, Test]] = {
    key: (name, test) for name, test, keys in _KINDS for key in keys
}
