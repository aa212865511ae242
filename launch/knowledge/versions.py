"""Which version the product has: the manifest's, unless a release tag has gone past it."""

import re

from packaging.version import InvalidVersion, Version

from launch.checks.texts import fold
from launch.contracts.product_facts import Conflict
from launch.contracts.repo_inventory import ManifestValue
from launch.knowledge.sources import Sources

_UNRELEASED = re.compile(r"(?i)snapshot|[-.+]dev|^0\.0\.0|placeholder|\$|\{")


def stated_version(sources: Sources) -> str:
    """Return the released version that the manifest holds or points to; empty if none."""
    manifest = sources.manifest
    value = manifest.version if manifest is not None else None
    text = _stated(value)
    return "" if _UNRELEASED.search(text) else text


def resolved_version(sources: Sources) -> str:
    """Return the manifest's version, or the newest tag's where it states none or an older one."""
    stated, release = stated_version(sources), sources.inventory.release
    if release is None or (stated and not _is_older(stated, release.version)):
        return stated
    return release.version


def version_conflict(sources: Sources, name: str) -> Conflict | None:
    """Return the disagreement of a manifest whose version a release tag has gone past."""
    manifest, release = sources.manifest, sources.inventory.release
    stated = stated_version(sources)
    if manifest is None or manifest.version is None or release is None:
        return None
    if not stated or not _is_older(stated, release.version):
        return None
    where = manifest.version.path or manifest.path
    return Conflict(
        subject=name, attribute="version", scope="", values=(release.version, stated),
        sources=(f"tag {release.tag}", f"{where}:{manifest.version.line}"),
        resolution="the newest release tag stands; no page states a version",
        claim_ids=(),
    )  # fmt: skip


def _stated(value: ManifestValue | None) -> str:
    if value is None or value.origin == "placeholder":
        return ""
    return fold(value.value) if value.origin == "static" or value.path is not None else ""


def _is_older(stated: str, tagged: str) -> bool:
    try:
        return Version(stated).release < Version(tagged).release
    except InvalidVersion:
        return False
