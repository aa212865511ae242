"""Leave out what a document shows as the wrong way: only its label says so."""

from collections.abc import Iterable
from dataclasses import replace

from launch.knowledge.passages.blocks import Block
from launch.wording.polarity import Polarity, label_of, warns_off

WRONG = "wrong way"
"""Why a block that shows what not to do is ``other``."""


def without_wrongs(blocks: Iterable[Block]) -> tuple[Block, ...]:
    """Return the blocks, those under a label such as "❌ DON'T" or in such a section as other.

    The labels go too: what stands under "DO" says what to do by itself.
    """
    found: list[Block] = []
    off = 0
    """Level of the heading that warns off everything under it, or 0."""
    label: Polarity | None = None
    for block in blocks:
        source = block.texts[0].source if block.texts else ""
        if block.kind == "heading":
            off = 0 if off and block.level <= off else off
            off = block.level if not off and warns_off(source) else off
            label = None
        named = label_of(source) if block.kind == "paragraph" else None
        label = named or label
        if named is not None:
            found.append(replace(block, kind="other", why="label", texts=()))
        elif block.kind != "heading" and (off or label == "wrong"):
            found.append(replace(block, kind="other", why=WRONG, texts=()))
        else:
            found.append(block)
    return tuple(found)
