"""What a dry run recorded is sent as it is, once; whatever is not as it was is refused by name."""

import json
import re
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from launch.contracts.delivery import CreateCommitBundle, OpenPrBundle
from launch.digests import sha256
from resources.run_store.layout import RunLayout, all_runs
from resources.run_store.places import PROJECT
from resources.run_store.reading import read_settings, read_snapshot
from tests.support.repositories import git
from tests.support.runs import World
from tests.support.terminal import Said, Terminal, refused


class Held:
    """A dry run that waits to be submitted."""

    def __init__(self, folder: Path) -> None:
        self.world = World(folder)
        config = str(PROJECT / "pilots" / "dry_run_example.yml")
        self.done = self.world.launch("run", "--config", config)
        (self.layout,) = all_runs(self.world.runs)
        self.terminal = Terminal(self.world, folder)

    @property
    def site(self) -> Path:
        """The site's repository."""
        return Path(read_settings(self.layout).site_url_effective)

    def submit(self, **changes: str) -> Said:
        """Submit the run in this process."""
        return self.terminal.launch("submit", "--run-id", self.layout.run_id, **changes)

    @contextmanager
    def changed(self, path: Path, data: bytes) -> Iterator[None]:
        """Put other bytes into a file of the run for the length of a block."""
        before = path.read_bytes()
        path.chmod(0o644)
        path.write_bytes(data)
        try:
            yield
        finally:
            path.write_bytes(before)


@pytest.fixture(scope="module")
def held(tmp_path_factory: pytest.TempPathFactory) -> Held:
    run = Held(tmp_path_factory.mktemp("held"))
    assert run.done.returncode == 0, run.done.stdout + run.done.stderr
    assert read_snapshot(run.layout).run_state.pr_result is None
    return run


def _pulls(held: Held) -> list[str]:
    return git(held.site, "for-each-ref", "refs/pull", "refs/heads/launch").splitlines()


def _files(layout: RunLayout) -> dict[str, str]:
    paths = (path for path in layout.root.rglob("*") if path.is_file() and not path.is_symlink())
    return {path.relative_to(layout.root).as_posix(): sha256(path.read_bytes()) for path in paths}


def _artifact(held: Held, name: str) -> Path:
    return held.layout.artifacts / f"{name}.json"


def _indexed(held: Held, name: str, data: bytes) -> bytes:
    """Return the snapshot as someone would forge it who edits an artifact and its digest."""
    snapshot = read_snapshot(held.layout)
    state = snapshot.run_state
    record = state.artifact_index[name].model_copy(update={"sha256": sha256(data)})
    index = {**state.artifact_index, name: record}
    forged = snapshot.model_copy(
        update={"run_state": state.model_copy(update={"artifact_index": index})}
    )
    return forged.model_dump_json(indent=2).encode()


def test_a_base_that_moved_is_refused(held: Held) -> None:
    before = git(held.site, "rev-parse", "main")
    moved = _commit(held.site, before, git(held.site, "rev-parse", "main^{tree}"))
    git(held.site, "update-ref", "refs/heads/main", moved)
    said = held.submit()
    git(held.site, "update-ref", "refs/heads/main", before)
    refused(said, "RefusalError: the base moved", moved[:12], before[:12], code=1)
    assert not _pulls(held)


def test_a_site_whose_file_changed_is_refused(held: Held) -> None:
    before = git(held.site, "rev-parse", "main")
    made = CreateCommitBundle.from_bytes(_artifact(held, "create_commit_bundle").read_bytes())
    path = made.payload.files[0].path
    blob = _piped(held.site, "hash-object", "-w", "--stdin", stdin="---\ntitle: Other\n---\n")
    tree = _with_file(held.site, before, path, blob)
    git(held.site, "update-ref", "refs/heads/main", _commit(held.site, before, tree))
    said = held.submit()
    git(held.site, "update-ref", "refs/heads/main", before)
    refused(said, "RefusalError: the site changed", path, code=1)


def test_a_site_that_is_gone_is_refused(held: Held) -> None:
    away = held.site.with_suffix(".away")
    held.site.rename(away)
    said = held.submit()
    away.rename(held.site)
    refused(said, "RepositoryError")


def test_an_edited_bundle_is_refused(held: Held) -> None:
    path = _artifact(held, "create_commit_bundle")
    data = path.read_bytes().replace(b"Built from", b"Taken from")
    with held.changed(path, data):
        refused(held.submit(), "create_commit_bundle.json was changed since it was made")


def test_an_edited_bundle_with_a_forged_digest_does_not_chain(held: Held) -> None:
    path = _artifact(held, "create_commit_bundle")
    data = path.read_bytes().replace(b"Built from", b"Taken from")
    with (
        held.changed(path, data),
        held.changed(held.layout.snapshot, _indexed(held, "create_commit_bundle", data)),
    ):
        refused(held.submit(), "do not chain", "`open_pr_bundle`", "`create_commit_bundle`")


def test_an_edited_pull_request_with_a_forged_digest_is_known_to_dagster(held: Held) -> None:
    path = _artifact(held, "open_pr_bundle")
    bundle = OpenPrBundle.from_bytes(path.read_bytes())
    payload = bundle.payload.model_copy(update={"title": "Something else"})
    data = bundle.model_copy(update={"payload": payload}).to_bytes()
    with (
        held.changed(path, data),
        held.changed(held.layout.snapshot, _indexed(held, "open_pr_bundle", data)),
    ):
        refused(held.submit(), "was edited", "Dagster recorded")
        home = str(held.world.folder / "other-home")
        refused(held.submit(DAGSTER_HOME=home), "was edited", "`pr_title`")


def test_settings_that_were_changed_do_not_chain(held: Held) -> None:
    data = held.layout.settings.read_bytes().replace(b'"min_change": 1', b'"min_change": 2')
    assert data != held.layout.settings.read_bytes()
    with held.changed(held.layout.settings, data):
        refused(held.submit(), "do not chain", "`content (setting)`")


def test_a_red_report_is_refused(held: Held) -> None:
    report = _artifact(held, "validation_report")
    red = json.loads(report.read_bytes()) | {"status": "failed"}
    data = json.dumps(red, ensure_ascii=False).encode()
    with held.changed(report, data), held.changed(held.layout.snapshot, _forged_report(held, data)):
        refused(held.submit(), "the bundle is not green", code=1)


def _forged_report(held: Held, data: bytes) -> bytes:
    """Return a snapshot in which even the chain was forged to hide another report."""
    snapshot = json.loads(_indexed(held, "validation_report", data))
    for record in snapshot["run_state"]["artifact_index"].values():
        record["input_digests"] = [
            [name, sha256(data) if name == "validation_report" else digest]
            for name, digest in record["input_digests"]
        ]
    return json.dumps(snapshot).encode()


def test_an_environment_that_holds_back_is_heard(held: Held) -> None:
    refused(held.submit(OFFLINE_MODE="1"), "OFFLINE_MODE=1 holds pull requests back")


def test_a_service_that_does_not_answer_leaves_the_run_as_it_was(held: Held) -> None:
    pilot = held.layout.settings.read_bytes().replace(b'"max_retries": 3', b'"max_retries": 0')
    state = read_snapshot(held.layout).run_state
    with held.changed(held.layout.settings, pilot):
        said = held.submit(COMMIT_SERVICE_URL="http://127.0.0.1:9/v1")
    refused(said, "CommitServiceError: Health check failed", code=3)
    after = read_snapshot(held.layout).run_state
    assert (after.status, after.pr_result, after.error) == (state.status, None, state.error)


def test_what_was_recorded_is_sent_and_a_second_submit_says_so(held: Held) -> None:
    before = _files(held.layout)
    said = held.submit()
    assert said.code == 0, said.err
    snapshot = read_snapshot(held.layout)
    result = snapshot.run_state.pr_result
    assert result is not None
    assert (snapshot.run_state.status, snapshot.sealed) == ("w9_ok", True)
    assert result.pr_html_url in said.out
    after = _files(held.layout)
    changed = {name for name in after | before if after.get(name) != before.get(name)}
    assert {name for name in changed if not name.startswith("evidence/delivery/")} == {
        "snapshot.json",
        "logs/run.log",
    }
    made = CreateCommitBundle.from_bytes(_artifact(held, "create_commit_bundle").read_bytes())
    message = git(held.site, "log", "-1", "--format=%B", made.payload.branch_name)
    assert f"Launch-Request: {made.request.sha256}" in message
    pulls = _pulls(held)
    again = held.submit()
    assert again.code == 0
    assert re.search(r"was sent already", again.out)
    assert _pulls(held) == pulls
    assert _files(held.layout) == after


def _piped(site: Path, *arguments: str, stdin: str = "", **variables: str) -> str:
    done = subprocess.run(
        ["git", f"--git-dir={site}", *arguments],
        input=stdin,
        env={"PATH": "/usr/bin:/bin:/usr/local/bin", **variables},
        capture_output=True,
        text=True,
        check=True,
    )
    return done.stdout.strip()


def _commit(site: Path, parent: str, tree: str) -> str:
    who = {
        f"GIT_{role}_{part}": value
        for role in ("AUTHOR", "COMMITTER")
        for part, value in (("NAME", "A"), ("EMAIL", "a@example.org"), ("DATE", "@1 +0000"))
    }
    return _piped(site, "commit-tree", "-p", parent, "-m", "Another", tree, **who)


def _with_file(site: Path, commit: str, path: str, blob: str) -> str:
    index = str(site / "test-index")
    _piped(site, "read-tree", commit, GIT_INDEX_FILE=index)
    entry = f"100644,{blob},{path}"
    _piped(site, "update-index", "--add", "--cacheinfo", entry, GIT_INDEX_FILE=index)
    return _piped(site, "write-tree", GIT_INDEX_FILE=index)
