"""build.gradle and build.gradle.kts, by their plain assignments; names come from settings."""

import re
from collections.abc import Iterable

from launch.contracts.repo_inventory import Manifest, ManifestDependency, ManifestValue
from launch.intake.product.manifests.reading import ManifestFile, origin_of

_DEPENDENCY = re.compile(
    r"""^\s*(api|implementation|compileOnly|runtimeOnly|testImplementation|testRuntimeOnly|"""
    r"""compile|testCompile|annotationProcessor|kapt)[\s(]+['"]([\w.-]+:[\w.-]+)(?::([^'"@]+))?['"]""",
    re.MULTILINE,
)
_SCOPES = {"testImplementation": "development", "testRuntimeOnly": "development",
           "testCompile": "development", "compileOnly": "build", "annotationProcessor": "build",
           "kapt": "build"}  # fmt: skip


_PUBLISHES = re.compile(
    r"maven-publish|mavenPublish|MavenPublish|publishing\s*\{|nexus|vanniktech|\bpublish-|"
    r"[.-]publish(?:ing)?\b|java-library|`java-library`"
)
_FOR_ALL = re.compile(r"^\s*(?:allprojects|subprojects|configure\s*\()", re.MULTILINE)
_TASK_GROUPS = frozenset({"application", "build", "documentation", "help", "publishing",
                          "reporting", "verification"})  # fmt: skip
_BUILDS = ("build.gradle", "build.gradle.kts")
_SETTINGS = ("settings.gradle", "settings.gradle.kts")
_CONVENTIONS = ("build-logic", "buildSrc", "build-logic/convention", "gradle/plugins")
"""Folders of the builds that hold a project's own plugins."""


def read_gradle(file: ManifestFile) -> Manifest | None:
    """Read a Gradle build; None where it builds nothing (no plugin, group or dependency)."""
    if not re.search(r"\b(?:plugins?|apply|group|dependencies)\b", file.text):
        return None
    above = tuple(_above(file))
    everywhere = (_PUBLISHES.search(other.text) for other in above if other.path in _BUILDS)
    return Manifest(
        path=file.path,
        ecosystem="gradle",
        is_product=False,
        private=_PUBLISHES.search(file.text) is None and not any(everywhere),
        name=_name(file, above),
        version=_inherited(file, above, "version") or _property(file, ("version", "VERSION_NAME")),
        description=_assigned(file, "description"),
        runtime=_runtime(file),
        dependencies=tuple(_dependencies(file)),
    )


def _name(file: ManifestFile, above: tuple[ManifestFile, ...]) -> ManifestValue | None:
    """Return ``group:artifact``; the artifact is called like the project, unless it says more."""
    group = _inherited(file, above, "group") or _property(file, ("group", "GROUP"))
    name = _assigned(file, "artifactId") or _property(file, ("POM_ARTIFACT_ID",))
    name = name or _project_name(file)
    if name is None or group is None:
        return name
    return name.model_copy(update={"value": f"{group.value}:{name.value}"})


def _above(file: ManifestFile) -> Iterable[ManifestFile]:
    """Yield the root build that sets things for all projects, and the conventions applied here."""
    for path in _BUILDS if file.folder else ():
        text = file.text_of(path)
        if text is not None and _FOR_ALL.search(text):
            yield ManifestFile(path, text, file.text_of)
    applied = re.findall(r"""\bid[\s(]+['"]([\w.-]+)['"]""", file.text)
    for plugin in applied[:20]:
        for folder in _CONVENTIONS:
            path = f"{folder}/src/main/kotlin/{plugin}.gradle.kts"
            text = file.text_of(path)
            if text is not None:
                convention = ManifestFile(path, text, file.text_of)
                yield convention
                yield from _above(convention)


def _inherited(
    file: ManifestFile, above: tuple[ManifestFile, ...], key: str
) -> ManifestValue | None:
    own = _assigned(file, key)
    if own is not None:
        return own
    found = ((other.path, _assigned(other, key)) for other in above)
    return next((value.model_copy(update={"path": value.path or path})
                 for path, value in found if value is not None), None)  # fmt: skip


def _assigned(file: ManifestFile, key: str) -> ManifestValue | None:
    """Return what a key is set to: a text, or the constant that holds it."""
    pattern = rf"""^(\s*)(?:val\s+|def\s+)?(?:project\.)?{key}\s*(?:=|\s)\s*['"]([^'"$\n]+)['"]"""
    for row in re.finditer(pattern, file.text, re.MULTILINE):
        if key != "group" or not _is_of_a_task(file, row[1], row[2]):
            return _value(file, row, (key,))
    named = re.search(rf"^\s*(?:project\.)?{key}\s*=\s*([\w.]+)\s*$", file.text, re.MULTILINE)
    constant = named[1].rpartition(".")[2] if named is not None else ""
    return _assigned(file, constant) if constant not in ("", key) else None


def _is_of_a_task(file: ManifestFile, indent: str, group: str) -> bool:
    """Tasks have groups too: deeper in the build, and called otherwise than publishers are."""
    if not indent.strip("\n") or "." in group:
        return False
    return group in _TASK_GROUPS or _FOR_ALL.search(file.text) is None


def _value(file: ManifestFile, match: re.Match[str], pointer: tuple[str, ...]) -> ManifestValue:
    last = match.lastindex or 0
    line = file.text.count("\n", 0, match.start(last)) + 1
    text = match[last].strip()
    return ManifestValue(value=text, pointer=pointer, line=line, origin=origin_of(text))


def _property(file: ManifestFile, keys: tuple[str, ...]) -> ManifestValue | None:
    for path in dict.fromkeys((file.beside("gradle.properties"), "gradle.properties")):
        text = file.text_of(path) or ""
        for key in keys:
            match = re.search(rf"^\s*{key}\s*[=:]\s*(\S+)", text, re.MULTILINE)
            if match is not None:
                line = text.count("\n", 0, match.start(1)) + 1
                return ManifestValue(value=match[1], pointer=(key,), line=line, path=path,
                                     origin=origin_of(match[1]))  # fmt: skip
    return None


def _project_name(file: ManifestFile) -> ManifestValue | None:
    """Return what the settings call the project: its folder's name, unless they give another."""
    own = file.folder.replace("/", ":")
    short = file.folder.rpartition("/")[2]
    renamed = rf"""project\(\s*['"]:{re.escape(own)}['"]\s*\)\.name\s*=\s*['"]([^'"]+)['"]"""
    listed = rf"""['"]:?(?:[\w.-]+:)*({re.escape(short)})['"]"""
    root = r"""rootProject\.name\s*=\s*['"]([^'"]+)['"]"""
    for path in _SETTINGS:
        text = file.text_of(path) or ""
        rows = ((renamed, "name"), (listed, "")) if own else ((root, "rootProject.name"),)
        for pattern, key in rows:
            if (match := re.search(pattern, text)) is not None:
                line = text.count("\n", 0, match.start(1)) + 1
                return ManifestValue(value=match[1], pointer=(key,), line=line, path=path)
    if not own:
        return None
    return ManifestValue(value=short, pointer=(), line=1, origin="dynamic")


_TARGETS = (
    r"(?:options\.release(?:\.set\(|\s*=\s*)|jvmTarget(?:\.set\(|\s*=\s*)(?:JvmTarget\.JVM_)?['\"]?|"
    r"targetCompatibility\s*=?\s*(?:JavaVersion\.VERSION_)?['\"]?)(\d[\d._]*)",
    r"sourceCompatibility\s*=?\s*(?:JavaVersion\.VERSION_)?['\"]?(\d[\d._]*)",
    r"(?:JavaLanguageVersion\.of\(|jvmToolchain\()(\d+)",
)


def _runtime(file: ManifestFile) -> ManifestValue | None:
    """Return the Java that the classes are made for; what builds them says it only by itself."""
    elsewhere = re.search(r"conventions?['\")]", file.text) is not None
    for pattern in _TARGETS[:-1] if elsewhere else _TARGETS:
        if (match := re.search(pattern, file.text)) is not None:
            return _value(file, match, ("java",))
    return None


def _dependencies(file: ManifestFile) -> Iterable[ManifestDependency]:
    for match in _DEPENDENCY.finditer(file.text):
        yield ManifestDependency.model_validate(
            {
                "name": match[2],
                "requirement": match[3] or "",
                "scope": _SCOPES.get(match[1], "runtime"),
                "line": file.text.count("\n", 0, match.start(2)) + 1,
            }
        )
