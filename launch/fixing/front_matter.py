"""Front matter texts told anew: by a sentence of the page, by the catalogue, or not at all."""

from collections.abc import Iterator, Mapping

from launch.contracts.draft_content import DraftPage, Paragraph, Sentence
from launch.contracts.product_facts import Claim
from launch.contracts.validation_report import SetFrontMatter
from launch.fixing.blocks import with_key
from launch.wording.connectives import say

_LENGTHS = range(20, 201)
"""Characters that a description may have."""


def tellable(page: DraftPage) -> Iterator[Sentence]:
    """Yield the sentences of the page that a description may repeat, those without code first."""
    sentences = tuple(
        sentence
        for block in page.blocks
        if isinstance(block, Paragraph)
        for sentence in block.sentences
        if sentence.source.grade in {"proved", "quoted"}
        and len(sentence.text) in _LENGTHS
        and sentence.text.endswith(".")
        and not any(mark in sentence.text for mark in "[]*<\n")
        and sentence not in page.front_matter_sentences
    )
    yield from (one for one in sentences if "`" not in one.text)
    yield from (one for one in sentences if "`" in one.text)


def guide(page: DraftPage, key: str, claims: Mapping[str, Claim]) -> Sentence | None:
    """Return what the catalogue says of the page's title; None where the key is the title."""
    titles = (value.value for value in page.front_matter if value.key.lower() == "title")
    title = next((value for value in titles if isinstance(value, str)), None)
    names = (claim.value for claim in claims.values() if claim.kind == "product_name")
    name = next(names, None)
    if title is None or name is None or key.lower() == "title":
        return None
    return say("description_guide", title=title, subject=name)


def retold(page: DraftPage, key: str, sentence: Sentence | None) -> DraftPage:
    """Return the page with another sentence under a front matter key; without it for None."""
    told = {value.value for value in page.front_matter if value.key == key}
    kept = tuple(one for one in page.front_matter_sentences if one.text not in told)
    sentences = (*kept, sentence) if sentence is not None else kept
    value = sentence.text if sentence is not None else None
    changed = with_key(page, SetFrontMatter(key=key, value=value))
    return changed.model_copy(update={"front_matter_sentences": sentences})
