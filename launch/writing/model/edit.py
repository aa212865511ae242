"""Edit mode: a request whose answer can only hold ids, and the strict reader of that answer."""

import json
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from launch.contracts.draft_content import Block, DraftPage
from launch.contracts.llm import ModelRequest
from launch.contracts.page_plan import PlannedPage
from launch.digests import digest_of
from launch.writing.model.menu import TOP, Menu, Unit, shown
from launch.writing.model.prompts import prompt, prompts_digest

_MAX_SECTIONS = 60


class _Section(BaseModel):
    model_config = ConfigDict(extra="forbid", strict=True)

    heading: str
    units: Annotated[list[str], Field(min_length=1)]


class _Answer(BaseModel):
    model_config = ConfigDict(extra="forbid", strict=True)

    sections: Annotated[list[_Section], Field(min_length=1, max_length=_MAX_SECTIONS)]
    dropped: list[str]


def request_for(
    planned: PlannedPage,
    menu: Menu,
    *,
    model: str,
    max_tokens: int,
    style: str,
    findings: tuple[str, ...] = (),
) -> ModelRequest:
    """Return the call that asks for a page's arrangement.

    ``style`` is the stable document about the site's habits; ``findings`` are sentences about what
    was wrong with an earlier answer, empty at first.
    """
    told = "\n".join(["", "Your earlier answer could not be used:", *findings]) if findings else ""
    return ModelRequest(
        purpose="repair" if findings else "draft",
        subject=planned.id,
        model=model,
        system=prompt("edit_system.md"),
        documents=(
            ("Style of the site", style),
            ("The page", f"Title: {planned.title}\nTask: {planned.task}"),
            ("Units of the page", shown(menu)),
        ),
        stable_documents=1,
        instruction=prompt("edit_task.md", findings=told),
        answer_schema=json.dumps(answer_schema(menu)),
        max_tokens=max_tokens,
        prompt_digest=digest_of(prompts_digest()),
    )


def answer_schema(menu: Menu) -> dict[str, object]:
    """Return the JSON Schema of the answer: every id is one of those that were sent."""
    headings = [TOP, *(name for name, _ in menu.headings)]
    units = {"type": "array", "items": {"enum": [unit.id for unit in menu.units]}}
    section = {
        "type": "object",
        "properties": {"heading": {"enum": headings}, "units": units},
        "required": ["heading", "units"],
        "additionalProperties": False,
    }
    return {
        "type": "object",
        "properties": {"sections": {"type": "array", "items": section}, "dropped": units},
        "required": ["sections", "dropped"],
        "additionalProperties": False,
    }


def read_answer(text: str, menu: Menu, page: DraftPage) -> DraftPage | tuple[str, ...]:
    """Return the arranged page, or what is wrong with the answer, one sentence each."""
    try:
        answer = _Answer.model_validate_json(text)
    except ValidationError as error:
        return (f"The answer does not have the asked shape: {error.error_count()} problems.",)
    problems = tuple(_problems(answer, menu))
    if problems:
        return problems
    units = {unit.id: unit for unit in menu.units}
    headings = dict(menu.headings)
    blocks: list[Block] = []
    for section in answer.sections:
        if section.heading != TOP:
            blocks.append(headings[section.heading])
        for name in section.units:
            blocks.extend(units[name].blocks)
    left_out = tuple(f"The editor left out unit {name}." for name in answer.dropped)
    return page.model_copy(
        update={
            "blocks": tuple(blocks),
            "writer": "anthropic",
            "notes": (*page.notes, *left_out),
        }
    )


def _problems(answer: _Answer, menu: Menu) -> list[str]:
    known = {unit.id: unit for unit in menu.units}
    headings = [section.heading for section in answer.sections]
    used = [name for section in answer.sections for name in section.units]
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
    if not found and not _in_order([known[name] for name in used]):
        found.append("The code units are not in their order.")
    return found


def _names(menu: Menu) -> set[str]:
    return {TOP, *(name for name, _ in menu.headings)}


def _repeated(names: list[str]) -> list[str]:
    return sorted({name for name in names if names.count(name) > 1})


def _in_order(units: list[Unit]) -> bool:
    numbers = [int(unit.id[1:]) for unit in units if unit.has_code]
    return numbers == sorted(numbers)
