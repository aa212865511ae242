"""Pull requests on GitHub: one open one a branch, and none again that a person closed."""

from typing import Any

from resources.commit_service.forges.github_api import GitHubApi
from resources.commit_service.forges.port import NewPull, Pull
from resources.commit_service.refusals import RefusedRequestError

_LOOKS = 5


class GitHubPulls:
    """The pull requests of one repository."""

    def __init__(self, api: GitHubApi, owner: str, name: str) -> None:
        self.api = api
        self.owner = owner
        self.path = f"/repos/{owner}/{name}"

    def open(self, new: NewPull, tree: str) -> Pull:
        """Open one, or bring the open one up to date; ``tree`` is the branch head's."""
        standing = self._standing(new)
        if standing is None:
            self._refuse_closed(new, tree)
            body = {
                "title": new.title,
                "head": new.branch,
                "base": new.base_ref,
                "body": new.body,
                "draft": new.draft,
            }
            answer = self.api.write("POST", f"{self.path}/pulls", body, 422)
            if answer.status_code == 422 and new.draft and "draft" in answer.text.lower():
                answer = self.api.write("POST", f"{self.path}/pulls", {**body, "draft": False}, 422)
            if answer.status_code != 422:
                return _pull(answer.json())
            standing = self._listed_late(new, answer.text)
        if (standing["title"], standing["body"]) == (new.title, new.body):
            return _pull(standing)
        change = {"title": new.title, "body": new.body}
        path = f"{self.path}/pulls/{standing['number']}"
        return _pull(self.api.write("PATCH", path, change).json())

    def _standing(self, new: NewPull) -> dict[str, Any] | None:
        found = self._list(new, "open")
        return found[0] if found else None

    def _listed_late(self, new: NewPull, said: str) -> dict[str, Any]:
        """Return the pull request that GitHub says exists, once its list shows it too."""
        if "already exists" not in said:
            text = f"GitHub opens no pull request: {said[:300]}"
            raise RefusedRequestError(422, "forge_refused", text)
        for look in range(_LOOKS):
            standing = self._standing(new)
            if standing is not None:
                return standing
            self.api.sleep(float(2**look))
        text = "GitHub has the pull request but does not list it yet; try again"
        raise RefusedRequestError(503, "list_lag", text, retry_after=30)

    def _refuse_closed(self, new: NewPull, tree: str) -> None:
        for one in self._list(new, "closed"):
            commit = self.api.get(f"{self.path}/git/commits/{one['head']['sha']}")
            if commit.status_code != 200 or commit.json()["tree"]["sha"] != tree:
                continue
            state = "merged" if one.get("merged_at") else "closed"
            raise RefusedRequestError(
                409,
                f"already_{state}",
                f"pull request {one['number']} with the same content was {state}; "
                "it is not opened again",
                details={"pr_number": str(one["number"])},
            )

    def _list(self, new: NewPull, state: str) -> list[dict[str, Any]]:
        query = {
            "head": f"{self.owner}:{new.branch}",
            "base": new.base_ref,
            "state": state,
            "per_page": "100",
        }
        found: list[dict[str, Any]] = self.api.get(f"{self.path}/pulls", **query).json()
        return found


def _pull(found: dict[str, Any]) -> Pull:
    return Pull(int(found["number"]), str(found["url"]), str(found["html_url"]))
