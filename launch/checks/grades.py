"""A sentence's grade found again from what it rests on; no writer's label is believed.

Each function says what is wrong, or None. Evidence is read from the product's tree at the pin.
"""

import re
from collections.abc import Collection, Mapping
from urllib.parse import unquote

from launch.checks.grounds import Grounds
from launch.checks.prose import prose_problem
from launch.checks.quotes import quote_problem, spans
from launch.checks.rendered import rendering_problem
from launch.checks.texts import bare_words, fold
from launch.checks.verdicts import verdict_problem
from launch.contracts.claims import ParameterCheck, RaiseCheck, SymbolCheck
from launch.contracts.draft_content import (
    ConnectiveUse,
    ParaphrasedFrom,
    ProvedBy,
    QuotedFrom,
    Sentence,
)
from launch.wording.connectives import CATALOGUE, text_of
from launch.wording.roles import resolve_roles

_LINK = re.compile(r"!?\[([^\]]*)\]\([^)\s]*\)")


def grade_problem(sentence: Sentence, grounds: Grounds) -> str | None:
    """Return why the sentence's text does not have the grade that its source states, or None."""
    match sentence.source:
        case ProvedBy():
            return _proved(sentence.text, sentence.source, grounds)
        case QuotedFrom():
            return quote_problem(sentence.text, sentence.source, grounds)
        case ParaphrasedFrom():
            return _paraphrased(sentence.text, sentence.source, grounds)
        case ConnectiveUse():
            return _connective(sentence.text, sentence.source, grounds)


def _proved(text: str, source: ProvedBy, grounds: Grounds) -> str | None:
    claim = grounds.claims.get(source.claim_id)
    if claim is None:
        return f"rests on {source.claim_id}, which the facts do not hold"
    if source.rendering >= len(claim.renderings):
        return f"{source.claim_id} has no rendering {source.rendering}"
    if fold(claim.renderings[source.rendering]) != fold(text):
        return f"is not what {source.claim_id} says"
    evidence = (*spans(claim.id, grounds), *_proved_again(claim.id, grounds))
    return rendering_problem(claim, text, grounds.identity, evidence)


def _proved_again(claim_id: str, grounds: Grounds) -> tuple[str, ...]:
    """Return the texts that the claim's check compares with the product."""
    proof = grounds.evidence.get(claim_id)
    match proof.check if proof else None:
        case SymbolCheck(summary=str(summary)):
            return (summary, resolve_roles(summary), _LINK.sub(r"\1", summary))
        case ParameterCheck(description=description):
            return (description, bare_words(description), resolve_roles(description))
        case RaiseCheck(exception=exception, message=message):
            return (exception, message or "")
        case _:
            return ()


def _paraphrased(text: str, source: ParaphrasedFrom, grounds: Grounds) -> str | None:
    if not grounds.paraphrases:
        return "is a model's own prose, which this pilot does not allow"
    missing = [claim_id for claim_id in source.claim_ids if claim_id not in grounds.claims]
    if missing:
        return f"rests on {missing[0]}, which the facts do not hold"
    claims = tuple(grounds.claims[claim_id] for claim_id in source.claim_ids)
    unproved = verdict_problem(text, source, claims, grounds.verifications)
    return unproved or prose_problem(text, claims)


def _connective(text: str, use: ConnectiveUse, grounds: Grounds) -> str | None:
    said = text_of(use)
    if said is None:
        return f"is no entry of the catalogue ({use.connective!r} with these arguments)"
    if fold(said) != fold(text):
        return f"is not what the entry {use.connective!r} says"
    kinds = CATALOGUE[use.connective].arguments
    known: Mapping[str, Collection[str]] = {
        "title": grounds.titles,
        "subject": grounds.subjects,
        "command": grounds.commands,
        "snippet": grounds.snippets,
        "site_value": grounds.site_values,
    }
    for name, value in use.arguments:
        kind = kinds.get(name, "case")
        fits = value in known.get(kind, (value,)) or _is_file(kind, value, grounds)
        if not fits or (kind == "link" and not _may_lead_to(value, grounds)):
            return f"the argument {name} = {value!r} is no {kind.replace('_', ' ')} of the page"
    return None


def _is_file(kind: str, value: str, grounds: Grounds) -> bool:
    return kind == "subject" and grounds.tree.entry(value) is not None


def _may_lead_to(target: str, grounds: Grounds) -> bool:
    """Return whether a target is the site's (another gate resolves it), the plan's or a file's."""
    outside = re.match(r"(?:[a-z][a-z0-9+.-]*:|//)", target, re.IGNORECASE)
    return outside is None or target in grounds.links or _is_permalink(target, grounds)


def _is_permalink(target: str, grounds: Grounds) -> bool:
    """Return whether a target is a file of the product at the pinned commit, on its own host."""
    home = grounds.repository.removesuffix(".git").rstrip("/")
    found = re.fullmatch(rf"{re.escape(home)}/(?:-/)?blob/{grounds.commit}/([^#?]+)", target)
    return found is not None and grounds.tree.entry(unquote(found[1])) is not None
