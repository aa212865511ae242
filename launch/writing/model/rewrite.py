"""W8: a page's failing paragraphs written anew with the findings at hand; one turn, then judged."""

from dataclasses import dataclass

from launch.contracts.draft_content import Block, DraftPage, Paragraph
from launch.contracts.validation_report import Finding
from launch.errors import LLMError
from launch.markdown.render import claims_of
from launch.ports import LanguageModel
from launch.writing.model.asking import ModelSettings
from launch.writing.model.dialogue import Dialogue, held
from launch.writing.model.paragraphs import reworded
from launch.writing.model.verify import verified


@dataclass(frozen=True)
class ModelRewriter:
    """`launch.ports.PageRewriter` with a model."""

    model: LanguageModel
    settings: ModelSettings

    def rewrite(self, page: DraftPage, findings: tuple[Finding, ...]) -> DraftPage | None:
        """Return the page with other paragraphs where the findings are, or None if it cannot.

        A model that cannot be asked is no reason to stop here: milder and harsher ways remain.
        """
        try:
            return held(rewriting(page, findings, self.settings), self.model)
        except LLMError:
            return None


def rewriting(
    page: DraftPage, findings: tuple[Finding, ...], settings: ModelSettings
) -> Dialogue[DraftPage | None]:
    """Return the page with its failing paragraphs in the model's words, or None.

    Only a page that the model wrote, and paragraphs that rest on claims: code, tables, headings
    and lists are never the model's. A paragraph for which it has no words goes.
    """
    failing = _failing(page, findings)
    if settings.mode == "edit" or page.writer != "anthropic" or not failing:
        return None
    blocks = yield from reworded(page, failing, settings, "rewrite")
    if blocks is None:
        return None
    changed: list[Block] = []
    for number, block in enumerate(page.blocks):
        new = blocks.get(number, block)
        if new is not None:
            changed.append(new)
    rewritten = yield from verified(page.model_copy(update={"blocks": tuple(changed)}), settings)
    return None if rewritten.fallback_reason != page.fallback_reason else rewritten


def _failing(
    page: DraftPage, findings: tuple[Finding, ...]
) -> dict[int, tuple[Paragraph, tuple[str, ...]]]:
    """Return the failing paragraphs by their place, each with what was found."""
    failing: dict[int, tuple[Paragraph, tuple[str, ...]]] = {}
    for one in findings:
        if one.block is None or one.block >= len(page.blocks):
            continue
        block = page.blocks[one.block]
        if isinstance(block, Paragraph) and claims_of(block):
            told = failing.get(one.block, (block, ()))[1]
            failing[one.block] = (block, (*told, f"{one.found} (expected: {one.expected})"))
    return dict(sorted(failing.items()))
