"""Bundles on trees: every patch or none, each hash true, each twice as good as once."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from launch.contracts.page_plan import FrontMatterValue
from launch.contracts.patch_bundle import (
    CreateFile,
    DeleteFile,
    Patch,
    PatchBundle,
    UpdateByAnchor,
    UpdateFileRange,
    UpdateFrontmatterKeys,
)
from launch.contracts.tree import EntryKind
from launch.digests import sha256
from launch.patching.apply import apply
from launch.patching.difference import body_patches, key_patches
from launch.patching.errors import PatchError
from tests.support.gate_world import SITE_PIN
from tests.support.memory_tree import MemoryTree

PATH = "content/docs/a.md"
OLD = "---\ntitle: A # kept\nweight: 1\n---\n\nIntro.\n\n## One\n\nFirst.\n\n## Two\n\nSecond.\n"


def bundle(*patches: Patch) -> PatchBundle:
    return PatchBundle(site=SITE_PIN, allowed_paths=("content/docs/**",), patches=patches)


def create(number: int, path: str, content: str) -> CreateFile:
    return CreateFile(
        patch_id=f"p{number:04}",
        page_id=None,
        path=path,
        before_sha256=None,
        after_sha256=sha256(content),
        content=content,
    )


def anchored(content: str, result: str, **update: object) -> UpdateByAnchor:
    values: dict[str, object] = {
        "patch_id": "p0001",
        "page_id": None,
        "path": PATH,
        "before_sha256": sha256(OLD),
        "after_sha256": sha256(result),
        "heading_path": ("One",),
        "section_sha256": sha256("\nFirst.\n\n"),
        "content": content,
    }
    return UpdateByAnchor.model_validate(values | update)


def test_a_section_gets_a_new_body_and_nothing_else_moves() -> None:
    new = OLD.replace("First.", "Best.")
    done = apply(bundle(anchored("\nBest.\n\n", new)), MemoryTree({PATH: OLD}))
    assert done == {PATH: new.encode()}


def test_patching_twice_is_patching_once() -> None:
    new = OLD.replace("First.", "Best.")
    patches = bundle(anchored("\nBest.\n\n", new))
    assert apply(patches, MemoryTree({PATH: new})) == {PATH: new.encode()}


def test_a_base_that_moved_is_refused_with_the_patch_named() -> None:
    patch = anchored("\nBest.\n\n", OLD.replace("First.", "Best."))
    with pytest.raises(PatchError, match=r"p0001.*the base has moved") as error:
        apply(bundle(patch), MemoryTree({PATH: OLD + "more\n"}))
    assert error.value.exit_code == 2


def test_a_wrong_after_hash_is_refused() -> None:
    with pytest.raises(PatchError, match="not the"):
        apply(bundle(anchored("\nBest.\n\n", "something else")), MemoryTree({PATH: OLD}))


def test_a_section_that_is_not_there_or_twice_is_refused() -> None:
    new = OLD.replace("First.", "Best.")
    with pytest.raises(PatchError, match="0 times"):
        apply(bundle(anchored("x", new, heading_path=("Three",))), MemoryTree({PATH: OLD}))
    twice = OLD + "\n## One\n\nAgain.\n"
    patch = anchored("x", new, before_sha256=sha256(twice))
    with pytest.raises(PatchError, match="2 times"):
        apply(bundle(patch), MemoryTree({PATH: twice}))


def test_a_heading_inside_code_is_no_section() -> None:
    text = "# T\n\n```sh\n# One\n```\n\n## One\n\nFirst.\n\n"
    new = text.replace("First.", "Best.")
    patch = anchored(
        "\nBest.\n\n",
        new,
        before_sha256=sha256(text),
        heading_path=("T", "One"),
    )
    assert apply(bundle(patch), MemoryTree({PATH: text})) == {PATH: new.encode()}


def test_a_section_is_added_after_the_one_that_is_named() -> None:
    new = OLD.replace("## Two", "## Between\n\nHere.\n\n## Two")
    patch = anchored(
        "## Between\n\nHere.\n\n",
        new,
        heading_path=("Between",),
        section_sha256=None,
        after=("One",),
    )
    assert apply(bundle(patch), MemoryTree({PATH: OLD})) == {PATH: new.encode()}


def test_patches_that_overlap_are_refused_and_nothing_is_applied() -> None:
    first = UpdateFileRange(
        patch_id="p0001",
        page_id=None,
        path=PATH,
        before_sha256=sha256("a\nb\nc\n"),
        after_sha256=sha256("a\nB\nc\n"),
        first_line=2,
        last_line=2,
        range_sha256=sha256("b\n"),
        content="B\n",
    )
    second = first.model_copy(
        update={
            "patch_id": "p0002",
            "before_sha256": first.after_sha256,
            "after_sha256": sha256("a\nX\nc\n"),
            "content": "X\n",
        }
    )
    with pytest.raises(PatchError, match=r"p0002.*lines 2 to 2 have changed"):
        apply(bundle(first, second), MemoryTree({PATH: "a\nb\nc\n"}))


def test_patches_that_depend_on_one_another_are_applied_in_order() -> None:
    first = create(1, "content/docs/n.md", "a\n")
    second = UpdateFileRange(
        patch_id="p0002",
        page_id=None,
        path="content/docs/n.md",
        before_sha256=sha256("a\n"),
        after_sha256=sha256("a\nb\n"),
        first_line=2,
        last_line=1,
        range_sha256=sha256(""),
        content="b\n",
    )
    tree = MemoryTree({})
    assert apply(bundle(first, second), tree) == {"content/docs/n.md": b"a\nb\n"}
    with pytest.raises(PatchError, match=r"p0001.*does not follow p0002"):
        apply(bundle(second, first), tree)


def test_a_range_outside_of_the_file_is_refused() -> None:
    patch = UpdateFileRange(
        patch_id="p0001",
        page_id=None,
        path=PATH,
        before_sha256=sha256(OLD),
        after_sha256=sha256("x"),
        first_line=90,
        last_line=99,
        range_sha256=sha256(""),
        content="x",
    )
    with pytest.raises(PatchError, match="lines 90 to 99 of a file with 14"):
        apply(bundle(patch), MemoryTree({PATH: OLD}))


@pytest.mark.parametrize("kind", ["symlink", "submodule"])
def test_a_symlink_and_a_submodule_are_never_patched(kind: EntryKind) -> None:
    patch = DeleteFile(
        patch_id="p0001", page_id=None, path=PATH, before_sha256=sha256(OLD), after_sha256=None
    )
    with pytest.raises(PatchError, match=f"is a {kind}"):
        apply(bundle(patch), MemoryTree({PATH: OLD}, {PATH: kind}))
    assert apply(bundle(patch), MemoryTree({PATH: OLD})) == {PATH: None}
    assert apply(bundle(patch), MemoryTree({})) == {PATH: None}


def test_a_file_that_is_no_text_and_one_of_a_hundred_megabytes_are_refused() -> None:
    data = b"\xff\xfe"
    patch = anchored("x", "y", before_sha256=sha256(data))
    with pytest.raises(PatchError, match="not UTF-8"):
        apply(bundle(patch), MemoryTree({PATH: data}))
    with pytest.raises(PatchError, match="too large"):
        apply(bundle(patch), MemoryTree({PATH: b"x" * (100 * 1024 * 1024)}))


def test_ten_thousand_patches_take_seconds() -> None:
    patches = tuple(create(n, f"content/docs/{n}.md", f"{n}\n") for n in range(1, 10_001))
    start = time.monotonic()
    assert len(apply(bundle(*patches), MemoryTree({}))) == 10_000
    assert time.monotonic() - start < 5


def test_an_unknown_kind_of_patch_is_no_bundle() -> None:
    data = bundle(create(1, PATH, "x")).to_bytes().replace(b"create_file", b"run_program")
    with pytest.raises(ValueError, match="run_program"):
        PatchBundle.from_bytes(data)


@pytest.mark.parametrize(
    ("old", "expected"),
    [
        ("---\ntitle: A # note\nweight: 1\n---\n", "---\ntitle: B # note\nweight: 1\n---\n"),
        ("---\ntitle: 'A'\nweight: 1\n---\n", "---\ntitle: 'B'\nweight: 1\n---\n"),
        ('---\r\n# c\r\ntitle: "A"\r\n---\r\n', '---\r\n# c\r\ntitle: "B"\r\n---\r\n'),
        ("\ufeff---\ntitle: A\n---\n", "\ufeff---\ntitle: B\n---\n"),
        ("+++\n# c\ntitle = 'A' # d\n[x]\ny = 1\n+++\n", '+++\n# c\ntitle = "B" # d\n[x]\ny = 1\n+++\n'),
        ("---\nweight: 1\n---\n", "---\nweight: 1\ntitle: B\n---\n"),
        ("---\ntitle: >-\n  A\n  long\n# c\nweight: 1\n---\n", "---\ntitle: B\n# c\nweight: 1\n---\n"),
    ],
)  # fmt: skip
def test_front_matter_keeps_comments_quotes_and_line_ends(old: str, expected: str) -> None:
    value = FrontMatterValue(key="title", value="B")
    patches, after = key_patches(PATH, old.encode(), (value,))
    assert after.decode() == expected
    assert isinstance(patches[0], UpdateFrontmatterKeys)
    assert key_patches(PATH, after, (value,)) == ((), after)


LINES = st.lists(
    st.sampled_from(["a", "b", "", "## H", "## I", "### J", "```", "- x"]), max_size=12
)


@given(LINES, LINES, st.sampled_from(["\n", "\r\n"]), st.booleans())
def test_applying_the_difference_gives_the_target(
    old: list[str], new: list[str], eol: str, ends: bool
) -> None:
    before = eol.join(old) + (eol if ends else "")
    after = eol.join(new) + (eol if ends else "")
    patches = body_patches(PATH, before.encode(), after)
    numbered = tuple(
        p.model_copy(update={"patch_id": f"p{n:04}"}) for n, p in enumerate(patches, 1)
    )
    tree = MemoryTree({PATH: before})
    assert apply(bundle(*numbered), tree).get(PATH, before.encode()) == after.encode()
    again = MemoryTree({PATH: after})
    assert apply(bundle(*numbered), again).get(PATH, after.encode()) == after.encode()
