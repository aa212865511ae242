"""The tables that PEP 621, Poetry and Flit spell alike: URLs and scripts."""

from collections.abc import Mapping

from launch.contracts.repo_inventory import EntryPoint, ManifestValue
from launch.intake.product.manifests.reading import Lines, Pointer, dig, line_of, stated

_URL_KEYS = {
    "homepage": ("homepage", "home", "home-page", "home page"),
    "documentation": ("documentation", "docs", "doc"),
    "repository": ("repository", "source", "source code", "code", "github", "sources", "repo"),
}


def urls_of(data: object, lines: Lines, pointer: Pointer) -> dict[str, ManifestValue | None]:
    """Return homepage, documentation and repository by the labels that projects give them."""
    table = dig(data, pointer)
    keys = {str(key).lower(): str(key) for key in table} if isinstance(table, Mapping) else {}
    return {
        field: next(
            (stated(data, lines, (*pointer, keys[name])) for name in names if name in keys), None
        )
        for field, names in _URL_KEYS.items()
    }


def scripts_of(data: object, lines: Lines, *pointers: Pointer) -> tuple[EntryPoint, ...]:
    """Return the commands that tables of scripts put on the PATH."""
    found: list[EntryPoint] = []
    for pointer in pointers:
        table = dig(data, pointer)
        for command, target in table.items() if isinstance(table, Mapping) else ():
            place = line_of(lines, (*pointer, str(command)))
            written = target if isinstance(target, str) else str(dig(target, ("callable",)) or "")
            found.append(EntryPoint(command=str(command), target=written, line=place))
    return tuple(found)
