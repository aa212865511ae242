from pathlib import Path

import pytest

from resources.hugo.alone import render_alone


def _layouts(folder: Path, **files: str) -> Path:
    for name, text in files.items():
        path = folder / name.replace("__", "/")
        path = path.with_name(f"{path.name}.html")
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
    return folder


@pytest.mark.parametrize(
    "template",
    [
        "{{ site.Params.colour }}{{ .Inner }}",
        "{{/* looks like .Site.Pages */}}{{ .Get 0 }}",
        '{{ partial "icon.html" . }}',
        "{{ site.Language.Lang }}{{ .Page.Title }}{{ .Page.Resources.GetMatch `a` }}",
    ],
)
def test_a_shortcode_of_its_own_page_renders_alone(tmp_path: Path, template: str) -> None:
    layouts = _layouts(tmp_path, shortcodes__box=template, partials__icon="<i></i>")
    assert render_alone(layouts, ["{{< box >}}x{{< /box >}}"])


@pytest.mark.parametrize(
    "template",
    [
        "{{ range site.RegularPages }}{{ end }}",
        "{{ .Page.Parent.Title }}",
        "{{ .Site.GetPage `/a` }}",
        '{{ relref . "a.md" }}',
        '{{ partial (printf "%s.html" .Name) . }}',
        '{{ partial "list" . }}',
        "{{ site.Language.Pages }}",
        "{{ readFile `content/a.md` }}",
    ],
)
def test_a_shortcode_that_may_look_at_other_pages_does_not(tmp_path: Path, template: str) -> None:
    layouts = _layouts(tmp_path, shortcodes__box=template, partials__list="{{ .Page.Pages }}")
    assert not render_alone(layouts, ["{{< box >}}x{{< /box >}}"])
    assert render_alone(layouts, ["no box"])


def test_a_render_hook_counts_for_every_page(tmp_path: Path) -> None:
    hook = "{{ site.GetPage .Destination }}"
    layouts = _layouts(tmp_path, **{"_default___markup__render-link": hook})
    assert not render_alone(layouts, ["no link"])


def test_references_and_unknown_shortcodes_look_elsewhere(tmp_path: Path) -> None:
    assert not render_alone(tmp_path, ['{{< ref "a" >}}'])
    assert not render_alone(tmp_path, ["{{< unknown >}}"])
    assert render_alone(tmp_path, ["{{< figure src=a >}}"])
