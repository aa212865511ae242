"""What a reader would expect and the repository does not say."""

from collections.abc import Mapping, Sequence

from launch.contracts.product_facts import Gap, ProductIdentity, Withheld
from launch.knowledge.sources import Found, Sources

_ROLES = {
    "installation": "no passage tells how to install it",
    "quickstart": "no passage leads to a first run",
    "limitations": "no passage names its limits",
    "troubleshooting": "no passage explains an error",
}


def gaps_of(
    sources: Sources,
    identity: ProductIdentity,
    found: Sequence[Found],
    refused: Mapping[str, Sequence[Withheld]],
) -> tuple[Gap, ...]:
    """Return the gaps, in a fixed order; ``refused`` is what was withheld, by its role."""
    manifest = sources.manifest
    where = (manifest.path,) if manifest is not None else ("manifests",)
    checks: list[tuple[str, bool, tuple[str, ...], str]] = [
        ("package", bool(identity.package), where, "no manifest names a package that is installed"),
        ("version", _is_proved(found), (*where, "tags"), _version_note(sources, identity)),
        ("licence", bool(identity.licence), (*where, "LICENSE"), "no licence is told for sure"),
        ("runtime", bool(identity.runtime), where, "no required runtime is stated"),
        ("summary", bool(identity.summary), where, "no manifest describes the product in a line"),
        ("install command", bool(identity.install_command), where, "no command installs it"),
    ]  # fmt: skip
    if manifest is not None:
        for attribute in ("homepage", "documentation", "repository"):
            stated = getattr(manifest, attribute) is not None
            checks.append((attribute, stated, where, f"the manifest names no {attribute} address"))
    told = {item.claim.passage.role for item in found if item.claim.passage is not None}
    documents = (sources.inventory.readme or "README", "documentation")
    checks += [
        (role, role in told, documents, _withheld_note(role, refused.get(role, ())) or note)
        for role, note in _ROLES.items()
    ]
    checks.append(
        ("flags", not _has_silent_command(identity, found), where,
         "no declaration of the command's flags could be read from the source")
    )  # fmt: skip
    return tuple(
        Gap(about=about, looked_in=looked, note=f"{note[0].upper()}{note[1:]}.")
        for about, known, looked, note in checks
        if not known
    )


def _withheld_note(role: str, rows: Sequence[Withheld]) -> str:
    """Return that a section was there and was withheld, and the first reason for it."""
    if not rows:
        return ""
    first = rows[0]
    return f"a passage on {role} was withheld: {first.note} ({first.path}:{first.line})"


def _is_proved(found: Sequence[Found]) -> bool:
    return any(item.claim.kind == "version" for item in found)


def _version_note(sources: Sources, identity: ProductIdentity) -> str:
    release = sources.inventory.release
    if not identity.version or release is None:
        return "manifest and tags say no version"
    return f"only the tag {release.tag} tells the version, so no sentence states it"


def _has_silent_command(identity: ProductIdentity, found: Sequence[Found]) -> bool:
    return bool(identity.commands) and not any(item.claim.kind == "flag" for item in found)
