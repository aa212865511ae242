"""`launch init`: a pilot from two addresses. Reads both repositories, writes one new file."""

import os
import tempfile
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

from launch.configuration.new_pilot import NewPilot, pages_folder, pilot_text, public_page, slug
from launch.contracts.hugo_facts import HugoFacts
from launch.contracts.repo_inventory import RepoInventory
from launch.contracts.site_context import SiteContext
from launch.errors import InputError
from launch.intake.product.scan import scan
from launch.knowledge.naming import short_name
from launch.knowledge.sources import Sources
from resources.git.address import LocalRepository, Role, parse_address
from resources.git.mirrors import mirrors_of
from resources.git.source import RepositorySource
from resources.hugo.site_reader import read_site
from resources.run_store.atomic import disk_errors, make_folder
from resources.run_store.pilots import PilotFile, fixtures_of, key_of, pilot_paths, settings_of
from resources.run_store.places import Places, places_now


@dataclass(frozen=True)
class _Product:
    url: str
    ref: str
    name: str
    inventory: RepoInventory


@dataclass(frozen=True)
class _Site:
    url: str
    branch: str
    context: SiteContext
    hugo: HugoFacts


def make_pilot(repo_url: str, site_url: str, to: str | None) -> int:
    """Write a pilot for a product and a site; InputError where a file is there already.

    With OFFLINE_FIXTURES=1 the bundled repositories are read in place of the two.
    """
    places = places_now()
    if to is not None:
        _check_free(Path(to).absolute(), places)
    parse_address(repo_url, "product")
    parse_address(site_url, "site")
    stand_ins = fixtures_of(places, os.environ)
    source = RepositorySource(places.cache, mirrors_of(os.environ))
    print("Reading the product and the site ...", flush=True)
    product = _product(source, repo_url, stand_ins.product if stand_ins else repo_url)
    site = _site(source, site_url, stand_ins.site if stand_ins else site_url, places)
    target = Path(to).absolute() if to else places.pilots / f"{slug(product.name)}.yml"
    _check_free(target, places)
    new = _new_pilot(product, site)
    data = pilot_text(new).encode()
    settings_of(PilotFile(key_of(target, places), target, target.name, data), places, {})
    _write_new(target, data)
    _tell(product, site, new, target)
    return 0


def _product(source: RepositorySource, url: str, effective: str) -> _Product:
    branch = source.default_branch(effective, "product")
    pin = source.resolve(effective, branch, "product")
    with closing(source.tree(pin)) as tree:
        inventory = scan(tree, pin.model_copy(update={"url": url}), source.tags(pin), None)
        name = short_name(Sources(inventory, tree, None, None))
    return _Product(_as_written(url, "product"), branch, name, inventory)


def _site(source: RepositorySource, url: str, effective: str, places: Places) -> _Site:
    branch = source.default_branch(effective, "site")
    pin = source.resolve(effective, branch, "site")
    with closing(source.tree(pin)) as tree:
        _, context, hugo = read_site(tree, pin, (), places.cache)
    return _Site(_as_written(url, "site"), branch, context, hugo)


def _as_written(url: str, role: Role) -> str:
    """Return an address that means the same from any directory."""
    match parse_address(url, role):
        case LocalRepository(path) if "://" not in url:
            return str(path.absolute())
        case _:
            return url


def _new_pilot(product: _Product, site: _Site) -> NewPilot:
    return NewPilot(
        repo_url=product.url,
        ref=product.ref,
        product_url=public_page(product.inventory),
        site_repo_url=site.url,
        base_ref=site.branch,
        folder=pages_folder(site.context, site.hugo, product.name),
    )


def _check_free(target: Path, places: Places) -> None:
    """Refuse a name that is taken, or a key that another pilot of the folder has."""
    twins = [path for path in pilot_paths(places) if key_of(path, places) == key_of(target, places)]
    taken = target if os.path.lexists(target) else next(iter(twins), None)
    if taken is not None:
        raise InputError(
            f"{taken} exists already, and a pilot is never overwritten",
            hint="edit that file, or name another one: `--to pilots/NAME.yml`",
        )
    if target.suffix not in {".yml", ".yaml"}:
        raise InputError(
            f"{target.name} is not a name of a pilot file", hint="name a file that ends in .yml"
        )


def _write_new(target: Path, data: bytes) -> None:
    make_folder(target.parent)
    with disk_errors(target), _temporary(target.parent, data) as written:
        try:
            target.hardlink_to(written)
        except FileExistsError as error:
            raise InputError(
                f"{target} was made by somebody else just now", hint="look at it, or use `--to`"
            ) from error


@contextmanager
def _temporary(folder: Path, data: bytes) -> Iterator[Path]:
    handle, name = tempfile.mkstemp(dir=folder, prefix=".init.", suffix=".part")
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(data)
            os.fchmod(file.fileno(), 0o644)
        yield Path(name)
    finally:
        with suppress(OSError):
            Path(name).unlink()


def _tell(product: _Product, site: _Site, new: NewPilot, target: Path) -> None:
    shown = os.path.relpath(target) if target.is_relative_to(Path.cwd()) else str(target)
    languages = ", ".join(share.language for share in product.inventory.languages[:3])
    release = product.inventory.release
    print(f"\nProduct    {product.name} ({languages or 'no source code'}), branch {product.ref}")
    print(f"             newest release: {release.version if release else 'none is tagged'}")
    title = site.hugo.title or "untitled"
    print(f"Site       {title}, {len(site.context.pages)} pages, branch {site.branch}")
    print(f"Pages go   {new.folder}/")
    print(f"Written    {shown}")
    print("\nNext")
    print(f"  read {shown} and correct what you know better")
    print(f"  python -m launch run --config {shown}")
