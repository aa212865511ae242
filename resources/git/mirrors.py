"""Mirrors: URL prefixes that are read from local paths instead. They are never written to."""

from collections.abc import Mapping
from pathlib import Path

import yaml

from launch.errors import InputError

Mirrors = tuple[tuple[str, Path], ...]
_MAX_BYTES = 1_000_000


def mirrors_of(environment: Mapping[str, str]) -> Mirrors:
    """Return the mirrors of the file that LAUNCH_GIT_MIRRORS names; none where it names none."""
    named = environment.get("LAUNCH_GIT_MIRRORS", "").strip()
    return read_mirrors(Path(named)) if named else ()


def read_mirrors(file: Path) -> Mirrors:
    """Return the (prefix, path) pairs of a LAUNCH_GIT_MIRRORS file, the longest prefix first.

    The file is one YAML mapping; relative paths start at its folder. InputError says what is wrong.
    """
    hint = "LAUNCH_GIT_MIRRORS names a YAML file of lines such as `https://HOST/ORG/: /srv/git/ORG`"
    try:
        data = file.read_bytes()
        if len(data) > _MAX_BYTES:
            raise InputError(f"{file} is larger than {_MAX_BYTES} bytes", hint=hint)
        found = yaml.safe_load(data.decode())
    except OSError as error:
        raise InputError(f"{file} cannot be read: {error.strerror}", hint=hint) from error
    except (UnicodeDecodeError, yaml.YAMLError, RecursionError) as error:
        raise InputError(f"{file} is not valid YAML", hint=hint) from error
    if not isinstance(found, dict):
        raise InputError(f"{file} is not a mapping of URL prefixes to paths", hint=hint)
    pairs: list[tuple[str, Path]] = []
    for prefix, path in found.items():
        if not (isinstance(prefix, str) and isinstance(path, str) and prefix and path):
            raise InputError(f"{file}: {prefix!r} is not a prefix with a path", hint=hint)
        pairs.append((prefix, file.parent / Path(path).expanduser()))
    return tuple(sorted(pairs, key=lambda pair: (-len(pair[0]), pair[0])))


def mirrored(url: str, mirrors: Mirrors) -> Path | None:
    """Return the path that stands in for a URL, or None where no prefix matches.

    A prefix ends at a path boundary; ``REST`` and ``REST.git`` below the path are both looked for,
    and the plain one is returned where neither exists.
    """
    for prefix, root in sorted(mirrors, key=lambda pair: (-len(pair[0]), pair[0])):
        rest = _rest(url, prefix)
        if rest is None:
            continue
        parts = [part for part in rest.removesuffix(".git").split("/") if part]
        if any(part in {".", ".."} for part in parts):
            continue
        plain = root.joinpath(*parts)
        with_suffix = plain.with_name(f"{plain.name}.git") if parts else plain
        return with_suffix if not plain.exists() and with_suffix.exists() else plain
    return None


def _rest(url: str, prefix: str) -> str | None:
    if not url.startswith(prefix):
        return None
    rest = url[len(prefix) :]
    at_boundary = prefix.endswith(("/", ":")) or not rest or rest == ".git" or rest[0] == "/"
    return rest if at_boundary else None
