import httpx
import pytest

from launch.errors import HugoError
from resources.hugo.preview import serve
from tests.support.hugo_site import NEW, NEW_PAGE, THEMELESS
from tests.support.read_sites import read, themeless


def test_a_changed_page_is_served_and_stands_first() -> None:
    with serve(themeless().builder, {NEW: NEW_PAGE.encode()}) as preview:
        assert preview.changed == (("/docs/wheels/", "Wheels"),)
        home = httpx.get(preview.url)
        page = httpx.get(f"{preview.url}docs/wheels/")
        lost = httpx.get(f"{preview.url}..%2f..%2fetc/passwd")
    assert '<a href="/docs/wheels/">Wheels</a>' in home.text
    assert "<h1>Wheels</h1>" in page.text
    assert "LAUNCH-PAGE" not in page.text
    assert "default-src 'none'" in page.headers["Content-Security-Policy"]
    assert lost.status_code == 404


def test_a_site_that_does_not_build_cannot_be_previewed() -> None:
    broken = {"hugo.toml": b"title = [\n"}
    with pytest.raises(HugoError), serve(themeless().builder, broken):
        pass


def test_a_site_below_a_path_is_served_there() -> None:
    config = THEMELESS["hugo.toml"].replace("example.org/", "example.org/tools/gears/")
    site = read({**THEMELESS, "hugo.toml": config})
    with serve(site.builder, {NEW: NEW_PAGE.encode()}) as preview:
        ((path, _),) = preview.changed
        page = httpx.get(f"{preview.url.rstrip('/')}{path}")
    assert path == "/tools/gears/docs/wheels/"
    assert "<h1>Wheels</h1>" in page.text


def test_static_files_of_the_site_are_served_below_its_base_path() -> None:
    config = THEMELESS["hugo.toml"].replace("example.org/", "example.org/tools/")
    site = read({**THEMELESS, "hugo.toml": config})
    with serve(site.builder, {NEW: NEW_PAGE.encode()}) as preview:
        found = httpx.get(f"{preview.url}tools/files/manual.txt")
        lost = httpx.get(f"{preview.url}tools/files/none.txt")
        outside = httpx.get(f"{preview.url}tools/..%2fhugo.toml")
    assert (found.status_code, found.text) == (200, "A manual.\n")
    assert (lost.status_code, outside.status_code) == (404, 404)


def test_a_picture_beside_a_page_is_served() -> None:
    bundle: dict[str, bytes | None] = {
        "content/docs/wheels/index.md": NEW_PAGE.encode() + b"\n![Rim](rim.svg)\n",
    }
    site = read({**THEMELESS, "content/docs/wheels/rim.svg": "<svg/>"})
    with serve(site.builder, bundle) as preview:
        found = httpx.get(f"{preview.url}docs/wheels/rim.svg")
    assert found.text == "<svg/>"
