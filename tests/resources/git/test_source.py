"""Repositories as sources: pins, errors a person can act on, and nothing of theirs executed."""

import os
import stat
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from launch.errors import InputError, RepositoryError
from resources.git.address import Role
from resources.git.mirrors import mirrored, read_mirrors
from resources.git.refs import Wanted, choose
from resources.git.remote import fetch_commit, fetch_history, list_refs
from resources.git.source import RepositorySource
from resources.git.store import commits_of, make_repository
from tests.support.repositories import add_commit, bare_repository, git


@pytest.fixture
def product(tmp_path: Path) -> Path:
    path = bare_repository(tmp_path / "product.git", {"README.md": b"# One\n", "src/a.py": b"a\n"})
    git(path, "tag", "-a", "v1.0", "-m", "One", "main")
    add_commit(path, {"README.md": b"# Two\n"}, time=1_700_000_100)
    return path


@pytest.fixture
def source(tmp_path: Path) -> RepositorySource:
    return RepositorySource(tmp_path / "cache", ())


def refused(source: RepositorySource, url: str, ref: str, role: Role = "product") -> str:
    with pytest.raises(RepositoryError) as caught:
        source.resolve(url, ref, role)
    assert caught.value.hint
    return str(caught.value)


@pytest.mark.parametrize("ref", ["HEAD", "main", "refs/heads/main"])
def test_a_branch_is_pinned_with_commit_tree_and_time(
    source: RepositorySource, product: Path, ref: str
) -> None:
    pin = source.resolve(str(product), ref)
    assert pin.commit == git(product, "rev-parse", "main")
    assert pin.tree == git(product, "rev-parse", "main^{tree}")
    assert (pin.url, pin.ref, pin.time) == (str(product), ref, 1_700_000_100)
    assert source.tree(pin).read("README.md") == b"# Two\n"


def test_an_annotated_tag_is_peeled_and_a_short_commit_id_completed(
    source: RepositorySource, product: Path
) -> None:
    first = git(product, "rev-parse", "main~1")
    assert source.resolve(str(product), "v1.0").commit == first
    assert source.resolve(str(product), first[:9]).commit == first
    assert [tag.name for tag in source.tags(source.resolve(str(product), "main"))] == ["v1.0"]
    pin = source.resolve(str(product), "main")
    assert source.released(pin, first).read("README.md") == b"# One\n"


def test_packed_refs_a_file_url_and_a_linked_work_tree_are_read(
    source: RepositorySource, product: Path, tmp_path: Path
) -> None:
    commit = git(product, "rev-parse", "main")
    git(product, "pack-refs", "--all")
    git(product, "worktree", "add", "--quiet", "--detach", str(tmp_path / "linked"), "main")
    for url in (f"file://{product}", str(tmp_path / "linked"), str(product).removesuffix(".git")):
        assert source.resolve(url, "HEAD").commit == commit


def test_what_is_wrong_with_a_repository_is_said(
    source: RepositorySource, product: Path, tmp_path: Path
) -> None:
    assert "does not exist" in refused(source, str(tmp_path / "none"), "main")
    assert "not a git repository" in refused(source, str(tmp_path), "main")
    empty = bare_repository(tmp_path / "empty.git")
    assert "is empty" in refused(source, str(empty), "main")
    git(product, "update-ref", "refs/heads/release-2.x", "main")
    assert "nearest there: release-2.x" in refused(source, str(product), "release-2.y")
    assert "no branch, tag or commit" in refused(source, str(product), "0" * 40)
    assert "no branch 'v1.0'" in refused(source, str(product), "v1.0", "site")


@pytest.mark.parametrize(
    "url",
    [
        "--upload-pack=touch x",
        "-oProxyCommand=x",
        "ext::sh -c touch% x",
        "fd::17",
        "git://example.com/a",
        "http://example.com/a/b",
        "https://user:word@example.com/a/b",
        "https://word@example.com/a/b",
        "ssh://git:word@example.com/a/b",
        "ssh://-oProxyCommand=x/a",
        "git@-oProxyCommand=x:a",
        "git@example.com:-x",
        "https://exa mple.com/a",
        "https://example.com/a/b?x=1",
        "https://example.com/a/b\n",
        "https://example.com/\u202ea",
        "file://host/a",
        "javascript:alert(1)",
        "",
        "x" * 3000,
    ],
)
def test_an_address_that_could_do_harm_is_refused_before_git_sees_it(
    source: RepositorySource, url: str
) -> None:
    message = refused(source, url, "main")
    assert "word@" not in message
    assert "\n\n" not in message


@pytest.mark.parametrize(
    "ref", ["-x", "--upload-pack=x", "a..b", "main^", "a b", "a\n", "@{-1}", "x.lock", "a//b", ""]
)
def test_a_ref_that_is_more_than_a_name_is_refused(source: RepositorySource, ref: str) -> None:
    assert "is not a usable ref" in refused(source, "/nowhere", ref)


def test_a_hostile_local_repository_executes_nothing(
    source: RepositorySource, product: Path, tmp_path: Path
) -> None:
    mark = tmp_path / "executed"
    script = tmp_path / "evil.sh"
    script.write_text(f"#!/bin/sh\ntouch {mark}\n")
    script.chmod(0o755)
    for key in ("core.fsmonitor", "core.sshCommand", "core.pager", "core.alternateRefsCommand"):
        git(product, "config", key, str(script))
    git(product, "config", "uploadpack.packObjectsHook", str(script))
    git(product, "config", "filter.evil.smudge", str(script))
    git(product, "config", "core.hooksPath", str(tmp_path))
    (product / "info").mkdir(exist_ok=True)
    (product / "info" / "attributes").write_text("* filter=evil\n")
    for hook in ("post-checkout", "reference-transaction"):
        (tmp_path / hook).write_text(script.read_text())
        (tmp_path / hook).chmod(0o755)
    with (product / "config").open("a") as config:
        config.write(f"[include]\n\tpath = {tmp_path}/nothing\n[broken\n")
    pin = source.resolve(str(product), "main")
    source.tags(pin)
    source.check_out(pin, tmp_path / "run" / "repo_clone")
    assert source.tree(pin).read("README.md") == b"# Two\n"
    assert not mark.exists()


def test_a_work_tree_follows_no_symlink_and_runs_nothing(
    source: RepositorySource, product: Path, tmp_path: Path
) -> None:
    outside = tmp_path / "outside"
    outside.mkdir()
    add_commit(
        product,
        {
            "link": ("120000", str(outside)),
            "run.sh": ("100755", git(product, "rev-parse", "main:README.md")),
            "sub": ("160000", "1" * 40),
            "gone.txt": ("100644", "2" * 40),
            ".gitattributes": b"* text eol=crlf\n",
        },
    )
    pin = source.resolve(str(product), "main")
    into = tmp_path / "run" / "repo_clone"
    done = source.check_out(pin, into)
    assert (into / "link").read_text() == str(outside)
    assert not (into / "link").is_symlink()
    assert not stat.S_IXUSR & (into / "run.sh").stat().st_mode
    assert (into / "README.md").read_bytes() == b"# Two\n"
    assert dict(done.left_out) == {"sub": "submodule", "gone.txt": "its blob is missing"}
    assert list(outside.iterdir()) == []
    assert git(into, "rev-parse", "HEAD") == pin.commit
    assert source.check_out(pin, into).files == done.files + len(done.left_out) - 2


def test_a_tree_with_hostile_names_is_written_without_them(
    source: RepositorySource, product: Path, tmp_path: Path
) -> None:
    blob = git(product, "rev-parse", "main:README.md")
    names = ("..", ".git", ".GIT", "git~1", "a\\b", "good")
    rows = "\0".join(f"100644 blob {blob}\t{name}" for name in sorted(names))
    tree = git(product, "mktree", "-z", stdin=rows.encode())
    git(product, "update-ref", "refs/heads/main", git(product, "commit-tree", tree, "-m", "x"))
    pin = source.resolve(str(product), "main")
    done = source.check_out(pin, tmp_path / "run" / "clone")
    names_there = {p.name for p in (tmp_path / "run" / "clone").iterdir()}
    assert names_there == {".git", "good"}
    assert len(done.left_out) == 5
    assert {p.name for p in (tmp_path / "run").iterdir()} == {"clone"}


def test_the_cache_may_be_deleted_between_two_reads(
    source: RepositorySource, product: Path, tmp_path: Path
) -> None:
    pin = source.resolve(str(product), "main")
    for folder in sorted((tmp_path / "cache").rglob("*"), reverse=True):
        folder.rmdir() if folder.is_dir() else folder.unlink()
    assert source.tree(pin).read("src/a.py") == b"a\n"


def test_a_subdirectory_must_exist(source: RepositorySource, product: Path) -> None:
    pin = source.resolve(str(product), "main")
    assert source.check_subdir(pin, "./src/") == "src"
    for bad in ("sources", "../src", "/src", "README.md"):
        with pytest.raises(RepositoryError, match="has no folder"):
            source.check_subdir(pin, bad)


def test_a_sha256_repository_is_read(source: RepositorySource, tmp_path: Path) -> None:
    path = tmp_path / "new.git"
    path.mkdir()
    git(path, "init", "--quiet", "--bare", "--object-format=sha256", "--initial-branch=main", ".")
    commit = add_commit(path, {"a": b"a\n"}, parent=None)
    pin = source.resolve(str(path), "main")
    assert pin.commit == commit
    assert len(commit) == 64
    assert source.tree(pin).read("a") == b"a\n"


def test_a_remote_is_listed_and_fetched_whole_or_one_commit_deep(
    product: Path, tmp_path: Path
) -> None:
    url = f"file://{product}"
    refs = list_refs(url, "product")
    assert refs.head == "refs/heads/main"
    assert choose(refs, "main", "site", url) == Wanted(
        git(product, "rev-parse", "main"), "refs/heads/main"
    )
    full, tip = tmp_path / "full", tmp_path / "tip"
    commit, first = git(product, "rev-parse", "main"), git(product, "rev-parse", "main~1")
    make_repository(full, "sha1", ())
    fetch_history(full, url, "product")
    assert commits_of(full, (commit, first)) == {commit: commit, first: first}
    make_repository(tip, "sha1", ())
    assert fetch_commit(tip, url, commit, depth=1)
    assert commits_of(tip, (commit, first)) == {commit: commit, first: None}
    with pytest.raises(RepositoryError, match="does not exist or is private"):
        list_refs(f"file://{tmp_path}/none", "site")


def test_many_at_once_share_one_cache(product: Path, tmp_path: Path) -> None:
    def read(_: int) -> bytes | None:
        source = RepositorySource(tmp_path / "cache", ())
        return source.tree(source.resolve(str(product), "main")).read("README.md")

    with ThreadPoolExecutor(8) as pool:
        assert set(pool.map(read, range(8))) == {b"# Two\n"}


def test_mirrors_stand_in_for_urls_at_path_boundaries(tmp_path: Path, product: Path) -> None:
    file = tmp_path / "mirrors.yml"
    file.write_text("https://example.com/org/: .\nhttps://example.com/org/tool: product.git\n")
    mirrors = read_mirrors(file)
    assert mirrored("https://example.com/org/tool.git", mirrors) == tmp_path / "product.git"
    assert mirrored("https://example.com/org/product", mirrors) == tmp_path / "product.git"
    assert mirrored("https://example.com/org/../../etc", mirrors) is None
    assert mirrored("https://example.com/organisation/x", mirrors) is None
    source = RepositorySource(tmp_path / "cache", mirrors)
    pin = source.resolve("https://example.com/org/tool", "main")
    assert pin.url == "https://example.com/org/tool"
    assert source.tree(pin).read("src/a.py") == b"a\n"
    assert "mirror of" in refused(source, "https://example.com/org/none", "main")


@pytest.mark.parametrize("text", ["- a\n", "a: [1]\n", "a: b: c\n", "1: x\n", "\xff"])
def test_a_mirrors_file_that_is_no_mapping_is_refused(tmp_path: Path, text: str) -> None:
    (tmp_path / "mirrors.yml").write_bytes(text.encode("latin-1"))
    with pytest.raises(InputError):
        read_mirrors(tmp_path / "mirrors.yml")


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write everywhere")
def test_a_cache_that_cannot_be_written_is_said(product: Path, tmp_path: Path) -> None:
    (tmp_path / "cache").mkdir(mode=0o500)
    with pytest.raises(InputError, match="LAUNCH_CACHE_DIR"):
        RepositorySource(tmp_path / "cache", ()).resolve(str(product), "main")
