"""Faults planted in facts and evidence: what the extractor misread."""

import re
from collections.abc import Callable
from dataclasses import replace

from launch.contracts.draft_content import ProvedBy, QuotedFrom
from launch.gates.subject import Subject
from tests.scorecard.in_drafts import sentences_of, with_sentences
from tests.scorecard.in_pages import Plant, Rng
from tests.scorecard.subjects import drafted


def in_facts(change: Callable[[Subject, str, Rng], Subject | None]) -> Plant:
    """Change facts or evidence of one claim that a proved sentence of the page rests on."""

    def plant(subject: Subject, rng: Rng) -> Subject | None:
        assert subject.draft is not None
        ids = [
            s.source.claim_id
            for block in subject.draft.pages[0].blocks
            for s in sentences_of(block)
            if isinstance(s.source, ProvedBy | QuotedFrom)
        ]
        return change(subject, rng.choice(ids), rng) if ids else None

    return plant


def evidence_swapped(subject: Subject, claim: str, rng: Rng) -> Subject | None:
    assert subject.evidence is not None
    own = next(e for e in subject.evidence.evidence if e.claim_id == claim)
    others = [e for e in subject.evidence.evidence if e.check.type != own.check.type]
    other = rng.choice(others)
    swapped = own.model_copy(update={"check": other.check, "anchors": other.anchors})
    return with_evidence(subject, claim, swapped)


def evidence_gone(subject: Subject, claim: str, rng: Rng) -> Subject | None:
    assert subject.evidence is not None
    own = next(e for e in subject.evidence.evidence if e.claim_id == claim)
    return with_evidence(subject, claim, own.model_copy(update={"anchors": ()}))


def anchor_moved(subject: Subject, claim: str, rng: Rng) -> Subject | None:
    assert subject.evidence is not None
    own = next(e for e in subject.evidence.evidence if e.claim_id == claim)
    at = own.anchors[0]
    lines = {"first_line": at.first_line + 1, "last_line": at.last_line + 1}
    moved = at.model_copy(update=lines)
    return with_evidence(subject, claim, own.model_copy(update={"anchors": (moved,)}))


def with_evidence(subject: Subject, claim: str, new: object) -> Subject:
    assert subject.evidence is not None
    changed = tuple(new if e.claim_id == claim else e for e in subject.evidence.evidence)
    return replace(subject, evidence=subject.evidence.model_copy(update={"evidence": changed}))


def fact_told_otherwise(subject: Subject, claim: str, rng: Rng) -> Subject | None:
    """The claim's rendering, the sentence and the ledger all say another number."""
    assert subject.facts is not None
    assert subject.draft is not None
    own = next(c for c in subject.facts.claims if c.id == claim)
    if own.passage is not None or not re.search(r"\d", own.value) or not own.renderings:
        return None
    value = re.sub(r"\d", lambda m: str((int(m[0]) + 1) % 10), own.value, count=1)
    told = tuple(text.replace(own.value, value) for text in own.renderings)
    lie = own.model_copy(update={"value": value, "renderings": told})
    claims = tuple(lie if c.id == claim else c for c in subject.facts.claims)
    facts = subject.facts.model_copy(update={"claims": claims})
    page = subject.draft.pages[0]
    for number, block in enumerate(page.blocks):
        sentences = tuple(
            s.model_copy(update={"text": told[s.source.rendering]})
            if isinstance(s.source, ProvedBy) and s.source.claim_id == claim
            else s
            for s in sentences_of(block)
        )
        if sentences and sentences != sentences_of(block):
            page = page.model_copy(
                update={
                    "blocks": (
                        *page.blocks[:number],
                        with_sentences(block, sentences),
                        *page.blocks[number + 1 :],
                    )
                }
            )
    draft = subject.draft.model_copy(update={"pages": (page,)})
    return drafted(subject, draft, facts)


def passage_told_otherwise(subject: Subject, claim: str, rng: Rng) -> Subject | None:
    """Source and text of the passage, the sentence and the ledger all lack a negation or a word."""
    assert subject.facts is not None
    assert subject.draft is not None
    own = next(c for c in subject.facts.claims if c.id == claim)
    if own.passage is None:
        return None

    def lie(text: str) -> str:
        words = text.split(" ")
        return " ".join([*words[:2], "always", *words[2:]]) if len(words) > 4 else text

    blocks = tuple(
        b.model_copy(
            update={"source": tuple(map(lie, b.source)), "texts": tuple(map(lie, b.texts))}
        )
        for b in own.passage.blocks
    )
    shown = (
        sentence.source
        for block in subject.draft.pages[0].blocks
        for sentence in sentences_of(block)
        if isinstance(sentence.source, QuotedFrom) and sentence.source.claim_id == claim
    )
    if all(blocks[one.block].source[one.text] == own.passage.blocks[one.block].source[one.text]
           for one in shown):  # fmt: skip
        return None
    passage = own.passage.model_copy(update={"blocks": blocks})
    changed = own.model_copy(update={"passage": passage})
    claims = tuple(changed if c.id == claim else c for c in subject.facts.claims)
    return replace(subject, facts=subject.facts.model_copy(update={"claims": claims}))
