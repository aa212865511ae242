"""Changes of a draft page as pure functions: sentences put, blocks taken out, keys set."""

from collections.abc import Callable, Collection

from launch.contracts.draft_content import (
    Alert,
    Block,
    Code,
    ConnectiveUse,
    DraftPage,
    Heading,
    ListBlock,
    Paragraph,
    ProvedBy,
    Sentence,
    Table,
)
from launch.contracts.page_plan import FrontMatterValue
from launch.contracts.product_facts import Claim
from launch.contracts.validation_report import SetFrontMatter

Change = Callable[[Sentence], Sentence]


def each_sentence(block: Block, change: Change) -> Block:
    """Return the block with every sentence changed."""
    match block:
        case Heading():
            return block.model_copy(update={"text": change(block.text)})
        case Paragraph() | Alert():
            return block.model_copy(update={"sentences": tuple(map(change, block.sentences))})
        case ListBlock():
            return block.model_copy(update={"items": tuple(map(change, block.items))})
        case Table():
            rows = tuple(tuple(map(change, row)) for row in block.rows)
            return block.model_copy(
                update={"header": tuple(map(change, block.header)), "rows": rows}
            )
        case Code():
            return block


def with_block(page: DraftPage, number: int, block: Block) -> DraftPage:
    """Return the page with one block replaced."""
    blocks = (*page.blocks[:number], block, *page.blocks[number + 1 :])
    return page.model_copy(update={"blocks": blocks})


def replacing(old: str, new: str) -> Change:
    """Return the change that puts one text in another's place, in a connective's arguments too."""

    def change(sentence: Sentence) -> Sentence:
        if old not in sentence.text:
            return sentence
        source = sentence.source
        if isinstance(source, ConnectiveUse):
            arguments = tuple((name, value.replace(old, new)) for name, value in source.arguments)
            source = source.model_copy(update={"arguments": arguments})
        return Sentence(text=sentence.text.replace(old, new), source=source)

    return change


def rendering(claim: Claim) -> Change:
    """Return the change that puts a claim's own words where a sentence rests on it."""

    def change(sentence: Sentence) -> Sentence:
        source = sentence.source
        ids = getattr(source, "claim_ids", (getattr(source, "claim_id", None),))
        if claim.id not in ids or not claim.renderings:
            return sentence
        number = source.rendering if isinstance(source, ProvedBy) else 0
        number = number if number < len(claim.renderings) else 0
        own = ProvedBy(claim_id=claim.id, rendering=number)
        return Sentence(text=claim.renderings[number], source=own)

    return change


def without_blocks(page: DraftPage, numbers: Collection[int]) -> DraftPage:
    """Return the page without these blocks, what announces them, and headings left bare.

    Of a paragraph that ends with an announcement only that sentence goes; one that says nothing of
    its own (what a program needs or prints) goes with the code that it stands before.
    """
    gone = set(numbers)
    blocks = list(page.blocks)
    for number in sorted(numbers, reverse=True):
        at = number - 1
        while at >= 0 and (at in gone or _serves(blocks[at], blocks[number])):
            gone.add(at)
            at -= 1
        before = blocks[at] if at >= 0 else None
        if isinstance(before, Paragraph) and _announces(before):
            if len(before.sentences) == 1:
                gone.add(at)
            else:
                kept = before.sentences[:-1]
                blocks[at] = before.model_copy(update={"sentences": kept})
    changed = page.model_copy(update={"blocks": tuple(blocks)})
    for number in range(len(blocks) - 1, -1, -1):
        bare = isinstance(blocks[number], Heading) and number not in gone
        if bare and _bare(changed, number, gone):
            gone.add(number)
    return page.model_copy(
        update={"blocks": tuple(one for number, one in enumerate(blocks) if number not in gone)}
    )


def with_key(page: DraftPage, change: SetFrontMatter) -> DraftPage:
    """Return the page with a front matter key set or removed; order and style of others stay."""
    values = [value for value in page.front_matter if value.key != change.key]
    if change.value is not None:
        new = FrontMatterValue(key=change.key, value=change.value)
        places = [at for at, value in enumerate(page.front_matter) if value.key == change.key]
        if places:
            new = page.front_matter[places[0]].model_copy(update={"value": change.value})
        values.insert(places[0] if places else len(values), new)
    return page.model_copy(update={"front_matter": tuple(values)})


def _announces(paragraph: Paragraph) -> bool:
    return paragraph.sentences[-1].text.rstrip().endswith(":")


def _serves(block: Block, dropped: Block) -> bool:
    """Return whether the block is there for the dropped code alone."""
    if not isinstance(dropped, Code) or not isinstance(block, Paragraph):
        return False
    return all(sentence.source.grade == "connective" for sentence in block.sentences)


def _bare(page: DraftPage, number: int, gone: Collection[int]) -> bool:
    heading = page.blocks[number]
    for later in range(number + 1, len(page.blocks)):
        block = page.blocks[later]
        if isinstance(block, Heading) and isinstance(heading, Heading):
            if block.level <= heading.level:
                break
            if later not in gone:
                return False
        elif later not in gone:
            return False
    return any(later in gone for later in range(number + 1, len(page.blocks)))
