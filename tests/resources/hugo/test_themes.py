from collections.abc import Mapping
from pathlib import Path

import pytest

from launch.gates.links_resolve import GATE
from tests.support.hugo_site import THEMELESS, docs_page
from tests.support.read_sites import read
from tests.support.site_subjects import ReadSite

_LAYOUT = "<html><body>{{ .Content }}{{ partial `foot.html` . }}</body></html>\n"
_CONFIG = 'baseURL = "https://example.org/gears/"\ntitle = "Example"\nenableGitInfo = true\n'
_SITE = {f"demo/{path}": text for path, text in THEMELESS.items() if path.startswith("content")}
THEME: Mapping[str, str] = {
    **_SITE,
    "theme.toml": 'name = "Gear Theme"\n',
    "go.mod": "module github.com/someone/gear-theme/v2\n\ngo 1.22\n",
    "layouts/_default/single.html": _LAYOUT,
    "layouts/_default/list.html": _LAYOUT,
    "layouts/partials/foot.html": "<p>made by the theme</p>",
    "layouts/shortcodes/box.html": "<div>{{ .Inner }}</div>\n",
    "layouts/shortcodes/alert.html": "<p>{{ .Inner }}</p>\n",
}
_IMPORT = '[[module.imports]]\npath = "github.com/someone/gear-theme/v2"\n'
NEW = "demo/content/docs/wheels.md"


def _example(settings: str) -> ReadSite:
    return read({**THEME, "demo/hugo.toml": _CONFIG + settings})


@pytest.mark.parametrize(
    "settings",
    ['theme = "gear-theme"\n', 'theme = ["gear-theme"]\nthemesDir = "../.."\n', _IMPORT],
)
def test_the_example_site_of_a_theme_is_built_with_the_repository_as_its_theme(
    settings: str,
) -> None:
    site = _example(settings)
    page = docs_page("Wheels", 70, "Wheels roll on [axles](/gears/docs/axles/).\n").encode()
    built = site.builder.compare({NEW: page})
    assert site.hugo.theme_present
    assert built.after_as_it_is is not None
    assert "/docs/wheels/" in {page.url for page in built.after_as_it_is.pages}
    assert NEW in {page.path for page in built.after.pages}


def test_links_count_the_path_of_the_base_address() -> None:
    site = _example('theme = "gear-theme"\n')
    body = "See [axles]({{< relref axles >}}), [teeth](/gears/docs/teeth/), [belts](../belts/).\n"
    assert not site.look(GATE, {NEW: docs_page("Wheels", 70, body).encode()}).findings
    lost = docs_page("Wheels", 70, "See [nothing](/gears/docs/nothing/).\n").encode()
    assert site.look(GATE, {NEW: lost}).findings


def test_a_theme_of_another_name_is_not_taken_for_the_repository() -> None:
    assert not _example('theme = "docsy"\n').hugo.theme_present


def test_shortcodes_of_a_theme_find_its_data_and_the_site_s_own_win() -> None:
    kind = "{{ with site.Data.wheels.kind }}{{ . }}{{ else }}{{ errorf `none` }}{{ end }}"
    files = {
        **THEME,
        "layouts/shortcodes/box.html": f"[{{{{ .Inner }}}}]({kind})",
        "data/wheels.toml": 'kind = "/docs/teeth/"\n',
        "demo/hugo.toml": _CONFIG + 'theme = "gear-theme"\n',
    }
    assert read(files).context.base_errors == ()
    own = read({**files, "demo/data/wheels.toml": 'kind = "/docs/axles/"\n'})
    belts = next(page for page in own.context.pages if page.path.endswith("belts.md"))
    assert "/docs/axles/" in belts.links


def test_a_theme_that_does_not_build_is_told() -> None:
    broken = {**THEME, "layouts/partials/foot.html": "{{ errorf `no wheels` }}"}
    site = read({**broken, "demo/hugo.toml": _CONFIG + 'theme = "gear-theme"\n'})
    assert any(note.startswith("as it is, the untouched site") for note in site.hugo.notes)


def test_the_bundled_site_builds_as_it_is() -> None:
    folder = Path(__file__).parents[3] / "pilots" / "fixtures" / "site"
    files = {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }
    site = read(files)
    built = site.builder.compare({}).before_as_it_is
    assert site.hugo.theme_present
    assert built is not None
    assert {page.url for page in site.context.pages} <= {page.url for page in built.pages}
