"""Repositories that are not what a pilot says: W1 stops, says which key, and the snapshot knows."""

import pytest

from tests.end_to_end.conftest import Repositories
from tests.support.repositories import bare_repository, git
from tests.support.terminal import Terminal, nothing_half_written, refused

_PILOT = """\
schema_version: "1.0"
run_id: "only"
input:
  repo_url: "{product}"
  sha: "{sha}"
  subdir: {subdir}
output:
  site_repo_url: "{site}"
  base_ref: "{base_ref}"
  allowed_paths: ["{allowed}"]
"""


def _stopped(terminal: Terminal, repositories: Repositories, *texts: str, **values: object) -> None:
    known = {
        "product": repositories.product,
        "sha": "main",
        "subdir": "null",
        "site": repositories.site,
        "base_ref": "main",
        "allowed": "content/docs/tool/**",
    }
    pilot = _PILOT.format_map({**known, **values})
    said = terminal.run(pilot, OFFLINE_FIXTURES="0", OFFLINE_MODE="1")
    refused(said, "RepositoryError: ", *texts)
    state = terminal.snapshot().run_state
    assert state.status == "failed"
    assert state.error is not None
    assert (state.error.stage, state.error.exit_code) == ("W1", 2)
    assert state.error.message in said.err
    nothing_half_written(terminal.runs)


@pytest.mark.parametrize("place", ["/nowhere/at/all", "nowhere"])
def test_a_repository_that_does_not_exist(
    terminal: Terminal, repositories: Repositories, place: str
) -> None:
    _stopped(terminal, repositories, "does not exist", "`input.repo_url`", product=place)


def test_a_file_is_no_repository(terminal: Terminal, repositories: Repositories) -> None:
    _stopped(terminal, repositories, "/etc/passwd is not a git repository", product="/etc/passwd")


def test_an_empty_product(terminal: Terminal, repositories: Repositories) -> None:
    texts = ("is empty: it has no commit", "`input.repo_url`")
    _stopped(terminal, repositories, *texts, product=repositories.empty)


def test_an_empty_site(terminal: Terminal, repositories: Repositories) -> None:
    texts = ("is empty: it has no commit", "`output.site_repo_url`")
    _stopped(terminal, repositories, *texts, site=repositories.empty)


@pytest.mark.parametrize("ref", ["mian", "0" * 40])
def test_a_commit_that_does_not_exist(
    terminal: Terminal, repositories: Repositories, ref: str
) -> None:
    _stopped(terminal, repositories, f"no branch, tag or commit '{ref}'", "main", sha=ref)


def test_a_base_branch_that_does_not_exist(terminal: Terminal, repositories: Repositories) -> None:
    texts = ("has no branch 'gone'", "`output.base_ref`", "nearest there: main")
    _stopped(terminal, repositories, *texts, base_ref="gone")


@pytest.mark.parametrize("subdir", ["nowhere", "../x"])
def test_a_subdirectory_that_is_none(
    terminal: Terminal, repositories: Repositories, subdir: str
) -> None:
    commit = git(repositories.product, "rev-parse", "main")[:12]
    texts = (f"has no folder '{subdir}' at {commit}", "`input.subdir`")
    _stopped(terminal, repositories, *texts, subdir=subdir)


def test_a_site_without_hugo_s_configuration(
    terminal: Terminal, repositories: Repositories
) -> None:
    texts = ("no Hugo configuration", "`output.site_repo_url`", "hugo.toml")
    _stopped(terminal, repositories, *texts, site=repositories.no_site)


@pytest.mark.parametrize(
    ("file", "text", "line"),
    [
        ("hugo.toml", 'title = "Site"\n[params\n', 2),
        ("hugo.yaml", "title: Site\nparams:\n  a: 1\n b: 2\n", 4),
        ("hugo.json", '{"title": "Site",\n "params": }\n', 2),
        ("config/_default/params.toml", "a = 1\nb = [\n", 2),
    ],
)
def test_a_site_whose_configuration_does_not_parse(
    terminal: Terminal, repositories: Repositories, file: str, text: str, line: int
) -> None:
    page = b"---\ntitle: Docs\n---\n"
    files = {file: text.encode(), "content/docs/_index.md": page}
    if file.startswith("config/"):
        files["config/_default/hugo.toml"] = b'title = "Site"\n'
    site = bare_repository(terminal.folder / "broken.git", files)
    _stopped(terminal, repositories, f": {file}:{line}: ", "`output.base_ref`", site=site)


def test_a_site_whose_configuration_hugo_cannot_use(
    terminal: Terminal, repositories: Repositories
) -> None:
    files = {"hugo.toml": b"baseURL = []\n[languages.en]\nweight = 'x'\n", "content/a.md": b"x"}
    site = bare_repository(terminal.folder / "broken.git", files)
    texts = ("Hugo cannot load the site's configuration: hugo.toml: ", "decode")
    _stopped(terminal, repositories, *texts, site=site)


@pytest.mark.parametrize("allowed", ["other/tool/**", "Content/docs/**", "contents/**"])
def test_paths_outside_of_the_site_s_content(
    terminal: Terminal, repositories: Repositories, allowed: str
) -> None:
    texts = ("the site's pages are below content/", "`output.allowed_paths`", allowed)
    _stopped(terminal, repositories, *texts, allowed=allowed)


def test_a_host_that_does_not_answer(terminal: Terminal, repositories: Repositories) -> None:
    address = "https://127.0.0.1:1/a/b"
    _stopped(terminal, repositories, f"{address} cannot be read", "network", product=address)
