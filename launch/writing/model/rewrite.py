"""W8: a page's failing paragraphs written anew with the findings at hand; one turn, then judged."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from launch.contracts.draft_content import Block, DraftPage, Paragraph
from launch.contracts.llm import ModelRefusal, ModelRequest
from launch.contracts.product_facts import Claim
from launch.contracts.validation_report import Finding
from launch.errors import LLMError
from launch.markdown.render import claims_of
from launch.ports import LanguageModel
from launch.wording.plain import plain
from launch.writing.model.asking import ModelSettings, closed, inset, prose, shown_claims
from launch.writing.model.dialogue import Dialogue, held
from launch.writing.model.prompts import prompt, prompts_digest
from launch.writing.model.reading import Prose, prose_problems, said
from launch.writing.model.verify import verified


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", strict=True)


class _Rewritten(_Strict):
    block: str
    prose: list[Prose]


class _Answer(_Strict):
    blocks: Annotated[list[_Rewritten], Field(min_length=1)]


@dataclass(frozen=True)
class ModelRewriter:
    """`launch.ports.PageRewriter` with a model."""

    model: LanguageModel
    settings: ModelSettings

    def rewrite(self, page: DraftPage, findings: tuple[Finding, ...]) -> DraftPage | None:
        """Return the page with other paragraphs where the findings are, or None if it cannot.

        A model that cannot be asked is no reason to stop here: milder and harsher ways remain.
        """
        try:
            return held(rewriting(page, findings, self.settings), self.model)
        except LLMError:
            return None


def rewriting(
    page: DraftPage, findings: tuple[Finding, ...], settings: ModelSettings
) -> Dialogue[DraftPage | None]:
    """Return the page with its failing paragraphs in the model's words, or None.

    Only a page that the model wrote, and paragraphs that rest on claims: code, tables, headings
    and lists are never the model's. A paragraph for which it has no words goes.
    """
    failing = _failing(page, findings)
    claims = _claims_of(failing, settings)
    if settings.mode == "edit" or page.writer != "anthropic" or not claims:
        return None
    answer = yield _request(page, failing, claims, settings)
    if isinstance(answer, ModelRefusal):
        return None
    blocks = _read(answer.text, {f"b{number}": number for number in failing}, claims)
    if blocks is None:
        return None
    changed: list[Block] = []
    for number, block in enumerate(page.blocks):
        new = blocks.get(number, block)
        if new is not None:
            changed.append(new)
    rewritten = yield from verified(page.model_copy(update={"blocks": tuple(changed)}), settings)
    return None if rewritten.fallback_reason != page.fallback_reason else rewritten


def _failing(
    page: DraftPage, findings: tuple[Finding, ...]
) -> dict[int, tuple[Paragraph, tuple[str, ...]]]:
    """Return the failing paragraphs by their place, each with what was found."""
    failing: dict[int, tuple[Paragraph, tuple[str, ...]]] = {}
    for one in findings:
        if one.block is None or one.block >= len(page.blocks):
            continue
        block = page.blocks[one.block]
        if isinstance(block, Paragraph) and claims_of(block):
            told = failing.get(one.block, (block, ()))[1]
            failing[one.block] = (block, (*told, f"{one.found} (expected: {one.expected})"))
    return dict(sorted(failing.items()))


def _claims_of(
    failing: Mapping[int, tuple[Paragraph, tuple[str, ...]]], settings: ModelSettings
) -> Mapping[str, Claim]:
    ids = dict.fromkeys(c for block, _ in failing.values() for c in claims_of(block))
    known = [settings.claims[claim_id] for claim_id in ids if claim_id in settings.claims]
    return {f"k{number}": claim for number, claim in enumerate(known, start=1)}


def _request(
    page: DraftPage,
    failing: Mapping[int, tuple[Paragraph, tuple[str, ...]]],
    claims: Mapping[str, Claim],
    settings: ModelSettings,
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
        purpose="rewrite",
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
