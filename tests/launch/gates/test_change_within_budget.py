"""The gate `change_within_budget`: no more than agreed, and nothing of a person's."""

from dataclasses import replace

from launch.contracts.patch_bundle import DeliveryHistory
from launch.contracts.pilot import PilotBudget, PilotFlags
from launch.gates.change_within_budget import look
from launch.patching.history import delivered_pages
from tests.support.gate_world import DRAFT, PATH, settings, subject_of, without

GOOD = subject_of()
PAGE = GOOD.after[PATH] or b""
HISTORY = DeliveryHistory(pages=delivered_pages(DRAFT, {PATH: PAGE.decode()}, GOOD.after))


def changed(before: bytes, after: bytes, *, history: bool = True, merge: bool = False) -> str:
    subject = replace(
        GOOD,
        before={PATH: before},
        after={PATH: after},
        history=HISTORY if history else None,
        settings=settings(flags=PilotFlags(allow_manual_edits=merge)),
    )
    return " ".join(finding.found for finding in look(subject).findings)


def test_a_new_page_and_an_update_of_our_own_pass() -> None:
    assert look(GOOD).findings == ()
    assert changed(PAGE, PAGE.replace(b"charts", b"pictures")) == ""


def test_too_many_files_or_lines_are_caught() -> None:
    lines = replace(GOOD, settings=settings(budget=PilotBudget(max_lines_per_file=5)))
    assert "changed lines" in look(lines).findings[0].found
    files = replace(
        GOOD,
        settings=settings(budget=PilotBudget(max_files_changed=1)),
        before={},
        after={PATH: b"a", "content/docs/sprocket/b.md": b"b"},
    )
    assert "2 files" in look(files).findings[0].found


def test_formatting_alone_is_churn() -> None:
    assert "white space" in changed(PAGE, PAGE.replace(b"\n\n", b"\n\n\n"))
    assert "line ends" in changed(PAGE, PAGE.replace(b"\n", b"\r\n") + b"More.\r\n")


def test_a_page_that_is_not_ours_is_not_changed() -> None:
    assert "did not write" in changed(b"Mine.\n", PAGE, history=False)


def test_a_section_that_a_person_changed_is_not_rewritten() -> None:
    theirs = PAGE.replace(b"Teeth are counted", b"My teeth are counted")
    assert "a person changed" in changed(theirs, PAGE)
    assert changed(theirs, theirs.replace(b"turns gears", b"makes gears")) == ""


def test_a_merge_keeps_a_person_s_lines_and_may_change_ours_around_them() -> None:
    theirs = PAGE.replace(b"Teeth are counted", b"My teeth are counted")
    assert "a person changed" in changed(theirs, PAGE, merge=True)
    ours = theirs.replace(b"Charts are saved", b"Charts are kept")
    assert ours != theirs
    assert changed(theirs, ours, merge=True) == ""


def test_a_gate_without_the_pilot_does_not_run() -> None:
    assert look(without("settings")).could_not_run
