"""Find the newest release among the tags: a version, perhaps after the product's own name."""

import re
from collections.abc import Iterable

from packaging.version import InvalidVersion, Version

from launch.contracts.repo_inventory import Release
from launch.contracts.tree import RepoPin, TagRef

_TAG = re.compile(
    r"^(?P<prefix>.*?)[-_/@.]?(?:[vV]\.?|release[-_/.]?|rel[-_/.]?|version[-_/.]?)?"
    r"(?P<version>\d+(?:[._]\d+)+(?:[-_.+]?[A-Za-z][\w.+-]*)?|\d+)$"
)
_COMMON = frozenset(
    {"", "v", "release", "releases", "rel", "version", "tag", "stable", "r", "parent"}
)


def newest_release(
    tags: tuple[TagRef, ...], pin: RepoPin, names: Iterable[str], subdir: str
) -> Release | None:
    """Return the highest version among the product's tags up to the pinned commit's time.

    ``names`` are names that tags may carry. A pre-release counts only where nothing else does;
    tags of another package of the repository never do.
    """
    own = {_folded(name) for name in names if name} | {_folded(subdir)}
    rows = [row for tag in tags if (row := _read(tag)) is not None]
    dated = [row for row in rows if row[2].time <= pin.time] or []
    for family in _families(own - {""}, prefer_own=bool(subdir)):
        chosen = [row for row in dated if row[0] in family]
        # A tagged commit of an older line is that line's release, whatever came after.
        here = [row for row in chosen if row[2].commit == pin.commit]
        chosen = here or chosen
        final = [row for row in chosen if not row[1].is_prerelease] or chosen
        if final:
            _, _, tag, spelled = max(final, key=lambda row: (row[1], row[2].name))
            return Release(
                tag=tag.name,
                version=spelled,
                commit=tag.commit,
                commit_is_head=tag.commit == pin.commit,
            )
    return None


def _families(own: set[str], *, prefer_own: bool) -> tuple[set[str], ...]:
    return (own, set(_COMMON)) if prefer_own else (own | _COMMON,)


def _read(tag: TagRef) -> tuple[str, Version, TagRef, str] | None:
    match = _TAG.match(tag.name)
    if match is None:
        return None
    spelled = match["version"].replace("_", ".")
    try:
        version = Version(_normal(spelled))
    except InvalidVersion:
        return None
    if version.major > 1_000_000:
        return None
    return _folded(match["prefix"]), version, tag, spelled


def _normal(spelled: str) -> str:
    """Spell a semantic version's pre-release so that it compares: ``-beta.2`` to ``b2``."""
    text = re.sub(r"[-.](?:final|ga|release)$", "", spelled, flags=re.IGNORECASE)
    text = re.sub(r"[-.](?:m|milestone|canary|next|nightly|snapshot|insiders?|exp\w*)[-.]?(\d*).*$",
                  r"a\1", text, flags=re.IGNORECASE)  # fmt: skip
    return re.sub(r"-(\d+)$", r".post\1", text)


def _folded(name: str) -> str:
    return re.sub(r"[^a-z0-9]+", "-", name.lower()).strip("-")
