"""Pages delivered before: ours are updated, what a person wrote or changed stays."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from launch.contracts.draft_content import DraftContent
from launch.contracts.patch_bundle import DeliveryHistory, PatchBundle
from launch.contracts.pilot import PilotFlags
from launch.patching.apply import apply
from launch.patching.bundle import make_bundle, rendered
from launch.patching.history import delivered_pages
from tests.support.gate_world import (
    BLOCKS,
    DRAFT,
    PATH,
    PLAN,
    SITE,
    SITE_PIN,
    SITE_TREE,
    settings,
    with_blocks,
    with_page,
)
from tests.support.memory_tree import MemoryTree


def made(
    draft: DraftContent, tree: MemoryTree, history: DeliveryHistory | None, *, merge: bool = False
) -> PatchBundle:
    wanted = settings(flags=PilotFlags(allow_manual_edits=merge))
    return make_bundle(draft, PLAN, tree, SITE_PIN, wanted, SITE, history)


FIRST = made(DRAFT, SITE_TREE, None)
AFTER = apply(FIRST, SITE_TREE)
RENDERED = rendered(DRAFT, settings(), SITE)
DELIVERED = AFTER[PATH] or b""
HISTORY = DeliveryHistory(pages=delivered_pages(DRAFT, RENDERED, AFTER))
WITHOUT_DEFAULT = with_blocks(*BLOCKS[:6])


def site(page: bytes) -> MemoryTree:
    return MemoryTree({**SITE_TREE.files, PATH: page})


def result(bundle: PatchBundle, tree: MemoryTree) -> str:
    return (apply(bundle, tree).get(PATH, tree.read(PATH)) or b"").decode()


def test_an_unchanged_delivery_makes_no_patch() -> None:
    assert made(DRAFT, site(DELIVERED), HISTORY).patches == ()


def test_a_page_that_a_person_wrote_becomes_a_proposal_and_is_never_overwritten() -> None:
    for merge in (False, True):
        bundle = made(DRAFT, site(b"---\ntitle: Mine\n---\n\nMine.\n"), None, merge=merge)
        assert bundle.patches == ()
        assert [proposal.path for proposal in bundle.proposals] == [PATH]


def test_our_own_page_is_updated_by_section() -> None:
    changed = with_blocks(*BLOCKS[:7], BLOCKS[8])
    bundle = made(changed, site(DELIVERED), HISTORY)
    assert [(p.type, getattr(p, "heading_path", ())) for p in bundle.patches] == [
        ("update_by_anchor", ("Default",))
    ]
    assert bundle.patches[0].page_id == "install"
    fresh = apply(made(changed, SITE_TREE, None), SITE_TREE)[PATH]
    assert result(bundle, site(DELIVERED)).encode() == fresh


def test_a_changed_title_is_one_patch_of_one_key() -> None:
    page = DRAFT.pages[0]
    values = (page.front_matter[0].model_copy(update={"value": "Set up"}), page.front_matter[1])
    bundle = made(with_page(front_matter=values), site(DELIVERED), HISTORY)
    assert [patch.type for patch in bundle.patches] == ["update_frontmatter_keys"]


def test_a_section_that_a_person_changed_stays_and_is_proposed() -> None:
    theirs = DELIVERED.replace(b"Teeth are counted", b"All teeth are counted")
    bundle = made(with_blocks(*BLOCKS[:7], BLOCKS[8]), site(theirs), HISTORY)
    assert bundle.patches == ()
    assert [proposal.heading_path for proposal in bundle.proposals] == [("Default",)]


def test_a_section_that_a_person_added_stays_while_ours_are_updated() -> None:
    theirs = DELIVERED.replace(b"## First program", b"## Mine\n\nMy own.\n\n## First program")
    bundle = made(with_blocks(*BLOCKS[:7], BLOCKS[8]), site(theirs), HISTORY)
    text = result(bundle, site(theirs))
    assert "My own." in text
    assert "has the default" not in text
    assert bundle.proposals == ()


def test_a_section_that_a_person_took_out_is_not_put_back() -> None:
    at = DELIVERED.index(b"## Default")
    bundle = made(with_blocks(*BLOCKS[:7], BLOCKS[8]), site(DELIVERED[:at]), HISTORY)
    assert "## Default" not in result(bundle, site(DELIVERED[:at]))
    assert [proposal.heading_path for proposal in bundle.proposals] == [("Default",)]


def test_a_key_that_a_person_set_stays() -> None:
    theirs = DELIVERED.replace(b"title: Install Sprocket", b"title: Getting it")
    page = DRAFT.pages[0]
    values = (page.front_matter[0].model_copy(update={"value": "Set up"}), page.front_matter[1])
    bundle = made(with_page(front_matter=values), site(theirs), HISTORY)
    assert "title: Getting it" in result(bundle, site(theirs))
    assert bundle.proposals


def test_manual_edits_are_merged_where_the_pilot_allows_it() -> None:
    theirs = DELIVERED.replace(b"Install Sprocket with this", b"Please install Sprocket with this")
    bundle = made(WITHOUT_DEFAULT, site(theirs), HISTORY, merge=True)
    text = result(bundle, site(theirs))
    assert "Please install" in text
    assert "## Default" not in text
    assert bundle.proposals == ()


def test_a_conflict_leaves_the_person_s_lines_and_is_shown() -> None:
    theirs = DELIVERED.replace(b"defaults to `12`", b"has the default twelve")
    bundle = made(WITHOUT_DEFAULT, site(theirs), HISTORY, merge=True)
    assert "has the default twelve" in result(bundle, site(theirs))
    assert any("theirs stand" in proposal.why for proposal in bundle.proposals)


def test_a_page_that_the_plan_has_no_more_goes_unless_a_person_changed_it() -> None:
    empty = PLAN.model_copy(update={"pages": ()})
    none = DraftContent(pages=())
    for page, kinds in ((DELIVERED, ["delete_file"]), (DELIVERED + b"Mine.\n", [])):
        bundle = make_bundle(none, empty, site(page), SITE_PIN, settings(), SITE, HISTORY)
        assert [patch.type for patch in bundle.patches] == kinds
        assert len(bundle.proposals) == 1 - len(kinds)


@pytest.mark.parametrize("merge", [False, True])
@given(edit=st.sampled_from(["My own line.", "`x`", "* item"]), at=st.integers(5, 40))
def test_whatever_a_person_adds_is_still_there(edit: str, at: int, *, merge: bool) -> None:
    lines = DELIVERED.decode().split("\n")
    theirs = "\n".join([*lines[:at], edit, *lines[at:]]).encode()
    bundle = made(WITHOUT_DEFAULT, site(theirs), HISTORY, merge=merge)
    assert edit in result(bundle, site(theirs)).split("\n")


@given(st.booleans(), st.booleans(), st.booleans())
def test_line_ends_marks_and_final_newlines_survive(crlf: bool, bom: bool, ends: bool) -> None:
    text = DELIVERED.decode() if ends else DELIVERED.decode().rstrip("\n")
    text = ("\ufeff" if bom else "") + (text.replace("\n", "\r\n") if crlf else text)
    history = DeliveryHistory(pages=delivered_pages(DRAFT, RENDERED, {PATH: text.encode()}))
    after = result(made(WITHOUT_DEFAULT, site(text.encode()), history), site(text.encode()))
    assert after.startswith("\ufeff") == bom
    assert after.count("\r\n") == (after.count("\n") if crlf else 0)
    assert "## Default" not in after
    assert after.endswith("\n") == ends


def test_a_persons_section_stays_theirs_through_later_runs() -> None:
    theirs = DELIVERED.replace(b"## Default\n", b"## Default\n\nMine alone.\n")
    assert theirs != DELIVERED
    first = made(DRAFT, site(theirs), HISTORY)
    after = {PATH: result(first, site(theirs)).encode()}
    later = delivered_pages(DRAFT, RENDERED, after)
    history = DeliveryHistory(pages=(*HISTORY.pages, *later))
    second = made(WITHOUT_DEFAULT, site(after[PATH]), history)
    assert "Mine alone." in result(second, site(after[PATH]))


def test_a_persons_front_matter_stays_theirs_through_later_runs() -> None:
    theirs = DELIVERED.replace(b"title: ", b"title: My ", 1)
    later = delivered_pages(DRAFT, RENDERED, {PATH: theirs})
    history = DeliveryHistory(pages=(*HISTORY.pages, *later))
    assert "title: My " in result(made(WITHOUT_DEFAULT, site(theirs), history), site(theirs))
