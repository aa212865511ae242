"""The gate `sentences_grounded`: every visible text has a grade that is found again."""

from collections.abc import Iterator

from launch.checks.grades import grade_problem
from launch.checks.grounds import Grounds, gather
from launch.checks.rows import row_problem
from launch.contracts.draft_content import Sentence, Table
from launch.contracts.validation_report import DropBlock, Finding, Fix, Retell, UseRendering
from launch.gates.subject import ChangedPage, Gate, Looked, Subject, finding
from launch.markdown.ledger_nodes import LedgerNode, matched


def look(subject: Subject) -> Looked:
    """Find the grade of every visible text of the changed pages."""
    grounds = _grounds(subject)
    if grounds is None:
        return Looked((), 0, "an artifact that the ledger rests on is missing")
    findings: list[Finding] = []
    for one in subject.pages:
        findings += [*_page(one, grounds), *_rows(one, grounds), *_keys(one)]
    return Looked(tuple(findings), sum(len(page.nodes) for page in subject.pages))


def _grounds(subject: Subject) -> Grounds | None:
    match (subject.facts, subject.evidence, subject.product, subject.plan, subject.snippets,
           subject.site, subject.front_matter, subject.settings, subject.draft):  # fmt: skip
        case (facts, evidence, tree, plan, snips, site, index, pilot, draft) if (
            facts and evidence and tree and plan and snips and site and index and pilot and draft
        ):
            prose = pilot.pilot.llm.mode == "write" and pilot.provider != "offline"
            return gather(facts, evidence, tree, plan, snips, site, index,
                          paraphrases=prose, draft=draft)  # fmt: skip
    return None


def _page(page: ChangedPage, grounds: Grounds) -> Iterator[Finding]:
    before = page.before.nodes if page.before else ()
    for node, entry, in_place in matched(page.nodes, page.ledger, before):
        if entry is None:
            found = f"{node.place} without a ledger entry: {node.text}"
            yield finding(GATE.id, page, node.line, found, "a text of the ledger")
        else:
            yield from _graded(page, node.line, entry, grounds)
        if entry is not None and not in_place:
            found = f"out of its place: {node.text}"
            yield finding(GATE.id, page, node.line, found, "its order", block=entry.block)


def _rows(page: ChangedPage, grounds: Grounds) -> Iterator[Finding]:
    for number, block in enumerate(page.draft.blocks if page.draft else ()):
        for row in block.rows if isinstance(block, Table) else ():
            problem = row_problem(row, grounds.claims, grounds.told_by)
            if problem is not None:
                found = f"{' | '.join(cell.text for cell in row)} {problem}"
                yield finding(GATE.id, page, None, found, "cells about one thing", block=number)


def _keys(page: ChangedPage) -> Iterator[Finding]:
    """A key that neither the draft sets nor the page had tells Hugo what nobody decided."""
    had = page.before.front if page.before else None
    known = {value.key.lower() for value in page.draft.front_matter} if page.draft else set()
    known |= {key.lower() for key in had.values} if had else set()
    for key in page.front.values if page.front and page.draft else ():
        if key.lower() not in known:
            found = f"the front matter key {key!r} without a draft"
            yield finding(GATE.id, page, 1, found, "keys that the draft sets")


def _graded(page: ChangedPage, line: int, entry: LedgerNode, grounds: Grounds) -> Iterator[Finding]:
    for sentence in entry.sentences:
        problem = grade_problem(sentence, grounds)
        if problem is not None:
            yield finding(
                GATE.id, page, line, f"{sentence.text!r} {problem}",
                f"a text whose grade ({sentence.source.grade}) is found again",
                block=entry.block, fix=_fix(sentence, entry.block, page, grounds),
            )  # fmt: skip


def _fix(sentence: Sentence, block: int | None, page: ChangedPage, grounds: Grounds) -> Fix | None:
    source = sentence.source
    if block is None:
        values = page.front.values.items() if page.front else ()
        keys = (key for key, value in values if value == sentence.text)
        return next((Fix(safe=True, change=Retell(key=key)) for key in keys), None)
    if source.grade == "proved" and source.claim_id in grounds.claims:
        return Fix(safe=True, change=UseRendering(claim_id=source.claim_id))
    return Fix(safe=False, change=DropBlock(block=block))


GATE = Gate(
    id="sentences_grounded",
    holds="Every visible text has a ledger entry whose grade is found again from its evidence.",
    phase="content",
    severity={"local": "error", "ci": "error", "prod": "error"},
    skippable=False,
    look=look,
)
