"""One turn for prose that breaks the rule: its paragraphs again, with what was found."""

from launch.contracts.draft_content import Block, DraftPage, Paragraph
from launch.writing.model.asking import ModelSettings
from launch.writing.model.dialogue import Dialogue
from launch.writing.model.echoes import Told, told_by
from launch.writing.model.paragraphs import reworded
from launch.writing.model.verify import is_new, problem_of


def mended(page: DraftPage, settings: ModelSettings) -> Dialogue[DraftPage]:
    """Return the page with other words where prose may not stand; as it is without an answer.

    A paragraph for which the model has no words stays: what it stood for takes its place later.
    """
    told = told_by(page)
    failing: dict[int, tuple[Paragraph, tuple[str, ...]]] = {}
    for number, block in enumerate(page.blocks):
        if isinstance(block, Paragraph) and (found := _found(block, told, settings)):
            failing[number] = (block, found)
    if not failing:
        return page
    blocks = yield from reworded(page, failing, settings, "repair")
    if blocks is None:
        return page
    changed: list[Block] = []
    for number, block in enumerate(page.blocks):
        changed.append(blocks.get(number) or block)
    return page.model_copy(update={"blocks": tuple(changed)})


def _found(block: Paragraph, told: Told, settings: ModelSettings) -> tuple[str, ...]:
    return tuple(
        f'The sentence "{sentence.text}" {problem}.'
        for sentence in block.sentences
        if is_new(sentence) and (problem := problem_of(sentence, told, settings))
    )
