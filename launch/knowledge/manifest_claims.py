"""Typed claims from the product's manifest and licence file: name, version, what it needs."""

import re
from collections.abc import Iterator
from typing import Literal

from launch.checks.evaluate import evaluate
from launch.checks.texts import fold, lines_of
from launch.contracts.claims import (
    Check,
    ClaimKind,
    LicenceTextCheck,
    ManifestCheck,
    PathCheck,
    TextCheck,
)
from launch.contracts.product_facts import ProductIdentity
from launch.contracts.repo_inventory import FILE_NAME, Manifest, ManifestDependency, ManifestValue
from launch.digests import sha256
from launch.knowledge.naming import Name, short_name
from launch.knowledge.passages.screens import promises
from launch.knowledge.sources import Found, Said, Sources
from launch.wording import recipes
from launch.wording.descriptions import with_subject
from launch.wording.renderings import REGISTRIES, range_words, render, runtime_words

_Stream = Iterator[Found]
_Compare = Literal["equals", "licence", "dependency", "has_key", "package_name"]


def manifest_claims(sources: Sources, identity: ProductIdentity, name: Name) -> Iterator[Found]:
    """Yield the claims that manifest, licence file and README title carry, in a fixed order."""
    yield from _name(sources, identity, name)
    manifest = sources.manifest
    if manifest is not None:
        yield from _package(sources, identity, manifest)
        yield from _summary(sources, identity, manifest)
        yield from _values(sources, identity, manifest)
    yield from _licence(sources, identity)
    if manifest is not None:
        yield from _install(sources, identity, manifest)
        yield from _entry_points(sources, identity, manifest)
        yield from _dependencies(sources, identity, manifest)


def _name(sources: Sources, identity: ProductIdentity, name: Name) -> Iterator[Found]:
    said = Said(
        "product_name", identity.name, "name", identity.name,
        render("product_name", {"name": identity.name}), required=True,
    )  # fmt: skip
    if name.path is not None:
        yield sources.found(
            said, line_check(sources, name.path, name.line), [(name.path, name.line, name.line)]
        )
        return
    manifest = sources.manifest
    if manifest is not None and manifest.name is not None:
        check = _check(manifest, manifest.name)
        yield sources.found(said, check, [(manifest.path, manifest.name.line, manifest.name.line)])


def line_check(sources: Sources, path: str, line: int) -> TextCheck:
    """Return the check that one line of a file still stands in it."""
    text = lines_of(sources.text(path) or "")
    digest = sha256(fold(text[line - 1]))
    return TextCheck(path=path, text_sha256=digest, first_line=line, last_line=line)


def _check(manifest: Manifest, value: ManifestValue, compare: _Compare = "equals") -> Check:
    if value.pointer == FILE_NAME:
        return PathCheck(path=manifest.path)
    # A name of Maven's repositories is group and artifact; the pointer leads to the artifact alone.
    artifact = value == manifest.name and manifest.ecosystem in ("maven", "gradle")
    return ManifestCheck.model_validate(
        {
            "path": value.path or manifest.path,
            "pointer": value.pointer,
            "expected": value.value.rpartition(":")[2] if artifact else value.value,
            "compare": compare,
        }
    )


def _package(sources: Sources, identity: ProductIdentity, manifest: Manifest) -> _Stream:
    if manifest.name is None or not identity.package or manifest.private:
        return
    values = {
        "name": identity.name, "registry": REGISTRIES.get(manifest.ecosystem, ""),
        "package": identity.package, "import_name": identity.import_name,
    }  # fmt: skip
    said = Said(
        "product_name", identity.name, "package", identity.package, render("package", values)
    )
    check = _check(manifest, manifest.name, "package_name")
    yield sources.found(said, check, [_line(manifest, manifest.name)])


def _line(manifest: Manifest, value: ManifestValue) -> tuple[str, int, int]:
    return value.path or manifest.path, value.line, value.line


def _summary(sources: Sources, identity: ProductIdentity, manifest: Manifest) -> _Stream:
    value = manifest.description
    if value is None or value.origin != "static" or not value.value:
        return
    text = fold(value.value)
    if len(text) > 300 or re.search(r"[<>{}\[\]\x00]|https?:|TODO", text) or promises(text):
        return
    stop = text if text.endswith((".", "!", "?")) else text + "."
    whole = with_subject(stop, identity.name)
    said = Said("summary", identity.name, "summary", text, tuple(dict.fromkeys((whole, stop))))
    yield sources.found(said, _check(manifest, value), [_line(manifest, value)])


def _values(sources: Sources, identity: ProductIdentity, manifest: Manifest) -> _Stream:
    version = manifest.version
    if (
        version is not None
        and version.origin != "placeholder"
        and identity.version == version.value
    ):
        form = render("version", {"name": identity.name, "version": version.value})
        said = Said("version", identity.name, "version", version.value, form)
        yield sources.found(said, _check(manifest, version), [_line(manifest, version)])
    runtime = manifest.runtime
    if runtime is not None and runtime.origin == "static":
        words = runtime_words(manifest.ecosystem, runtime.value)
        if words:
            form = render("requirement", {"name": identity.name, "runtime": words})
            said = Said("requirement", identity.name, "runtime", runtime.value, form)
            yield sources.found(said, _check(manifest, runtime), [_line(manifest, runtime)])
    told: set[str] = set()
    for attribute in ("repository", "documentation", "homepage"):
        link: ManifestValue | None = getattr(manifest, attribute)
        if (
            link is None
            or _address(link.value) in told
            or not re.fullmatch(r"https?://[^\s<>()\[\]\"']+", link.value)
        ):
            continue
        told.add(_address(link.value))
        address = link.value.removesuffix(".git") if attribute == "repository" else link.value
        shown = f"[{re.sub(r'^https?://(www[.])?|/$', '', address)}]({address})"
        said = Said(
            "link", identity.name, attribute, address,
            render(attribute, {"name": identity.name, "link": shown}),
        )  # fmt: skip
        yield sources.found(said, _check(manifest, link), [_line(manifest, link)])


def _address(url: str) -> str:
    return url.rstrip("/").removesuffix(".git")


def _licence(sources: Sources, identity: ProductIdentity) -> Iterator[Found]:
    licence = sources.inventory.licence
    if not identity.licence:
        return
    form = render("licence", {"name": identity.name, "licence": identity.licence})
    said = Said("licence", identity.name, "licence", identity.licence, form)
    stated = sources.manifest.licence if sources.manifest is not None else None
    places: list[tuple[str, int, int]] = []
    checks: list[Check] = []
    if sources.manifest is not None and stated is not None:
        checks.append(_check(sources.manifest, stated, "licence"))
        places.append(_line(sources.manifest, stated))
    if licence.path is not None:
        checks.append(LicenceTextCheck(path=licence.path, expected=identity.licence))
        places.append((licence.path, 1, 1))
    for check, place in zip(checks, places, strict=True):
        if evaluate(check, sources.tree).holds:
            rest = [other for other in places if other != place]
            yield sources.found(said, check, [place, *rest])
            return


def go_program(sources: Sources) -> str:
    """Return the folder of the program that a Go module is for, ``.`` for its root; empty if none.

    A library has none; of several programs the one that bears the module's name counts.
    """
    manifest = sources.manifest
    if manifest is None or manifest.ecosystem != "go":
        return ""
    root = manifest.path.removesuffix("go.mod").rstrip("/")
    for folder in ("", f"cmd/{short_name(sources)}"):
        inside = f"{root}/{folder}".strip("/")
        if any(_is_program(sources, path) for path in _go_files(sources, inside)):
            return folder or "."
    return ""


def _go_files(sources: Sources, folder: str) -> Iterator[str]:
    for path, entry in sources.by_path.items():
        if path.endswith(".go") and entry.role == "source" and path.rpartition("/")[0] == folder:
            yield path


def _is_program(sources: Sources, path: str) -> bool:
    """Return whether a file is of a program; one that only a tool builds says ``ignore``."""
    text = sources.text(path) or ""
    return (
        re.search(r"(?m)^package main$", text) is not None
        and re.search(r"(?m)^//\s*\+?(?:go:)?build\s+(?:ignore|tools?)\b", text) is None
    )


def install_values(identity: ProductIdentity) -> dict[str, str]:
    """Return what the recipes may be filled with."""
    group, _, artifact = identity.package.rpartition(":")
    return {
        "package": identity.package, "import_name": identity.import_name, "group": group,
        "artifact": artifact, "version": identity.version,
    }  # fmt: skip


def install_recipe(sources: Sources, manifest: Manifest, identity: ProductIdentity) -> str:
    """Return the id of the recipe that installs the product; empty if there is none."""
    tool = bool(manifest.entry_points) and manifest.ecosystem in {"npm", "cargo", "go", "nuget"}
    tool = tool and (not manifest.importable or _told_globally(sources, identity.package))
    for purpose in ("install_tool", "install") if tool else ("install",):
        recipe = f"{manifest.ecosystem}.{purpose}"
        if recipe in recipes.RECIPES and set(recipes.placeholders(recipe)) & {
            "package",
            "artifact",
        }:
            return recipe
    return ""


def _told_globally(sources: Sources, package: str) -> bool:
    """Return whether the README installs an npm package for the whole machine, and nothing less."""
    readme = sources.inventory.readme
    text = (sources.text(readme) if readme else None) or ""
    lines = re.findall(
        rf"npm (?:i|install|add)\b[^\n`]*(?<![\w@/-]){re.escape(package)}(?![\w/-])[^\n`]*", text
    )
    wide = [line for line in lines if re.search(r"\s(?:-g|--global)\b", line)]
    return bool(wide) and len(wide) == len(lines)


def _install(sources: Sources, identity: ProductIdentity, manifest: Manifest) -> _Stream:
    if not identity.install_command or manifest.name is None:
        return
    recipe = install_recipe(sources, manifest, identity)
    if identity.install_command.startswith("go install "):
        recipe = "go.install_tool"
    single = "\n" not in identity.install_command
    form = render(
        "install_command" if single else "install_block",
        {"name": identity.name, "command": identity.install_command, "package": identity.package},
    )
    said = Said(
        "install_command", identity.name, "install", identity.install_command, form, required=True,
        scope=recipe,
    )  # fmt: skip
    check = _check(manifest, manifest.name, "package_name")
    yield sources.found(said, check, [_line(manifest, manifest.name)])


def _entry_points(
    sources: Sources, identity: ProductIdentity, manifest: Manifest
) -> Iterator[Found]:
    for point in manifest.entry_points:
        form = render("entry_point", {"name": identity.name, "command": point.command})
        said = Said("entry_point", identity.name, f"command:{point.command}", point.target, form)
        pointer = _pointer_of(sources, manifest, point.command)
        if pointer is None:
            continue
        check = ManifestCheck(path=manifest.path, pointer=pointer, expected="", compare="has_key")
        yield sources.found(said, check, [(manifest.path, point.line, point.line)])


def _pointer_of(sources: Sources, manifest: Manifest, command: str) -> tuple[str, ...] | None:
    known = (
        ("project", "scripts"), ("project", "gui-scripts"), ("tool", "poetry", "scripts"),
        ("bin",), ("options.entry_points", "console_scripts"),
    )  # fmt: skip
    pointers = [(*pointer, command) for pointer in known]
    single = manifest.ecosystem == "npm" and manifest.name is not None
    if single and manifest.name is not None and manifest.name.value.rpartition("/")[2] == command:
        pointers.append(("bin",))  # One program, named after the package.
    for pointer in pointers:
        check = ManifestCheck(path=manifest.path, pointer=pointer, expected="", compare="has_key")
        if evaluate(check, sources.tree).holds:
            return check.pointer
    return None


_DEVELOPER = re.compile(
    r"(?i)^(?:all|full|complete|dev\w*|tests?|testing|docs?|documentation|lint\w*|typing|types?|"
    r"ci|build|release|publish|bench\w*|check\w*|cover\w*|quality|style|maintain\w*|examples?)(?:[-_].*)?$"
)
_DEPENDENCY_POINTERS: dict[str, tuple[tuple[str, ...], ...]] = {
    "pypi": (("project", "dependencies"), ("tool", "poetry", "dependencies"),
             ("options", "install_requires"), ("install_requires",)),
    "npm": (("dependencies",), ("peerDependencies",)),
    "go": (("require",),),
    "cargo": (("dependencies",), ("workspace", "dependencies")),
    "packagist": (("require",),),
    "maven": (("project", "dependencies", "dependency"),),
    "nuget": (("Project", "ItemGroup", "PackageReference"),),
}  # fmt: skip


def _dependencies(
    sources: Sources, identity: ProductIdentity, manifest: Manifest
) -> Iterator[Found]:
    extras: dict[str, list[ManifestDependency]] = {}
    for dependency in manifest.dependencies:
        if dependency.scope == "runtime":
            yield from _dependency(sources, identity, manifest, dependency)
        elif (
            dependency.scope == "optional"
            and dependency.group
            and not _DEVELOPER.search(dependency.group)
        ):
            extras.setdefault(dependency.group, []).append(dependency)
            yield from _dependency(sources, identity, manifest, dependency)
    if manifest.ecosystem != "pypi" or not identity.install_command:
        return
    for extra, members in extras.items():
        command = recipes.fill("pypi.install_extra", {"package": identity.package, "extra": extra})
        form = render("extra", {"name": identity.name, "extra": extra, "command": command})
        said = Said("install_command", identity.name, f"extra:{extra}", command, form)
        for pointer in (("project", "optional-dependencies"), ("tool", "poetry", "extras"),
                        ("options.extras_require",), ("extras_require",)):  # fmt: skip
            check = ManifestCheck(
                path=manifest.path, pointer=(*pointer, extra), expected="", compare="has_key"
            )
            if evaluate(check, sources.tree).holds:
                lines = [member.line for member in members]
                yield sources.found(said, check, [(manifest.path, min(lines), max(lines))])
                break


def _dependency(
    sources: Sources, identity: ProductIdentity, manifest: Manifest, dependency: ManifestDependency
) -> Iterator[Found]:
    if ";" in dependency.requirement:
        return
    kind: ClaimKind = "dependency"
    optional = dependency.scope == "optional"
    values = {
        "name": identity.name, "package": dependency.name, "extra": dependency.group,
        "range": range_words(manifest.ecosystem, dependency.requirement),
    }  # fmt: skip
    pointers = _DEPENDENCY_POINTERS.get(manifest.ecosystem, ())
    if optional:
        pointers = tuple((*base, dependency.group) for base in (
            ("project", "optional-dependencies"), ("options.extras_require",), ("extras_require",),
        ))  # fmt: skip
    for pointer in pointers:
        expected = f"{dependency.name} {dependency.requirement}".strip()
        check = ManifestCheck(
            path=manifest.path, pointer=pointer, expected=expected, compare="dependency"
        )
        if evaluate(check, sources.tree).holds:
            form = render("optional_dependency" if optional else "dependency", values)
            said = Said(
                kind, identity.name, f"dependency:{dependency.name}", dependency.requirement, form,
                scope=dependency.group,
            )  # fmt: skip
            yield sources.found(said, check, [(manifest.path, dependency.line, dependency.line)])
            return
