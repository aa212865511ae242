from dataclasses import replace

import pytest

from launch.gates.hugo_builds import GATE
from tests.support.hugo_site import NEW, NEW_PAGE, THEMELESS
from tests.support.read_sites import read, themeless, with_own_layouts
from tests.support.site_faults import FAULTS, Fault, Place

OLD = "content/docs/gears.md"
OLD_PAGE = "---\ntitle: Docs\n---\n\nText.\n"
PLACE = Place("/docs/axles/", "description")
MINE = tuple(fault for fault in FAULTS if fault.gate == GATE.id)


def test_a_good_new_page_passes_on_a_site_without_its_theme() -> None:
    looked = themeless().look(GATE, {NEW: NEW_PAGE.encode()})
    assert (looked.findings, looked.could_not_run, looked.looked_at) == ((), None, 1)


def test_a_good_new_page_passes_on_a_site_that_builds_as_it_is() -> None:
    looked = with_own_layouts().look(GATE, {NEW: NEW_PAGE.encode()})
    assert (looked.findings, looked.could_not_run) == ((), None)


def test_an_untouched_site_has_no_finding() -> None:
    assert themeless().look(GATE, {}).findings == ()


@pytest.mark.parametrize("fault", MINE, ids=lambda fault: fault.name)
def test_a_fault_in_a_new_page_is_found(fault: Fault) -> None:
    looked = themeless().look(GATE, {NEW: fault.planted(NEW_PAGE, PLACE)})
    assert {finding.path for finding in looked.findings} == {NEW}


@pytest.mark.parametrize("fault", [f for f in MINE if not f.new_only], ids=lambda fault: fault.name)
def test_a_fault_in_a_page_that_was_there_is_found(fault: Fault) -> None:
    looked = themeless().look(GATE, {OLD: fault.planted(THEMELESS[OLD], PLACE)})
    assert OLD in {finding.path for finding in looked.findings}


def test_one_broken_page_does_not_hide_or_taint_another() -> None:
    changes: dict[str, bytes | None] = {
        NEW: NEW_PAGE.encode(),
        "content/docs/bad1.md": b"---\ntitle: Bad\n---\n\n{{< nopebox >}}\n",
        "content/docs/bad2.md": b"---\ntitle: Bad\ntitle: Twice\n---\n\nText.\n",
    }
    findings = themeless().look(GATE, changes).findings
    assert {f.path for f in findings} == {"content/docs/bad1.md", "content/docs/bad2.md"}


def test_a_section_that_hugo_listed_by_itself_may_get_a_page_of_its_own() -> None:
    site = read({"hugo.toml": 'title = "Site"\n', "content/docs/_index.md": OLD_PAGE})
    changes: dict[str, bytes | None] = {"content/_index.md": NEW_PAGE.encode()}
    assert site.look(GATE, changes).findings == ()


def test_a_finding_names_the_line() -> None:
    page = f"{NEW_PAGE}\n{{{{< nopebox >}}}}\n"
    findings = themeless().look(GATE, {NEW: page.encode()}).findings
    assert page.count("\n") in {finding.line for finding in findings}


def test_an_untouched_site_without_a_build_makes_the_gate_fail_with_the_reason() -> None:
    subject = themeless().subject({NEW: NEW_PAGE.encode()})
    assert subject.build is not None
    error = 'failed to load config: "hugo.toml:1:9": toml: array is incomplete'
    broken = {"pages": (), "errors": (error,), "error_texts": (error,)}
    before = subject.build.before.model_copy(update=broken)
    build = subject.build.model_copy(update={"before": before})
    looked = GATE.look(replace(subject, build=build))
    assert looked.could_not_run is not None
    assert "hugo.toml" in looked.could_not_run


def test_without_a_build_the_gate_cannot_run() -> None:
    subject = replace(themeless().subject({}), build=None)
    assert GATE.look(subject).could_not_run is not None


def test_an_error_only_in_the_sites_own_templates_is_found() -> None:
    box = b'{{ if .Inner }}{{ end }}{{ template "nope" }}'
    changes: dict[str, bytes | None] = {"layouts/shortcodes/box.html": box}
    assert with_own_layouts().look(GATE, changes).findings


def test_a_url_that_is_taken_in_one_language_of_two_is_found() -> None:
    mounts = "".join(
        f'[[module.mounts]]\nsource = "content"\ntarget = "content"\nlang = "{code}"\n'
        for code in ("en", "de")
    )
    languages = "[languages.en]\nweight = 1\n[languages.de]\nweight = 2\n"
    site = read({**THEMELESS, "hugo.toml": THEMELESS["hugo.toml"] + languages + mounts})
    taken = NEW_PAGE.replace("title:", "url: /docs/axles/\ntitle:")
    found = site.look(GATE, {NEW: taken.encode()}).findings
    assert any("several pages have the URL /docs/axles/ (en)" in one.found for one in found)
    assert {one.path for one in found} == {NEW}
