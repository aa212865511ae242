"""The determinism harness fails where one byte differs, and names it."""

from pathlib import Path

import pytest

from scripts.verify_determinism import NAMES, compare, first_difference


def _artifacts(folder: Path) -> Path:
    folder.mkdir()
    for name in (*(f"{name}.json" for name in NAMES), "draft_content.md"):
        (folder / name).write_bytes(b'{"a": 1}\n')
    return folder


def test_equal_artifacts_pass(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert compare(_artifacts(tmp_path / "a"), _artifacts(tmp_path / "b")) == 0
    assert "IDENTICAL" in capsys.readouterr().out


@pytest.mark.parametrize("name", [f"{name}.json" for name in NAMES])
def test_one_byte_fails_and_is_named(
    name: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    first, second = _artifacts(tmp_path / "a"), _artifacts(tmp_path / "b")
    (second / name).write_bytes(b'{"a": 2}\n')
    assert compare(first, second) == 1
    assert f"DIFFERENT: {name}, byte 6" in capsys.readouterr().out


def test_a_missing_artifact_fails(tmp_path: Path) -> None:
    first, second = _artifacts(tmp_path / "a"), _artifacts(tmp_path / "b")
    (second / "page_plan.json").unlink()
    assert compare(first, second) == 1


def test_a_longer_file_differs_where_the_shorter_ends() -> None:
    assert first_difference(b"abc", b"abcd") == 3
    assert first_difference(b"abc", b"abc") is None
