"""The gate `sentences_grounded`: every visible text has a grade that is found again."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import count

from launch.checks.grades import grade_problem
from launch.checks.grounds import Grounds, gather
from launch.checks.rows import row_problem
from launch.checks.texts import fold
from launch.contracts.draft_content import (
    Alert,
    Code,
    DraftPage,
    Heading,
    ListBlock,
    Paragraph,
    Sentence,
    Table,
)
from launch.contracts.validation_report import DropBlock, Finding, Fix, UseRendering
from launch.gates.subject import ChangedPage, Gate, Looked, Subject, finding


@dataclass(frozen=True)
class _Entry:
    """A node as the ledger has it: its sentences, and its block."""

    sentences: tuple[Sentence, ...]
    block: int | None
    place: int
    """Position in the body; 0 for front matter."""


def look(subject: Subject) -> Looked:
    """Find the grade of every visible text of the changed pages."""
    grounds = _grounds(subject)
    if grounds is None or subject.draft is None:
        return Looked((), 0, "an artifact that the ledger rests on is missing")
    findings: list[Finding] = []
    for page in subject.pages:
        findings += [*_page(page, grounds), *_rows(page, grounds), *_keys(page)]
    return Looked(tuple(findings), sum(len(page.nodes) for page in subject.pages))


def _grounds(subject: Subject) -> Grounds | None:
    match (subject.facts, subject.evidence, subject.product_tree, subject.plan, subject.snippets,
           subject.site, subject.front_matter, subject.settings):  # fmt: skip
        case (facts, evidence, tree, plan, snippets, site, index, settings) if (
            facts and evidence and tree and plan and snippets and site and index and settings
        ):
            prose = settings.pilot.llm.mode == "write" and settings.provider != "offline"
            return gather(
                facts, evidence, tree, plan, snippets, site, index,
                paraphrases=prose, draft=subject.draft,
            )  # fmt: skip
    return None


def _page(page: ChangedPage, grounds: Grounds) -> Iterator[Finding]:
    """Match nodes and entries by text, in the ledger's order: another order says other things."""
    entries: dict[str, list[_Entry]] = {}
    for entry in _entries(page.draft) if page.draft else ():
        text = fold(" ".join(sentence.text for sentence in entry.sentences))
        entries.setdefault(text, []).append(entry)
    there = Counter(node.text for node in page.before.nodes) if page.before else Counter[str]()
    last = 0
    for node in page.nodes:
        found = entries.get(node.text)
        if found:
            entry = next((one for one in found if one.place >= last), found[-1])
            last = max(last, entry.place)
            yield from _graded(page, node.line, entry, grounds)
            if entry.place < last and there[node.text] == 0:
                yield finding(GATE.id, page, node.line, f"out of its place: {node.text}",
                              "the ledger's order", block=entry.block)  # fmt: skip
        elif there[node.text] > 0:
            there[node.text] -= 1
        else:
            yield finding(GATE.id, page, node.line, f"{node.place} without a ledger entry: "
                          f"{node.text}", "a text that the ledger accounts for")  # fmt: skip


def _rows(page: ChangedPage, grounds: Grounds) -> Iterator[Finding]:
    for number, block in enumerate(page.draft.blocks if page.draft else ()):
        for row in block.rows if isinstance(block, Table) else ():
            problem = row_problem(row, grounds.claims)
            if problem is not None:
                found = f"{' | '.join(cell.text for cell in row)} {problem}"
                fix = Fix(safe=False, change=DropBlock(block=number))
                expected = "cells that are about one thing"
                yield finding(GATE.id, page, None, found, expected, block=number, fix=fix)


def _keys(page: ChangedPage) -> Iterator[Finding]:
    """A key that neither the draft sets nor the page had tells Hugo what nobody decided."""
    if page.front is None or page.draft is None:
        return
    had = page.before.front if page.before else None
    known = {value.key.lower() for value in page.draft.front_matter}
    known |= {key.lower() for key in had.values} if had else set()
    for key in page.front.values:
        if key.lower() not in known:
            yield finding(GATE.id, page, 1, f"the front matter key {key!r} without a draft",
                          "keys that the draft sets")  # fmt: skip


def _graded(page: ChangedPage, line: int, entry: _Entry, grounds: Grounds) -> Iterator[Finding]:
    for sentence in entry.sentences:
        problem = grade_problem(sentence, grounds)
        if problem is not None:
            yield finding(
                GATE.id, page, line, f"{sentence.text!r} {problem}",
                f"a text whose grade ({sentence.source.grade}) is found again",
                block=entry.block, fix=_fix(sentence, entry.block, grounds),
            )  # fmt: skip


def _fix(sentence: Sentence, block: int | None, grounds: Grounds) -> Fix | None:
    source = sentence.source
    if source.grade == "proved" and source.claim_id in grounds.claims:
        return Fix(safe=True, change=UseRendering(claim_id=source.claim_id))
    return Fix(safe=False, change=DropBlock(block=block)) if block is not None else None


def _entries(draft: DraftPage) -> Iterator[_Entry]:
    for sentence in draft.front_matter_sentences:
        yield _Entry((sentence,), None, 0)
    places = count(1)
    for number, block in enumerate(draft.blocks):
        match block:
            case Heading():
                nodes: tuple[tuple[Sentence, ...], ...] = ((block.text,),)
            case Paragraph() | Alert():
                nodes = (block.sentences,)
            case ListBlock():
                nodes = tuple((item,) for item in block.items)
            case Table():
                cells = (cell for row in (block.header, *block.rows) for cell in row)
                nodes = tuple((cell,) for cell in cells if cell.text)
            case Code():
                nodes = ()
        yield from (_Entry(node, number, next(places)) for node in nodes)


GATE = Gate(
    id="sentences_grounded",
    holds="Every visible text has a ledger entry whose grade is found again from its evidence.",
    phase="content",
    severity={"local": "error", "ci": "error", "prod": "error"},
    skippable=False,
    look=look,
)
