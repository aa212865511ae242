"""A grammar that loops or crashes costs one file: real processes, one of them made to misbehave."""

import sys
import time
from pathlib import Path

import pytest

from launch.contracts.repo_inventory import RepoInventory
from launch.intake.product.scan import scan
from resources.grammars.probe import ProcessProbe
from tests.support.scans import PIN, tree_of

_BAD = """
import os, sys, time
while header := sys.stdin.buffer.readline():
    source = sys.stdin.buffer.read(int(header.split()[1]))
    if b"LOOP" in source: time.sleep(3600)
    if b"CRASH" in source: os.abort()
    sys.stdout.write("ok\\n"); sys.stdout.flush()
"""
_FILES = {
    "go.mod": "module example.test/tool\n",
    "a.go": "package tool\n\nfunc A() {}\n",
    "b.go": "package tool\n\n// LOOP\nfunc B() {}\n",
    "c.go": "package tool\n\n// CRASH\nfunc C() {}\n",
    "d.go": "package tool\n\nfunc D() {}\n",
    "README.md": "LOOP and CRASH are words here.\n",
}


def _scan(probe: ProcessProbe, files: dict[str, str]) -> RepoInventory:
    return scan(tree_of(files), PIN, (), None, probe)


def _bad(cache: Path, seconds: float = 1.0) -> ProcessProbe:
    return ProcessProbe(cache, (sys.executable, "-c", _BAD), seconds)


def test_a_loop_and_a_crash_are_named_and_the_other_files_are_read(tmp_path: Path) -> None:
    inventory = _scan(_bad(tmp_path), _FILES)
    assert {f.path: f.skipped for f in inventory.files if f.skipped is not None} == {
        "b.go": "parse_timeout", "c.go": "parse_failed",
    }  # fmt: skip
    assert inventory.notes == (
        "b.go: left out, because its grammar does not get to the end of it",
        "c.go: left out, because its grammar crashes on it",
    )


def test_a_crash_is_remembered_by_blob_and_a_loop_is_tried_again(tmp_path: Path) -> None:
    _scan(_bad(tmp_path), _FILES)
    memory = next((tmp_path / "grammars").iterdir()).read_text().splitlines()
    assert sorted(line.rpartition(" ")[2] for line in memory) == ["failed", "ok", "ok"]
    never = ProcessProbe(tmp_path, ("/does/not/exist",))
    known = {path: text for path, text in _FILES.items() if path != "b.go"}
    inventory = _scan(never, known)
    assert [f.path for f in inventory.files if f.skipped == "parse_failed"] == ["c.go"]


def test_a_grammar_that_keeps_crashing_is_given_up(tmp_path: Path) -> None:
    files = {f"f{n}.go": f"package tool\n// LOOP {n}\n" for n in range(12)}
    start = time.monotonic()
    inventory = _scan(_bad(tmp_path, 0.2), files)
    assert time.monotonic() - start < 8
    assert all(f.skipped is not None for f in inventory.files)


def test_the_real_worker_answers_for_every_language(tmp_path: Path) -> None:
    files = {
        "a.rs": "pub fn a() {}\n", "b.ts": "export const a = 1;\n", "c.cs": "class A {}\n",
        "d.h": "int f(void);\n", "e.rb": "class A; end\n", "hostile.cs": "a<" * 50_000,
    }  # fmt: skip
    inventory = _scan(ProcessProbe(tmp_path), files)
    assert {f.path: f.skipped for f in inventory.files if f.skipped is not None} == {
        "hostile.cs": "parse_timeout"
    }


def test_a_cache_that_cannot_be_written_or_read_is_no_matter(tmp_path: Path) -> None:
    (tmp_path / "grammars").write_text("a file stands where the folder should be")
    assert _scan(ProcessProbe(tmp_path), {"a.rs": "pub fn a() {}\n"}).notes == ()


@pytest.mark.parametrize("text", ["\x00broken", "go 123 nonsense\n", ""])
def test_a_damaged_memory_is_read_as_far_as_it_is_sound(tmp_path: Path, text: str) -> None:
    _scan(ProcessProbe(tmp_path), {"a.rs": "pub fn a() {}\n"})
    memory = next((tmp_path / "grammars").iterdir())
    memory.write_text(text)
    assert _scan(ProcessProbe(tmp_path), {"a.rs": "pub fn a() {}\n"}).notes == ()
