"""Faults inside the facts: the page, its ledger and the claim agree, and the product says else."""

from dataclasses import replace

from launch.contracts.claims import PathCheck
from launch.contracts.draft_content import ProvedBy, Sentence
from launch.contracts.product_facts import Claim
from launch.gates.subject import Subject
from tests.scorecard.apart.planting import Rng, in_sentence
from tests.scorecard.subjects import drafted


def _claim(subject: Subject, sentence: Sentence) -> Claim | None:
    assert subject.facts is not None
    if not isinstance(sentence.source, ProvedBy):
        return None
    wanted = sentence.source.claim_id
    return next((one for one in subject.facts.claims if one.id == wanted), None)


def _proved(subject: Subject, rng: Rng) -> tuple[Claim, Sentence] | None:
    found: list[tuple[Claim, Sentence]] = []

    def note(sentence: Sentence, subject: Subject, rng: Rng) -> Sentence | None:
        claim = _claim(subject, sentence)
        if claim is not None:
            found.append((claim, sentence))
        return None

    in_sentence(note)(subject, rng)
    return rng.choice(found) if found else None


def _told(subject: Subject, old: Claim, new: Claim, said: Sentence, rng: Rng) -> Subject | None:
    assert subject.facts is not None
    claims = tuple(new if one.id == old.id else one for one in subject.facts.claims)
    facts = subject.facts.model_copy(update={"claims": claims})
    if not isinstance(said.source, ProvedBy):
        return None
    text = new.renderings[said.source.rendering]

    def change(sentence: Sentence, subject: Subject, rng: Rng) -> Sentence | None:
        return sentence.model_copy(update={"text": text}) if sentence == said else None

    faulty = in_sentence(change)(replace(subject, facts=facts), rng)
    return None if faulty is None or faulty.draft is None else drafted(faulty, faulty.draft, facts)


def value_and_rendering(subject: Subject, rng: Rng) -> Subject | None:
    """Change a claim's value wherever the claim says it; its check stays."""
    found = _proved(subject, rng)
    if found is None or not found[0].value or found[0].value not in found[1].text:
        return None
    old, said = found
    value = f"{old.value}2"
    renderings = tuple(text.replace(old.value, value) for text in old.renderings)
    new = old.model_copy(update={"value": value, "renderings": renderings})
    return _told(subject, old, new, said, rng)


def rendering_only(subject: Subject, rng: Rng) -> Subject | None:
    """Let a claim's rendering say more than its value does."""
    found = _proved(subject, rng)
    if found is None:
        return None
    old, said = found
    renderings = tuple(f"{text.removesuffix('.')} on every platform." for text in old.renderings)
    return _told(subject, old, old.model_copy(update={"renderings": renderings}), said, rng)


def check_weakened(subject: Subject, rng: Rng) -> Subject | None:
    """Replace the check of a claim on the page by one that holds of anything."""
    found = _proved(subject, rng)
    if found is None or subject.evidence is None or subject.product_tree is None:
        return None
    path = subject.product_tree.entries[0].path
    weak = tuple(
        one.model_copy(update={"check": PathCheck(path=path)})
        if one.claim_id == found[0].id
        else one
        for one in subject.evidence.evidence
    )
    return replace(subject, evidence=subject.evidence.model_copy(update={"evidence": weak}))
