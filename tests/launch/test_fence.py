"""The fence against hostile paths, and against the paths that real documentation has."""

import base64
import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from launch.contracts.tree import EntryKind, TreeEntry
from launch.fence import Operation, batch_refusals, check_allowed_paths, content_refusal, refusal

CASES = json.loads((Path(__file__).parents[1] / "cases" / "fence_cases.json").read_text())
FENCE = tuple(CASES["allowed_paths"])
OPERATIONS: dict[str, Operation] = {"create": "create", "update": "update", "delete": "delete"}
KINDS: dict[str, EntryKind] = {"100644": "file", "120000": "symlink", "160000": "submodule"}


def entry(path: str, kind: EntryKind = "file") -> TreeEntry:
    return TreeEntry(path=path, kind=kind, blob="0" * 40, size=1)


BASE = {path: entry(path, KINDS[mode]) for path, mode in CASES["base_tree"].items()}


@pytest.mark.parametrize("case", CASES["cases"], ids=lambda case: str(case["id"]))
def test_every_case_gets_the_verdict_that_is_right(case: dict[str, str]) -> None:
    found = refusal(case["path"], OPERATIONS[case["op"]], case["mode"], FENCE, BASE)
    if "content_b64" in case:
        found = found or content_refusal(case["path"], base64.b64decode(case["content_b64"]))
    if "size_override" in case:
        found = found or content_refusal(case["path"], b"x" * int(case["size_override"]))
    assert (found is None) == (case["expect"] == "allow"), found


@pytest.mark.parametrize("case", CASES["batch_cases"], ids=lambda case: str(case["id"]))
def test_operations_that_are_wrong_only_together_are_refused(case: dict[str, list[str]]) -> None:
    assert batch_refusals([(path, "create", "100644") for path in case["paths"]], FENCE, BASE)


@pytest.mark.parametrize("case", CASES["allowed_paths_cases"], ids=lambda case: str(case["id"]))
def test_a_fence_without_a_post_is_refused(case: dict[str, list[str]]) -> None:
    assert check_allowed_paths(tuple(case["allowed_paths"])) is not None


@pytest.mark.parametrize("parent", ["link", "sub"])
def test_a_symlinked_or_submodule_parent_is_refused(parent: str) -> None:
    path = f"content/docs/example-product/{parent}/x.md"
    assert "not a folder" in str(refusal(path, "create", "100644", FENCE, BASE))


def test_a_file_and_a_file_below_it_are_refused_together() -> None:
    paths = ["content/docs/example-product/a.md", "content/docs/example-product/a.md/b.md"]
    found = batch_refusals([(path, "create", "100644") for path in paths], FENCE, BASE)
    assert [path for path, _ in found] == [paths[1]]


def test_creating_over_a_file_and_updating_none_are_refused() -> None:
    there = "content/docs/example-product/old.md"
    assert refusal(there, "create", "100644", FENCE, BASE) == "the file is there already"
    absent = "content/docs/example-product/new.md"
    assert refusal(absent, "update", "100644", FENCE, BASE) == "there is no file to update"
    assert refusal(absent, "delete", "100644", FENCE, BASE) == "there is no file to delete"


REAL = (
    "content/en/docs/v3.6/op-guide/_index.md",
    "content/en/docs/C++ guide/What's new (2024).md",
    "content/en/docs/getting-started/@types/node_modules.md",
    "content/zh-cn/docs/概念/工作负载.md",
    "content/ru/docs/начало-работы/_index.md",
    "content/hi/docs/शुरुआत.md",
    "content/docs/release_1.2,3/index.fr.md",
    "content/docs/a=b/diagram.v2.png",
)


@pytest.mark.parametrize("path", REAL)
def test_paths_of_real_documentation_pass(path: str) -> None:
    assert refusal(path, "create", "100644", ("content/**",), {}) is None


@pytest.mark.parametrize(
    ("pattern", "path", "inside"),
    [
        ("content/*/docs/**", "content/en/docs/a/b.md", True),
        ("content/*/docs/**", "content/en/x/docs/b.md", False),
        ("content/**/guide.md", "content/guide.md", True),
        ("content/**/guide.md", "content/a/b/guide.md", True),
        ("content/**/guide.md", "content/a/b/guides.md", False),
        ("content/docs/v?.md", "content/docs/v1.md", True),
        ("content/docs/v?.md", "content/docs/v12.md", False),
        ("content/docs/*.md", "content/docs/a/b.md", False),
        ("content/docs/a.md", "content/docs/a.md", True),
        ("content/docs/a.md/**", "content/docs/a.md", False),
    ],
)
def test_patterns_match_component_by_component(pattern: str, path: str, *, inside: bool) -> None:
    assert (refusal(path, "create", "100644", (pattern,), {}) is None) == inside


@pytest.mark.parametrize(
    "pattern",
    [
        "*/docs/**",
        "content",
        "layouts/**",
        "content/docs**",
        "content/docs/",
        ".github/**",
        "~/x/**",
    ],
)
def test_a_pattern_that_reaches_too_far_is_refused(pattern: str) -> None:
    assert check_allowed_paths((pattern,)) is not None


@given(st.text(max_size=40))
def test_whatever_passes_stays_below_the_fence(tail: str) -> None:
    path = "content/docs/example-product/" + tail
    if refusal(path, "create", "100644", FENCE, BASE) is None:
        assert not {"", ".", "..", ".git"} & set(path.split("/"))
        assert path.isprintable()
        assert path.startswith("content/docs/example-product/")
        assert refusal(path, "create", "100644", FENCE, {path: entry(path)}) is not None


@given(st.text(max_size=60))
def test_no_path_without_the_allowed_prefix_passes(path: str) -> None:
    found = refusal(path, "create", "100644", FENCE, BASE)
    assert found is not None or path.startswith("content/docs/example-product/")
