"""Pilots that no run could use: one message with file and line, and nothing is opened."""

from pathlib import Path

import pytest

from resources.run_store.places import PROJECT
from tests.support.terminal import Terminal, refused

_EXAMPLE = (PROJECT / "pilots" / "example_pilot.yml").read_text()
_PATHS = '\n    - "content/docs/example-product/**"'


def _changed(old: str, new: str) -> str:
    assert old in _EXAMPLE
    return _EXAMPLE.replace(old, new, 1)


def _untouched(terminal: Terminal) -> None:
    assert not list(terminal.runs.glob("[!.]*"))


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("gone.yml", "gone.yml does not exist"),
        ("a\0b.yml", "is not a file name"),
        ("x" * 5000, "File name too long"),
        ("", "is a folder"),
        (str(PROJECT), "is a folder"),
        ("/dev/zero", "is not a regular file"),
        ("README.md/p.yml", "Not a directory"),
    ],
)
def test_a_file_that_cannot_be_read_is_refused(terminal: Terminal, name: str, text: str) -> None:
    said = terminal.launch("run", "--config", name)
    refused(said, "PilotError: ", text)
    assert len(said.err) < 600
    _untouched(terminal)


@pytest.mark.parametrize("name", ["a\udcffb.yml", "a\x1b[31mb.yml", "a\u202eb.yml"])
def test_a_file_whose_name_cannot_be_shown_is_refused(terminal: Terminal, name: str) -> None:
    file = terminal.folder / name
    file.write_text(_EXAMPLE)
    said = terminal.launch("run", "--config", str(file))
    refused(said, "PilotError: the file's path holds characters that cannot be shown")
    assert said.err.isascii()
    _untouched(terminal)


def test_a_huge_file_is_not_read(terminal: Terminal) -> None:
    refused(terminal.run(b"x: 1\n" * 300_000), "PilotError: ", "p.yml is larger than")


def test_a_link_that_leads_in_a_circle_is_refused(terminal: Terminal) -> None:
    link = terminal.folder / "p.yml"
    link.symlink_to(link)
    refused(terminal.launch("run", "--config", str(link)), "PilotError: ", "p.yml")


@pytest.mark.parametrize(
    ("data", "text"),
    [
        (b"", "p.yml: the file is empty"),
        (bytes(range(128, 256)), "p.yml:1: this is not UTF-8 text"),
        (b"\0\0\0\0", "binary file"),
        (b"a: &a [*a]\n", "p.yml:1: YAML anchors are not accepted"),
        (b"a: &a [x, x]\nb: &b [*a, *a]\nc: [*b, *b]\n", "anchors are not accepted"),
        (b"[" * 9000, "levels of nesting"),
        (b"a: [" + b"1," * 30_000 + b"]", "too many for a pilot"),
        (b"schema_version: '1.0'\n\tx: 1\n", "p.yml:2: this is not valid YAML"),
        (b"just words", "a pilot is a block of keys"),
    ],
)
def test_a_file_that_is_no_pilot_is_refused(terminal: Terminal, data: bytes, text: str) -> None:
    refused(terminal.run(data), "PilotError: p.yml", text)
    _untouched(terminal)


def test_what_a_terminal_would_obey_or_hide_is_shown_escaped(terminal: Terminal) -> None:
    said = terminal.run(_changed("repo_url", "repo_\u202eurl"))
    refused(said, "unknown key `input.repo_\\u202eurl`; did you mean `repo_url`?")
    assert all(letter.isprintable() or letter == "\n" for letter in said.err)


@pytest.mark.parametrize(
    ("old", "new", "text"),
    [
        ('"1.0"', '"2.0"', "p.yml:3: `schema_version` is `2.0`; expected '1.0'"),
        ("base_ref", "base_reff", "p.yml:13: unknown key `output.base_reff`; did you mean"),
        ('"main"', '""', "p.yml:8: `input.sha` is empty; expected a text that is not empty"),
        (_PATHS, " []", "p.yml:15: `output.allowed_paths` is an empty list; expected at least one"),
        (_PATHS, ' ["../x/**"]', "p.yml:15: `output.allowed_paths`: '../x/**'"),
        (_PATHS, ' ["content/../../x/**"]', "p.yml:15: `output.allowed_paths`"),
        (_PATHS, ' ["../x/**"]', "leads out of its folder"),
        (_PATHS, ' ["/etc/**"]', "p.yml:15: `output.allowed_paths`: '/etc/**': begins with `/`"),
        (_PATHS, ' ["content/docs/x/"]', "ends with `/`; all files below a folder are"),
        (_PATHS, ' ["content/docs/x"]', "fits no page; all files below a folder are"),
        (_PATHS, ' ["**"]', "p.yml:15: `output.allowed_paths`: '**'"),
        (_PATHS, ' [".github/**"]', "p.yml:15: `output.allowed_paths`: '.github/**'"),
        (_PATHS, ' [""]', "p.yml:15: `output.allowed_paths`: '': is empty"),
    ],
)
def test_a_wrong_value_is_named_with_its_line(
    terminal: Terminal, old: str, new: str, text: str
) -> None:
    refused(terminal.run(_changed(old, new)), text)
    _untouched(terminal)


@pytest.mark.parametrize(
    "url",
    [
        "--upload-pack=touch x",
        "ext::sh -c touch% x",
        "http://example.com/a",
        "https://user:word@example.com/a/b",
        "ssh://-oProxyCommand=x/a",
        "git@example.com:-x",
        "javascript:alert(1)",
        "file://host/a",
    ],
)
@pytest.mark.parametrize("key", ["repo_url", "site_repo_url"])
def test_a_hostile_address_is_refused_before_anything_is_opened(
    terminal: Terminal, key: str, url: str
) -> None:
    found = "https://github.com/example/" + ("hugo-site" if key == "repo_url" else "docs-site")
    said = terminal.run(_changed(found, url))
    refused(said, f"{key}` is not a repository address that may be used", "PilotError: p.yml:")
    assert "word" not in said.err
    _untouched(terminal)


@pytest.mark.parametrize("ref", ["-x", "--upload-pack=x", "a..b", "main^", "@{-1}", "a b"])
def test_an_option_like_or_hostile_ref_is_refused(terminal: Terminal, ref: str) -> None:
    refused(
        terminal.run(_changed('sha: "main"', f'sha: "{ref}"')),
        "p.yml:8: `input.sha` is not a usable ref",
    )
    refused(
        terminal.run(_changed('base_ref: "main"', f'base_ref: "{ref}"')),
        "p.yml:13: `output.base_ref` is not a usable ref",
    )


@pytest.mark.parametrize("name", ["../x", "a/b", "..", "-x", r"x\ny", "é", "{{pilot}}/x", "ledger"])
def test_a_run_id_that_cannot_name_a_folder_is_refused(terminal: Terminal, name: str) -> None:
    refused(
        terminal.run(_changed('run_id: "example-{{timestamp}}"', f'run_id: "{name}"')),
        "p.yml:4: ",
        "cannot be a run id",
    )
    _untouched(terminal)


@pytest.mark.parametrize("name", ["../x", "-x", "a b", "x.lock", "/x", "main", "refs/x"])
def test_a_branch_that_git_could_not_have_is_refused(terminal: Terminal, name: str) -> None:
    said = terminal.run(_changed('"launch/{{pilot}}/{{run_id}}"', f'"{name}"'))
    refused(said, "p.yml:14: `output.branch_name` gives", "which is not usable")
    _untouched(terminal)


@pytest.mark.parametrize(
    ("gate", "text"),
    [("nope", "no gate is called 'nope'"), ("claims_hold", "claims_hold cannot be skipped")],
)
def test_a_gate_that_cannot_be_skipped_is_refused(terminal: Terminal, gate: str, text: str) -> None:
    pilot = f"{_EXAMPLE}gates:\n  skip:\n    - gate: {gate}\n      reason: later\n"
    refused(terminal.run(pilot), "p.yml:21: gates.skip", text)


@pytest.mark.parametrize(
    ("variable", "value", "text"),
    [
        ("LLM_PROVIDER", "gpt", "LLM_PROVIDER is `gpt`; expected anthropic, offline or mock"),
        ("OFFLINE_MODE", "2", "OFFLINE_MODE is `2`; expected 1 or 0"),
        ("OFFLINE_FIXTURES", "maybe", "OFFLINE_FIXTURES is `maybe`; expected 1 or 0"),
        ("COMMIT_SERVICE_URL", "ftp://x", "`ftp://x` is not an http or https address"),
    ],
)
def test_a_wrong_variable_is_refused(
    terminal: Terminal, variable: str, value: str, text: str
) -> None:
    refused(terminal.run(_EXAMPLE, **{variable: value}), text)
    _untouched(terminal)


def test_a_wrong_address_of_the_commit_service_is_named_with_its_line(terminal: Terminal) -> None:
    said = terminal.run(f"{_EXAMPLE}commit_service:\n  endpoint_url: htp://x\n")
    refused(said, "PilotError: p.yml:21: `commit_service.endpoint_url`: `htp://x` is not an http")


@pytest.mark.parametrize("name", ["../x", "a/b", "a\nb", "..", "", "\x1b[2J", "x" * 300, "ledger"])
def test_a_run_that_cannot_be_is_refused(terminal: Terminal, name: str) -> None:
    for said in (terminal.launch("resume", "--run-id", name), terminal.launch("show", name)):
        refused(said, "InputError: ", "cannot be a run id")
        assert "\x1b" not in said.err


@pytest.mark.parametrize(
    "command", ["resume", "show", "report", "gates", "package", "drift", "submit"]
)
def test_a_run_that_is_not_there_is_refused(terminal: Terminal, command: str) -> None:
    named = ("nothing",) if command == "show" else ("--run-id", "nothing")
    refused(terminal.launch(command, *named), "there is no run `nothing`")
    _untouched(terminal)


def test_a_selection_that_holds_nothing_is_refused(terminal: Terminal) -> None:
    pilot = str(PROJECT / "pilots" / "example_pilot.yml")
    backwards = ("--from", "patch_bundle", "--to", "repo_inventory")
    refused(terminal.launch("run", "--config", pilot, *backwards), "nothing lies between")
    both = ("--only", "page_plan", "--to", "draft_content")
    refused(terminal.launch("run", "--config", pilot, *both), "--only stands alone")


def test_validate_tells_of_a_folder_without_pilots(terminal: Terminal, tmp_path: Path) -> None:
    gone = terminal.launch("validate", LAUNCH_PILOTS_DIR=str(tmp_path / "gone"))
    assert gone.code == 2
    assert f"error    pilots: none in {tmp_path / 'gone'}; LAUNCH_PILOTS_DIR" in gone.out
    assert gone.err == ""
    empty = terminal.launch("validate", LAUNCH_PILOTS_DIR=str(tmp_path))
    assert (empty.code, empty.err) == (0, "")
    assert "warning  pilots: none in" in empty.out


def test_validate_lists_what_is_wrong_with_every_pilot(terminal: Terminal, tmp_path: Path) -> None:
    folder = tmp_path / "pilots"
    folder.mkdir()
    (folder / "good.yml").write_text(_EXAMPLE)
    (folder / "bad.yml").write_text(_changed("sha:", "shaa:"))
    (folder / "skip.yml").write_text(f"{_EXAMPLE}gates: {{skip: [{{gate: no, reason: x}}]}}\n")
    said = terminal.launch("validate", LAUNCH_PILOTS_DIR=str(folder))
    assert said.code == 2
    wrong = [line for line in said.out.splitlines() if line.startswith("error")]
    assert [line.split(":")[0].split()[-1] for line in wrong] == ["bad.yml", "skip.yml"]
    assert "Traceback" not in said.out + said.err
