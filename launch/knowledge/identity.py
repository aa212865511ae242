"""Resolve the facts that every page must agree on: manifest first, then licence text, then tag."""

from launch.checks.texts import fold
from launch.contracts.product_facts import ProductIdentity
from launch.contracts.repo_inventory import Manifest, ManifestValue
from launch.knowledge.manifest_claims import go_program, install_recipe, install_values
from launch.knowledge.naming import Name, hosts, import_name
from launch.knowledge.passages.screens import promises
from launch.knowledge.sources import Sources
from launch.knowledge.versions import resolved_version
from launch.wording import recipes
from launch.wording.renderings import runtime_words

_NO_REGISTRY = frozenset({"cmake", "autotools", "meson"})


def resolve_identity(sources: Sources, name: Name) -> ProductIdentity:
    """Return what is known for sure; empty where nothing is."""
    manifest = sources.manifest
    identity = ProductIdentity(
        name=name.text,
        package=_package(manifest),
        ecosystem=manifest.ecosystem if manifest is not None else "",
        import_name=import_name(sources),
        version=resolved_version(sources),
        licence=sources.inventory.licence.spdx or "",
        runtime=_runtime(manifest),
        install_command="",
        language=sources.inventory.languages[0].language if sources.inventory.languages else "",
        commands=tuple(point.command for point in manifest.entry_points) if manifest else (),
        summary=_summary(manifest),
        hosts=hosts(sources),
    )
    return identity.model_copy(update={"install_command": _install(sources, identity)})


def _text(value: ManifestValue | None) -> str:
    return fold(value.value) if value is not None and value.origin == "static" else ""


def _summary(manifest: Manifest | None) -> str:
    """Return the manifest's description, where it claims no more than it can show."""
    text = _text(manifest.description) if manifest is not None else ""
    return "" if promises(text) else text


def _package(manifest: Manifest | None) -> str:
    if (
        manifest is None
        or manifest.private
        or manifest.ecosystem in {"cmake", "autotools", "meson"}
    ):
        return ""
    return _text(manifest.name)


def _runtime(manifest: Manifest | None) -> str:
    if manifest is None or manifest.runtime is None or manifest.runtime.origin != "static":
        return ""
    return runtime_words(manifest.ecosystem, manifest.runtime.value)


def _install(sources: Sources, identity: ProductIdentity) -> str:
    manifest = sources.manifest
    recipe = install_recipe(sources, manifest, identity) if manifest is not None else ""
    if not recipe or not identity.package:
        return ""
    values = install_values(identity)
    program = go_program(sources)
    if program:
        recipe = "go.install_tool"
        package = identity.package if program == "." else f"{identity.package}/{program}"
        values = {**values, "package": package}
    try:
        return recipes.fill(recipe, values)
    except recipes.RecipeError:
        return ""
