"""The strict reader of an answer: each rule that it breaks has a sentence; nothing is mended."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from launch.contracts.draft_content import (
    Block,
    DraftPage,
    Paragraph,
    ParaphrasedFrom,
    Sentence,
)
from launch.contracts.model import ClaimId
from launch.writing.model.menu import TOP, Menu, Unit

_MAX_SECTIONS = 60
_MAX_SENTENCE = 400
_ID = re.compile(r"top|[huk]\d{1,5}")


@dataclass(frozen=True)
class Arranged:
    """A page as answered, and the units that it does without."""

    page: DraftPage
    left_out: tuple[Unit, ...]


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", strict=True)


class _UnitItem(_Strict):
    unit: str


class Prose(_Strict):
    """One sentence of an answer, and the ids that it rests on."""

    text: Annotated[str, Field(min_length=1, max_length=_MAX_SENTENCE)]
    claims: Annotated[list[str], Field(min_length=1)]


class _ProseItem(_Strict):
    prose: Annotated[list[Prose], Field(min_length=1)]


class _Section(_Strict):
    heading: str
    items: list[_UnitItem | _ProseItem]


class _Answer(_Strict):
    sections: Annotated[list[_Section], Field(min_length=1, max_length=_MAX_SECTIONS)]
    dropped: list[str]


def read_answer(
    text: str, menu: Menu, page: DraftPage, claims: Mapping[str, ClaimId]
) -> Arranged | tuple[str, ...]:
    """Return the page as answered, or what is wrong with the answer, one sentence each.

    ``claims`` are those that prose may name, by the ids that were sent; without any, prose is
    refused. Prose comes back as paraphrases that nobody has verified yet. No text of the answer
    stands in what is wrong with it: that goes into reports.
    """
    try:
        answer = _Answer.model_validate_json(text)
    except ValidationError as error:
        return (f"The answer does not have the asked shape: {error.error_count()} problems.",)
    problems = (*_problems(answer, menu), *prose_problems(_prose(answer), claims))
    problems = problems or tuple(_lost(answer, menu, claims))
    if problems:
        return problems
    units = {unit.id: unit for unit in menu.units}
    headings = dict(menu.headings)
    blocks: list[Block] = []
    for section in answer.sections:
        if section.heading != TOP:
            blocks.append(headings[section.heading])
        for item in section.items:
            blocks.extend(_blocks(item, units, claims))
    left_out = tuple(f"The editor left out unit {name}." for name in answer.dropped)
    told = {"blocks": tuple(blocks), "writer": "anthropic", "notes": (*page.notes, *left_out)}
    return Arranged(page.model_copy(update=told), tuple(units[name] for name in answer.dropped))


def said(prose: Sequence[Prose], claims: Mapping[str, ClaimId]) -> tuple[Sentence, ...]:
    """Return prose as sentences that nobody has verified yet; its ids must be known."""
    return tuple(
        Sentence(
            text=" ".join(one.text.split()),
            source=ParaphrasedFrom(
                claim_ids=tuple(dict.fromkeys(claims[name] for name in one.claims)),
                verdict="unverified",
            ),
        )
        for one in prose
    )


def prose_problems(prose: Sequence[Prose], claims: Mapping[str, ClaimId]) -> list[str]:
    """Return what is wrong with the claims that prose names, one sentence each."""
    if prose and not claims:
        return ["Prose is not asked for."]
    unknown = (name for one in prose for name in one.claims if name not in claims)
    return [f"{_shown(name)} is no claim id." for name in unknown]


def _blocks(
    item: _UnitItem | _ProseItem, units: Mapping[str, Unit], claims: Mapping[str, ClaimId]
) -> tuple[Block, ...]:
    if isinstance(item, _UnitItem):
        return units[item.unit].blocks
    return (Paragraph(sentences=said(item.prose, claims)),)


def _shown(name: str) -> str:
    """Return an id for a report; what was not sent as one is not repeated."""
    return name if _ID.fullmatch(name) else "A text that is no id"


def _units(answer: _Answer) -> list[str]:
    items = (item for section in answer.sections for item in section.items)
    return [item.unit for item in items if isinstance(item, _UnitItem)]


def _problems(answer: _Answer, menu: Menu) -> list[str]:
    known = {unit.id: unit for unit in menu.units}
    headings = [section.heading for section in answer.sections]
    used = _units(answer)
    everything = [*used, *answer.dropped]
    found = [
        *(f"{_shown(name)} is no heading id." for name in headings if name not in _names(menu)),
        *(f"{_shown(name)} is no unit id." for name in everything if name not in known),
        *(f"{_shown(name)} stands twice." for name in _repeated([*headings, *everything])),
        *(
            f"{unit.id} is required and is not on the page."
            for unit in menu.units
            if unit.required and unit.id not in used
        ),
        *(
            f"{unit.id} is neither on the page nor dropped."
            for unit in menu.units
            if unit.id not in everything
        ),
    ]
    if TOP in headings[1:]:
        found.append("The section `top` is not the first one.")
    found += _heading_problems(answer, menu)
    if not found and not _in_order([known[name] for name in used]):
        found.append("The code units are not in their order.")
    return found


def _heading_problems(answer: _Answer, menu: Menu) -> list[str]:
    """Planned headings stay, in their order, and none that had units is left empty."""
    planned = [name for name, _ in menu.headings]
    answered = [section.heading for section in answer.sections if section.heading in planned]
    found = [f"{name} is missing." for name in planned if name not in answered]
    if not found and answered != planned:
        found.append("The headings are not in their order.")
    return found + [
        f"{section.heading} has nothing under it."
        for section in answer.sections
        if not section.items and section.heading in menu.filled
    ]


def _prose(answer: _Answer) -> list[Prose]:
    items = (item for section in answer.sections for item in section.items)
    return [one for item in items if isinstance(item, _ProseItem) for one in item.prose]


def _lost(answer: _Answer, menu: Menu, claims: Mapping[str, ClaimId]) -> Iterator[str]:
    """Yield what is left out and told by nothing else: the plan is frozen."""
    used = set(_units(answer))
    told = {claims[name] for one in _prose(answer) for name in one.claims}
    told |= {claim for unit in menu.units if unit.id in used for claim in unit.claims}
    for unit in menu.units:
        if unit.id not in used and not told.issuperset(unit.claims):
            yield f"{unit.id} is left out, and nothing else on the page tells what it tells."


def _names(menu: Menu) -> set[str]:
    return {TOP, *(name for name, _ in menu.headings)}


def _repeated(names: list[str]) -> list[str]:
    return sorted({name for name in names if names.count(name) > 1})


def _in_order(units: list[Unit]) -> bool:
    numbers = [int(unit.id[1:]) for unit in units if unit.has_code]
    return numbers == sorted(numbers)
