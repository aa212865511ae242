"""Rounds: gates look, repairs follow, and no repair makes another gate refuse."""

import json
from collections.abc import Mapping

import pytest

from launch.contracts.draft_content import (
    DraftContent,
    DraftPage,
    Heading,
    ListBlock,
    Paragraph,
    ProvedBy,
    Sentence,
)
from launch.contracts.frontmatter_index import FrontmatterIndex, KeyRule, SectionContract
from launch.contracts.page_plan import FrontMatterValue
from launch.contracts.pilot import PilotGates, SkippedGate
from launch.contracts.site_build import BuildComparison, BuiltPage, SiteBuild
from launch.contracts.validation_report import Finding
from launch.fixing.front_matter import guide, retold, tellable
from launch.gates.subject import LintFinding
from launch.markdown.ledger_nodes import sentences_of
from launch.patching.errors import PatchError
from launch.ports import PageRewriter
from launch.rounds import MAX_ROUNDS, Outcome, validate_and_repair
from launch.wording.connectives import say
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
    with_page,
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
    front_matter: FrontmatterIndex = INDEX,
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
        front_matter=front_matter,
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


DESCRIBED = FrontmatterIndex(
    pages=(),
    contracts=(
        SectionContract(
            section="content/docs", kind="page", format="yaml", pages=9, confidence=1.0,
            rules=(KeyRule(key="description", types=("string",), required=True, share=1.0),),
        ),
    ),
)  # fmt: skip


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


def test_of_a_list_only_the_item_that_nobody_grounds_goes() -> None:
    at = next(n for n, block in enumerate(BLOCKS) if isinstance(block, ListBlock))
    items = BLOCKS[at]
    assert isinstance(items, ListBlock)
    bad = items.model_copy(
        update={"items": (items.items[0], *UNGROUNDED.sentences, *items.items[1:])}
    )
    done = run(with_blocks(*BLOCKS[:at], bad, *BLOCKS[at + 1 :]))
    assert done.report.status == "w8_converged", done.report.errors
    assert done.draft.pages[0].blocks == BLOCKS
    assert done.report.lost_claims == ()


def test_what_is_left_bare_by_a_drop_goes_in_the_next_round() -> None:
    heading = Heading(level=2, text=say("options"))
    lead = Paragraph(sentences=(say("run_program"),))
    done = run(with_blocks(*BLOCKS, heading, lead, UNGROUNDED))
    assert done.report.status == "w8_converged", done.report.errors
    assert done.draft.pages[0].blocks == BLOCKS


@pytest.mark.parametrize("value", ["Sprocket is fast.", None])
def test_a_description_without_ground_is_told_anew(value: str | None) -> None:
    page = DRAFT.pages[0]
    more = () if value is None else (FrontMatterValue(key="description", value=value),)
    said = () if value is None else lie(value).sentences
    bad = with_page(
        front_matter=(*page.front_matter, *more),
        front_matter_sentences=(*page.front_matter_sentences, *said),
    )
    done = run(bad, front_matter=DESCRIBED)
    assert done.report.status == "w8_converged", done.report.errors
    kept = {one.key: one.value for one in done.draft.pages[0].front_matter}
    assert kept["description"] in {one.text for b in BLOCKS for one in sentences_of(b)}
    assert [one.how for one in done.report.rounds[0].repairs] == ["fix"]


def test_a_description_is_told_by_the_catalogue_where_the_page_has_no_sentence_for_it() -> None:
    page, claims = DRAFT.pages[0], {one.id: one for one in FACTS.claims}
    bare = page.model_copy(update={"blocks": BLOCKS[1:4]})
    assert list(tellable(bare)) == []
    told = retold(bare, "description", guide(bare, "description", claims))
    assert told.front_matter[-1].value == told.front_matter_sentences[-1].text
    assert FACTS.identity.name in str(told.front_matter[-1].value)
    assert retold(told, "description", None).front_matter == page.front_matter
    assert retold(told, "description", None).front_matter_sentences == page.front_matter_sentences


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
