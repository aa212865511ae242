"""What `init` writes is a pilot, whatever the repositories are called."""

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from launch.configuration.new_pilot import NewPilot, pages_folder, pilot_text, public_page, slug
from launch.configuration.pilot_file import read_pilot
from launch.fence import check_allowed_paths
from tests.support.read_sites import read, themeless
from tests.support.scans import inventory_of

_TEXT = st.text(st.characters(exclude_categories=("Cs", "Cc")), min_size=1, max_size=80)


@given(_TEXT, _TEXT.filter(lambda text: "{{" not in text))
@example("LPT0", "0")
def test_whatever_is_written_is_read_again_as_it_was(name: str, text: str) -> None:
    folder = f"content/docs/{slug(name)}"
    new = NewPilot(text, text, text, text, text, folder)
    pilot = read_pilot(pilot_text(new).encode(), "new.yml")
    found = (pilot.input.repo_url, pilot.input.sha, pilot.input.product_url)
    assert found == (text, text, text)
    assert (pilot.output.site_repo_url, pilot.output.base_ref) == (text, text)
    assert pilot.output.allowed_paths == (f"{folder}/**",)
    assert check_allowed_paths(pilot.output.allowed_paths) is None
    assert pilot.flags.dry_run


@pytest.mark.parametrize(
    ("name", "expected"),
    [("Newtonsoft.Json", "newtonsoft-json"), ("Ünï cöde", "uni-code"), ("日本", "product")],
)
def test_a_name_becomes_a_folder(name: str, expected: str) -> None:
    assert slug(name) == expected


def test_pages_go_below_the_section_that_is_called_docs() -> None:
    site = themeless()
    assert pages_folder(site.context, site.hugo, "Tool") == "content/docs/tool"


def test_without_such_a_section_pages_go_below_the_largest() -> None:
    page = "---\ntitle: A\n---\n"
    files = {"hugo.toml": 'title = "x"\n', "content/blog/a.md": page, "content/wiki/a.md": page}
    site = read({**files, "content/wiki/b.md": page})
    assert pages_folder(site.context, site.hugo, "Tool") == "content/wiki/tool"
    flat = read({"hugo.toml": 'title = "x"\n', "content/a.md": page})
    assert pages_folder(flat.context, flat.hugo, "Tool") == "content/tool"


_MANIFEST = '[project]\nname = "tool"\nversion = "1"\n[project.urls]\n'


@pytest.mark.parametrize(
    ("urls", "expected"),
    [
        ('Homepage = "https://tool.example/"', "https://tool.example/"),
        ('Homepage = "https://g.example/tool"\nRepository = "https://g.example/tool.git"', None),
        ('Homepage = "javascript:alert(1)"', None),
        ("", None),
    ],
)
def test_the_public_page_is_the_manifest_s_and_not_the_repository(
    urls: str, expected: str | None
) -> None:
    assert public_page(inventory_of({"pyproject.toml": f"{_MANIFEST}{urls}\n"})) == expected
