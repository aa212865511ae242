"""The call that asks for refused paragraphs in other words, and the strict reader of its answer."""

import json
from collections.abc import Mapping
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from launch.contracts.draft_content import DraftPage, Paragraph
from launch.contracts.llm import ModelAnswer, ModelRequest
from launch.contracts.product_facts import Claim
from launch.markdown.render import claims_of
from launch.wording.plain import plain
from launch.writing.model.asking import ModelSettings, closed, inset, prose, shown_claims
from launch.writing.model.dialogue import Dialogue
from launch.writing.model.prompts import prompt, prompts_digest
from launch.writing.model.reading import Prose, prose_problems, said

Failing = Mapping[int, tuple[Paragraph, tuple[str, ...]]]
"""Paragraphs by their place on the page, each with what was found."""


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", strict=True)


class _Rewritten(_Strict):
    block: str
    prose: list[Prose]


class _Answer(_Strict):
    blocks: Annotated[list[_Rewritten], Field(min_length=1)]


def reworded(
    page: DraftPage,
    failing: Failing,
    settings: ModelSettings,
    purpose: Literal["repair", "rewrite"],
) -> Dialogue[dict[int, Paragraph | None] | None]:
    """Return a new paragraph for each place, None for one without words; or None: no answer."""
    claims = _claims_of(failing, settings)
    if not claims:
        return None
    answer = yield _request(page, failing, claims, settings, purpose)
    if not isinstance(answer, ModelAnswer):
        return None
    blocks = _read(answer.text, {f"b{number}": number for number in failing}, claims)
    settings.judged(answer.key, _verdict(blocks))
    return blocks


def _verdict(blocks: Mapping[int, Paragraph | None] | None) -> str:
    if blocks is None:
        return "It could not be used."
    kept = sum(block is not None for block in blocks.values())
    return f"It was read: {kept} of {len(blocks)} paragraphs in other words."


def _claims_of(failing: Failing, settings: ModelSettings) -> Mapping[str, Claim]:
    ids = dict.fromkeys(c for block, _ in failing.values() for c in claims_of(block))
    known = [settings.claims[claim_id] for claim_id in ids if claim_id in settings.claims]
    return {f"k{number}": claim for number, claim in enumerate(known, start=1)}


def _request(
    page: DraftPage,
    failing: Failing,
    claims: Mapping[str, Claim],
    settings: ModelSettings,
    purpose: Literal["repair", "rewrite"],
) -> ModelRequest:
    shown = "\n\n".join(
        "\n".join(
            [
                f"[b{number}]",
                inset(" ".join(one.text for one in block.sentences)),
                "What was found:",
                *map(inset, found),
            ]
        )
        for number, (block, found) in failing.items()
    )
    names = [f"b{number}" for number in failing]
    entry = closed(
        {"block": {"enum": names}, "prose": {"type": "array", "items": prose(tuple(claims))}}
    )
    return ModelRequest(
        purpose=purpose,
        subject=page.page_id,
        model=settings.model,
        system=prompt("rewrite_system.md"),
        documents=(
            *settings.stable,
            ("Refused paragraphs", plain(shown)),
            ("Claims", shown_claims(claims, "")),
        ),
        stable_documents=len(settings.stable),
        instruction=prompt("rewrite_task.md"),
        answer_schema=json.dumps(closed({"blocks": {"type": "array", "items": entry}})),
        max_tokens=settings.max_tokens,
        prompt_digest=prompts_digest(),
    )


def _read(
    text: str, names: Mapping[str, int], claims: Mapping[str, Claim]
) -> dict[int, Paragraph | None] | None:
    """Return the new paragraph for each place, None for one that goes; or None: unusable."""
    try:
        answer = _Answer.model_validate_json(text)
    except ValidationError:
        return None
    ids = {name: claim.id for name, claim in claims.items()}
    if sorted(one.block for one in answer.blocks) != sorted(names):
        return None
    if any(prose_problems(one.prose, ids) for one in answer.blocks):
        return None
    return {
        names[one.block]: Paragraph(sentences=said(one.prose, ids)) if one.prose else None
        for one in answer.blocks
    }
