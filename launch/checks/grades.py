"""A sentence's grade found again from what it rests on; no writer's label is believed.

Each function says what is wrong, or None. Evidence is read from the product's tree at the pin.
"""

import re
from collections.abc import Collection, Mapping

from launch.checks.grounds import Grounds
from launch.checks.prose import prose_problem
from launch.checks.rendered import rendering_problem
from launch.checks.texts import fold, read_text, span_of
from launch.checks.verdicts import verdict_problem
from launch.contracts.claims import Edit, RaiseCheck, SymbolCheck
from launch.contracts.draft_content import (
    ConnectiveUse,
    ParaphrasedFrom,
    ProvedBy,
    QuotedFrom,
    Sentence,
)
from launch.wording import edits as wording
from launch.wording.connectives import CATALOGUE, text_of

# What may stand before the text on its first line, and after it on its last.
_OPENING = re.compile(
    r"(?:^|\n)[ \t>]*(?:(?:[-*+•#]+|\d+[.)]|\|[^\n]*\||\||///?!?|--|;+|\*|\"\"\"|'''|\.\."
    r"|:\w[^:\n]*:)[ \t]*)*\Z"
)
_SENTENCE_END = re.compile(r"[.!?:;)\]`\"'*_]+\s*\Z")
_LINE_PREFIX = re.compile(r"(?m)^[ \t]*(?:>[ \t]?|///?!?[ \t]?|\*[ \t]|#+[ \t](?=\S))+")


def grade_problem(sentence: Sentence, grounds: Grounds) -> str | None:
    """Return why the sentence's text does not have the grade that its source states, or None."""
    match sentence.source:
        case ProvedBy():
            return _proved(sentence.text, sentence.source, grounds)
        case QuotedFrom():
            return _quoted(sentence.text, sentence.source, grounds)
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
    evidence = (*_spans(claim.id, grounds), *_proved_again(claim.id, grounds))
    return rendering_problem(claim, text, grounds.identity, evidence)


def _proved_again(claim_id: str, grounds: Grounds) -> tuple[str, ...]:
    """Return the texts that the claim's check compares with the product."""
    proof = grounds.evidence.get(claim_id)
    match proof.check if proof else None:
        case SymbolCheck(summary=str(summary)):
            return (summary,)
        case RaiseCheck(exception=exception, message=message):
            return (exception, message or "")
        case _:
            return ()


def _quoted(text: str, source: QuotedFrom, grounds: Grounds) -> str | None:
    claim = grounds.claims.get(source.claim_id)
    if claim is None or claim.passage is None:
        return f"quotes {source.claim_id}, which has no passage in the facts"
    blocks = claim.passage.blocks
    if source.block >= len(blocks) or source.text >= len(blocks[source.block].source):
        return f"{source.claim_id} has no text {source.text} in block {source.block}"
    original = blocks[source.block].source[source.text]
    try:
        replayed = wording.apply(original, source.edits)
    except wording.EditError as error:
        return f"its edits cannot be replayed: {error}"
    if fold(replayed) != fold(text):
        return f"is not what the edits make of the passage of {source.claim_id}"
    bad = next((problem for edit in source.edits if (problem := _bad_edit(edit, grounds))), None)
    if bad is not None:
        return bad
    spans = _spans(source.claim_id, grounds)
    if any(stands_whole(original, span) for span in spans):
        return None
    return f"its source does not stand, as a whole text, where {source.claim_id} says"


def _bad_edit(edit: Edit, grounds: Grounds) -> str | None:
    match edit.name:
        case "name_product" if edit.arguments[0] != grounds.identity.name:
            return f"an edit names the product {edit.arguments[0]!r}"
        case "absolute_link" | "inline_reference":
            host = re.match(r"https?://([^/:?#]+)", edit.arguments[1])
            if host is None or host[1].lower() not in grounds.hosts:
                return f"an edit links to {edit.arguments[1]!r}"
    return None


def _spans(claim_id: str, grounds: Grounds) -> tuple[str, ...]:
    if claim_id not in grounds.spans:
        proof = grounds.evidence.get(claim_id)
        found: list[str] = []
        for anchor in proof.anchors if proof else ():
            text = read_text(grounds.tree, anchor.path)
            if text is not None:
                found.append(span_of(text, anchor.first_line, anchor.last_line))
        grounds.spans[claim_id] = tuple(found)
    return grounds.spans[claim_id]


def stands_whole(source: str, span: str) -> bool:
    """Return whether the text stands in the span from a line's or sentence's start to an end.

    White space is folded, and the marks that Markdown or a comment sets before a line are not text.
    """
    for lines in (span, _LINE_PREFIX.sub("", span)):
        shape = r"\s+".join(re.escape(word) for word in fold(source).split(" "))
        for match in re.finditer(shape, lines):
            before, after = lines[: match.start()], lines[match.end() :]
            in_cell = before.rstrip(" \t").endswith("|")
            starts = in_cell or _OPENING.search(before) or _SENTENCE_END.search(before)
            ends = not after.strip() or re.match(
                r"[ \t:]*(?:\n|\||\"\"\"|\*/)|\s+#+\s*(?:\n|\Z)", after
            )
            if starts and (ends or _SENTENCE_END.search(match[0])):
                return True
    return False


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
    """Return whether a target is the site's own (another gate resolves it) or one of the plan."""
    outside = re.match(r"(?:[a-z][a-z0-9+.-]*:|//)", target, re.IGNORECASE)
    return outside is None or target in grounds.links
