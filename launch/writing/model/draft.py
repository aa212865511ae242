"""All pages through a model, with the offline writer's page wherever an answer cannot be used."""

from dataclasses import dataclass

from launch.contracts.draft_content import DraftContent, DraftPage
from launch.contracts.llm import ModelRefusal
from launch.contracts.page_plan import PagePlan, PlannedPage
from launch.errors import LLMError
from launch.ports import LanguageModel
from launch.writing.model.edit import read_answer, request_for
from launch.writing.model.menu import menu_of

_TURNS = 2


@dataclass(frozen=True)
class ModelSettings:
    """What every call of a run has in common."""

    model: str
    """Model as it is sent."""
    max_tokens: int
    """Upper bound of one answer, in tokens."""
    style: str
    """The stable document about the site's habits."""


def edit_all(
    plan: PagePlan, composed: DraftContent, model: LanguageModel, settings: ModelSettings
) -> DraftContent:
    """Let the model arrange every composed page; one page a call, and one repair turn.

    Raises LLMError where no call was answered at all.
    """
    planned = {page.id: page for page in plan.pages}
    pages: list[DraftPage] = []
    unreachable: list[str] = []
    for page in composed.pages:
        edited, answered = edit_page(planned[page.page_id], page, model, settings)
        pages.append(edited)
        if not answered:
            unreachable.append(edited.fallback_reason or "")
    if pages and len(unreachable) == len(pages):
        raise LLMError(
            f"LLM API call failed: no call was answered ({unreachable[0]})",
            hint="verify ANTHROPIC_API_KEY, the network and the provider's status page,"
            " or set LLM_PROVIDER=offline to write without a model",
        )
    return DraftContent(pages=tuple(pages))


def edit_page(
    planned: PlannedPage, page: DraftPage, model: LanguageModel, settings: ModelSettings
) -> tuple[DraftPage, bool]:
    """Return the page as the model arranged it, or as composed with the reason; and if it answered.

    An answer that cannot be used gets one more turn with what was wrong.
    """
    menu = menu_of(page, frozenset(planned.required_claims))
    if not menu.units:
        return page, True
    findings: tuple[str, ...] = ()
    for _ in range(_TURNS):
        answer = model.ask(
            request_for(
                planned,
                menu,
                model=settings.model,
                max_tokens=settings.max_tokens,
                style=settings.style,
                findings=findings,
            )
        )
        if isinstance(answer, ModelRefusal):
            reason = f"the model's answer could not be used: {answer.reason}, {answer.detail}"
            return _fallen_back(page, reason), answer.reason != "unreachable"
        arranged = read_answer(answer.text, menu, page)
        if isinstance(arranged, DraftPage):
            return arranged, True
        findings = arranged
    return _fallen_back(page, f"two unusable answers: {findings[0]}"), True


def _fallen_back(page: DraftPage, reason: str) -> DraftPage:
    return page.model_copy(update={"fallback_reason": reason})
