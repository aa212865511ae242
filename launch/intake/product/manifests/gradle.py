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


def read_gradle(file: ManifestFile) -> Manifest | None:
    """Read a Gradle build; None where it builds nothing (no plugin, group or dependency)."""
    if not re.search(r"\b(?:plugins?|apply|group|dependencies)\b", file.text):
        return None
    group = _assigned(file, "group") or _property(file, ("group", "GROUP"))
    name = _assigned(file, "artifactId") or _property(file, ("POM_ARTIFACT_ID",))
    name = name or _project_name(file)
    if name is not None and group is not None:
        name = name.model_copy(update={"value": f"{group.value}:{name.value}"})
    return Manifest(
        path=file.path,
        ecosystem="gradle",
        is_product=False,
        private=not re.search(
            r"maven-publish|mavenPublish|publishing\s*\{|nexus|vanniktech|\bpublish-|[.-]publish(?:ing)?\b|"
            r"java-library|`java-library`",
            file.text,
        ),
        name=name,
        version=_assigned(file, "version") or _property(file, ("version", "VERSION_NAME")),
        description=_assigned(file, "description"),
        runtime=_runtime(file),
        dependencies=tuple(_dependencies(file)),
    )


def _assigned(file: ManifestFile, key: str) -> ManifestValue | None:
    match = re.search(
        rf"""^\s*(?:project\.)?{key}\s*(?:=|\s)\s*['"]([^'"$\n]+)['"]""", file.text, re.MULTILINE
    )
    return None if match is None else _value(file, match, (key,))


def _value(file: ManifestFile, match: re.Match[str], pointer: tuple[str, ...]) -> ManifestValue:
    line = file.text.count("\n", 0, match.start(1)) + 1
    return ManifestValue(value=match[1].strip(), pointer=pointer, line=line,
                         origin=origin_of(match[1].strip()))  # fmt: skip


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
    if file.folder:
        folder = file.folder.rpartition("/")[2]
        return ManifestValue(value=folder, pointer=(), line=1, origin="dynamic")
    for path in ("settings.gradle", "settings.gradle.kts"):
        text = file.text_of(path) or ""
        match = re.search(r"""rootProject\.name\s*=\s*['"]([^'"]+)['"]""", text)
        if match is not None:
            line = text.count("\n", 0, match.start(1)) + 1
            return ManifestValue(value=match[1], pointer=("rootProject.name",), line=line,
                                 path=path)  # fmt: skip
    return None


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
