from pathlib import Path

import pytest

from launch.errors import RepositoryError
from resources.hugo.site_reader import read_site
from tests.support.hugo_site import (
    NEW,
    NEW_PAGE,
    OWN_LAYOUTS,
    THEMELESS,
    docs_page,
    pin_of,
    tree_of,
)
from tests.support.read_sites import cache_folder, read, themeless, with_own_layouts


def test_a_site_without_its_theme_is_read_whole() -> None:
    site = themeless()
    assert site.context.base_errors == ()
    assert [page.url for page in site.context.pages if page.section == "content/docs"] == [
        "/docs/",
        "/docs/axles/",
        "/docs/belts/",
        "/docs/chains/",
        "/docs/gears/",
        "/docs/springs/",
        "/docs/teeth/",
    ]
    gears = next(page for page in site.context.pages if page.url == "/docs/gears/")
    assert gears.heading_ids == ("kinds-of-gears",)
    assert gears.links == ("/docs/teeth/#counting-teeth",)
    assert gears.weight == 10


def test_hugo_facts_say_what_the_configuration_says() -> None:
    hugo = themeless().hugo
    assert hugo.config_files == ("hugo.toml",)
    assert hugo.base_url == "https://docs.example.org/"
    assert hugo.content_dir == "content"
    assert hugo.themes == ("missing-theme",)
    assert not hugo.theme_present
    assert (hugo.pinned_version, hugo.pinned_by) == ("0.150.1", "netlify.toml")
    assert any("pins Hugo 0.150.1" in note for note in hugo.notes)


def test_shortcodes_of_the_theme_are_told_from_the_sites_own() -> None:
    uses = {use.name: use for use in themeless().context.shortcodes}
    assert (uses["alert"].own, uses["alert"].paired) == (False, True)
    assert uses["box"].own


def test_the_product_is_found_where_the_site_names_it() -> None:
    paths = {mention.path for mention in themeless().context.mentions}
    assert {"content/docs/gears.md", "content/docs/axles.md"} <= paths


def test_required_keys_are_those_that_all_pages_have() -> None:
    contracts = {(c.section, c.kind): c for c in themeless().front_matter.contracts}
    rules = {rule.key: rule for rule in contracts["content/docs", "page"].rules}
    assert [key for key, rule in rules.items() if rule.required] == [
        "title",
        "description",
        "weight",
    ]
    assert rules["weight"].types == ("integer",)


def test_reading_twice_gives_the_same_bytes_with_a_full_and_an_empty_cache(tmp_path: Path) -> None:
    tree = tree_of(THEMELESS)
    first = read_site(tree, pin_of(tree), ("gears",), tmp_path)
    kept = read_site(tree, pin_of(tree), ("gears",), tmp_path)
    other = read_site(tree, pin_of(tree), ("gears",), cache_folder())
    assert [a.to_bytes() for a in first] == [a.to_bytes() for a in kept]
    assert [a.to_bytes() for a in first] == [a.to_bytes() for a in other]


def test_a_site_that_builds_as_it_is_is_known_as_such() -> None:
    assert with_own_layouts().hugo.theme_present
    assert with_own_layouts().builder.compare({}).before_as_it_is is not None
    assert themeless().builder.compare({}).before_as_it_is is None


def test_a_site_in_a_config_directory_with_two_languages_is_read() -> None:
    site = read(
        {
            "config/_default/hugo.yaml": "title: Two\nbaseURL: https://example.org/sub/\n",
            "config/_default/languages.yaml": (
                "en: {weight: 1, contentDir: content/en}\n"
                "de: {weight: 2, contentDir: content/de, languageName: Deutsch}\n"
            ),
            "config/production/params.yaml": "stage: live\n",
            "content/en/docs/a.md": "---\ntitle: A\n---\n\nText {{% param stage %}}.\n",
            "content/de/docs/a.md": "---\ntitle: Ah\n---\n\nText.\n",
        }
    )
    assert [language.code for language in site.hugo.languages] == ["en", "de"]
    assert [language.content_dir for language in site.hugo.languages] == [
        "content/en",
        "content/de",
    ]
    assert {page.url for page in site.context.pages} == {"/sub/docs/a/", "/sub/de/docs/a/"}
    assert site.context.base_errors == ()


def test_a_site_of_content_only_gets_a_configuration() -> None:
    site = read(
        {
            "README.md": "# Docs\n",
            "docs/sources/_index.md": "---\ntitle: Docs\n---\n",
            "docs/sources/a.md": '---\ntitle: A\n---\n\nSee [b]({{< relref "b" >}}).\n',
            "docs/sources/b.md": "---\ntitle: B\n---\n\nText.\n",
        }
    )
    assert site.hugo.synthesised
    assert site.hugo.content_dir == "docs/sources"
    assert [page.url for page in site.context.pages] == ["/", "/a/", "/b/"]


def test_several_sites_in_a_repository_are_several_units() -> None:
    site = read(
        {f"web/{path}": text for path, text in OWN_LAYOUTS.items()}
        | {"demo/hugo.toml": 'title = "Demo"\n', "demo/content/a.md": "---\ntitle: A\n---\n"}
    )
    assert site.hugo.root == "web"
    assert site.hugo.other_roots == ("demo",)
    assert any(page.path == "web/content/docs/gears.md" for page in site.context.pages)


def test_pages_that_hugo_refuses_on_the_untouched_site_are_set_aside() -> None:
    broken = "---\ntitle: A\ntitle: B\n---\n"
    site = read({**THEMELESS, "content/docs/bad.md": broken, "content/docs/bad2.md": broken})
    assert site.context.ignored_pages == ("content/docs/bad.md", "content/docs/bad2.md")
    assert any(page.url == "/docs/gears/" for page in site.context.pages)


def test_a_page_that_is_not_utf_8_is_a_fact() -> None:
    files: dict[str, str | bytes] = {
        **THEMELESS,
        "content/docs/latin.md": b"---\ntitle: A\n---\ncaf\xe9\n",
    }
    problems = {page.path: page.problem for page in read(files).front_matter.pages}
    assert problems["content/docs/latin.md"] == "byte 21 is not UTF-8"


def test_a_broken_configuration_is_refused_with_its_line() -> None:
    with pytest.raises(RepositoryError, match=r"configuration: hugo\.toml:1: "):
        read({**THEMELESS, "hugo.toml": "title = [\n"})


def test_a_site_without_a_page_is_an_error(tmp_path: Path) -> None:
    tree = tree_of({"hugo.toml": 'title = "x"\n'})
    with pytest.raises(RepositoryError, match="no page"):
        read_site(tree, pin_of(tree), (), tmp_path)


def test_content_that_another_tool_fills_in_is_told(tmp_path: Path) -> None:
    files = {"site/hugo.toml": 'title = "x"\n', "docs/a.md": "---\ntitle: A\n---\n\nText.\n"}
    tree = tree_of(files)
    _, context, hugo = read_site(tree, pin_of(tree), (), tmp_path)
    assert hugo.synthesised
    assert [page.path for page in context.pages] == ["docs/a.md"]


@pytest.mark.parametrize(
    ("config", "content", "url"),
    [
        ('contentDir = "text"\n', "text/docs/a.md", "/docs/a/"),
        (
            '[[module.mounts]]\nsource = "../guide"\ntarget = "content/guide"\n',
            "guide/a.md",
            "/guide/a/",
        ),
    ],
)
def test_content_elsewhere_is_read_with_the_configuration_that_names_it(
    tmp_path: Path, config: str, content: str, url: str
) -> None:
    root = "" if content.startswith("text") else "site/"
    tree = tree_of(
        {
            f"{root}hugo.toml": f'title = "Named"\n{config}',
            content: "---\ntitle: A\n---\n\nText.\n",
        }
    )
    _, context, hugo = read_site(tree, pin_of(tree), (), tmp_path)
    assert (hugo.title, hugo.synthesised) == ("Named", False)
    assert [(page.path, page.url) for page in context.pages] == [(content, url)]


def test_output_formats_of_a_missing_theme_are_declared() -> None:
    home = "---\ntitle: Home\noutputs: [html, print, search-index]\n---\n\nWelcome.\n"
    site = read({**THEMELESS, "content/_index.md": home})
    assert "content/_index.md" in {page.path for page in site.context.pages}
    assert not site.context.base_errors
    assert any("search-index" in note for note in site.hugo.notes)
    assert NEW in {p.path for p in site.builder.compare({NEW: NEW_PAGE.encode()}).after.pages}


def test_a_partial_that_names_a_template_of_an_older_hugo_is_taken_as_empty() -> None:
    old = '{{ template "_internal/google_analytics_async.html" . }}\n'
    box = "<div>{{ .Inner }}{{ partial `foot.html` . }}</div>\n"
    site = read(
        {**THEMELESS, "layouts/partials/foot.html": old, "layouts/shortcodes/box.html": box}
    )
    assert "/docs/belts/" in {page.url for page in site.context.pages}
    assert any("foot.html" in note or "box.html" in note for note in site.hugo.notes)


def test_pages_in_html_are_read_whatever_hugo_thinks_of_them_today() -> None:
    site = read({**THEMELESS, "content/docs/old.html": "---\ntitle: Old\n---\n<p>Old.</p>\n"})
    assert "/docs/old/" in {page.url for page in site.context.pages}


def test_the_habits_of_a_section_are_those_of_the_sites_own_language() -> None:
    pages = {
        f"content/docs/p{n}{code}.md": f"---\ntitle: T{n}\n{key}: x\n---\n\n## {head}\n"
        for n in range(6)
        for code, key, head in (
            ("", "summary", "Start with this"),
            (".de", "extra", "Hier Geht Es Los"),
        )
    }
    config = "[languages.en]\nweight = 1\n[languages.de]\nweight = 2\n"
    site = read({"hugo.toml": f'baseURL = "https://example.org/"\n{config}', **pages})
    (habits,) = (one for one in site.context.habits if one.section == "content/docs")
    (contract,) = (one for one in site.front_matter.contracts if one.section == "content/docs")
    assert (habits.pages, habits.heading_case) == (6, "sentence")
    assert [rule.key for rule in contract.rules] == ["title", "summary"]
    assert len(site.context.pages) == 12


def test_parts_of_pages_that_are_never_published_are_no_word_on_the_contract() -> None:
    part = "---\nid: {0}\nbuild: {{render: never, list: never}}\n---\n\nText.\n"
    parts = {f"content/docs/parts/{n}.md": part.format(n) for n in range(9)}
    site = read({**THEMELESS, **parts})
    (contract,) = (
        one
        for one in site.front_matter.contracts
        if (one.section, one.kind) == ("content/docs", "page")
    )
    assert {"title", "weight"} <= {rule.key for rule in contract.rules if rule.required}


def test_a_shortcode_of_hugo_in_other_capitals_is_not_stubbed() -> None:
    text = docs_page("Both", 90, '[a]({{< relRef "gears" >}}) [b]({{< relref "teeth" >}})\n')
    site = read({**THEMELESS, "content/docs/both.md": text})
    both = next(page for page in site.context.pages if page.url == "/docs/both/")
    assert both.links == ("/docs/gears/", "/docs/teeth/")
