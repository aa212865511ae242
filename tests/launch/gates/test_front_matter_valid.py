from dataclasses import replace

import pytest

from launch.gates.front_matter_valid import GATE
from tests.support.hugo_site import NEW, NEW_PAGE, THEMELESS
from tests.support.read_sites import read, themeless
from tests.support.site_faults import FAULTS, Fault, Place

OLD = "content/docs/gears.md"
PLACE = Place("/docs/axles/", "description")
MINE = tuple(fault for fault in FAULTS if fault.gate == GATE.id)


@pytest.mark.parametrize("fault", MINE, ids=lambda fault: fault.name)
def test_a_fault_in_a_new_page_is_found(fault: Fault) -> None:
    looked = themeless().look(GATE, {NEW: fault.planted(NEW_PAGE, PLACE)})
    assert {finding.path for finding in looked.findings} == {NEW}


@pytest.mark.parametrize("fault", [f for f in MINE if not f.new_only], ids=lambda fault: fault.name)
def test_a_fault_in_a_page_that_was_there_is_found(fault: Fault) -> None:
    looked = themeless().look(GATE, {OLD: fault.planted(THEMELESS[OLD], PLACE)})
    assert {finding.path for finding in looked.findings} == {OLD}


def test_the_sites_own_pages_pass_as_new_ones() -> None:
    changes = {
        path.replace(".md", "-copy.md"): text.encode()
        for path, text in THEMELESS.items()
        if path.startswith("content/docs/") and "_index" not in path
    }
    assert themeless().look(GATE, changes).findings == ()


def test_what_a_page_had_before_does_not_count() -> None:
    text = THEMELESS[OLD].replace("weight: 10", 'weight: "10"')
    site = read({**THEMELESS, OLD: text})
    assert site.look(GATE, {OLD: f"{text}\nMore.\n".encode()}).findings == ()


def test_a_section_without_pages_yet_has_no_contract() -> None:
    page = b"---\ntitle: First of its kind\n---\n\nText.\n"
    assert themeless().look(GATE, {"content/guides/first.md": page}).findings == ()


def test_front_matter_in_another_format_is_a_warning() -> None:
    page = '+++\ntitle = "Wheels"\ndescription = "Round"\nweight = 70\n+++\n\nText.\n'
    findings = themeless().look(GATE, {NEW: page.encode()}).findings
    assert [finding.severity for finding in findings] == ["warning"]


def test_a_finding_names_the_line_of_its_key() -> None:
    page = NEW_PAGE.replace("weight: 70", 'weight: "many"')
    findings = themeless().look(GATE, {NEW: page.encode()}).findings
    assert [finding.line for finding in findings] == [4]


def test_without_the_sites_front_matter_the_gate_cannot_run() -> None:
    subject = replace(themeless().subject({}), front_matter=None)
    assert GATE.look(subject).could_not_run is not None


def test_bytes_that_are_no_text_are_found_below_unchanged_front_matter() -> None:
    old = THEMELESS["content/docs/gears.md"].encode()
    looked = themeless().look(GATE, {"content/docs/gears.md": old + b"caf\xe9\n"})
    assert any("UTF-8" in finding.found for finding in looked.findings)
    assert themeless().look(GATE, {"content/docs/gears.md": old + b"More.\n"}).findings == ()
