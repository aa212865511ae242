"""Decide which package of the repository the documentation is about."""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from launch.contracts.repo_inventory import Manifest
from launch.contracts.tree import RepoPin
from launch.intake.product.installed import installed_packages
from launch.intake.product.roles import is_example, is_test, is_vendored

_ORDER = ("pypi", "cargo", "go", "nuget", "maven", "gradle", "rubygems", "packagist", "npm",
          "cmake", "meson", "autotools")  # fmt: skip
"""Of manifests in one folder, the one whose ecosystem the users install from."""

_TOOLING = re.compile(
    r"(?:^|/)(?:\.[^/]+|tools|scripts?|hack|build|ci|benchmarks?|bench|fuzz\w*|website|www|site|"
    r"docs?|documentation|internal|build-logic|buildSrc|third_party|node_modules|templates?|playground|integration)(?:/|$)"
)


@dataclass(frozen=True)
class Choice:
    """The manifests with the product's first and marked, its folder, and why."""

    manifests: tuple[Manifest, ...]
    subdir: str
    notes: tuple[str, ...]


def choose_product(
    manifests: tuple[Manifest, ...],
    pin: RepoPin,
    subdir: str | None,
    source_bytes: Mapping[str, int],
    readme: str = "",
) -> Choice:
    """Choose by the pilot's folder, else by what is published, where it stands and its name.

    Of packages that stand side by side, the one that the ``readme`` installs first is the product,
    unless it installs the one that is called as the repository is, too.

    ``source_bytes`` maps each manifest's path to the source below its folder, in bytes, of the
    languages that its ecosystem packages.
    """
    wanted = (subdir or "").strip("/")
    pool = [m for m in manifests if _within(m.path, wanted)] if wanted else list(manifests)
    if not pool:
        return Choice(manifests, wanted, ())
    repository = repository_of(pin)
    best = min(pool, key=lambda m: _rank(m, wanted, repository, source_bytes))
    best = best if wanted else _told(best, pool, readme)
    folder = best.path.rpartition("/")[0]
    marked = [m.model_copy(update={"is_product": _same_package(m, best)}) for m in manifests]
    marked.sort(key=lambda m: (m.path != best.path, not m.is_product, m.path))
    found = wanted or folder
    return Choice(tuple(marked), found, _note(best, pool))


def _told(best: Manifest, pool: list[Manifest], readme: str) -> Manifest:
    """Return the sibling that the README tells to install in place of the best one, or that one."""
    names = [folded(name) for name in installed_packages(readme, best.ecosystem)]
    own = folded(best.name.value) if best.name else ""
    if not names or own in names:
        return best
    above = best.path.rpartition("/")[0].rpartition("/")[0]
    siblings = {
        folded(m.name.value): m
        for m in pool
        if m.name is not None
        and m.ecosystem == best.ecosystem
        and not m.private
        and m.path.rpartition("/")[0].rpartition("/")[0] == above
    }
    return next((siblings[name] for name in names if name in siblings), best)


def is_told(manifests: tuple[Manifest, ...], readme: str, repository: str) -> bool:
    """Return whether the repository's README installs the chosen package, called after it."""
    return any(
        folded(m.name.value) in {folded(name) for name in installed_packages(readme, m.ecosystem)}
        for m in manifests
        if m.is_product
        and m.name is not None
        and folded(m.name.value).startswith(folded(repository))
    )


def _within(path: str, folder: str) -> bool:
    return path.startswith(f"{folder}/")


def _rank(
    manifest: Manifest, wanted: str, repository: str, source_bytes: Mapping[str, int]
) -> tuple[object, ...]:
    folder = manifest.path.rpartition("/")[0]
    inner = folder[len(wanted) :].strip("/")
    beside = f"{inner}/x" if inner else "x"
    aside = is_example(beside) or is_test(beside) or is_vendored(beside)
    name = manifest.name.value if manifest.name else ""
    short = re.split(r"[/:]", name)[-1]
    return (
        aside,
        not name or manifest.problem is not None,
        manifest.private,
        bool(_TOOLING.search(inner)),
        folded(short) != folded(repository),
        bool(inner) and folded(short) != folded(repository),
        source_bytes.get(manifest.path, 0) == 0,
        folded(short) != folded(repository) and bool(inner),
        inner.count("/") + bool(inner),
        _ORDER.index(manifest.ecosystem),
        -source_bytes.get(manifest.path, 0),
        manifest.path,
    )


def _same_package(manifest: Manifest, best: Manifest) -> bool:
    """Manifests beside the chosen one belong to it where they name the same package."""
    if manifest.path == best.path:
        return True
    beside = manifest.path.rpartition("/")[0] == best.path.rpartition("/")[0]
    same = (
        manifest.name is not None
        and best.name is not None
        and (folded(manifest.name.value) == folded(best.name.value))
    )
    return beside and same and manifest.ecosystem == best.ecosystem


def _note(best: Manifest, pool: list[Manifest]) -> tuple[str, ...]:
    rivals = [m for m in pool if m.name is not None and not m.private and m.path != best.path
              and not is_example(m.path) and not is_test(m.path)]  # fmt: skip
    if not rivals:
        return ()
    count = len(rivals)
    return (
        f"`{best.path}` was taken as the product's manifest; {count} other published "
        f"package{'s' if count > 1 else ''} stand{'' if count > 1 else 's'} in the repository "
        "(`input.subdir` chooses another)",
    )


def repository_of(pin: RepoPin) -> str:
    """Return the repository's own name, from its URL."""
    return pin.url.rstrip("/").removesuffix(".git").rpartition("/")[2]


def folded(name: str) -> str:
    """Return a name without case and punctuation, for comparing."""
    return re.sub(r"[^a-z0-9]+", "", name.lower())
