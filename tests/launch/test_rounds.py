"""Rounds: gates look, repairs follow, and no repair makes another gate refuse."""

import json
from collections.abc import Mapping

import pytest

from launch.contracts.draft_content import DraftContent, DraftPage, Paragraph, ProvedBy, Sentence
from launch.contracts.pilot import PilotGates, SkippedGate
from launch.contracts.site_build import BuildComparison, BuiltPage, SiteBuild
from launch.contracts.validation_report import Finding
from launch.gates.subject import LintFinding
from launch.patching.errors import PatchError
from launch.ports import PageRewriter
from launch.rounds import MAX_ROUNDS, Outcome, validate_and_repair
from tests.support.gate_world import (
    BLOCKS,
    DRAFT,
    EVIDENCE,
    FACTS,
    HUGO,
    INDEX,
    INSTALL,
    OVERVIEW,
    PATH,
    PLAN,
    PRODUCT_TREE,
    SITE,
    SITE_TREE,
    SNIPPETS,
    VERSION,
    body_of,
    quoted,
    settings,
    subject_of,
    with_blocks,
)


class Builder:
    """A site that always builds."""

    def compare(self, changes: Mapping[str, bytes | None]) -> BuildComparison:
        new = tuple(_page(path, "/docs/sprocket/install/") for path in changes)
        old = (_page("content/docs/_index.md", "/docs/"),)
        return BuildComparison(before=_build(old), after=_build(old + new))


def _page(path: str, url: str) -> BuiltPage:
    return BuiltPage(
        path=path,
        url=url,
        title="",
        kind="page",
        language="en",
        weight=0,
        draft=False,
        words=1,
        aliases=(),
        heading_ids=(),
        links=(),
    )


def _build(pages: tuple[BuiltPage, ...]) -> SiteBuild:
    return SiteBuild(
        how="overlay", hugo_version="x", finished=True, problem=None, errors=(), pages=pages
    )


class Linter:
    def compare(
        self, changes: Mapping[str, bytes | None]
    ) -> tuple[tuple[LintFinding, ...], tuple[LintFinding, ...]]:
        return (), ()


class Rewriter:
    """Gives back a good page once, and counts."""

    def __init__(self, page: DraftPage | None) -> None:
        self.page = page
        self.asked: list[tuple[Finding, ...]] = []

    def rewrite(self, page: DraftPage, findings: tuple[Finding, ...]) -> DraftPage | None:
        self.asked.append(findings)
        return self.page


def run(
    draft: DraftContent,
    rewriter: PageRewriter | None = None,
    gates: PilotGates | None = None,
) -> Outcome:
    subject = subject_of(draft)
    return validate_and_repair(
        settings=settings(gates=gates),
        plan=PLAN,
        draft=draft,
        bundle=subject.bundle,
        facts=FACTS,
        evidence=EVIDENCE,
        snippets=SNIPPETS,
        front_matter=INDEX,
        site=SITE,
        hugo=HUGO,
        site_tree=SITE_TREE,
        product_tree=PRODUCT_TREE,
        site_builder=Builder(),
        linter=Linter(),
        rewriter=rewriter,
        history=None,
        artifacts=subject.artifacts,
    )


def lie(text: str) -> Paragraph:
    source = ProvedBy(claim_id=VERSION.claim.id, rendering=0)
    return Paragraph(sentences=(Sentence(text=text, source=source),))


UNGROUNDED = Paragraph(
    sentences=(
        Sentence(text="It is fast.", source=ProvedBy(claim_id="c-0000000000000000", rendering=0)),
    )
)


def test_a_good_draft_is_green_at_once() -> None:
    done = run(DRAFT)
    assert done.report.status == "ok", done.report.errors
    assert not done.bundle.refused
    assert [one.findings for one in done.report.rounds] == [0]
    assert dict(done.report.grades[0].counts) == {"connective": 5, "proved": 2, "quoted": 3}


def test_a_safe_fix_puts_the_claim_s_own_words() -> None:
    first = BLOCKS[0]
    assert isinstance(first, Paragraph)
    wrong = Paragraph(sentences=(first.sentences[0], *lie("This is Sprocket 2.1.0.").sentences))
    done = run(with_blocks(wrong, *BLOCKS[1:]))
    assert done.report.status == "w8_converged", done.report.errors
    assert done.draft.pages[0].blocks == BLOCKS
    assert [repair.how for repair in done.report.rounds[0].repairs] == ["fix"]
    assert done.bundle.patches[0].after_sha256 == subject_of().bundle.patches[0].after_sha256


def test_the_writer_is_asked_before_anything_is_dropped() -> None:
    rewriter = Rewriter(DRAFT.pages[0])
    done = run(with_blocks(*BLOCKS, UNGROUNDED), rewriter)
    assert done.report.status == "w8_converged", done.report.errors
    assert {f.gate for f in rewriter.asked[0]} == {"claims_hold", "sentences_grounded"}
    assert {repair.how for repair in done.report.rounds[0].repairs} == {"rewritten"}


def test_a_writer_that_does_not_help_is_followed_by_dropping_the_block() -> None:
    bad = with_blocks(*BLOCKS, UNGROUNDED)
    done = run(bad, Rewriter(bad.pages[0].model_copy(update={"notes": ("tried",)})))
    assert done.report.status == "w8_converged", done.report.errors
    assert done.draft.pages[0].blocks == BLOCKS
    assert "left out" in done.draft.pages[0].notes[-1]


def test_a_block_is_never_dropped_if_a_required_claim_goes_with_it() -> None:
    code = BLOCKS[3].model_copy(update={"code": "pip install evil"})
    done = run(with_blocks(*BLOCKS[:3], code, *BLOCKS[4:]))
    assert done.report.status == "failed"
    assert done.bundle.refused
    assert any("taken back" in note for one in done.report.rounds for note in one.reverted)
    assert INSTALL.claim.id not in done.report.lost_claims


def test_losing_too_many_claims_leaves_the_run_red_even_if_the_plan_s_gate_is_skipped() -> None:
    first = quoted(OVERVIEW).model_copy(update={"text": "Sprocket is fast."})
    skips = PilotGates(skip=(SkippedGate(gate="plan_fulfilled", reason="why not"),))
    done = run(with_blocks(Paragraph(sentences=(first,)), *BLOCKS[1:]), gates=skips)
    assert done.report.status == "failed"
    assert done.report.errors[-1].gate == "plan_fulfilled"
    assert OVERVIEW.claim.id in done.report.lost_claims
    assert done.report.draft_pr


def test_rounds_are_bounded_and_kept() -> None:
    done = run(with_blocks(*BLOCKS[4:]), Rewriter(None))
    assert done.report.status == "failed"
    assert len(done.report.rounds) <= MAX_ROUNDS
    names = [name for name, _ in done.evidence]
    assert names == [f"round-{n}.json" for n in range(1, len(names) + 1)]
    assert json.loads(done.evidence[0][1])[0]["gate"] == "contracts_valid"


def test_the_same_input_gives_the_same_bytes() -> None:
    bad = with_blocks(*BLOCKS, UNGROUNDED)
    one, two = run(bad), run(bad)
    assert one.report.to_bytes() == two.report.to_bytes()
    assert one.bundle.to_bytes() == two.bundle.to_bytes()


def test_a_bundle_that_does_not_fit_the_site_is_refused() -> None:
    subject = subject_of()
    moved = tuple(p.model_copy(update={"after_sha256": "0" * 64}) for p in subject.bundle.patches)
    with pytest.raises(PatchError, match="p0001"):
        validate_and_repair(
            settings=settings(),
            plan=PLAN,
            draft=DRAFT,
            bundle=body_of(subject.bundle, patches=moved),
            facts=FACTS,
            evidence=EVIDENCE,
            snippets=SNIPPETS,
            front_matter=INDEX,
            site=SITE,
            hugo=HUGO,
            site_tree=SITE_TREE,
            product_tree=PRODUCT_TREE,
            site_builder=None,
            linter=None,
            rewriter=None,
            history=None,
            artifacts={},
        )
    assert PATH in subject.after
