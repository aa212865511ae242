"""The bundled product and site as bare repositories of a test's own, to be committed to."""

from dataclasses import dataclass
from pathlib import Path

from resources.run_store.places import PROJECT
from tests.support.repositories import add_commit, bare_repository

_FIXTURES = PROJECT / "pilots" / "fixtures"
PILOT = """\
schema_version: "1.0"
run_id: "{{{{pilot}}}}-run"
input:
  repo_url: "{product}"
output:
  site_repo_url: "{site}"
  allowed_paths: ["content/docs/example-product/**"]
flags:
  dry_run: {dry_run}
llm:
  provider: "offline"
{more}"""


_ADDRESS = "https://github.com/example/hugo-site"


@dataclass(frozen=True)
class ExampleGround:
    """Two bare repositories; the product's stands in for its public address."""

    product: Path
    site: Path

    @property
    def environment(self) -> dict[str, str]:
        """Variables of a run between the two."""
        mirrors = self.product.with_name("mirrors.yml")
        mirrors.write_text(f"{_ADDRESS}: {self.product}\n")
        return {"OFFLINE_FIXTURES": "0", "LAUNCH_GIT_MIRRORS": str(mirrors)}

    def pilot(self, more: str = "", *, dry_run: bool = True) -> str:
        """Return a pilot file between the two."""
        flag = str(dry_run).lower()
        return PILOT.format(product=_ADDRESS, site=self.site, dry_run=flag, more=more)

    def change(self, path: str, old: str, new: str) -> None:
        """Commit a change to a file of the product."""
        data = files_of("product")[path].decode()
        assert old in data
        add_commit(self.product, {path: data.replace(old, new).encode()})


def files_of(kind: str) -> dict[str, bytes]:
    """Return the files of the bundled ``product``, all its commits, or ``site``, by path."""
    folder = _FIXTURES / kind
    layers = sorted(folder.iterdir()) if kind == "product" else [folder]
    return {
        path.relative_to(layer).as_posix(): path.read_bytes()
        for layer in layers
        for path in sorted(layer.rglob("*"))
        if path.is_file() and "__pycache__" not in path.parts
    }


def example_ground(folder: Path) -> ExampleGround:
    """Make both repositories below a folder."""
    return ExampleGround(
        product=bare_repository(folder / "driftmark.git", files_of("product")),
        site=bare_repository(folder / "site.git", files_of("site")),
    )
