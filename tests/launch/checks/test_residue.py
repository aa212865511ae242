"""What is left over from making a page is found by its shape, whatever stands around it."""

import re

import pytest

from launch.checks import residue as module
from launch.checks.residue import residue

SAMPLES = (
    "Hello {{ product }}.", "Run {% if x %}.", "Set ${HOME_DIR} first.", "<% x %>", "TODO: write",
    "lorem ipsum", "[insert name]", "<insert name>", "placeholder text", "Coming soon",
    "Mandatory docs page: faq", "System prompt: be kind", "You are an expert", "See claim id 4.",
    "As seen from the provided context.", "Task: write", "Context : x", "<thinking>x</thinking>",
    "As an AI, no.", "As a large language model", "Sure, done.", "Here is the updated page",
    "Here's your draft", "Let me see.", "I cannot know.", "I hope this helps!",
    "Based on the provided facts", "According to the given sources", "undefined", "N/A", "NaN.",
    "[object Object]", "<gears.Gear object at 0x7f>", "%PDF-1.7", "bytes \ufffd", r"\x89\x50",
)  # fmt: skip


@pytest.mark.parametrize("text", SAMPLES)
def test_each_is_found_among_other_texts(text: str) -> None:
    assert [number for number, _, _ in residue(("Gears turn.", text, "More."))] == [1]


def test_every_shape_has_a_sample() -> None:
    shapes = [shape for kind in module._DATA.values() for shape in kind["shapes"]]
    bare = [s for s in shapes if not any(re.search(s, one, re.IGNORECASE) for one in SAMPLES)]
    assert bare == []


def test_ordinary_texts_give_nothing() -> None:
    texts = ("Given the context, it turns.", "A task: none.", "The `TODO` list", "Here it is.")
    assert list(residue(texts)) == []
