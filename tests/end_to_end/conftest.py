"""One world for commands that are refused, and small repositories that pilots can name."""

from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.support.repositories import bare_repository
from tests.support.runs import World
from tests.support.terminal import Terminal


@dataclass(frozen=True)
class Repositories:
    """Bare repositories."""

    product: Path
    site: Path
    empty: Path
    no_site: Path


@pytest.fixture(scope="session")
def shared_world(tmp_path_factory: pytest.TempPathFactory) -> World:
    """Return a world whose Dagster home and cache all refusals share."""
    folder = tmp_path_factory.mktemp("refusals")
    (folder / "pilots").mkdir()
    return World(folder)


@pytest.fixture
def terminal(shared_world: World, tmp_path: Path) -> Terminal:
    """Return a command line with a `runs/` folder of its own."""
    return Terminal(shared_world, tmp_path)


@pytest.fixture(scope="session")
def repositories(tmp_path_factory: pytest.TempPathFactory) -> Repositories:
    """Make a product, a site, a repository without commit, and one that is no site."""
    folder = tmp_path_factory.mktemp("repositories")
    manifest = b'[project]\nname = "tool"\nversion = "1.0"\n'
    page = b"---\ntitle: Docs\n---\n"
    return Repositories(
        product=bare_repository(
            folder / "product.git",
            {"README.md": b"# Tool\n\nTool copies files.\n", "pyproject.toml": manifest},
        ),
        site=bare_repository(
            folder / "site.git",
            {"hugo.toml": b'title = "Site"\n', "content/docs/_index.md": page},
        ),
        empty=bare_repository(folder / "empty.git"),
        no_site=bare_repository(folder / "none.git", {"README.md": b"# Nothing here\n"}),
    )
