"""Repositories as the launcher reads them: a pilot's address and ref become a pin and its tree.

Objects only: nothing is checked out to be read. A local repository is read where it lies.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from filelock import FileLock, Timeout

from launch.contracts.tree import RepoPin, TagRef
from launch.digests import sha256
from launch.errors import RepositoryError, StorageError
from resources.cache_room import keep_small, used
from resources.git.address import (
    LocalRepository,
    RemoteRepository,
    Role,
    check_ref,
    keys_of,
    parse_address,
    shown,
)
from resources.git.check_out import CheckOut, write_work_tree
from resources.git.local import read_local
from resources.git.mirrors import Mirrors, mirrored
from resources.git.refs import Refs, Wanted, choose, not_found
from resources.git.remote import fetch_commit, fetch_history, list_refs
from resources.git.store import commit_facts, commits_of, make_repository, missing_objects
from resources.git.tree import GitTree

_LOCK_SECONDS = 3600


@dataclass(frozen=True)
class _Opened:
    """A repository of the cache that reads through to its source."""

    git_dir: Path
    refs: Refs
    remote: str | None
    """Address to fetch from, or None where the source is local."""


class RepositorySource:
    """Clones, mirrors and pins.

    ``cache_dir`` may be deleted at any time between runs. ``mirrors`` come from `read_mirrors`; a
    pair whose prefix is a pilot's whole address makes a local repository stand in for it.
    """

    def __init__(self, cache_dir: Path, mirrors: Mirrors) -> None:
        self.cache_dir = cache_dir
        self.mirrors = mirrors

    def resolve(self, url: str, ref: str, role: Role = "product") -> RepoPin:
        """Return what ``ref`` means now, its objects at hand; RepositoryError says what is wrong.

        A product comes with its history and tags; a remote site with the one commit.
        """
        check_ref(ref, role)
        opened = self._open(url, role)
        wanted = choose(opened.refs, ref, role, url)
        self._bring(opened, wanted, role)
        commit = commits_of(opened.git_dir, (wanted.revision,))[wanted.revision]
        facts = commit_facts(opened.git_dir, (commit,)) if commit else {}
        if commit is None or commit not in facts:
            raise not_found(opened.refs, ref, role, url)
        tree, time = facts[commit]
        return RepoPin(url=url, ref=ref, commit=commit, tree=tree, time=time)

    def default_branch(self, url: str, role: Role) -> str:
        """Return the branch that the repository itself shows first; RepositoryError: it has none.

        That is the one that HEAD names; else `main`, `master`, or the only one.
        """
        refs = self._open(url, role).refs
        if not refs.by_name:
            choose(refs, "main", role, url)
        named = (refs.head or "").removeprefix("refs/heads/")
        for name in (named, "main", "master", *refs.branches[:1]):
            if name in refs.branches:
                return name
        raise not_found(refs, "main", role, url)

    def tree(self, pin: RepoPin) -> GitTree:
        """Return the tree of a pin; fetched again where the cache was deleted."""
        return GitTree(self._holding(pin.url, pin.commit), pin.commit)

    def released(self, pin: RepoPin, commit: str) -> GitTree:
        """Return the tree of another commit of the pin's repository, such as a release's."""
        return GitTree(self._holding(pin.url, commit), commit)

    def tags(self, pin: RepoPin) -> tuple[TagRef, ...]:
        """Return every tag that leads to a commit, by name."""
        opened = self._open(pin.url, "product")
        named = {name: opened.refs.by_name[f"refs/tags/{name}"] for name in opened.refs.tags}
        if not named:
            return ()
        self._bring(opened, Wanted(pin.commit, None), "product")
        ids = tuple(sorted(set(named.values())))
        commits = commits_of(opened.git_dir, ids)
        facts = commit_facts(opened.git_dir, tuple(sorted({c for c in commits.values() if c})))
        found = ((name, commits[oid]) for name, oid in sorted(named.items()))
        return tuple(
            TagRef(name=name, commit=commit, time=facts[commit][1])
            for name, commit in found
            if commit is not None and commit in facts
        )

    def check_subdir(self, pin: RepoPin, subdir: str) -> str:
        """Return a product's folder, normalised; RepositoryError where the tree has none."""
        parts = PurePosixPath(subdir).parts
        inside = not subdir.startswith("/") and ".." not in parts and "\\" not in subdir
        folder = "/".join(part for part in parts if part != ".")
        paths = [entry.path for entry in self.tree(pin).entries]
        if inside and (not folder or any(path.startswith(f"{folder}/") for path in paths)):
            return folder
        tops = sorted({path.split("/")[0] for path in paths if "/" in path})
        raise RepositoryError(
            f"{shown(pin.url)} has no folder {shown(subdir)!r} at {pin.commit[:12]}",
            hint=f"correct `input.subdir`; folders at the top: {', '.join(tops[:12]) or 'none'}",
        )

    def check_out(self, pin: RepoPin, into: Path) -> CheckOut:
        """Write a light clone to look at: plain files, a detached HEAD, objects in the cache."""
        return write_work_tree(self.tree(pin), into)

    def _holding(self, url: str, commit: str) -> Path:
        """Return a repository of the cache that has this commit, fetching it if need be."""
        for role in _roles_of_cache():
            git_dir = self._git_dir(url, role)
            if (git_dir / "HEAD").is_file() and not missing_objects(git_dir, (commit,)):
                used(git_dir)
                return git_dir
        opened = self._open(url, "product")
        self._bring(opened, Wanted(commit, None), "product")
        if missing_objects(opened.git_dir, (commit,)):
            raise RepositoryError(
                f"{shown(url)} no longer has the commit {commit}",
                hint="start a new run: the pinned commit was removed from the repository",
            )
        return opened.git_dir

    def _open(self, url: str, role: Role) -> _Opened:
        address = self._address(url, role)
        git_dir = self._git_dir(url, role)
        match address:
            case LocalRepository(path):
                local = read_local(path, role, url)
                with self._locked(git_dir):
                    make_repository(git_dir, local.refs.object_format, local.objects)
                used(git_dir)
                return _Opened(git_dir, local.refs, None)
            case RemoteRepository(remote):
                refs = list_refs(remote, role)
                with self._locked(git_dir):
                    make_repository(git_dir, refs.object_format, ())
                used(git_dir)
                return _Opened(git_dir, refs, remote)

    def _bring(self, opened: _Opened, wanted: Wanted, role: Role) -> None:
        """Fetch what is missing of a remote repository: all of a product, one commit of a site."""
        if opened.remote is None:
            return
        keep_small(opened.git_dir.parent)
        with self._locked(opened.git_dir):
            if role == "site":
                if missing_objects(opened.git_dir, (wanted.revision,)) and not fetch_commit(
                    opened.git_dir, opened.remote, wanted.revision, depth=1
                ):
                    fetch_history(opened.git_dir, opened.remote, role)
                return
            offered = (f"refs/tags/{name}" for name in opened.refs.tags)
            tagged = {opened.refs.by_name[name] for name in offered}
            needed = tuple(sorted({wanted.revision, *tagged}))
            if missing_objects(opened.git_dir, needed):
                fetch_history(opened.git_dir, opened.remote, role)
            if missing_objects(opened.git_dir, (wanted.revision,)):
                fetch_commit(opened.git_dir, opened.remote, wanted.revision, depth=None)

    def _address(self, url: str, role: Role) -> LocalRepository | RemoteRepository:
        address = parse_address(url, role)
        stand_in = mirrored(url, self.mirrors)
        if stand_in is None:
            return address
        if not stand_in.exists():
            raise RepositoryError(
                f"the mirror of {shown(url)} does not exist: {shown(str(stand_in))}",
                hint="create it (`git clone --mirror`), or correct the file that "
                f"LAUNCH_GIT_MIRRORS names; the pilot's key is `{keys_of(role)[0]}`",
            )
        return LocalRepository(stand_in)

    def _git_dir(self, url: str, role: Role) -> Path:
        address = self._address(url, role)
        match address:
            case LocalRepository(path):
                return self.cache_dir / "git" / f"local-{sha256(str(path.absolute()))[:24]}"
            case RemoteRepository(remote):
                kind = "tip" if role == "site" else "full"
                return self.cache_dir / "git" / f"{kind}-{sha256(remote)[:24]}"

    @contextmanager
    def _locked(self, git_dir: Path) -> Iterator[None]:
        try:
            git_dir.parent.mkdir(parents=True, exist_ok=True)
            with FileLock(git_dir.with_name(f"{git_dir.name}.lock"), timeout=_LOCK_SECONDS):
                yield
        except Timeout as error:
            raise StorageError(
                f"another process has held the lock of {git_dir} for an hour",
                hint="end that process, or set LAUNCH_CACHE_DIR to another folder",
            ) from error
        except OSError as error:
            raise StorageError(
                f"the cache cannot be written at {git_dir.parent}: {error.strerror}",
                hint="set LAUNCH_CACHE_DIR to a folder that can be written",
            ) from error


def _roles_of_cache() -> tuple[Role, ...]:
    return ("product", "site")
