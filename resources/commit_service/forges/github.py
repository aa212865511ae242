"""The forge on GitHub: a signed commit through GraphQL, or the Git Data API where that will not do.

GitHub chooses times and ids, so a repeated call finds its commit again by the trailers.
"""

import base64
from datetime import UTC, datetime
from typing import Any
from urllib.parse import quote

from launch.contracts.tree import EntryKind, TreeEntry
from resources.commit_service.forges.github_api import GitHubApi
from resources.commit_service.forges.github_pulls import GitHubPulls
from resources.commit_service.forges.port import NewCommit, NewPull, Pull
from resources.commit_service.refusals import RefusedRequestError, branch_blocked, branch_taken
from resources.commit_service.trailers import trailers_of

_KINDS: dict[str, EntryKind] = {
    "100644": "file",
    "100755": "executable",
    "120000": "symlink",
    "160000": "submodule",
}
_TREE_CHUNK = 100
_EMAIL = "launcher@foss-launcher.invalid"
_MUTATION = (
    "mutation($input: CreateCommitOnBranchInput!) "
    "{ createCommitOnBranch(input: $input) { commit { oid } } }"
)


class GitHubForge:
    """The `Forge` of one repository on github.com or an Enterprise host."""

    def __init__(self, api: GitHubApi, owner: str, name: str) -> None:
        self.api = api
        self.owner = owner
        self.name = name
        self.path = f"/repos/{owner}/{name}"
        self._trees: dict[str, tuple[TreeEntry, ...]] = {}

    def head(self, branch: str) -> str | None:
        """Return the commit that a branch is at, or None."""
        answer = self.api.get(f"{self.path}/git/ref/heads/{quote(branch)}")
        if answer.status_code == 200:
            return str(answer.json()["object"]["sha"])
        if self.api.get(self.path).status_code == 404:
            raise RefusedRequestError(
                404,
                "repository_missing",
                f"GitHub knows no {self.owner}/{self.name}, or GITHUB_TOKEN may not see it",
            )
        return None

    def messages(self, branch: str) -> tuple[tuple[str, str], ...]:
        """Return (commit, message) of a branch's newest commits, the head first."""
        answer = self.api.get(f"{self.path}/commits", sha=branch, per_page="100")
        rows = answer.json() if answer.status_code == 200 else []
        return tuple((str(row["sha"]), str(row["commit"]["message"])) for row in rows)

    def entries(self, commit: str) -> tuple[TreeEntry, ...]:
        """Return every entry of a commit's tree; RefusedRequestError where GitHub cuts the list."""
        if commit not in self._trees:
            tree = self._commit(commit)["tree"]["sha"]
            found = self.api.get(f"{self.path}/git/trees/{tree}", recursive="1").json()
            if found.get("truncated"):
                text = "GitHub lists the site's tree only in part: it has too many files"
                raise RefusedRequestError(422, "tree_too_large", text)
            rows = (row for row in found["tree"] if row["type"] != "tree")
            self._trees[commit] = tuple(sorted(map(_entry, rows), key=lambda entry: entry.path))
        return self._trees[commit]

    def read(self, commit: str, path: str) -> bytes | None:
        """Return a file's bytes at a commit."""
        entry = next((one for one in self.entries(commit) if one.path == path), None)
        if entry is None or entry.kind == "submodule":
            return None
        answer = self.api.get(f"{self.path}/git/blobs/{entry.blob}")
        return base64.b64decode(answer.json()["content"]) if answer.status_code == 200 else None

    def publish(self, new: NewCommit) -> str:
        """Write the commit and move the branch to it, never by force."""
        if not self._differs(new) and new.parent is None:
            raise RefusedRequestError(
                422, "nothing_to_commit", "the base branch holds all of this already"
            )
        if new.parent is not None:
            return self._through_git_data(new)
        self._start_branch(new)
        return self._found(new) or self._through_graphql(new) or self._through_git_data(new)

    def open_pull(self, new: NewPull) -> Pull:
        """Open a pull request, or bring the open one of this branch up to date."""
        head = self.head(new.branch)
        if head is None:
            text = f"there is no branch {new.branch}; send the commit first"
            raise RefusedRequestError(422, "branch_missing", text)
        tree = str(self._commit(head)["tree"]["sha"])
        return GitHubPulls(self.api, self.owner, self.name).open(new, tree)

    def _start_branch(self, new: NewCommit) -> None:
        """Create the branch at the base, unless an interrupted call of ours did so already."""
        body = {"ref": f"refs/heads/{new.branch}", "sha": new.base_commit}
        answer = self.api.write("POST", f"{self.path}/git/refs", body, 422)
        if answer.status_code == 422:
            head = self.head(new.branch)
            if head != new.base_commit and self._found(new) is None:
                raise branch_blocked(new.branch, self.head)

    def _through_graphql(self, new: NewCommit) -> str | None:
        """Commit by compare-and-swap, signed by GitHub; None where this API will not do."""
        headline, _, body = new.message.partition("\n\n")
        additions = [
            {"path": path, "contents": base64.b64encode(data).decode()}
            for path, data in sorted(new.changes.items())
            if data is not None
        ]
        deletions = [{"path": path} for path, data in sorted(new.changes.items()) if data is None]
        given = {
            "branch": {
                "repositoryNameWithOwner": f"{self.owner}/{self.name}",
                "branchName": new.branch,
            },
            "message": {"headline": headline, "body": body},
            "expectedHeadOid": new.base_commit,
            "fileChanges": {"additions": additions, "deletions": deletions},
        }
        answer = self.api.mutate(_MUTATION, {"input": given})
        made = ((answer.get("data") or {}).get("createCommitOnBranch") or {}).get("commit")
        if made and not answer.get("errors"):
            return str(made["oid"])
        found = self._found(new)
        if found is None and self.head(new.branch) != new.base_commit:
            raise branch_taken(new.branch, self.head(new.branch) or "")
        return found

    def _through_git_data(self, new: NewCommit) -> str:
        """Write tree and commit, then move the branch without force."""
        parents = [new.parent or new.base_commit]
        if new.parent is not None and new.base_commit != new.parent:
            parents.append(new.base_commit)
        date = _date(new.time)
        body = {
            "message": new.message,
            "tree": self._tree(new),
            "parents": parents,
            "author": {"name": "FOSS Launcher", "email": _EMAIL, "date": date},
            "committer": {"name": "FOSS Launcher", "email": _EMAIL, "date": date},
        }
        made = self.api.write("POST", f"{self.path}/git/commits", body).json()
        commit = str(made["sha"])
        moved = self.api.write(
            "PATCH",
            f"{self.path}/git/refs/heads/{quote(new.branch)}",
            {"sha": commit, "force": False},
            422,
        )
        if moved.status_code == 422:
            found = self._found(new)
            if found is None:
                raise branch_taken(new.branch, self.head(new.branch) or "")
            return found
        return commit

    def _tree(self, new: NewCommit) -> str:
        """Write the tree in chunks with inline contents: no call for every file."""
        tree = str(self._commit(new.base_commit)["tree"]["sha"])
        rows = [_row(path, data) for path, data in sorted(new.changes.items())]
        for first in range(0, len(rows), _TREE_CHUNK):
            body = {"base_tree": tree, "tree": rows[first : first + _TREE_CHUNK]}
            tree = str(self.api.write("POST", f"{self.path}/git/trees", body).json()["sha"])
        return tree

    def _found(self, new: NewCommit) -> str | None:
        """Return the branch's head if it is this very request's commit."""
        head = self.head(new.branch)
        if head is None or head == new.base_commit:
            return None
        same = trailers_of(str(self._commit(head)["message"])) == trailers_of(new.message)
        return head if same else None

    def _differs(self, new: NewCommit) -> bool:
        return any(self.read(new.base_commit, path) != new.changes[path] for path in new.changes)

    def _commit(self, commit: str) -> dict[str, Any]:
        answer = self.api.get(f"{self.path}/git/commits/{commit}")
        if answer.status_code == 404:
            text = f"GitHub has no commit {commit} in {self.owner}/{self.name}"
            raise RefusedRequestError(422, "commit_missing", text)
        return dict(answer.json())


def _entry(row: dict[str, Any]) -> TreeEntry:
    return TreeEntry(
        path=row["path"],
        kind=_KINDS.get(row["mode"], "file"),
        blob=row["sha"],
        size=row.get("size", 0),
    )


def _row(path: str, data: bytes | None) -> dict[str, Any]:
    if data is None:
        return {"path": path, "mode": "100644", "type": "blob", "sha": None}
    return {"path": path, "mode": "100644", "type": "blob", "content": data.decode()}


def _date(seconds: int) -> str:
    return datetime.fromtimestamp(seconds, UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
