"""The call that asks for a page: documents, task, and a schema of the ids that were sent.

Text of the product is set in by two spaces: no line of it can pass for one of ours.
"""

import json
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Literal

from launch.checks.verdicts import evidence_text
from launch.contracts.llm import ModelRequest
from launch.contracts.model import ClaimId
from launch.contracts.page_plan import PlannedPage
from launch.contracts.product_facts import Claim
from launch.wording.plain import plain
from launch.writing.model.menu import TOP, Menu, Unit, unit_texts
from launch.writing.model.prefix import Documents
from launch.writing.model.prompts import prompt, prompts_digest

Mode = Literal["edit", "write"]
Judged = Callable[[str, str], None]
"""Hears what was made of an answer: its key, and one sentence that repeats no word of it."""
_TARGET = re.compile(r"\]\([^()\s]*\)")


@dataclass(frozen=True)
class ModelSettings:
    """What every call of a run has in common."""

    model: str
    """Model that writes, as it is sent."""
    verifier_model: str
    """Model that judges prose, as it is sent."""
    mode: Mode
    """``edit``: choose and order only; ``write``: prose as well."""
    max_tokens: int
    """Upper bound of one answer of the model that writes, in tokens."""
    verifier_max_tokens: int
    """The same for the verifier."""
    stable: Documents
    """The documents that every page's call begins with."""
    claims: Mapping[ClaimId, Claim] = field(default_factory=dict)
    """Every claim of the facts."""
    judged: Judged = lambda key, verdict: None
    """Who hears what was made of each answer."""


def page_request(
    planned: PlannedPage,
    menu: Menu,
    claims: Mapping[str, Claim],
    settings: ModelSettings,
    findings: tuple[str, ...] = (),
) -> ModelRequest:
    """Return the call that asks for a page.

    ``claims`` are what prose may rest on, by the ids that the model sees; ``findings`` say what
    was wrong with an earlier answer.
    """
    told = "\n".join(["", "Your earlier answer could not be used:", *findings]) if findings else ""
    writing = settings.mode == "write"
    documents = [
        *settings.stable,
        ("The page", f"Title: {plain(planned.title)}\nTask: {plain(planned.task)}"),
        ("Units of the page", shown(menu, claims)),
    ]
    if writing:
        documents.append(("Claims", shown_claims(claims, _words(menu))))
    return ModelRequest(
        purpose="repair" if findings else "draft",
        subject=planned.id,
        model=settings.model,
        system=prompt("write_system.md" if writing else "edit_system.md"),
        documents=tuple(documents),
        stable_documents=len(settings.stable),
        instruction=prompt("page_task.md", findings=told),
        answer_schema=json.dumps(answer_schema(menu, tuple(claims) if writing else ())),
        max_tokens=settings.max_tokens,
        prompt_digest=prompts_digest(),
    )


def answer_schema(menu: Menu, claims: tuple[str, ...]) -> dict[str, object]:
    """Return the JSON Schema of the answer; without claim ids it has no place for free text."""
    names = [unit.id for unit in menu.units]
    item = closed({"unit": {"enum": names}})
    if claims:
        item = {"anyOf": [item, closed({"prose": {"type": "array", "items": prose(claims)}})]}
    section = closed(
        {
            "heading": {"enum": [TOP, *(name for name, _ in menu.headings)]},
            "items": {"type": "array", "items": item},
        }
    )
    return closed(
        {
            "sections": {"type": "array", "items": section},
            "dropped": {"type": "array", "items": {"enum": names}},
        }
    )


def prose(claims: tuple[str, ...]) -> dict[str, object]:
    """Return the JSON Schema of one sentence of prose over these claim ids."""
    return closed(
        {
            "text": {"type": "string"},
            "claims": {"type": "array", "items": {"enum": list(claims)}},
        }
    )


def closed(properties: dict[str, object]) -> dict[str, object]:
    """Return the JSON Schema of an object with exactly these properties."""
    return {
        "type": "object",
        "properties": properties,
        "required": list(properties),
        "additionalProperties": False,
    }


def inset(text: str) -> str:
    """Return a product's text as a document shows it: plain, each line set in by two spaces."""
    return "\n".join(f"  {line}" for line in plain(text).splitlines())


def shown(menu: Menu, claims: Mapping[str, Claim]) -> str:
    """Return the menu as the model reads it: one entry a heading and unit."""
    headings = [f"[{name}] heading: {plain(one.text.text)}" for name, one in menu.headings]
    ids = {claim.id: name for name, claim in claims.items()}
    units = [
        f"[{unit.id}] composed under {unit.under}{_marks(unit, ids)}\n"
        + inset("\n".join(unit_texts(unit)))
        for unit in menu.units
    ]
    return "\n\n".join(["\n".join(headings), *units])


def _marks(unit: Unit, ids: Mapping[ClaimId, str]) -> str:
    told = [ids[claim] for claim in unit.claims if claim in ids]
    marks = [", required" if unit.required else "", ", holds code" if unit.has_code else ""]
    return "".join(marks) + (f", tells {' '.join(told)}" if told else "")


def shown_claims(claims: Mapping[str, Claim], shown: str) -> str:
    """Return each claim's evidence; of those that ``shown`` holds word for word the id alone."""
    entries = []
    for name, claim in claims.items():
        evidence = evidence_text((claim,))
        first, *lines = evidence.split("\n")
        words = [_bare(line) for line in lines if line.strip()]
        if words and all(line in shown for line in words):
            entries.append(f"[{name}] {plain(first)}: see the units that tell it")
        else:
            entries.append(f"[{name}]\n{inset(evidence)}")
    return "\n\n".join(entries)


def _words(menu: Menu) -> str:
    return " ".join(_bare(text) for unit in menu.units for text in unit_texts(unit))


def _bare(text: str) -> str:
    """Return a text on one line, its links as their words: addresses differ from site to site."""
    return " ".join(_TARGET.sub("", plain(text)).replace("[", "").split())
