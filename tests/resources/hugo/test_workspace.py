from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from resources.hugo.workspace import change, clone, export, is_safe
from tests.support.memory_tree import MemoryTree


def test_only_regular_files_are_exported(tmp_path: Path) -> None:
    tree = MemoryTree(
        {"a.md": "a", "link.md": "/etc/passwd", "sub": "x"},
        {"link.md": "symlink", "sub": "submodule"},
    )
    notes = export(tree, tmp_path, lambda _: True)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["a.md"]
    assert notes == (
        "link.md: a symlink, left out of the build",
        "sub: a submodule, left out of the build",
    )


def test_a_hostile_path_in_a_tree_is_not_exported(tmp_path: Path) -> None:
    inside = tmp_path / "in"
    inside.mkdir()
    notes = export(MemoryTree({"../out.md": "x", ".git/hooks/x": "x"}), inside, lambda _: True)
    assert not (tmp_path / "out.md").exists()
    assert len(notes) == 2


def test_changing_a_copy_leaves_the_original_alone(tmp_path: Path) -> None:
    original = tmp_path / "one"
    (original / "content").mkdir(parents=True)
    (original / "content/a.md").write_text("old")
    (original / "content/b.md").write_text("old")
    clone(original, tmp_path / "two")
    change(tmp_path / "two", {"content/a.md": b"new", "content/b.md": None, "content/c.md": b"c"})
    assert (original / "content/a.md").read_text() == "old"
    assert (original / "content/b.md").read_text() == "old"
    assert not (tmp_path / "two/content/b.md").exists()


@pytest.mark.parametrize("path", ["/a", "../a", "a/../b", "a//b", "./a", "a\\b", "a\0b", ".git/x"])
def test_a_path_that_leaves_its_folder_is_not_safe(path: str) -> None:
    assert not is_safe(path)


@given(st.text(min_size=1, max_size=30))
def test_a_safe_path_stays_inside(path: str) -> None:
    if is_safe(path):
        joined = Path("/base").joinpath(path)
        assert ".." not in joined.parts
        assert joined.is_relative_to("/base")
