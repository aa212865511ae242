"""pom.xml; properties are put in, and what a parent states is read from the parent's file."""

import re
from collections.abc import Iterable, Mapping

from launch.contracts.repo_inventory import Manifest, ManifestDependency, ManifestValue
from launch.intake.product.manifests.reading import ManifestFile, origin_of
from launch.intake.product.manifests.xml import Element, XmlProblemError, read_xml

_PROPERTY = re.compile(r"\$\{([^}]+)\}")
_SCOPES = {"test": "development", "provided": "build", "system": "build"}


def read_maven(file: ManifestFile) -> Manifest | None:
    """Read a pom.xml; None where its root is not a project."""
    try:
        root = read_xml(file.text)
    except XmlProblemError as error:
        return Manifest(path=file.path, ecosystem="maven", is_product=False,
                        problem=f"not readable XML: {error}")  # fmt: skip
    if root.tag != "project":
        return None
    chain = [(file.path, root), *_parents(file, root)]
    properties = _properties(chain)
    group = _value(chain, properties, ("groupId",))
    artifact = _value(chain[:1], properties, ("artifactId",))
    name = artifact
    if artifact is not None and group is not None:
        name = artifact.model_copy(update={"value": f"{group.value}:{artifact.value}"})
    return Manifest(
        path=file.path,
        ecosystem="maven",
        is_product=False,
        private=_is_private(root, chain),
        name=name,
        version=_value(chain, properties, ("version",)),
        description=_value(chain[:1], properties, ("description",)),
        licence=_value(chain, properties, ("licenses", "license", "name")),
        runtime=_runtime(chain, properties),
        homepage=_value(chain, properties, ("url",)),
        repository=_value(chain, properties, ("scm", "url")),
        dependencies=tuple(_dependencies(root, properties)),
    )


def _parents(file: ManifestFile, root: Element) -> Iterable[tuple[str, Element]]:
    """Yield the parents that stand in the repository, nearest first."""
    path, current = file.path, root
    for _ in range(8):
        parent = current.find("parent")
        if parent is None:
            return
        relative = parent.find("relativePath")
        written = (relative.text.strip() if relative is not None else "") or "../pom.xml"
        here = ManifestFile(path, "", file.text_of)
        target = here.beside(written if written.endswith(".xml") else f"{written}/pom.xml")
        text = file.text_of(target) if target != path else None
        if text is None:
            return
        try:
            current = read_xml(text)
        except XmlProblemError:
            return
        path = target
        yield path, current


def _properties(chain: list[tuple[str, Element]]) -> Mapping[str, str]:
    found: dict[str, str] = {}
    for _, root in chain:
        for item in (root.find("properties") or Element("", 0)).children:
            found.setdefault(item.tag, item.text.strip())
        for key in ("version", "groupId", "artifactId"):
            element = root.find(key) or root.find("parent", key)
            if element is not None:
                found.setdefault(f"project.{key}", element.text.strip())
    return found


def _filled(text: str, properties: Mapping[str, str]) -> str:
    for _ in range(4):
        filled = _PROPERTY.sub(lambda match: properties.get(match[1], match[0]), text)
        if filled == text:
            break
        text = filled
    return text


def _value(
    chain: list[tuple[str, Element]], properties: Mapping[str, str], tags: tuple[str, ...]
) -> ManifestValue | None:
    own = chain[0][0]
    for path, root in chain:
        for way in (tags, ("parent", *tags) if tags in (("version",), ("groupId",)) else tags):
            element = root.find(*way)
            if element is not None and element.text.strip():
                written = " ".join(element.text.split())
                value = _filled(written, properties)
                return ManifestValue(
                    value=value,
                    pointer=("project", *way),
                    line=element.line,
                    origin="dynamic" if value != written else origin_of(value),
                    path=None if path == own else path,
                )
    return None


def _is_private(root: Element, chain: list[tuple[str, Element]]) -> bool:
    """A project that only gathers modules, or that is told not to be deployed."""
    packaging = root.find("packaging")
    skips = root.find("properties", "maven.deploy.skip")
    gathers = packaging is not None and packaging.text.strip() == "pom"
    return gathers or (skips is not None and skips.text.strip() == "true") or not chain


def _runtime(
    chain: list[tuple[str, Element]], properties: Mapping[str, str]
) -> ManifestValue | None:
    for key in ("maven.compiler.release", "java.version", "maven.compiler.target",
                "javaVersion", "jdk.version", "maven.compiler.source"):  # fmt: skip
        found = _value(chain, properties, ("properties", key))
        if found is not None:
            return found
    for path, root in chain:
        for plugin in _plugins(root):
            for key in ("release", "target"):
                element = plugin.find("configuration", key)
                if element is not None and "compiler" in (_text(plugin, "artifactId")):
                    return ManifestValue(
                        value=_filled(element.text.strip(), properties),
                        pointer=("project", "build", "plugins", "plugin", "configuration", key),
                        line=element.line,
                        path=None if path == chain[0][0] else path,
                    )
    return None


def _plugins(root: Element) -> list[Element]:
    direct = root.find("build", "plugins") or Element("", 0)
    managed = root.find("build", "pluginManagement", "plugins") or Element("", 0)
    return [*direct.all("plugin"), *managed.all("plugin")]


def _text(element: Element, tag: str) -> str:
    found = element.find(tag)
    return found.text.strip() if found is not None else ""


def _dependencies(root: Element, properties: Mapping[str, str]) -> Iterable[ManifestDependency]:
    for item in (root.find("dependencies") or Element("", 0)).all("dependency"):
        optional = _text(item, "optional") == "true"
        scope = "optional" if optional else _SCOPES.get(_text(item, "scope"), "runtime")
        group, artifact = _text(item, "groupId"), _text(item, "artifactId")
        yield ManifestDependency.model_validate(
            {
                "name": _filled(f"{group}:{artifact}", properties),
                "requirement": _filled(_text(item, "version"), properties),
                "scope": scope,
                "line": item.line,
            }
        )
