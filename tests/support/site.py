"""A site repository, and the client of an embedded commit service on it."""

from dataclasses import dataclass, field
from pathlib import Path

from launch.contracts.delivery import CreateCommitBundle, Exchange, OpenPrBundle
from resources.commit_service.client import CommitServiceClient
from resources.commit_service.connect import connect
from resources.git.tree import GitTree
from tests.support import delivery
from tests.support.repositories import bare_repository, git

NEW = "content/docs/tool/new.md"
OLD = "content/docs/tool/old.md"
FILES = {OLD: b"one\ntwo\n", "content/_index.md": b"# Site\n", "hugo.toml": b"title = 'x'\n"}
CHANGES: dict[str, bytes | None] = {NEW: b"new\n", OLD: b"one\n2\n3\n"}
NOW = 1_800_000_000


@dataclass
class Site:
    """A bare repository and what was exchanged about it."""

    path: Path
    store: Path
    exchanges: list[Exchange] = field(default_factory=list)

    def client(self, clock: int = NOW) -> CommitServiceClient:
        """Return a fresh client of a fresh embedded service on the same store."""
        return connect(
            delivery.settings(str(self.path)),
            store_file=self.store,
            record=self.exchanges.append,
            environment={},
            clock=lambda: clock,
        )

    def bundles(
        self,
        changes: dict[str, bytes | None] | None = None,
        *,
        run_id: str = "tool-1",
        branch: str = "launch/{{pilot}}/{{run_id}}",
    ) -> tuple[CreateCommitBundle, OpenPrBundle]:
        """Return both requests for changes to the site as it is now."""
        head = self.git("rev-parse", "main")
        tree = GitTree(self.path, head)
        chosen = CHANGES if changes is None else changes
        return delivery.bundles(str(self.path), tree, head, chosen, run_id=run_id, branch=branch)

    def git(self, *arguments: str) -> str:
        """Run git in the repository."""
        return git(self.path, *arguments)


def make_site(folder: Path) -> Site:
    """Make the site below a folder."""
    return Site(bare_repository(folder / "site.git", FILES), folder / "state" / "requests.sqlite")
