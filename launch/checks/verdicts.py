"""A verifier's verdict looked at again: the recorded answer, read anew, about exactly this text."""

import json
from collections.abc import Iterable, Mapping
from typing import Any

from launch.contracts.draft_content import JudgedText, ParaphrasedFrom, Verification
from launch.contracts.product_facts import Claim
from launch.digests import digest_of
from launch.wording.plain import plain


def evidence_text(claims: Iterable[Claim]) -> str:
    """Return what claims say, with the subject and headings that their words belong to."""
    return "\n".join(_said(claim) for claim in claims)


def judged_digest(text: str, evidence: str) -> str:
    """Return the digest of a sentence together with the evidence it was judged by."""
    return digest_of(text, evidence)


def verdicts_of(answer: str, judged: tuple[JudgedText, ...]) -> Mapping[str, bool] | None:
    """Return the verdict on every judged text by its id, or None where the answer is not whole."""
    try:
        read = json.loads(answer)
    except ValueError:
        return None
    entries = read.get("verdicts") if isinstance(read, dict) and len(read) == 1 else None
    if not isinstance(entries, list) or not all(map(_is_verdict, entries)):
        return None
    verdicts = {entry["id"]: entry["supported"] for entry in entries}
    whole = len(verdicts) == len(entries) and verdicts.keys() == {one.id for one in judged}
    return verdicts if whole else None


def supported(verification: Verification) -> frozenset[str]:
    """Return the digests of what the verifier supports; nothing where it missed a planted text."""
    verdicts = verdicts_of(verification.answer, verification.judged)
    planted = [one for one in verification.judged if one.planted]
    if verdicts is None or not planted or any(verdicts[one.id] for one in planted):
        return frozenset()
    return frozenset(
        one.digest for one in verification.judged if not one.planted and verdicts[one.id]
    )


def verdict_problem(
    text: str,
    source: ParaphrasedFrom,
    claims: tuple[Claim, ...],
    verifications: Mapping[str, Verification],
) -> str | None:
    """Return why the verdict that a paraphrase states does not stand in the record, or None."""
    if source.verdict != "supported":
        return f"is prose that the verifier left {source.verdict}"
    verification = verifications.get(source.verifier)
    if verification is None:
        return "is prose whose verifier's answer is not recorded"
    if judged_digest(text, evidence_text(claims)) not in supported(verification):
        return "is prose that its verifier did not support on this evidence"
    return None


def _said(claim: Claim) -> str:
    if claim.passage is None:
        return plain("\n".join([f"(about: {claim.subject})", *_distinct(claim.renderings)]))
    above = " > ".join((claim.subject, *claim.passage.heading_path))
    texts = (text for block in claim.passage.blocks for text in block.texts)
    return plain("\n".join([f"(about: {above})", *texts, *claim.renderings]))


def _distinct(renderings: tuple[str, ...]) -> list[str]:
    """Return renderings without those that an earlier one holds word for word."""
    kept: list[str] = []
    for text in renderings:
        if not any(text in earlier for earlier in kept):
            kept.append(text)
    return kept


def _is_verdict(entry: Any) -> bool:
    return (
        isinstance(entry, dict)
        and entry.keys() == {"id", "supported"}
        and isinstance(entry["id"], str)
        and isinstance(entry["supported"], bool)
    )
