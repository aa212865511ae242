"""Where the faults held apart are put: into the final text, the draft, or the facts."""

import random
import re
from collections.abc import Callable
from dataclasses import replace

from launch.contracts.draft_content import (
    Block,
    Code,
    ListBlock,
    Paragraph,
    ProvedBy,
    Sentence,
    Table,
)
from launch.contracts.product_facts import Claim
from launch.gates.subject import Subject
from tests.scorecard.subjects import drafted

Rng = random.Random
Plant = Callable[[Subject, Rng], Subject | None]
Change = Callable[[str, Rng], str | None]


def in_text(change: Change) -> Plant:
    """Return a planter that changes the page behind its ledger."""

    def plant(subject: Subject, rng: Rng) -> Subject | None:
        (path, data), *_ = subject.after.items()
        text = (data or b"").decode()
        new = change(text, rng)
        return None if new in {None, text} else replace(subject, after={path: str(new).encode()})

    return plant


def appended(*texts: str) -> Plant:
    """Return a planter that puts one of the texts at the end of the page."""
    return in_text(lambda text, rng: f"{text}\n{rng.choice(texts)}\n")


def in_code(change: Change) -> Plant:
    """Return a planter that changes the content of one code block of the final text."""

    def whole(text: str, rng: Rng) -> str | None:
        blocks = list(re.finditer(r"(?ms)^```[\w+-]+\n(.*?)^```", text))
        rng.shuffle(blocks)
        for block in blocks:
            new = change(block[1], rng)
            if new is not None and new != block[1]:
                return text[: block.start(1)] + new + text[block.end(1) :]
        return None

    return in_text(whole)


def in_front_matter(*lines: str) -> Plant:
    """Return a planter that adds one of the lines to YAML front matter."""

    def change(text: str, rng: Rng) -> str | None:
        return (
            text.replace("---\n", f"---\n{rng.choice(lines)}\n", 1) if text[:4] == "---\n" else None
        )

    return in_text(change)


def beside(name: str) -> Plant:
    """Return a planter that writes a second file next to the page, with the same text."""

    def plant(subject: Subject, rng: Rng) -> Subject | None:
        (path, data), *_ = subject.after.items()
        other = f"{path.rsplit('/', 1)[0]}/{name}"
        return replace(
            subject, after={**subject.after, other: data}, before={**subject.before, other: None}
        )

    return plant


def with_blocks(subject: Subject, blocks: tuple[Block, ...]) -> Subject:
    """Return the subject drafted anew with other blocks."""
    assert subject.draft is not None
    page = subject.draft.pages[0].model_copy(update={"blocks": blocks})
    return drafted(subject, subject.draft.model_copy(update={"pages": (page,)}))


def in_block[B: (Code, Table, Paragraph)](
    kind: type[B], change: Callable[[B, Subject, Rng], B | None]
) -> Plant:
    """Return a planter that changes one block of a kind; page and ledger go on agreeing."""

    def plant(subject: Subject, rng: Rng) -> Subject | None:
        assert subject.draft is not None
        blocks: tuple[Block, ...] = subject.draft.pages[0].blocks
        places: list[tuple[int, B]] = [
            (n, block) for n, block in enumerate(blocks) if isinstance(block, kind)
        ]
        rng.shuffle(places)
        for place in places:
            new = change(place[1], subject, rng)
            if new is not None and new != place[1]:
                kept = tuple(enumerate(blocks))
                return with_blocks(
                    subject, tuple(new if n == place[0] else block for n, block in kept)
                )
        return None

    return plant


def in_sentence(change: Callable[[Sentence, Subject, Rng], Sentence | None]) -> Plant:
    """Return a planter that changes one proved or quoted sentence; its label stays."""

    def plant(subject: Subject, rng: Rng) -> Subject | None:
        assert subject.draft is not None
        blocks = subject.draft.pages[0].blocks
        places = [
            (n, at)
            for n, block in enumerate(blocks)
            for at, sentence in enumerate(sentences_of(block))
            if sentence.source.grade in {"proved", "quoted"}
        ]
        rng.shuffle(places)
        for n, at in places:
            old = sentences_of(blocks[n])
            new = change(old[at], subject, rng)
            if new is not None and new != old[at]:
                block = _set(blocks[n], (*old[:at], new, *old[at + 1 :]))
                return with_blocks(subject, (*blocks[:n], block, *blocks[n + 1 :]))
        return None

    return plant


def reworded(shape: str, new: str) -> Plant:
    """Return a planter that rewords one sentence by a pattern, under its old label."""
    return in_sentence(
        lambda sentence, subject, rng: (
            sentence.model_copy(update={"text": re.sub(shape, new, sentence.text, count=1)})
            if re.search(shape, sentence.text)
            else None
        )
    )


def said_of(kind: str, text: Callable[[Claim, Rng], str | None]) -> Plant:
    """Return a planter that adds a paragraph labelled as proved by a claim of the kind."""

    def plant(subject: Subject, rng: Rng) -> Subject | None:
        assert subject.draft is not None
        assert subject.facts is not None
        claims = [one for one in subject.facts.claims if one.kind == kind and one.renderings]
        said = text(rng.choice(claims), rng) if claims else None
        if said is None:
            return None
        claim = rng.choice(claims)
        sentence = Sentence(text=said, source=ProvedBy(claim_id=claim.id, rendering=0))
        blocks = subject.draft.pages[0].blocks
        return with_blocks(subject, (*blocks, Paragraph(sentences=(sentence,))))

    return plant


def sentences_of(block: Block) -> tuple[Sentence, ...]:
    """Return the sentences of a paragraph or a list."""
    match block:
        case Paragraph():
            return block.sentences
        case ListBlock():
            return block.items
        case _:
            return ()


def _set(block: Block, sentences: tuple[Sentence, ...]) -> Block:
    name = "sentences" if isinstance(block, Paragraph) else "items"
    return block.model_copy(update={name: sentences})
