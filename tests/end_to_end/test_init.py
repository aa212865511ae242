"""`launch init`: a pilot from two addresses, validated, never over a file that is there."""

from pathlib import Path

import pytest

from launch.configuration.pilot_file import read_pilot
from tests.end_to_end.conftest import Repositories
from tests.support.terminal import Terminal, refused

_PRODUCT, _SITE = "https://github.com/example/hugo-site", "https://github.com/example/docs-site"


def _left(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def test_the_pilot_that_is_written_runs_as_it_stands(terminal: Terminal) -> None:
    file = terminal.folder / "pilots" / "mine.yml"
    said = terminal.launch("init", _PRODUCT, _SITE, "--to", str(file))
    assert (said.code, said.err) == (0, "")
    assert "content/docs/driftmark/" in said.out
    assert f"--config {file}" in said.out
    pilot = read_pilot(file.read_bytes(), "mine.yml")
    assert (pilot.input.repo_url, pilot.output.site_repo_url) == (_PRODUCT, _SITE)
    assert pilot.flags.dry_run
    assert _left(file.parent) == ["mine.yml"]
    ran = terminal.launch("run", "--config", str(file))
    assert ran.code == 0, ran.out + ran.err
    assert terminal.snapshot().run_state.status == "w9_ok"


def test_without_a_name_it_is_the_product_s_in_the_pilots_folder(terminal: Terminal) -> None:
    folder = terminal.folder / "pilots"
    said = terminal.launch("init", _PRODUCT, _SITE, LAUNCH_PILOTS_DIR=str(folder))
    assert said.code == 0, said.err
    assert _left(folder) == ["driftmark.yml"]
    again = terminal.launch("init", _PRODUCT, _SITE, LAUNCH_PILOTS_DIR=str(folder))
    refused(again, "driftmark.yml exists already", "--to")


@pytest.mark.parametrize("make", ["file", "folder", "dangling", "twin"])
def test_what_is_there_is_never_overwritten(terminal: Terminal, make: str) -> None:
    folder = terminal.folder / "pilots"
    folder.mkdir()
    file = folder / "mine.yml"
    match make:
        case "file":
            file.write_text("mine")
        case "folder":
            file.mkdir()
        case "dangling":
            file.symlink_to(folder / "nowhere")
        case "twin":
            (folder / "mine.yaml").write_text("mine")
    before = _left(folder)
    command = ("init", _PRODUCT, _SITE, "--to", str(file))
    said = terminal.launch(*command, LAUNCH_PILOTS_DIR=str(folder))
    refused(said, "InputError: ", "exists already", "never overwritten")
    assert _left(folder) == before
    if make == "file":
        assert file.read_text() == "mine"


def test_an_address_that_may_not_be_used_is_refused_before_anything_is_read(
    terminal: Terminal,
) -> None:
    to = str(terminal.folder / "p.yml")
    command = ("init", "--to", to, "--", "--upload-pack=x", _SITE)
    refused(terminal.launch(*command), "is not a repository address that may be used")
    refused(terminal.launch("init", _PRODUCT, "ext::sh -c x", "--to", to), "remote helpers")
    refused(terminal.launch("init", _PRODUCT, _SITE, "--to", f"{to}.txt"), "ends in .yml")
    assert _left(terminal.folder) == []


def test_repositories_that_cannot_be_used_are_named(
    terminal: Terminal, repositories: Repositories
) -> None:
    file = terminal.folder / "p.yml"
    product, site = str(repositories.product), str(repositories.site)
    for one, other, text in (
        ("/nowhere", site, "does not exist"),
        (product, str(repositories.empty), "is empty"),
        (str(repositories.empty), site, "is empty"),
        (product, str(repositories.no_site), "no Hugo configuration"),
    ):
        said = terminal.launch("init", one, other, "--to", str(file), OFFLINE_FIXTURES="0")
        refused(said, "RepositoryError: ", text)
        assert not file.exists()


def test_a_local_repository_is_named_so_that_it_is_found_from_anywhere(
    terminal: Terminal, repositories: Repositories, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(repositories.product.parent)
    file = terminal.folder / "p.yml"
    said = terminal.launch(
        "init", "product.git", "./site.git", "--to", str(file), OFFLINE_FIXTURES="0"
    )
    assert said.code == 0, said.err
    pilot = read_pilot(file.read_bytes(), "p.yml")
    assert pilot.input.repo_url == str(repositories.product)
    assert pilot.output.site_repo_url == str(repositories.site)
    assert pilot.output.allowed_paths == ("content/docs/tool/**",)


def test_a_folder_that_cannot_be_written_is_told(terminal: Terminal) -> None:
    (terminal.folder / "file").touch()
    said = terminal.launch("init", _PRODUCT, _SITE, "--to", str(terminal.folder / "file" / "p.yml"))
    refused(said, "StorageError: ", "a file stands where a folder is needed")
