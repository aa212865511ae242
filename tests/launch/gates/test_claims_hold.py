"""The gate `claims_hold`: claims proved again from the tree, whatever the artifacts say."""

from dataclasses import replace

import pytest

from launch.contracts.claims import PathCheck, TextCheck
from launch.contracts.draft_content import Paragraph, ProvedBy, Sentence
from launch.contracts.product_facts import Conflict
from launch.digests import sha256
from launch.gates.claims_hold import look
from tests.support.gate_world import (
    BLOCKS,
    DEFAULT,
    EVIDENCE,
    FACTS,
    OVERVIEW,
    PRODUCT_TREE,
    VERSION,
    Told,
    subject_of,
    with_blocks,
    without,
)
from tests.support.memory_tree import MemoryTree


def with_evidence(told: Told, **update: object) -> str:
    swapped = told.evidence.model_copy(update=update)
    evidence = EVIDENCE.model_copy(
        update={
            "evidence": tuple(
                swapped if one.claim_id == told.claim.id else one for one in EVIDENCE.evidence
            )
        }
    )
    return " ".join(finding.found for finding in look(subject_of(evidence=evidence)).findings)


def test_a_good_page_passes() -> None:
    looked = look(subject_of())
    assert (looked.findings, looked.looked_at) == ((), 5)


@pytest.mark.parametrize(
    ("path", "old", "new"),
    [
        ("pyproject.toml", b"2.1.0", b"2.2.0"),
        ("sprocket/__init__.py", b"teeth: int = 12", b"teeth: int = 10"),
        ("README.md", b"It never writes", b"It always writes"),
    ],
)
def test_a_product_that_says_otherwise_fails_the_claim(path: str, old: bytes, new: bytes) -> None:
    files = {**PRODUCT_TREE.files, path: PRODUCT_TREE.files[path].replace(old, new)}
    assert look(replace(subject_of(), product_tree=MemoryTree(files))).findings


def test_an_anchor_on_another_line_is_caught() -> None:
    moved = VERSION.evidence.anchors[0].model_copy(update={"first_line": 2, "last_line": 2})
    assert "reads otherwise" in with_evidence(VERSION, anchors=(moved,))


def test_a_claim_with_another_claim_s_evidence_is_caught() -> None:
    other = DEFAULT.evidence
    assert "its check proves" in with_evidence(VERSION, check=other.check, anchors=other.anchors)
    assert with_evidence(DEFAULT, check=VERSION.evidence.check, anchors=VERSION.evidence.anchors)


def test_a_check_that_proves_less_than_the_claim_is_caught() -> None:
    assert "its check proves" in with_evidence(DEFAULT, check=PathCheck(path="README.md"))
    assert "its check proves" in with_evidence(VERSION, check=PathCheck(path="README.md"))


def test_a_claim_without_evidence_is_caught() -> None:
    assert "without evidence" in with_evidence(OVERVIEW, anchors=())


def test_a_dangling_claim_is_caught() -> None:
    source = ProvedBy(claim_id="c-0000000000000000", rendering=0)
    paragraph = Paragraph(sentences=(Sentence(text="Sprocket is free.", source=source),))
    found = look(subject_of(with_blocks(*BLOCKS, paragraph))).findings
    assert [finding.block for finding in found] == [len(BLOCKS)]


def test_a_claim_that_two_sources_dispute_is_caught() -> None:
    conflict = Conflict(
        subject="Sprocket",
        attribute="version",
        scope="",
        values=("2.1.0", "2.0"),
        sources=(),
        resolution="",
        claim_ids=(VERSION.claim.id,),
    )
    found = look(subject_of(facts=FACTS.model_copy(update={"conflicts": (conflict,)}))).findings
    assert "dispute" in found[0].found


def test_a_check_that_proves_something_else_is_caught() -> None:
    text = TextCheck(path="README.md", text_sha256=sha256("# Sprocket"), first_line=1, last_line=1)
    for check in (PathCheck(path="README.md"), text, VERSION.evidence.check):
        assert "its check proves" in with_evidence(DEFAULT, check=check)


def test_a_gate_without_its_input_does_not_run() -> None:
    for missing in ("facts", "evidence", "product_tree"):
        assert look(without(missing)).could_not_run
