"""csproj, fsproj and vbproj with the Directory.Build.props above them, and nuspec files."""

import re
from collections.abc import Iterable

from launch.contracts.repo_inventory import FILE_NAME, Manifest, ManifestDependency, ManifestValue
from launch.intake.product.manifests.reading import ManifestFile, origin_of
from launch.intake.product.manifests.xml import Element, XmlProblemError, read_xml

_PROPERTY = re.compile(r"\$\(\w+\)")


def read_nuget(file: ManifestFile) -> Manifest | None:
    """Read a .NET project or package description; None where it is neither."""
    try:
        root = read_xml(file.text)
    except XmlProblemError as error:
        return Manifest(path=file.path, ecosystem="nuget", is_product=False,
                        problem=f"not readable XML: {error}")  # fmt: skip
    if root.tag == "package":
        return _read_nuspec(file, root)
    return _read_project(file, root) if root.tag == "Project" else None


def _read_nuspec(file: ManifestFile, root: Element) -> Manifest:
    def of(tag: str) -> ManifestValue | None:
        element = root.find("metadata", tag)
        if element is None or not element.text.strip():
            return None
        text = " ".join(element.text.split())
        return ManifestValue(value=text, pointer=("package", "metadata", tag), line=element.line,
                             origin="placeholder" if "$" in text else "static")  # fmt: skip

    return Manifest(
        path=file.path, ecosystem="nuget", is_product=False, name=of("id"), version=of("version"),
        description=of("description"), licence=of("license"), homepage=of("projectUrl"),
        repository=of("repository"),
    )  # fmt: skip


def _read_project(file: ManifestFile, root: Element) -> Manifest:
    chain = [(file.path, root), *_shared(file)]

    def of(*tags: str) -> ManifestValue | None:
        return next((value for tag in tags if (value := _property(chain, tag)) is not None), None)

    name = of("PackageId", "AssemblyName") or _by_file_name(file)
    packable = _property(chain, "IsPackable")
    kind = _property(chain, "OutputType")
    is_test = (
        "Test" in file.path.rpartition("/")[2] or _property(chain, "IsTestProject") is not None
    )
    return Manifest(
        path=file.path,
        ecosystem="nuget",
        is_product=False,
        private=is_test
        or (packable is not None and packable.value.lower() == "false")
        or (kind is not None and kind.value.lower() == "exe" and of("PackAsTool") is None),
        name=name,
        version=of("Version", "PackageVersion", "VersionPrefix"),
        description=of("Description", "PackageDescription"),
        licence=of("PackageLicenseExpression"),
        runtime=of("TargetFrameworks", "TargetFramework", "LibraryFrameworks"),
        homepage=of("PackageProjectUrl"),
        repository=of("RepositoryUrl"),
        dependencies=tuple(_dependencies(root)),
    )


def _shared(file: ManifestFile) -> Iterable[tuple[str, Element]]:
    folder = file.folder
    while True:
        path = f"{folder}/Directory.Build.props".lstrip("/")
        text = file.text_of(path)
        if text is not None:
            try:
                yield path, read_xml(text)
            except XmlProblemError:
                return
        if not folder:
            return
        folder = folder.rpartition("/")[0]


def _property(chain: list[tuple[str, Element]], tag: str) -> ManifestValue | None:
    for path, root in chain:
        for group in root.all("PropertyGroup"):
            element = group.find(tag)
            if element is not None and element.text.strip():
                text = _filled(" ".join(element.text.split()), chain)
                if _PROPERTY.search(text):
                    continue
                return ManifestValue(
                    value=text,
                    pointer=("Project", "PropertyGroup", tag),
                    line=element.line,
                    origin=origin_of(text),
                    path=None if path == chain[0][0] else path,
                )
    return None


def _filled(text: str, chain: list[tuple[str, Element]]) -> str:
    def value(match: re.Match[str]) -> str:
        for _, root in chain:
            for group in root.all("PropertyGroup"):
                element = group.find(match[0][2:-1])
                if element is not None and element.text.strip() and "$(" not in element.text:
                    return element.text.strip()
        return match[0]

    return _PROPERTY.sub(value, text)


def _by_file_name(file: ManifestFile) -> ManifestValue:
    """A project that names no package is packed under its file's name."""
    stem = file.path.rpartition("/")[2].rpartition(".")[0]
    return ManifestValue(value=stem, pointer=FILE_NAME, line=1)


def _dependencies(root: Element) -> Iterable[ManifestDependency]:
    seen: set[str] = set()
    for group in root.all("ItemGroup"):
        for item in group.all("PackageReference"):
            name = item.attributes.get("Include", "")
            version = item.attributes.get("Version") or _text(item, "Version")
            private = (
                item.attributes.get("PrivateAssets") or _text(item, "PrivateAssets")
            ) == "All"
            asked = "Condition" in item.attributes or "Condition" in group.attributes
            if name and name not in seen:
                seen.add(name)
                yield ManifestDependency(
                    name=name, requirement=version, line=item.line,
                    scope="build" if private else "optional" if asked else "runtime",
                )  # fmt: skip


def _text(element: Element, tag: str) -> str:
    found = element.find(tag)
    return found.text.strip() if found is not None else ""
