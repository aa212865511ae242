"""Bundles that nobody of ours made: refused with the patch named, and nothing is written."""

import base64
import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from pydantic import ValidationError

from launch.contracts.patch_bundle import CreateFile, PatchBundle
from launch.contracts.tree import EntryKind
from launch.digests import sha256
from launch.patching.apply import apply
from launch.patching.errors import PatchError
from launch.patching.from_pages import bundle_of_pages
from tests.support.gate_world import SITE_PIN
from tests.support.memory_tree import MemoryTree

CASES = json.loads((Path(__file__).parents[2] / "cases" / "fence_cases.json").read_text())
FENCE = tuple(CASES["allowed_paths"])
KINDS: dict[str, EntryKind] = {"100644": "file", "120000": "symlink", "160000": "submodule"}
BASE = MemoryTree(
    dict.fromkeys(CASES["base_tree"], "old\n"),
    {path: KINDS[mode] for path, mode in CASES["base_tree"].items()},
)
OLD = "---\ntitle: A\n---\n\nOne.\n\n## Two\n\nThree.\n"
PATH = f"{FENCE[0].removesuffix('/**')}/page.md"


def create(number: int, path: str, content: str) -> CreateFile:
    return CreateFile(
        patch_id=f"p{number:04}",
        page_id=None,
        path=path,
        before_sha256=None,
        after_sha256=sha256(content),
        content=content,
    )


def made(*patches: dict[str, Any]) -> PatchBundle:
    """Read a bundle as a file would give it."""
    body = {
        "schema_version": "1.0",
        "site": SITE_PIN.model_dump(mode="json"),
        "allowed_paths": list(FENCE),
        "patches": list(patches),
    }
    return PatchBundle.from_bytes(json.dumps(body).encode())


def changed(**update: Any) -> dict[str, Any]:
    """Return a patch of the page's section, by hand."""
    return {
        "type": "update_by_anchor",
        "patch_id": "p0007",
        "page_id": None,
        "path": PATH,
        "before_sha256": sha256(OLD),
        "after_sha256": sha256(OLD.replace("Three.", "Four.")),
        "heading_path": ["Two"],
        "section_sha256": sha256("\nThree.\n"),
        "content": "\nFour.\n",
        **update,
    }


def ranged(number: int, first: int, last: int, **update: Any) -> dict[str, Any]:
    lines = OLD.splitlines(keepends=True)
    return {
        "type": "update_file_range",
        "patch_id": f"p{number:04}",
        "page_id": None,
        "path": PATH,
        "before_sha256": sha256(OLD),
        "after_sha256": "1" * 64,
        "first_line": first,
        "last_line": last,
        "range_sha256": sha256("".join(lines[first - 1 : last])),
        "content": "x\n",
        **update,
    }


def test_the_patch_that_is_right_is_applied() -> None:
    after = apply(made(changed()), MemoryTree({PATH: OLD}))
    assert after == {PATH: OLD.replace("Three.", "Four.").encode()}


@pytest.mark.parametrize(
    "update",
    [
        {"before_sha256": "0" * 64},
        {"after_sha256": "0" * 64},
        {"section_sha256": "0" * 64},
        {"heading_path": ["Three"]},
        {"before_sha256": None},
        {"path": f"{PATH}x.md"},
        {"content": "\nFive.\n"},
        {"content": "x" * 2_000_000, "after_sha256": sha256(OLD[:-8] + "x" * 2_000_000)},
    ],
    ids=str,
)
def test_a_lie_about_the_text_names_its_patch(update: dict[str, Any]) -> None:
    with pytest.raises(PatchError, match="patch p0007"):
        apply(made(changed(**{**update, "content": update.get("content", "\nFour.\n")})),
              MemoryTree({PATH: OLD}))  # fmt: skip


@pytest.mark.parametrize(
    "update",
    [
        {"type": "run_program"},
        {"patch_id": "7"},
        {"before_sha256": "not a digest"},
        {"more": 1},
        {"heading_path": []},
        {"path": ""},
        {"content": None},
    ],
    ids=str,
)
def test_what_is_no_patch_is_no_bundle(update: dict[str, Any]) -> None:
    with pytest.raises(ValidationError):
        made(changed(**update))


def _content(case: dict[str, Any]) -> str | None:
    """Return the text of a case; None for bytes that no patch can hold."""
    try:
        return base64.b64decode(case.get("content_b64", "eA==")).decode()
    except UnicodeDecodeError:
        return None


def _can_be_written_down(case: dict[str, Any]) -> bool:
    kind = (case["expect"], case["mode"], case["op"])
    return kind == ("deny", "100644", "create") and _content(case) is not None


@pytest.mark.parametrize(
    "case",
    [one for one in CASES["cases"] if _can_be_written_down(one)],
    ids=lambda one: str(one["id"]),
)
def test_a_path_of_every_evil_names_its_patch(case: dict[str, Any]) -> None:
    content = _content(case) or ""
    content = "x" * int(case.get("size_override", 0)) or content
    bundle = PatchBundle(
        site=SITE_PIN,
        allowed_paths=FENCE,
        patches=(create(1, PATH, "good\n"), create(2, case["path"] or " ", content)),
    )
    with pytest.raises(PatchError, match="patch p0002") as caught:
        apply(bundle, BASE)
    assert caught.value.patch_id == "p0002"


def test_a_bundle_without_a_fence_writes_nothing() -> None:
    bundle = PatchBundle(site=SITE_PIN, allowed_paths=("**",), patches=(create(1, PATH, "x"),))
    with pytest.raises(PatchError, match="must begin with a folder"):
        apply(bundle, MemoryTree({}))


def test_two_spellings_of_one_file_are_refused() -> None:
    twin = PATH.replace("page", "PAGE")
    bundle = PatchBundle(
        site=SITE_PIN, allowed_paths=FENCE, patches=(create(1, PATH, "x"), create(2, twin, "x"))
    )
    with pytest.raises(PatchError, match="patch p0002"):
        apply(bundle, MemoryTree({}))


def test_patches_that_overlap_name_the_second() -> None:
    after = OLD.splitlines(keepends=True)
    once = "".join((*after[:4], "x\n", *after[5:]))
    first = ranged(1, 5, 5, after_sha256=sha256(once))
    second = ranged(2, 5, 7, before_sha256=sha256(once))
    with pytest.raises(PatchError, match=r"patch p0002 .*lines 5 to 7 have changed"):
        apply(made(first, second), MemoryTree({PATH: OLD}))


def test_patches_in_another_order_name_the_one_that_is_early() -> None:
    with pytest.raises(PatchError, match="does not follow p0007"):
        apply(made(changed(), changed(patch_id="p0003")), MemoryTree({PATH: OLD}))


def test_one_bad_patch_of_ten_thousand_stops_them_all() -> None:
    folder = PATH.rsplit("/", 1)[0]
    good = tuple(create(n, f"{folder}/{n}.md", f"{n}\n") for n in range(1, 10_000))
    bad = create(10_000, f"{folder}/last.md", "x").model_copy(update={"after_sha256": "0" * 64})
    bundle = PatchBundle(site=SITE_PIN, allowed_paths=FENCE, patches=(*good, bad))
    with pytest.raises(PatchError, match="patch p10000"):
        apply(bundle, MemoryTree({}))


@given(st.data())
def test_whatever_is_changed_in_a_bundle_it_writes_what_it_states_or_nothing(
    data: st.DataObject,
) -> None:
    """Any field of any patch replaced: the result has the digests that are stated, or is none."""
    patch = changed()
    key = data.draw(st.sampled_from(sorted(patch)))
    value = data.draw(st.one_of(st.none(), st.text(max_size=20), st.integers(), st.just("0" * 64)))
    try:
        bundle = made({**patch, key: value})
        after = apply(bundle, MemoryTree({PATH: OLD}))
    except (ValidationError, PatchError):
        return
    for one in bundle.patches:
        written = after[one.path]
        assert written is not None
        assert sha256(written) == one.after_sha256


_ALPHABET = [*'ab#-+`:{}="\n \r>|é\v\f\x1c\x85\u2028\u2029\ufeff', "---\n", "+++\n", "\r\n"]
_TEXT = st.lists(st.sampled_from(_ALPHABET), max_size=60).map("".join)


@given(_TEXT, _TEXT)
@example("\r\r#", "\r#")
@example("\r#", "\n#\n:")
def test_pages_from_elsewhere_become_the_bundle_that_makes_them(old: str, new: str) -> None:
    pages = {PATH: new.encode(), PATH.replace("page", "new"): b"x\n"}
    tree = MemoryTree({PATH: old})
    bundle = bundle_of_pages(pages, tree, SITE_PIN, FENCE)
    after = apply(bundle, tree)
    assert {path: after.get(path, tree.read(path)) for path in pages} == pages
    assert apply(bundle, MemoryTree({**{k: v for k, v in after.items() if v is not None}})) == after


def test_a_page_from_elsewhere_that_is_no_text_is_refused() -> None:
    with pytest.raises(PatchError, match=f"{PATH}.*not UTF-8"):
        bundle_of_pages({PATH: b"\xff"}, MemoryTree({}), SITE_PIN, FENCE)
