from dataclasses import replace

import pytest

from launch.gates.links_resolve import GATE
from tests.support.hugo_site import NEW, NEW_PAGE, THEMELESS
from tests.support.read_sites import read, themeless, with_own_layouts
from tests.support.site_faults import FAULTS, Fault, Place

OLD = "content/docs/gears.md"
TEETH = "content/docs/teeth.md"
PLACE = Place("/docs/axles/", "description")
MINE = tuple(fault for fault in FAULTS if fault.gate == GATE.id)


def _with_body(text: str) -> bytes:
    return f"{NEW_PAGE}\n{text}\n".encode()


@pytest.mark.parametrize("fault", MINE, ids=lambda fault: fault.name)
@pytest.mark.parametrize("path", [NEW, OLD])
def test_a_broken_link_is_found(fault: Fault, path: str) -> None:
    text = THEMELESS.get(path, NEW_PAGE)
    looked = themeless().look(GATE, {path: fault.planted(text, PLACE)})
    assert {finding.path for finding in looked.findings} == {path}
    assert all(finding.line for finding in looked.findings)


@pytest.mark.parametrize(
    "link",
    [
        "[a](/docs/teeth/)",
        "[a](/docs/teeth/#counting-teeth)",
        "[a](../teeth/)",
        "[a](#rims)",
        "[a](/files/manual.txt)",
        "[a](https://docs.example.org/docs/teeth/)",
        "[a](https://elsewhere.example.com/nope/)",
        "[a](mailto:someone@example.com)",
        '[a]({{< relref "teeth.md#counting-teeth" >}})',
        '<a name="here"></a>[a](#here)',
    ],
)
def test_a_link_that_leads_somewhere_passes(link: str) -> None:
    site = read({**THEMELESS, "hugo.toml": _unsafe()}) if "<a" in link else themeless()
    assert site.look(GATE, {NEW: _with_body(link)}).findings == ()


def _unsafe() -> str:
    return THEMELESS["hugo.toml"] + "[markup.goldmark.renderer]\nunsafe = true\n"


def test_a_page_elsewhere_whose_target_goes_is_found() -> None:
    findings = themeless().look(GATE, {TEETH: None}).findings
    errors = {(finding.path, finding.line) for finding in findings if finding.severity == "error"}
    assert errors == {(OLD, 7)}


def test_an_anchor_that_others_link_to_is_kept_or_found() -> None:
    renamed = THEMELESS[TEETH].replace("Counting teeth", "How many teeth")
    findings = themeless().look(GATE, {TEETH: renamed.encode()}).findings
    assert [finding.path for finding in findings] == [OLD]


def test_a_page_that_moves_needs_an_alias() -> None:
    text = THEMELESS["content/docs/springs.md"]
    moved = text.replace("title:", "slug: coils\ntitle:", 1)
    path = "content/docs/springs.md"
    findings = themeless().look(GATE, {path: moved.encode()}).findings
    assert [finding.expected for finding in findings] == [
        "an alias /docs/springs/ on the page that takes its place"
    ]
    led = moved.replace("title:", "aliases: [/docs/springs/]\ntitle:", 1)
    assert themeless().look(GATE, {path: led.encode()}).findings == ()


def test_what_the_untouched_page_had_broken_is_not_the_changes_fault() -> None:
    text = THEMELESS[OLD] + "\nSee [old](/gone/).\n"
    site = read({**THEMELESS, OLD: text})
    assert site.look(GATE, {OLD: f"{text}\nMore.\n".encode()}).findings == ()


def test_links_by_file_count_only_where_the_site_links_so() -> None:
    by_file = _with_body("[a](teeth.md)")
    assert themeless().look(GATE, {NEW: by_file}).findings
    habit = "\n[a](teeth.md) [b](gears.md) [c](axles.md#no) [d](belts.md)\n"
    site = read({**THEMELESS, OLD: THEMELESS[OLD] + habit})
    assert site.look(GATE, {NEW: by_file}).findings == ()
    assert site.look(GATE, {NEW: _with_body("[a](teeth.md#nope)")}).findings


def test_the_sites_own_link_hook_decides() -> None:
    hook = '<a href="{{ .Destination | replaceRE `^wiki:` `/docs/` }}">{{ .Text }}</a>'
    site = read({**THEMELESS, "layouts/_default/_markup/render-link.html": hook})
    assert site.look(GATE, {NEW: _with_body("[a](wiki:teeth/)")}).findings == ()
    assert site.look(GATE, {NEW: _with_body("[a](wiki:nope/)")}).findings


def test_anchors_that_the_theme_makes_are_not_judged() -> None:
    terms = " ".join(f"[t](/docs/belts/#term-{n})" for n in range(6))
    site = read({**THEMELESS, OLD: f"{THEMELESS[OLD]}\n{terms}\n"})
    assert site.look(GATE, {NEW: _with_body("[t](/docs/belts/#term-9)")}).findings == ()
    assert site.look(GATE, {NEW: _with_body("[t](/docs/chains/#term-9)")}).findings


def test_redirects_of_the_host_lead_on() -> None:
    files = {**THEMELESS, "static/_redirects": "/latest/* /docs/:splat 301\n"}
    assert read(files).look(GATE, {NEW: _with_body("[a](/latest/gears/)")}).findings == ()


def test_a_site_below_a_path_resolves_both_spellings() -> None:
    config = THEMELESS["hugo.toml"].replace("example.org/", "example.org/sub/")
    site = read({**THEMELESS, "hugo.toml": config})
    assert site.look(GATE, {NEW: _with_body("[a](/sub/docs/teeth/)")}).findings == ()
    assert site.look(GATE, {NEW: _with_body("[a](/docs/nope/)")}).findings


def test_a_site_with_own_layouts_passes_clean_pages() -> None:
    assert with_own_layouts().look(GATE, {NEW: NEW_PAGE.encode()}).findings == ()


def test_without_a_build_the_gate_cannot_run() -> None:
    subject = replace(themeless().subject({}), build=None)
    assert GATE.look(subject).could_not_run is not None


@pytest.mark.parametrize(
    ("source", "link", "found"),
    [
        ("/docs/old*", "/docs/older/thing/", False),
        ("/docs/old*", "/docs/nothing/", True),
        ("/docs/v:version/a", "/docs/v3/a/", False),
        ("/docs/v:version/a", "/docs/nothing/", True),
        ("/docs/:old/a", "/docs/some/a/", False),
        ("/docs/:old/a", "/docs/some/b/", True),
        ("/docs/old/*", "/docs/old/", False),
        ("/*", "/docs/nothing/", True),
    ],
)
def test_a_redirect_leads_on_only_from_what_begins_as_it_does(
    source: str, link: str, found: bool
) -> None:
    site = read({**THEMELESS, "static/_redirects": f"{source} /docs/gears/ 301\n"})
    page = f"{NEW_PAGE}\n[there]({link})\n".encode()
    assert bool(site.look(GATE, {NEW: page}).findings) is found
