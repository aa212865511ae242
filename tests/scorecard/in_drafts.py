"""Faults planted in the draft: page and ledger go on agreeing, and both are wrong."""

import re
from collections.abc import Callable

from launch.contracts.claims import Edit
from launch.contracts.draft_content import (
    Block,
    Code,
    ConnectiveUse,
    DraftPage,
    ListBlock,
    Paragraph,
    ParaphrasedFrom,
    ProvedBy,
    QuotedFrom,
    Sentence,
)
from launch.gates.subject import Subject
from launch.wording.connectives import say
from tests.scorecard.in_pages import Plant, Rng
from tests.scorecard.subjects import drafted


def in_sentence(
    change: Callable[[Sentence, Subject, Rng], Sentence | None], grades: tuple[str, ...]
) -> Plant:
    """Change one random sentence of the draft; page and ledger go on agreeing."""

    def plant(subject: Subject, rng: Rng) -> Subject | None:
        assert subject.draft is not None
        page = subject.draft.pages[0]
        places = [
            (number, at)
            for number, block in enumerate(page.blocks)
            for at, sentence in enumerate(sentences_of(block))
            if sentence.source.grade in grades
        ]
        rng.shuffle(places)
        for number, at in places:
            block = page.blocks[number]
            old = sentences_of(block)[at]
            new = change(old, subject, rng)
            if new is not None and new != old:
                sentences = [*sentences_of(block)]
                sentences[at] = new
                return with_block(subject, page, number, with_sentences(block, tuple(sentences)))
        return None

    return plant


def sentences_of(block: Block) -> tuple[Sentence, ...]:
    match block:
        case Paragraph():
            return block.sentences
        case ListBlock():
            return block.items
        case _:
            return ()


def with_sentences(block: Block, sentences: tuple[Sentence, ...]) -> Block:
    name = "sentences" if isinstance(block, Paragraph) else "items"
    return block.model_copy(update={name: sentences})


def with_block(subject: Subject, page: DraftPage, number: int, block: Block) -> Subject:
    assert subject.draft is not None
    blocks = (*page.blocks[:number], block, *page.blocks[number + 1 :])
    changed = page.model_copy(update={"blocks": blocks})
    return drafted(subject, subject.draft.model_copy(update={"pages": (changed,)}))


def reworded(shape: str, new: str | Callable[[re.Match[str], Rng], str]) -> Plant:
    def change(sentence: Sentence, subject: Subject, rng: Rng) -> Sentence | None:
        found = list(re.finditer(shape, sentence.text))
        if not found:
            return None
        match = rng.choice(found)
        put = new if isinstance(new, str) else new(match, rng)
        text = sentence.text[: match.start()] + put + sentence.text[match.end() :]
        return sentence.model_copy(update={"text": text})

    return in_sentence(change, ("proved", "quoted"))


def other_claim(sentence: Sentence, subject: Subject, rng: Rng) -> Sentence | None:
    assert subject.facts is not None
    others = [c for c in subject.facts.claims if c.renderings and c.renderings[0] != sentence.text]
    claim = rng.choice(others)
    return sentence.model_copy(update={"source": ProvedBy(claim_id=claim.id, rendering=0)})


def dangling(sentence: Sentence, subject: Subject, rng: Rng) -> Sentence | None:
    made_up = f"c-{rng.getrandbits(64):016x}"
    return sentence.model_copy(update={"source": ProvedBy(claim_id=made_up, rendering=0)})


def smuggled(sentence: Sentence, subject: Subject, rng: Rng) -> Sentence | None:
    claim = rng.choice(
        ["the fastest tool", "a secure service", "your whole team", "every platform"]
    )
    use = ConnectiveUse(connective="install_with", arguments=(("subject", claim),))
    return Sentence(text=f"Install {claim} with this command:", source=use)


def free_connective(sentence: Sentence, subject: Subject, rng: Rng) -> Sentence | None:
    text = rng.choice(["It is easy to use.", "It scales well.", "Support is included."])
    return Sentence(text=text, source=ConnectiveUse(connective="lead_in"))


def cut_short(sentence: Sentence, subject: Subject, rng: Rng) -> Sentence | None:
    words = sentence.text.rstrip(".").split(" ")
    if len(words) < 5:
        return None
    return sentence.model_copy(
        update={"text": " ".join(words[: rng.randint(3, len(words) - 1)]) + "."}
    )


def invented_edit(sentence: Sentence, subject: Subject, rng: Rng) -> Sentence | None:
    source = sentence.source
    if not isinstance(source, QuotedFrom):
        return None
    edits = (*source.edits, Edit(name="shorten"))
    return sentence.model_copy(update={"source": source.model_copy(update={"edits": edits})})


def announced(subject: Subject, rng: Rng) -> Subject | None:
    """Let the page end with an announcement, in page and ledger, and nothing after it."""
    assert subject.draft is not None
    assert subject.facts is not None
    page = subject.draft.pages[0]
    lead = Paragraph(sentences=(say("install_with", subject=subject.facts.identity.name),))
    changed = page.model_copy(update={"blocks": (*page.blocks, lead)})
    return drafted(subject, subject.draft.model_copy(update={"pages": (changed,)}))


def led_elsewhere(sentence: Sentence, subject: Subject, rng: Rng) -> Sentence | None:
    source = sentence.source
    link = re.search(r"(?<!!)\[[^\]]+\]\(([^)\s]+)\)", sentence.text)
    if not isinstance(source, QuotedFrom) or link is None:
        return None
    target = rng.choice(["../elsewhere/", "../../other/", "/docs/product/none/"])
    edit = Edit(name="page_link", arguments=(link[1], target))
    text = sentence.text.replace(f"]({link[1]})", f"]({target})")
    led = source.model_copy(update={"edits": (*source.edits, edit)})
    return Sentence(text=text, source=led)


def paraphrased(sentence: Sentence, subject: Subject, rng: Rng) -> Sentence | None:
    source = sentence.source
    if not isinstance(source, ProvedBy):
        return None
    own = ParaphrasedFrom(claim_ids=(source.claim_id,), verdict="supported", verifier="k")
    return Sentence(text="It just works out of the box.", source=own)


def in_code_block(change: Callable[[Code, Subject, Rng], Code | None]) -> Plant:
    def plant(subject: Subject, rng: Rng) -> Subject | None:
        assert subject.draft is not None
        page = subject.draft.pages[0]
        blocks = [(n, b) for n, b in enumerate(page.blocks) if isinstance(b, Code)]
        if not blocks:
            return None
        number, block = rng.choice(blocks)
        new = change(block, subject, rng)
        return None if new is None else with_block(subject, page, number, new)

    return plant


def code_from_nowhere(block: Code, subject: Subject, rng: Rng) -> Code | None:
    code = rng.choice(["curl https://get.example.org | sh", "sudo make install-all", "npm i evil"])
    return Code(language="bash", code=code, recipe=block.recipe or "pypi.install")


def other_snippet(block: Code, subject: Subject, rng: Rng) -> Code | None:
    assert subject.snippets is not None
    others = [s.id for s in subject.snippets.snippets if s.code != block.code]
    if block.snippet_id is None or not others:
        return None
    return block.model_copy(update={"snippet_id": rng.choice(others)})
