"""Prose judged sentence by sentence: first by rule, then by a verifier that sees evidence alone.

What is refused becomes its claim's own rendering, or goes.
"""

import json

from pydantic import BaseModel, ConfigDict, ValidationError

from launch.checks.paraphrase import paraphrase_problem
from launch.contracts.draft_content import (
    Block,
    DraftPage,
    Paragraph,
    ParaphrasedFrom,
    ProvedBy,
    Sentence,
)
from launch.contracts.llm import ModelRefusal, ModelRequest
from launch.contracts.product_facts import Claim
from launch.digests import digest_of
from launch.markdown.render import ledger
from launch.ports import LanguageModel
from launch.writing.model.asking import ModelSettings, evidence_text
from launch.writing.model.plants import planted
from launch.writing.model.prompts import prompt, prompts_digest

_PLANTS = 3


class _Verdict(BaseModel):
    model_config = ConfigDict(extra="forbid", strict=True)

    id: str
    supported: bool


class _Verdicts(BaseModel):
    model_config = ConfigDict(extra="forbid", strict=True)

    verdicts: list[_Verdict]


def verified(page: DraftPage, model: LanguageModel, settings: ModelSettings) -> DraftPage:
    """Return the page with each paraphrase either supported, or replaced, or dropped."""
    prose = [
        sentence
        for block in page.blocks
        if isinstance(block, Paragraph)
        for sentence in block.sentences
        if isinstance(sentence.source, ParaphrasedFrom)
    ]
    candidates = [one for one in prose if _problem(one, settings) is None]
    supported, key, note = _judged(page, candidates, model, settings)
    refused = len(prose) - len(supported)
    notes = page.notes
    if prose:
        notes += (f"{refused} of {len(prose)} sentences of prose were refused. {note}".strip(),)
    told = {entry.sentence.text for entry in ledger(page)}
    blocks: list[Block] = []
    for block in page.blocks:
        if isinstance(block, Paragraph):
            kept = _settled(block, supported, key, told, settings)
            if kept:
                blocks.append(Paragraph(sentences=kept))
        else:
            blocks.append(block)
    return page.model_copy(update={"blocks": tuple(blocks), "notes": notes})


def _problem(sentence: Sentence, settings: ModelSettings) -> str | None:
    told = tuple(text for claim in _claims(sentence, settings) for text in _texts(claim))
    return paraphrase_problem(sentence.text, told)


def _evidence(sentence: Sentence, settings: ModelSettings) -> str:
    return "\n".join(evidence_text(claim) for claim in _claims(sentence, settings))


def _claims(sentence: Sentence, settings: ModelSettings) -> tuple[Claim, ...]:
    source = sentence.source
    ids = source.claim_ids if isinstance(source, ParaphrasedFrom) else ()
    return tuple(settings.claims[claim_id] for claim_id in ids)


def _settled(
    block: Paragraph,
    supported: frozenset[str],
    key: str,
    told: set[str],
    settings: ModelSettings,
) -> tuple[Sentence, ...]:
    kept: list[Sentence] = []
    for sentence in block.sentences:
        source = sentence.source
        if not isinstance(source, ParaphrasedFrom):
            kept.append(sentence)
        elif sentence.text in supported:
            verdict = source.model_copy(update={"verdict": "supported", "verifier": key})
            kept.append(sentence.model_copy(update={"source": verdict}))
        else:
            for claim in _claims(sentence, settings):
                if claim.renderings and claim.renderings[0] not in told:
                    told.add(claim.renderings[0])
                    own = ProvedBy(claim_id=claim.id, rendering=0)
                    kept.append(Sentence(text=claim.renderings[0], source=own))
    return tuple(kept)


def _judged(
    page: DraftPage, candidates: list[Sentence], model: LanguageModel, settings: ModelSettings
) -> tuple[frozenset[str], str, str]:
    """Return the supported texts, the key of the call, and a note for the report."""
    if not candidates:
        return frozenset(), "", ""
    texts = tuple(
        text
        for claim_id in dict.fromkeys(c.id for one in candidates for c in _claims(one, settings))
        for text in _texts(settings.claims[claim_id])
    )
    entries = [
        *((one.text, _evidence(one, settings), True) for one in candidates),
        *((false, true, False) for true, false in planted(texts, _PLANTS)),
    ]
    if all(is_ours for _, _, is_ours in entries):
        return frozenset(), "", "No false sentence could be planted, so no verifier was asked."
    entries.sort(key=lambda entry: digest_of(page.page_id, entry[0]))
    named = {f"v{number}": entry for number, entry in enumerate(entries, start=1)}
    answer = model.ask(_request(page, named, settings))
    if isinstance(answer, ModelRefusal):
        return frozenset(), "", f"The verifier did not answer: {answer.reason}."
    verdicts = _read(answer.text, set(named))
    if verdicts is None:
        return frozenset(), "", "The verifier's answer could not be used."
    if any(verdicts[name] for name, (_, _, is_ours) in named.items() if not is_ours):
        return frozenset(), "", "The verifier missed a planted false sentence and was not believed."
    held = (text for name, (text, _, is_ours) in named.items() if is_ours and verdicts[name])
    return frozenset(held), answer.key, ""


def _texts(claim: Claim) -> tuple[str, ...]:
    blocks = claim.passage.blocks if claim.passage else ()
    return (*claim.renderings, *(text for block in blocks for text in block.texts))


def _request(
    page: DraftPage, named: dict[str, tuple[str, str, bool]], settings: ModelSettings
) -> ModelRequest:
    shown = "\n\n".join(
        f"[{name}]\nSentence: {text}\nEvidence:\n{evidence}"
        for name, (text, evidence, _) in named.items()
    )
    verdict = {
        "type": "object",
        "properties": {"id": {"enum": list(named)}, "supported": {"type": "boolean"}},
        "required": ["id", "supported"],
        "additionalProperties": False,
    }
    schema = {
        "type": "object",
        "properties": {"verdicts": {"type": "array", "items": verdict}},
        "required": ["verdicts"],
        "additionalProperties": False,
    }
    return ModelRequest(
        purpose="verify",
        subject=page.page_id,
        model=settings.verifier_model,
        system=prompt("verify_system.md"),
        documents=(("Sentences", shown),),
        stable_documents=0,
        instruction=prompt("verify_task.md"),
        answer_schema=json.dumps(schema),
        max_tokens=settings.max_tokens,
        prompt_digest=prompts_digest(),
    )


def _read(text: str, names: set[str]) -> dict[str, bool] | None:
    try:
        answer = _Verdicts.model_validate_json(text)
    except ValidationError:
        return None
    verdicts = {verdict.id: verdict.supported for verdict in answer.verdicts}
    whole = len(verdicts) == len(answer.verdicts) and verdicts.keys() == names
    return verdicts if whole else None
