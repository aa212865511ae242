"""The strict reader of an answer: each rule that it breaks has a sentence; nothing is mended."""

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


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", strict=True)


class _UnitItem(_Strict):
    unit: str


class _Prose(_Strict):
    text: Annotated[str, Field(min_length=1, max_length=_MAX_SENTENCE)]
    claims: Annotated[list[str], Field(min_length=1)]


class _ProseItem(_Strict):
    prose: Annotated[list[_Prose], Field(min_length=1)]


class _Section(_Strict):
    heading: str
    items: list[_UnitItem | _ProseItem]


class _Answer(_Strict):
    sections: Annotated[list[_Section], Field(min_length=1, max_length=_MAX_SECTIONS)]
    dropped: list[str]


def read_answer(
    text: str, menu: Menu, page: DraftPage, claims: frozenset[ClaimId]
) -> DraftPage | tuple[str, ...]:
    """Return the page as answered, or what is wrong with the answer, one sentence each.

    ``claims`` are the ids that prose may name; without any, prose is refused. Prose comes back as
    paraphrases that nobody has verified yet.
    """
    try:
        answer = _Answer.model_validate_json(text)
    except ValidationError as error:
        return (f"The answer does not have the asked shape: {error.error_count()} problems.",)
    problems = (*_problems(answer, menu), *_prose_problems(answer, claims))
    if problems:
        return problems
    units = {unit.id: unit for unit in menu.units}
    headings = dict(menu.headings)
    blocks: list[Block] = []
    for section in answer.sections:
        if section.heading != TOP:
            blocks.append(headings[section.heading])
        for item in section.items:
            blocks.extend(units[item.unit].blocks if isinstance(item, _UnitItem) else _said(item))
    left_out = tuple(f"The editor left out unit {name}." for name in answer.dropped)
    return page.model_copy(
        update={
            "blocks": tuple(blocks),
            "writer": "anthropic",
            "notes": (*page.notes, *left_out),
        }
    )


def _said(item: _ProseItem) -> tuple[Paragraph]:
    sentences = (
        Sentence(
            text=" ".join(prose.text.split()),
            source=ParaphrasedFrom(claim_ids=tuple(prose.claims), verdict="unverified"),
        )
        for prose in item.prose
    )
    return (Paragraph(sentences=tuple(sentences)),)


def _units(answer: _Answer) -> list[str]:
    items = (item for section in answer.sections for item in section.items)
    return [item.unit for item in items if isinstance(item, _UnitItem)]


def _problems(answer: _Answer, menu: Menu) -> list[str]:
    known = {unit.id: unit for unit in menu.units}
    headings = [section.heading for section in answer.sections]
    used = _units(answer)
    everything = [*used, *answer.dropped]
    found = [
        *(f"{name} is no heading id." for name in headings if name not in _names(menu)),
        *(f"{name} is no unit id." for name in everything if name not in known),
        *(f"{name} stands twice." for name in _repeated([*headings, *everything])),
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


def _prose_problems(answer: _Answer, claims: frozenset[ClaimId]) -> list[str]:
    items = (item for section in answer.sections for item in section.items)
    prose = [one for item in items if isinstance(item, _ProseItem) for one in item.prose]
    if prose and not claims:
        return ["Prose is not asked for."]
    return [f"{name} is no claim id." for one in prose for name in one.claims if name not in claims]


def _names(menu: Menu) -> set[str]:
    return {TOP, *(name for name, _ in menu.headings)}


def _repeated(names: list[str]) -> list[str]:
    return sorted({name for name in names if names.count(name) > 1})


def _in_order(units: list[Unit]) -> bool:
    numbers = [int(unit.id[1:]) for unit in units if unit.has_code]
    return numbers == sorted(numbers)
