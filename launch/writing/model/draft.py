"""All pages through a model, with the offline writer's page wherever an answer cannot be used."""

from launch.contracts.draft_content import DraftContent, DraftPage
from launch.contracts.llm import ModelRefusal
from launch.contracts.page_plan import PagePlan, PlannedPage
from launch.contracts.product_facts import Claim
from launch.errors import LLMError
from launch.markdown.render import claims_of
from launch.ports import LanguageModel
from launch.writing.model.asking import ModelSettings, page_request
from launch.writing.model.menu import menu_of
from launch.writing.model.reading import read_answer
from launch.writing.model.verify import verified

_TURNS = 2
_FIXED = ("api_reference", "cli_reference")
"""Reference pages: their order is fixed, so there is nothing for an editor to choose."""


def draft_all(
    plan: PagePlan, composed: DraftContent, model: LanguageModel, settings: ModelSettings
) -> DraftContent:
    """Let the model write every composed page; one page a call, and one repair turn.

    Raises LLMError where no call was answered at all.
    """
    planned = {page.id: page for page in plan.pages}
    pages: list[DraftPage] = []
    unreachable: list[str] = []
    for page in composed.pages:
        drafted, answered = draft_page(planned[page.page_id], page, model, settings)
        pages.append(drafted)
        if not answered:
            unreachable.append(drafted.fallback_reason or "")
    if pages and len(unreachable) == len(pages):
        raise LLMError(
            f"LLM API call failed: no call was answered ({unreachable[0]})",
            hint="verify ANTHROPIC_API_KEY, the network and the provider's status page,"
            " or set LLM_PROVIDER=offline to write without a model",
        )
    return DraftContent(pages=tuple(pages))


def draft_page(
    planned: PlannedPage, page: DraftPage, model: LanguageModel, settings: ModelSettings
) -> tuple[DraftPage, bool]:
    """Return the page as the model wrote it, or as composed with the reason; and if it answered.

    An answer that cannot be used gets one more turn with what was wrong.
    """
    menu = menu_of(page, frozenset(planned.required_claims))
    if not menu.units or page.type in _FIXED:
        return page, True
    claims = _claims_for(planned, page, settings)
    names = frozenset(claim.id for claim in claims)
    findings: tuple[str, ...] = ()
    for _ in range(_TURNS):
        answer = model.ask(page_request(planned, menu, claims, settings, findings))
        if isinstance(answer, ModelRefusal):
            reason = f"the model's answer could not be used: {answer.reason}, {answer.detail}"
            return _fallen_back(page, reason), answer.reason != "unreachable"
        drafted = read_answer(answer.text, menu, page, names)
        if isinstance(drafted, DraftPage):
            return verified(drafted, model, settings), True
        findings = drafted
    return _fallen_back(page, f"two unusable answers: {findings[0]}"), True


def _claims_for(
    planned: PlannedPage, page: DraftPage, settings: ModelSettings
) -> tuple[Claim, ...]:
    if settings.mode == "edit":
        return ()
    told = (claim for block in page.blocks for claim in claims_of(block))
    assigned = (claim for heading in planned.headings for claim in heading.claim_ids)
    ids = dict.fromkeys((*assigned, *told))
    return tuple(settings.claims[claim] for claim in ids if claim in settings.claims)


def _fallen_back(page: DraftPage, reason: str) -> DraftPage:
    return page.model_copy(update={"fallback_reason": reason})
