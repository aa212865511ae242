"""One page through a model, with the offline writer's page wherever no answer can be used."""

from collections.abc import Mapping
from dataclasses import dataclass

from launch.contracts.draft_content import DraftPage
from launch.contracts.llm import ModelRefusal
from launch.contracts.page_plan import PlannedPage
from launch.contracts.product_facts import Claim
from launch.markdown.render import claims_of
from launch.writing.model.asking import ModelSettings, page_request
from launch.writing.model.dialogue import Dialogue
from launch.writing.model.estimate import size_of
from launch.writing.model.mend import mended
from launch.writing.model.menu import menu_of
from launch.writing.model.reading import Arranged, read_answer
from launch.writing.model.verify import verified

_TURNS = 2
_MOST = 110_000
"""Characters of a request: a longer page is one that a model does not read to its end."""
_FIXED = ("api_reference", "cli_reference")
"""Reference pages: their order is fixed, so there is nothing for an editor to choose."""
_LASTING = frozenset({"unreachable", "budget", "not_recorded"})
"""Refusals that asking once more would not change."""


@dataclass(frozen=True)
class Drafted:
    """A page, and how it came about."""

    page: DraftPage
    asked: bool
    """Whether the model had anything to say about it."""
    unreachable: bool = False
    """Whether no call about it was answered, for no reason of ours."""
    is_final: bool = True
    """Whether asking another time would give the same page."""


def drafting(planned: PlannedPage, page: DraftPage, settings: ModelSettings) -> Dialogue[Drafted]:
    """Return the page as the model wrote it, or as composed with the reason.

    One more turn, with what was wrong, for an answer that cannot be used or has prose that may not
    stand.
    """
    menu = menu_of(page, frozenset(planned.required_claims))
    if not menu.units or page.type in _FIXED:
        return Drafted(page, asked=False)
    claims = _claims_for(planned, page, settings)
    names = {name: claim.id for name, claim in claims.items()}
    if size_of(page_request(planned, menu, claims, settings)) > _MOST:
        note = "It is too long for one call, so it stays as composed."
        return Drafted(page.model_copy(update={"notes": (*page.notes, note)}), asked=False)
    findings: tuple[str, ...] = ()
    answered = False
    for turn in range(_TURNS):
        answer = yield page_request(planned, menu, claims, settings, findings)
        if isinstance(answer, ModelRefusal):
            if answer.reason in _LASTING:
                reason = f"the model gave no answer ({answer.detail})"
                fallen = _fallen_back(page, reason)
                return Drafted(
                    fallen,
                    asked=True,
                    unreachable=answer.reason == "unreachable" and not answered,
                    is_final=False,
                )
            findings = (f"It was {answer.reason.replace('_', ' ')}: {answer.detail}.",)
            answered = True
            continue
        drafted = read_answer(answer.text, menu, page, names)
        if isinstance(drafted, Arranged):
            settings.judged(answer.key, "It was read as a page.")
            written = drafted.page
            if turn == 0:
                written = yield from mended(written, settings)
            done = yield from verified(written, settings, drafted.left_out)
            return Drafted(done, asked=True, is_final=done.fallback_reason is None)
        settings.judged(answer.key, f"It could not be used: {' '.join(drafted)}")
        answered, findings = True, drafted
    reason = f"two unusable answers: {findings[0]}"
    return Drafted(_fallen_back(page, reason), asked=True)


def _claims_for(
    planned: PlannedPage, page: DraftPage, settings: ModelSettings
) -> Mapping[str, Claim]:
    """Return what prose on the page may rest on, by ids that are short and the page's own."""
    if settings.mode == "edit":
        return {}
    told = (claim for block in page.blocks for claim in claims_of(block))
    assigned = (claim for heading in planned.headings for claim in heading.claim_ids)
    known = (settings.claims[c] for c in (*assigned, *told) if c in settings.claims)
    claims = {claim.id: claim for claim in known}
    return {f"k{number}": claim for number, claim in enumerate(claims.values(), start=1)}


def _fallen_back(page: DraftPage, reason: str) -> DraftPage:
    return page.model_copy(update={"fallback_reason": reason})
