"""The evidence archive: what is in it, and that nothing else decides its bytes."""

import os
import shutil
import tarfile
from pathlib import Path

import pytest

from launch.errors import StorageError
from resources.run_store.layout import RunLayout
from resources.run_store.package import package


def _run(root: Path) -> RunLayout:
    for name, text in {
        "snapshot.json": "{}",
        "settings.json": "{}",
        "artifacts/b.json": "b",
        "artifacts/a.json": "a",
        "artifacts/.a.json.x.part": "half",
        "evidence/delivery/gates.json": "[]",
        "logs/run.log": "line",
        "worktree/site_clone/x.md": "x",
    }.items():
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_text(text)
    (root / "evidence" / "secret").symlink_to("/etc/hostname")
    return RunLayout(root)


def test_evidence_artifacts_and_snapshot_go_in_and_nothing_else(tmp_path: Path) -> None:
    packed = package(_run(tmp_path / "run"), tmp_path / "out.tar.gz")
    with tarfile.open(tmp_path / "out.tar.gz") as archive:
        names = archive.getnames()
    assert names == [
        "artifacts/a.json",
        "artifacts/b.json",
        "evidence/delivery/gates.json",
        "snapshot.json",
    ]
    assert packed.files == 4


def test_the_same_run_gives_the_same_bytes_at_another_time_and_place(tmp_path: Path) -> None:
    first = _run(tmp_path / "run")
    second = RunLayout(tmp_path / "elsewhere" / "run")
    shutil.copytree(first.root, second.root, symlinks=True)
    for path in second.root.rglob("*.json"):
        os.utime(path, (1, 1))
        path.chmod(0o600)
    one = package(first, tmp_path / "one.tar.gz")
    two = package(second, tmp_path / "two.tar.gz")
    assert one == two
    assert (tmp_path / "one.tar.gz").read_bytes() == (tmp_path / "two.tar.gz").read_bytes()


def test_a_file_in_the_way_is_kept(tmp_path: Path) -> None:
    (tmp_path / "out.tar.gz").write_text("mine")
    with pytest.raises(StorageError, match="is there already"):
        package(_run(tmp_path / "run"), tmp_path / "out.tar.gz")
    assert (tmp_path / "out.tar.gz").read_text() == "mine"


def test_a_folder_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(StorageError, match="cannot be written"):
        package(_run(tmp_path / "run"), tmp_path / "gone" / "out.tar.gz")
