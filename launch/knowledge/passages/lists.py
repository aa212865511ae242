"""Lists whose items hold more than a line, as blocks one after another."""

from dataclasses import replace

from launch.knowledge.passages.blocks import Block, BlockKind, Text


def shifted(block: Block, by: int) -> Block:
    """Return a block that was read apart at its own lines."""
    texts = tuple(replace(text, first=text.first + by, last=text.last + by) for text in block.texts)
    return replace(block, first=block.first + by, last=block.last + by, texts=texts)


def depth_of(texts: list[Text]) -> int:
    """Return 2 where a list has lists in it, else 1."""
    return 2 if any(text.leads for text in texts) else 1


def with_code(kind: BlockKind, inner: list[Block], texts: list[Text]) -> list[Block]:
    """Return a list whose items hold code: runs of items, each with the code that follows it.

    Steps are paragraphs: a page would count each run of them from one again.
    """
    found: list[Block] = []
    for block in inner:
        if block.kind != "paragraph" or block.inside:
            found.append(replace(block, inside=True))
            continue
        text = next((text for text in texts if text.first == block.first), block.texts[0])
        last = found[-1] if found else None
        if kind == "list" and last is not None and last.kind == "list":
            texts_so_far = (*last.texts, text)
            found[-1] = replace(
                last, last=block.last, texts=texts_so_far, level=depth_of(list(texts_so_far))
            )
        else:
            here: BlockKind = "list" if kind == "list" else "paragraph"
            found.append(Block(here, block.first, block.last, (text,), level=1, inside=bool(found)))
    return found
