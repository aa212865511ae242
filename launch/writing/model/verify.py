"""Prose judged sentence by sentence: first by rule, then by a verifier that sees evidence alone.

What is refused becomes its claim's own rendering, or goes.
"""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from launch.checks.prose import prose_problem, texts_of
from launch.checks.verdicts import evidence_text, judged_digest, supported, verdicts_of
from launch.contracts.draft_content import (
    Block,
    DraftPage,
    JudgedText,
    Paragraph,
    ParaphrasedFrom,
    ProvedBy,
    Sentence,
    Verification,
)
from launch.contracts.llm import ModelRefusal, ModelRequest
from launch.contracts.product_facts import Claim
from launch.digests import digest_of
from launch.markdown.render import claims_of, ledger
from launch.writing.model.asking import ModelSettings, inset
from launch.writing.model.dialogue import Dialogue
from launch.writing.model.echoes import Told, echo_problem, told_by
from launch.writing.model.menu import Unit
from launch.writing.model.plants import planted
from launch.writing.model.prompts import prompt, prompts_digest
from launch.writing.model.returning import Place, names_only, places

_PLANTS = 3


@dataclass(frozen=True)
class _Judgement:
    """What came of asking."""

    supported: frozenset[str]
    """Digests of sentence and evidence."""
    verification: Verification | None
    note: str = ""
    unanswered: ModelRefusal | None = None


def verified(
    page: DraftPage, settings: ModelSettings, left_out: tuple[Unit, ...] = ()
) -> Dialogue[DraftPage]:
    """Return the page with each new paraphrase either supported, or replaced, or dropped.

    ``left_out`` are units that prose may stand for: where it is refused they come back. Where the
    verifier gives no answer at all, the page says so as a fallback.
    """
    prose = [
        sentence
        for block in page.blocks
        if isinstance(block, Paragraph)
        for sentence in block.sentences
        if is_new(sentence)
    ]
    if not prose:
        return page
    told = told_by(page)
    candidates = [one for one in prose if problem_of(one, told, settings) is None]
    judgement = yield from _judged(page, candidates, settings)
    held = [one for one in candidates if _holds(one, judgement, settings)]
    note = f"{len(prose) - len(held)} of {len(prose)} sentences of prose were refused."
    recorded = (judgement.verification,) if judgement.verification and held else ()
    return page.model_copy(
        update={
            "blocks": tuple(_settled_blocks(page, judgement, left_out, settings)),
            "notes": (*page.notes, f"{note} {judgement.note}".strip()),
            "verifications": (*page.verifications, *recorded),
            "fallback_reason": _fallback(judgement) or page.fallback_reason,
        }
    )


def _settled_blocks(
    page: DraftPage, judgement: _Judgement, left_out: tuple[Unit, ...], settings: ModelSettings
) -> Iterator[Block]:
    """Yield the page's blocks without prose that is refused, with what it stood for."""

    def refused(sentence: Sentence) -> bool:
        return is_new(sentence) and not _holds(sentence, judgement, settings)

    told = {entry.sentence.text for entry in ledger(page)}
    back = places(page.blocks, left_out, refused)
    for number, block in enumerate(page.blocks):
        if not isinstance(block, Paragraph):
            yield block
            continue
        place = back.get(number, Place())
        kept = [one for one in block.sentences if not names_only(one, place.told)]
        if settled := _settled(kept, judgement, told, settings):
            yield Paragraph(sentences=settled)
        for unit in place.units:
            yield from unit.blocks


def _fallback(judgement: _Judgement) -> str | None:
    refusal = judgement.unanswered
    if refusal is None:
        return None
    return f"{refusal.detail}, so all prose became the claims' own words: no verifier's answer"


def is_new(sentence: Sentence) -> bool:
    """Return whether a sentence is prose that nobody has judged yet."""
    source = sentence.source
    return isinstance(source, ParaphrasedFrom) and source.verdict == "unverified"


def problem_of(sentence: Sentence, told: Told, settings: ModelSettings) -> str | None:
    """Return why a sentence of prose may not stand beside what its page tells, or None."""
    claims = claims_named(sentence, settings)
    return prose_problem(sentence.text, claims) or echo_problem(sentence, told)


def _digest(sentence: Sentence, settings: ModelSettings) -> str:
    return judged_digest(sentence.text, evidence_text(claims_named(sentence, settings)))


def claims_named(sentence: Sentence, settings: ModelSettings) -> tuple[Claim, ...]:
    """Return the claims that a sentence of prose names."""
    source = sentence.source
    ids = source.claim_ids if isinstance(source, ParaphrasedFrom) else ()
    return tuple(settings.claims[claim_id] for claim_id in ids)


def _holds(sentence: Sentence, judgement: _Judgement, settings: ModelSettings) -> bool:
    return _digest(sentence, settings) in judgement.supported


def _settled(
    sentences: list[Sentence], judgement: _Judgement, told: set[str], settings: ModelSettings
) -> tuple[Sentence, ...]:
    kept: list[Sentence] = []
    for sentence in sentences:
        source = sentence.source
        if not isinstance(source, ParaphrasedFrom) or not is_new(sentence):
            kept.append(sentence)
        elif judgement.verification and _holds(sentence, judgement, settings):
            key = judgement.verification.key
            verdict = source.model_copy(update={"verdict": "supported", "verifier": key})
            kept.append(sentence.model_copy(update={"source": verdict}))
        else:
            for claim in claims_named(sentence, settings):
                if claim.renderings and claim.renderings[0] not in told:
                    told.add(claim.renderings[0])
                    own = ProvedBy(claim_id=claim.id, rendering=0)
                    kept.append(Sentence(text=claim.renderings[0], source=own))
    return tuple(kept)


def _judged(
    page: DraftPage, candidates: list[Sentence], settings: ModelSettings
) -> Dialogue[_Judgement]:
    """Ask the verifier about the candidates, with false sentences among them."""
    none = frozenset[str]()
    if not candidates:
        return _Judgement(none, None)
    claims = {claim.id: claim for one in candidates for claim in claims_named(one, settings)}
    evidence = {text: evidence_text((one,)) for one in claims.values() for text in texts_of(one)}
    entries = [
        *((one.text, evidence_text(claims_named(one, settings)), False) for one in candidates),
        *(
            (false, evidence[true], True)
            for true, false in planted(tuple(evidence), _PLANTS, _elsewhere(page, settings))
        ),
    ]
    if not any(is_plant for _, _, is_plant in entries):
        return _Judgement(none, None, "No false sentence could be planted, so none was asked for.")
    entries.sort(key=lambda entry: digest_of(page.page_id, entry[0]))
    named = tuple((f"v{number}", *entry) for number, entry in enumerate(entries, start=1))
    answer = yield _request(page, named, settings)
    if isinstance(answer, ModelRefusal):
        told = f"The verifier did not answer: {answer.reason.replace('_', ' ')}."
        return _Judgement(none, None, told, answer)
    judged = tuple(
        JudgedText(id=name, digest=judged_digest(text, shown), planted=is_plant)
        for name, text, shown, is_plant in named
    )
    verification = Verification(
        key=answer.key, model=answer.model, answer=answer.text, judged=judged
    )
    note = _note(verdicts_of(answer.text, judged), judged)
    found = _Judgement(supported(verification), verification, note)
    asked = sum(not one.planted for one in judged)
    told = f"{len(found.supported)} of {asked} sentences supported,"
    settings.judged(answer.key, note or f"{told} all {len(judged) - asked} plants found.")
    return found


def _note(verdicts: Mapping[str, bool] | None, judged: tuple[JudgedText, ...]) -> str:
    if verdicts is None:
        return "The verifier's answer could not be used."
    if any(verdicts[one.id] for one in judged if one.planted):
        return "The verifier missed a planted false sentence and was not believed."
    return ""


def _elsewhere(page: DraftPage, settings: ModelSettings) -> tuple[str, ...]:
    """Return what the page's other sentences rest on."""
    ids = dict.fromkeys(c for block in page.blocks for c in claims_of(block))
    known = (settings.claims[claim_id] for claim_id in ids if claim_id in settings.claims)
    return tuple(text for claim in known for text in texts_of(claim))


def _request(
    page: DraftPage, named: tuple[tuple[str, str, str, bool], ...], settings: ModelSettings
) -> ModelRequest:
    shown = "\n\n".join(
        f"[{name}]\nSentence:\n{inset(text)}\nEvidence:\n{inset(evidence)}"
        for name, text, evidence, _ in named
    )
    verdict = {
        "type": "object",
        "properties": {
            "id": {"enum": [name for name, *_ in named]},
            "supported": {"type": "boolean"},
        },
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
        max_tokens=settings.verifier_max_tokens,
        prompt_digest=prompts_digest(),
    )
