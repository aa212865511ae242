from dataclasses import replace

import pytest

from launch.gates.hugo_builds import GATE
from resources.hugo.builder import HugoSiteBuilder
from resources.hugo.facts import content_roots
from resources.hugo.lint import RumdlLinter
from resources.hugo.process import Limits
from tests.support.hugo_site import NEW, NEW_PAGE, THEMELESS
from tests.support.read_sites import cache_folder, read, themeless, with_own_layouts

LIMITS = Limits(seconds=8, memory=1024**3, idle=4)


def test_the_untouched_build_is_kept_and_a_change_leaves_it_alone() -> None:
    first = themeless().builder.compare({NEW: NEW_PAGE.encode()})
    again = themeless().builder.compare({})
    assert first.before == again.before == again.after
    assert {page.path for page in first.after.pages} - {
        page.path for page in first.before.pages
    } == {NEW}


@pytest.mark.parametrize("path", [NEW, "content/docs/gears.md", "content/docs/_index.md"])
def test_rendering_only_what_is_touched_gives_what_a_whole_build_gives(path: str) -> None:
    page = f'{NEW_PAGE}\nSee [springs]({{{{< relref "springs.md" >}}}}).\n'.encode()
    touched = themeless().builder.compare({path: page}).after
    template: dict[str, bytes | None] = {path: page, "layouts/shortcodes/none.html": b""}
    assert themeless().builder.compare(template).after.pages == touched.pages


def test_a_page_in_a_new_section_brings_the_sections_own_page() -> None:
    built = themeless().builder.compare({"content/guides/first.md": NEW_PAGE.encode()}).after
    assert {"/guides/", "/guides/first/"} <= {page.url for page in built.pages}


def test_a_page_with_a_shortcode_that_looks_at_the_site_gives_what_a_whole_build_gives() -> None:
    lists = "{{ range site.RegularPages }}<a href='{{ .RelPermalink }}'>{{ .Title }}</a>{{ end }}\n"
    site = read({**THEMELESS, "layouts/shortcodes/pages.html": lists})
    page = f"{NEW_PAGE}\n{{{{< pages >}}}}\n".encode()
    path = "content/docs/gears.md"
    touched = site.builder.compare({path: page}).after
    whole = site.builder.compare({path: page, "layouts/shortcodes/none.html": b""}).after
    assert touched.pages == whole.pages
    links = next(page.links for page in touched.pages if page.path == path)
    assert {"/docs/teeth/", "/docs/springs/"} <= {link.href for link in links}


def test_the_lint_of_the_untouched_site_is_kept_as_it_would_be_made_anew() -> None:
    site = read({**THEMELESS, "content/docs/gears.md": "---\ntitle: G\n---\n#Bad\n\n\n* a\n"})
    fresh = RumdlLinter(site.tree, content_roots(site.hugo)).compare({})
    assert site.linter.compare({}) == fresh
    assert fresh[0]


def test_a_new_page_that_makes_a_reference_elsewhere_ambiguous_is_found() -> None:
    home = THEMELESS["content/_index.md"] + '\n[s]({{< ref "springs" >}})\n'
    site = read({**THEMELESS, "content/_index.md": home})
    built = site.builder.compare({"content/blog/springs.md": NEW_PAGE.encode()})
    assert any("ambiguous" in error for error in built.after.errors)


def test_no_copy_of_the_site_stays_behind() -> None:
    themeless().builder.compare({NEW: NEW_PAGE.encode()})
    assert not list((cache_folder() / "hugo" / "sites").glob("site-*"))


def test_both_builds_see_the_change_where_the_site_builds_as_it_is() -> None:
    built = with_own_layouts().builder.compare({NEW: NEW_PAGE.encode()})
    assert built.after_as_it_is is not None
    assert "/docs/wheels/" in {page.url for page in built.after_as_it_is.pages}


@pytest.mark.parametrize(
    "path", ["../outside.md", "/tmp/outside.md", "content/../../x.md", ".git/config", "a//b.md"]
)
def test_a_path_that_leads_outside_is_not_written(path: str) -> None:
    built = themeless().builder.compare({path: b"text"})
    assert built.after.notes == (f"{path}: not a usable path, left out of the build",)


def test_a_shortcode_that_calls_itself_is_stopped_and_found() -> None:
    site = with_own_layouts()
    builder = HugoSiteBuilder(site.tree, site.hugo, cache_folder(), LIMITS)
    loop = b"{{ .Page.RenderString `{{< box >}}x{{< /box >}}` }}"
    built = builder.compare({"layouts/shortcodes/box.html": loop})
    assert built.after.problem or built.after.errors
    subject = site.subject({})
    looked = GATE.look(replace(subject, build=built))
    assert looked.findings


def test_a_template_that_never_ends_is_stopped_and_found() -> None:
    site = with_own_layouts()
    builder = HugoSiteBuilder(site.tree, site.hugo, cache_folder(), replace(LIMITS, seconds=3))
    endless = b"{{ .Inner }}{{ range seq 1000000 }}{{ range seq 1000000 }}{{ end }}{{ end }}"
    built = builder.compare({"layouts/shortcodes/box.html": endless})
    assert built.after.problem is not None
    assert GATE.look(replace(site.subject({}), build=built)).findings


def test_programs_and_the_network_are_denied() -> None:
    box = b"{{ $x := resources.GetRemote `http://127.0.0.1:9/x` }}{{ with $x.Err }}{{ errorf . }}{{ end }}"
    built = with_own_layouts().builder.compare({"layouts/shortcodes/box.html": box})
    assert built.after.errors
    assert not any("connection refused" in error for error in built.after.errors)


def test_pages_of_a_site_that_hugo_refuses_are_told_when_they_change_and_stay_broken() -> None:
    broken = "---\ntitle: A\ntitle: B\n---\n"
    site = read({**THEMELESS, "content/docs/bad.md": broken})
    mended = site.builder.compare({"content/docs/bad.md": b"---\ntitle: A\n---\n\nText.\n"})
    assert "content/docs/bad.md" in {page.path for page in mended.after.pages}
    assert not mended.after.errors
