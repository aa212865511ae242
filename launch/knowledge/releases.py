"""Whether the newest release has what a claim says: the same check, put to the release's tree."""

from launch.checks.evaluate import evaluate
from launch.contracts.claims import Check, ReleaseState
from launch.knowledge.sources import Sources


def release_state(sources: Sources, check: Check) -> ReleaseState:
    """Return "released" where the check holds in the newest release's tree, "unknown" without one.

    A file that is the same blob needs no second look.
    """
    release = sources.inventory.release
    if release is None or sources.released is None:
        return "unknown"
    if release.commit_is_head:
        return "released"
    path = check.path
    here, there = sources.tree.entry(path), sources.released.entry(path)
    if here is not None and there is not None and here.blob == there.blob:
        return "released"
    if there is None and _moved(sources, path):
        return "unknown"
    return "released" if evaluate(check, sources.released).holds else "unreleased"


def _moved(sources: Sources, path: str) -> bool:
    """Return whether the release has a file of that name elsewhere: moved, or not the same."""
    if sources.released is None:
        return False
    name = path.rsplit("/", 1)[-1]
    return any(entry.path.rsplit("/", 1)[-1] == name for entry in sources.released.entries)
