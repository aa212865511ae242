"""What a reader would expect and the repository does not say."""

from launch.contracts.product_facts import Gap, ProductIdentity
from launch.knowledge.sources import Found, Sources

_ROLES = {
    "installation": "no passage tells how to install it",
    "quickstart": "no passage leads to a first run",
    "limitations": "no passage names its limits",
    "troubleshooting": "no passage explains an error",
}


def gaps_of(sources: Sources, identity: ProductIdentity, found: list[Found]) -> tuple[Gap, ...]:
    """Return the gaps, in a fixed order."""
    manifest = sources.manifest
    where = (manifest.path,) if manifest is not None else ("manifests",)
    checks: list[tuple[str, bool, tuple[str, ...], str]] = [
        ("package", bool(identity.package), where, "no manifest names a package that is installed"),
        ("version", bool(identity.version), (*where, "tags"), "manifest and tags say no version"),
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
    checks += [(role, role in told, documents, note) for role, note in _ROLES.items()]
    return tuple(
        Gap(about=about, looked_in=looked, note=f"{note[0].upper()}{note[1:]}.")
        for about, known, looked, note in checks
        if not known
    )
