"""The call that asks for a page: documents, task, and a schema of the ids that were sent."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from launch.contracts.llm import ModelRequest
from launch.contracts.model import ClaimId
from launch.contracts.page_plan import PlannedPage
from launch.contracts.product_facts import Claim
from launch.writing.model.menu import TOP, Menu, shown
from launch.writing.model.prompts import prompt, prompts_digest

Mode = Literal["edit", "write"]


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
    """Upper bound of one answer, in tokens."""
    style: str
    """The stable document about the site's habits."""
    claims: Mapping[ClaimId, Claim] = field(default_factory=dict)
    """Every claim of the facts."""


def page_request(
    planned: PlannedPage,
    menu: Menu,
    claims: tuple[Claim, ...],
    settings: ModelSettings,
    findings: tuple[str, ...] = (),
) -> ModelRequest:
    """Return the call that asks for a page.

    ``claims`` are what prose may rest on; ``findings`` say what was wrong with an earlier answer.
    """
    told = "\n".join(["", "Your earlier answer could not be used:", *findings]) if findings else ""
    writing = settings.mode == "write"
    documents = [
        ("Style of the site", settings.style),
        ("The page", f"Title: {planned.title}\nTask: {planned.task}"),
        ("Units of the page", shown(menu)),
    ]
    if writing:
        documents.append(("Claims", "\n\n".join(_claim_entry(claim) for claim in claims)))
    return ModelRequest(
        purpose="repair" if findings else "draft",
        subject=planned.id,
        model=settings.model,
        system=prompt("write_system.md" if writing else "edit_system.md"),
        documents=tuple(documents),
        stable_documents=1,
        instruction=prompt("page_task.md", findings=told),
        answer_schema=json.dumps(answer_schema(menu, claims if writing else ())),
        max_tokens=settings.max_tokens,
        prompt_digest=prompts_digest(),
    )


def answer_schema(menu: Menu, claims: tuple[Claim, ...]) -> dict[str, object]:
    """Return the JSON Schema of the answer; without claims it has no place for free text."""
    names = [unit.id for unit in menu.units]
    item = _closed({"unit": {"enum": names}})
    if claims:
        sentence = _closed(
            {
                "text": {"type": "string"},
                "claims": {"type": "array", "items": {"enum": [claim.id for claim in claims]}},
            }
        )
        item = {"anyOf": [item, _closed({"prose": {"type": "array", "items": sentence}})]}
    section = _closed(
        {
            "heading": {"enum": [TOP, *(name for name, _ in menu.headings)]},
            "items": {"type": "array", "items": item},
        }
    )
    return _closed(
        {
            "sections": {"type": "array", "items": section},
            "dropped": {"type": "array", "items": {"enum": names}},
        }
    )


def evidence_text(claim: Claim) -> str:
    """Return what a claim says, with the headings that its words belong to."""
    if claim.passage is None:
        return "\n".join(claim.renderings)
    above = " > ".join(claim.passage.heading_path)
    texts = (text for block in claim.passage.blocks for text in block.texts)
    return "\n".join([f"(under: {above})", *texts, *claim.renderings])


def _claim_entry(claim: Claim) -> str:
    return f"[{claim.id}] about {claim.subject}\n{evidence_text(claim)}"


def _closed(properties: dict[str, object]) -> dict[str, object]:
    return {
        "type": "object",
        "properties": properties,
        "required": list(properties),
        "additionalProperties": False,
    }
