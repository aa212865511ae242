"""What is wrong with a page's front matter: for Hugo, for its section's contract, for publishing.

Problems as words, with the key they are about; no page decides another's.
"""

import re
from collections import Counter
from collections.abc import Iterator
from datetime import datetime, timedelta
from difflib import get_close_matches

from launch.checks.front_matter_types import as_time, type_name, type_problem
from launch.contracts.frontmatter_index import FrontmatterIndex, KeyRule, SectionContract
from launch.contracts.validation_report import Severity
from launch.markdown.front_matter import FrontMatter, FrontMatterError, split

type Problem = tuple[str | None, str, str, Severity]
"""Key (None: the whole), what was found, what was expected, severity."""
_FEWEST = 5
"""Pages below which a section's habits are no contract."""


def front_matter_problems(
    data: bytes,
    contract: SectionContract | None,
    index: FrontmatterIndex,
    now: datetime,
    *,
    old: bool,
) -> list[Problem]:
    """Return what is wrong with a page's front matter; ``now`` is the time of the site's commit.

    ``old`` is a page that was there: whether it is published yet is not asked.
    """
    try:
        front = split(data.decode("utf-8"))
    except UnicodeDecodeError as error:
        line = data[: error.start].count(b"\n") + 1
        return [(None, f"line {line}: a byte that is not UTF-8", "text in UTF-8", "error")]
    except FrontMatterError as error:
        return [(None, str(error), "front matter that Hugo can read", "error")]
    found = [*_of_hugo(front), *_twice(front), *_misspelt(front, index)]
    if not old:
        found += _unpublished(front, now)
    told = {key for key, *_ in found}
    if contract is not None:
        found += [one for one in _of_contract(front, contract) if one[0] not in told or not one[0]]
    return found


def line_of(data: bytes, key: str | None, found: str) -> int:
    """Return the line of the file, from 1, that a problem with a key is on."""
    stated = re.match(r"line (\d+):", found)
    if stated is not None:
        return int(stated.group(1))
    if key is None:
        return 1
    lines = data.decode("utf-8", "replace").split("\n")
    start = re.compile(rf"[\"']?{re.escape(key)}[\"']?\s*[:=]", re.IGNORECASE)
    return next((n for n, line in enumerate(lines, 1) if start.match(line.strip())), 1)


def _of_hugo(front: FrontMatter) -> Iterator[Problem]:
    for key, value in front.values.items():
        wanted = type_problem(key, value)
        if wanted is not None:
            yield key, f"{key} is {_shown(value)}", f"{key} is {wanted}", "error"
        elif key.lower() == "title" and not str(value).strip():
            yield key, "the title is empty", "a title", "error"


def _twice(front: FrontMatter) -> Iterator[Problem]:
    counts = Counter(key.lower() for key in front.values)
    for key, count in counts.items():
        if count > 1:
            yield key, f"{key} stands twice, in other capitals", "each key once", "error"


def _misspelt(front: FrontMatter, index: FrontmatterIndex) -> Iterator[Problem]:
    """A key that no page of the site has, and that is almost one that they have."""
    rules = {rule.key for contract in index.contracts for rule in contract.rules}
    known = sorted(rules | {"title", "description", "weight", "date", "draft", "aliases"})
    folded = {key.lower() for key in known}
    for key in front.values:
        if key.lower() in folded or len(key) < 4:
            continue
        close = get_close_matches(key, known, n=1, cutoff=0.75)
        if close:
            yield key, f"the key {key}, which no page has", f"the key {close[0]}", "error"


def _unpublished(front: FrontMatter, now: datetime) -> Iterator[Problem]:
    for key, value in front.values.items():
        time = as_time(value)
        name = key.lower()
        if time is None:
            continue
        if name in {"date", "publishdate"} and time > now + timedelta(days=1):
            yield key, f"{key} lies after the site's commit", "a date that has come", "error"
        if name == "expirydate" and time <= now:
            yield key, f"{key} has passed", "a page that has not expired", "error"


def _of_contract(front: FrontMatter, contract: SectionContract) -> Iterator[Problem]:
    present = {key.lower(): value for key, value in front.values.items()}
    if contract.pages >= _FEWEST and front.format not in {contract.format, "none"}:
        expected = f"{contract.format} front matter, as in {contract.section}"
        yield None, f"{front.format} front matter", expected, "warning"
    for rule in contract.rules:
        if rule.key.lower() not in present:
            if rule.required:
                expected = (
                    f"{rule.key}, which {rule.share:.0%} of the pages in {contract.section} have"
                )
                yield rule.key, f"{rule.key} is missing", expected, "error"
            continue
        yield from _of_rule(present[rule.key.lower()], rule, contract)


def _of_rule(value: object, rule: KeyRule, contract: SectionContract) -> Iterator[Problem]:
    if rule.share * contract.pages < _FEWEST:
        return
    kind = type_name(value)
    dated = "datetime" in rule.types and as_time(value) is not None
    if kind not in rule.types and not dated:
        expected = f"{rule.key} is {' or '.join(rule.types)}, as in {contract.section}"
        yield rule.key, f"{rule.key} is {kind}: {_shown(value)}", expected, "error"
    elif rule.enumeration and value not in rule.enumeration:
        expected = f"one of {', '.join(rule.enumeration)}"
        yield rule.key, f"{rule.key} is {_shown(value)}", expected, "warning"


def _shown(value: object) -> str:
    text = "empty" if value is None else repr(value)
    return text if len(text) <= 80 else f"{text[:79]}…"
