"""The forge in a local repository: real branches and commits; pull requests are refs.

``refs/pull/N/meta`` is a blob with the record, ``refs/pull/N/head`` the commit: nothing is kept
beside the repository, and both survive a clone with ``--mirror``.
"""

from pathlib import Path
from urllib.parse import quote

from launch.contracts.tree import TreeEntry
from resources.commit_service.forges.moving import move_refs
from resources.commit_service.forges.objects import Quarantine, one_writer, quarantine
from resources.commit_service.forges.port import NewCommit, NewPull, Pull
from resources.commit_service.forges.pulls import PullRecord, PullRefs
from resources.commit_service.refusals import RefusedRequestError, branch_blocked
from resources.git.environment import run_git
from resources.git.tree import GitTree

IDENTITY = "FOSS Launcher <launcher@foss-launcher.invalid>"


class LocalForge:
    """The `Forge` of one repository on this machine, bare or not."""

    def __init__(self, path: Path) -> None:
        self.git_dir = _git_dir(path)
        self.pulls = PullRefs(self.git_dir)

    def head(self, branch: str) -> str | None:
        """Return the commit that a branch is at, or None."""
        return self._commit(f"refs/heads/{branch}")

    def messages(self, branch: str) -> tuple[tuple[str, str], ...]:
        """Return (commit, message) of a branch's newest commits, the head first."""
        options = ("--max-count=200", "--format=%H%n%B", "-z", f"refs/heads/{branch}", "--")
        listed = run_git(self.git_dir, "log", *options).stdout.decode("utf-8", "replace")
        pairs = (row.split("\n", maxsplit=1) for row in listed.split("\0") if row)
        return tuple((pair[0], pair[1]) for pair in pairs if len(pair) == 2)

    def entries(self, commit: str) -> tuple[TreeEntry, ...]:
        """Return every entry of a commit's tree."""
        return GitTree(self.git_dir, commit).entries

    def read(self, commit: str, path: str) -> bytes | None:
        """Return a file's bytes at a commit."""
        done = run_git(self.git_dir, "cat-file", "blob", f"{commit}:{path}")
        return done.stdout if done.returncode == 0 else None

    def publish(self, new: NewCommit) -> str:
        """Write the commit, then move the branch by compare-and-swap."""
        self._refuse_checked_out(new.branch)
        hash_name = "sha256" if len(new.base_commit) == 64 else "sha1"
        with one_writer(self.git_dir), quarantine(self.git_dir, hash_name) as area:
            commit = self._write(area, new)
            area.move_in()
            self._move_branch(new, commit)
        return commit

    def _move_branch(self, new: NewCommit, commit: str) -> None:
        name = f"refs/heads/{new.branch}"
        change = (
            f"create {name} {commit}"
            if new.parent is None
            else (f"update {name} {commit} {new.parent}")
        )
        if not move_refs(self.git_dir, (change,)) and not self._holds(new.branch, commit):
            raise branch_blocked(new.branch, self.head)

    def open_pull(self, new: NewPull) -> Pull:
        """Open a pull request, or bring the open one of this branch up to date."""
        head, base = self.head(new.branch), self.head(new.base_ref)
        if head is None or base is None:
            missing = new.branch if head is None else new.base_ref
            raise RefusedRequestError(
                422, "branch_missing", f"there is no branch {missing}; send the commit first"
            )
        record = PullRecord(
            number=0,
            state="open",
            base_ref=new.base_ref,
            branch=new.branch,
            head=head,
            content=self._content(base, head),
            title=new.title,
            body=new.body,
            draft=new.draft,
            key=new.key,
            time=new.time,
        )
        with one_writer(self.git_dir):
            return self._shown(self.pulls.open(record))

    def close(self, number: int) -> None:
        """Close a pull request, as a person does."""
        with one_writer(self.git_dir):
            self.pulls.set_state(number, "closed")

    def _shown(self, number: int) -> Pull:
        page = f"file://{quote(str(self.git_dir))}#refs/pull/{number}/head"
        return Pull(number, page, page)

    def _write(self, area: Quarantine, new: NewCommit) -> str:
        rows = b""
        for path, data in sorted(new.changes.items()):
            if data is None:
                rows += b"0 " + b"0" * len(new.base_commit) + b"\t" + path.encode() + b"\0"
            else:
                blob = area.write("blob", data)
                rows += f"100644 {blob}\t{path}".encode() + b"\0"
        area.git("read-tree", new.base_commit)
        area.git("update-index", "-z", "--index-info", stdin=rows)
        tree = area.git("write-tree").decode().strip()
        self._check_difference(area, new, tree)
        parents = [new.base_commit] if new.parent is None else self._parents(new)
        headers = [
            f"tree {tree}",
            *(f"parent {parent}" for parent in parents),
            f"author {IDENTITY} {new.time} +0000",
            f"committer {IDENTITY} {new.time} +0000",
        ]
        text = "\n".join(headers) + f"\n\n{new.message}\n"
        return area.write("commit", text.encode())

    def _check_difference(self, area: Quarantine, new: NewCommit, tree: str) -> None:
        """Refuse a tree that differs from the base anywhere but at the changed paths, or nowhere.

        Where the branch gets another commit, the tree may equal the base's: all was taken back.
        """
        done = area.git("diff-tree", "-r", "-z", "--name-only", new.base_commit, tree)
        found = {path.decode("utf-8", "replace") for path in done.split(b"\0") if path}
        if not found <= set(new.changes):
            raise RefusedRequestError(500, "tree_differs", "the tree differs outside of the change")
        if not found and new.parent is None:
            raise RefusedRequestError(
                422, "nothing_to_commit", "the base branch holds all of this already"
            )

    def _parents(self, new: NewCommit) -> list[str]:
        head = new.parent or ""
        holds_base = run_git(self.git_dir, "merge-base", "--is-ancestor", new.base_commit, head)
        return [head] if holds_base.returncode == 0 else [head, new.base_commit]

    def _holds(self, branch: str, commit: str) -> bool:
        head = self.head(branch)
        if head is None:
            return False
        done = run_git(self.git_dir, "merge-base", "--is-ancestor", commit, head)
        return done.returncode == 0

    def _content(self, base: str, head: str) -> str:
        """Return a digest of what a branch changes, whatever its commits."""
        common = run_git(self.git_dir, "merge-base", base, head).stdout.decode().strip()
        done = run_git(self.git_dir, "diff-tree", "-r", "-z", common or base, head)
        oid = run_git(self.git_dir, "hash-object", "--stdin", stdin=done.stdout)
        return oid.stdout.decode().strip()

    def _commit(self, name: str) -> str | None:
        done = run_git(self.git_dir, "rev-parse", "--verify", "--quiet", f"{name}^{{commit}}")
        return done.stdout.decode().strip() if done.returncode == 0 else None

    def _refuse_checked_out(self, branch: str) -> None:
        bare = run_git(self.git_dir, "rev-parse", "--is-bare-repository").stdout.strip() == b"true"
        current = (self.git_dir / "HEAD").read_text("utf-8", errors="replace").strip()
        if not bare and current == f"ref: refs/heads/{branch}":
            raise RefusedRequestError(
                409, "branch_checked_out", f"{branch} is checked out there; switch to another"
            )


def _git_dir(path: Path) -> Path:
    for place in (path / ".git", path, path.parent / f"{path.name}.git"):
        if (place / "HEAD").is_file() and (place / "objects").is_dir():
            return place.resolve()
    raise RefusedRequestError(
        404, "repository_missing", f"there is no repository at {path}; check its address"
    )
