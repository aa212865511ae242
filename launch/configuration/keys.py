"""A pilot's key: the slug that names its partition and directories."""

import re
from pathlib import PurePath

from launch.digests import sha256
from launch.errors import PilotError

KEY = re.compile(r"[a-z0-9][a-z0-9_-]{0,62}")


def pilot_key(path: PurePath, pilots_dir: PurePath) -> str:
    """Return the key of a pilot file; both paths absolute and resolved.

    A file outside ``pilots_dir`` gets a hash of its path, so that two of one name stay apart.
    """
    slug = re.sub(r"[^a-z0-9_-]+", "-", path.stem.lower()).strip("-_") or "pilot"
    if path.parent == pilots_dir:
        return slug[:63].rstrip("-_")
    return f"{slug[:52].rstrip('-_')}-{sha256(str(path))[:10]}"


def checked_key(key: str) -> str:
    """Return ``key`` if it can name a partition and a directory; PilotError otherwise."""
    if KEY.fullmatch(key) is None:
        raise PilotError(
            f"{key!r} cannot be a pilot's key",
            hint="a key has lower case letters, digits, `-` and `_`, starts with a letter or digit"
            " and is at most 63 long; it is made from the pilot file's name",
        )
    return key
