from dataclasses import replace

import pytest

from launch.gates.markdown_clean import GATE
from tests.support.hugo_site import NEW, NEW_PAGE, THEMELESS
from tests.support.read_sites import read, themeless
from tests.support.site_faults import FAULTS, Fault, Place

OLD = "content/docs/gears.md"
PLACE = Place("/docs/axles/", "description")
MINE = tuple(fault for fault in FAULTS if fault.gate == GATE.id)


@pytest.mark.parametrize("fault", MINE, ids=lambda fault: fault.name)
@pytest.mark.parametrize("path", [NEW, OLD])
def test_untidy_markdown_is_found(fault: Fault, path: str) -> None:
    text = THEMELESS.get(path, NEW_PAGE)
    looked = themeless().look(GATE, {path: fault.planted(text, PLACE)})
    assert {finding.path for finding in looked.findings} == {path}


def test_the_sites_own_pages_pass_as_new_ones() -> None:
    changes = {
        path.replace(".md", "-copy.md"): text.encode()
        for path, text in THEMELESS.items()
        if path.startswith("content/docs/") and "_index" not in path
    }
    assert themeless().look(GATE, changes).findings == ()


def test_what_the_page_had_before_does_not_count() -> None:
    text = THEMELESS[OLD] + "\n```\nx = 1\n```\n"
    site = read({**THEMELESS, OLD: text})
    assert site.look(GATE, {OLD: f"{text}\nMore.\n".encode()}).findings == ()


def test_a_rule_that_the_site_does_not_keep_is_no_rule() -> None:
    plain = {p: f"{t}\n```\nx\n```\n" for p, t in THEMELESS.items() if p.startswith("content/docs")}
    site = read({**THEMELESS, **plain})
    assert site.look(GATE, {NEW: f"{NEW_PAGE}\n```\nx\n```\n".encode()}).findings == ()


def test_without_a_linter_the_gate_cannot_run() -> None:
    subject = replace(themeless().subject({}), lint_after=None)
    assert GATE.look(subject).could_not_run is not None


def test_a_site_whose_headings_skip_a_level_does_not_allow_to_skip_three() -> None:
    skip = {p: f"{t}\n## A\n\n#### B\n" for p, t in THEMELESS.items() if p.startswith("content/d")}
    site = read({**THEMELESS, **skip})
    one, three = f"{NEW_PAGE}\n#### Deep\n", f"{NEW_PAGE}\n###### Deep\n"
    assert site.look(GATE, {NEW: one.encode()}).findings == ()
    (finding,) = site.look(GATE, {NEW: three.encode()}).findings
    assert "MD001" in finding.found
