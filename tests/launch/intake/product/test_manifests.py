"""Every manifest format: name, version, licence, runtime, with place and origin."""

import pytest

from launch.contracts.repo_inventory import Manifest, ManifestValue
from tests.support.scans import inventory_of, manifest_of


def values(manifest: Manifest) -> tuple[str | None, ...]:
    parts = (manifest.name, manifest.version, manifest.licence, manifest.runtime)
    return tuple(None if part is None else part.value for part in parts)


def test_pyproject_values_carry_pointer_and_line() -> None:
    manifest = manifest_of(
        "pyproject.toml",
        '[build-system]\nrequires = ["hatchling>=1"]\n[project]\nname = "tool"\nversion = "1.0"\n'
        'license = {text = "MIT"}\nrequires-python = ">=3.10"\ndependencies = [\n  "httpx>=0.28",\n'
        ']\n[project.optional-dependencies]\ncli = ["click~=8.1"]\n[project.scripts]\n'
        'tool = "tool.cli:main"\n[project.urls]\nSource = "https://x.test"\n',
    )
    assert values(manifest) == ("tool", "1.0", "MIT", ">=3.10")
    assert manifest.version == ManifestValue(value="1.0", pointer=("project", "version"), line=5)
    assert manifest.licence is not None
    assert (manifest.licence.pointer, manifest.licence.line) == (("project", "license", "text"), 6)
    assert [(d.name, d.requirement, d.scope, d.group, d.line) for d in manifest.dependencies] == [
        ("httpx", ">=0.28", "runtime", "", 9),
        ("click", "~=8.1", "optional", "cli", 12),
        ("hatchling", ">=1", "build", "", 2),
    ]
    assert [(e.command, e.target, e.line) for e in manifest.entry_points] == [
        ("tool", "tool.cli:main", 14)
    ]
    assert manifest.repository is not None


@pytest.mark.parametrize(
    ("backend", "files"),
    [
        ('[tool.hatch.version]\npath = "tool/v.py"', {"tool__v.py": '__version__ = "2.1"\n'}),
        (
            '[tool.setuptools.dynamic]\nversion = {attr = "tool.__version__"}',
            {"src__tool____init__.py": "", "tool.py": '__version__ = "2.1"\n'},
        ),
        (
            '[tool.setuptools.dynamic]\nversion = {file = "VERSION"}',
            {"VERSION": "2.1\n"},
        ),
    ],
)
def test_a_dynamic_version_is_followed_to_its_file(backend: str, files: dict[str, str]) -> None:
    text = f'[project]\nname = "tool"\ndynamic = ["version"]\n{backend}\n'
    version = manifest_of("pyproject.toml", text, **files).version
    assert version is not None
    assert (version.value, version.origin) == ("2.1", "dynamic")
    assert version.path is not None


def test_a_version_that_only_a_build_knows_is_unknown() -> None:
    text = '[project]\nname = "tool"\ndynamic = ["version"]\n[tool.setuptools_scm]\n'
    assert manifest_of("pyproject.toml", text).version is None


def test_poetry_and_setup_files_are_read() -> None:
    poetry = manifest_of(
        "pyproject.toml",
        '[tool.poetry]\nname = "p"\nversion = "1"\nlicense = "ISC"\n'
        '[tool.poetry.dependencies]\npython = "^3.11"\nhttpx = "*"\n',
    )
    assert values(poetry) == ("p", "1", "ISC", "^3.11")
    script = manifest_of(
        "setup.py",
        "from setuptools import setup\nV = '3.0'\nsetup(name='s', version=V, "
        "python_requires='>=3.9',\n      classifiers=['License :: OSI Approved :: MIT License'],\n"
        "      entry_points={'console_scripts': ['s = s:main']})\n",
    )
    assert values(script)[:2] == ("s", "3.0")
    assert [entry.command for entry in script.entry_points] == ["s"]
    config = manifest_of("setup.cfg", "[metadata]\nname = c\nversion = 4\n")
    assert values(config)[:2] == ("c", "4")


def test_a_setup_script_is_never_run() -> None:
    manifest = manifest_of("setup.py", "import nothing\nsetup(name=nothing.name())\n")
    assert manifest.name is None
    assert manifest.problem == "the name is computed"


def test_package_json_is_read() -> None:
    manifest = manifest_of(
        "package.json",
        '{\n "name": "@a/tool",\n "version": "1.0.0",\n "license": "MIT",\n "bin": "cli.js",\n'
        ' "engines": {"node": ">=18"},\n "dependencies": {"x": "^1"},\n'
        ' "peerDependencies": {"y": "*"},\n "peerDependenciesMeta": {"y": {"optional": true}}\n}\n',
    )
    assert values(manifest) == ("@a/tool", "1.0.0", "MIT", ">=18")
    assert manifest.runtime is not None
    assert (manifest.runtime.pointer, manifest.runtime.line) == (("engines", "node"), 6)
    assert [(e.command, e.target) for e in manifest.entry_points] == [("tool", "cli.js")]
    assert [(d.name, d.scope, d.line) for d in manifest.dependencies] == [
        ("x", "runtime", 7),
        ("y", "optional", 8),
    ]


def test_go_mod_is_read_without_indirect_requirements() -> None:
    manifest = manifest_of(
        "go.mod",
        "module example.test/tool/v2\n\ngo 1.21\n\nrequire (\n\tgolang.org/x/mod v0.1.0\n"
        "\tgolang.org/x/net v0.2.0 // indirect\n)\n",
    )
    assert values(manifest) == ("example.test/tool/v2", None, None, "1.21")
    assert [(d.name, d.line) for d in manifest.dependencies] == [("golang.org/x/mod", 6)]


def test_a_cargo_member_inherits_from_its_workspace() -> None:
    files = {
        "Cargo.toml": '[workspace]\nmembers = ["a"]\n[workspace.package]\nversion = "0.3.0"\n',
        "a/Cargo.toml": '[package]\nname = "a"\nversion.workspace = true\nlicense = "MIT"\n',
        "a/src/main.rs": "fn main() {}\n",
    }
    manifest = inventory_of(files).manifests[0]
    assert values(manifest)[:3] == ("a", "0.3.0", "MIT")
    assert manifest.version is not None
    assert (manifest.version.path, manifest.version.line) == ("Cargo.toml", 4)
    assert [entry.command for entry in manifest.entry_points] == ["a"]


def test_a_pom_takes_properties_and_its_parent() -> None:
    files = {
        "pom.xml": "<project><groupId>g</groupId><artifactId>parent</artifactId>\n"
        "<version>${revision}</version><packaging>pom</packaging>\n"
        "<properties><revision>1.4</revision><maven.compiler.release>11</maven.compiler.release>"
        "</properties>\n<licenses><license><name>Apache-2.0</name></license></licenses></project>",
        "lib/pom.xml": "<project><parent><groupId>g</groupId><artifactId>parent</artifactId>"
        "<version>${revision}</version></parent><artifactId>tool</artifactId></project>",
        "lib/src/main/java/T.java": "public class T {}\n",
    }
    inventory = inventory_of(files)
    assert inventory.subdir == "lib"
    assert values(inventory.manifests[0]) == ("g:tool", "1.4", "Apache-2.0", "11")


@pytest.mark.parametrize(
    ("path", "text", "expected"),
    [
        (
            "build.gradle.kts",
            'plugins { `maven-publish` }\ngroup = "g"\nversion = "2.0"\n',
            ("g", "2.0"),
        ),
        (
            "Tool.csproj",
            "<Project><PropertyGroup><PackageId>Tool</PackageId><Version>3.1</Version>"
            "</PropertyGroup></Project>",
            ("Tool", "3.1"),
        ),
        ("tool.gemspec", "Gem::Specification.new 'tool', '1' do |s|\n s.version = '1.1'\nend\n",
         ("tool", "1.1")),
        ("composer.json", '{"name": "a/tool", "version": "5.0", "require": {"php": ">=8"}}',
         ("a/tool", "5.0")),
        ("CMakeLists.txt", "# project(no)\nproject(tool VERSION 1.9.2 LANGUAGES C)\n",
         ("tool", "1.9.2")),
        ("configure.ac", "AC_INIT([tool], [2.7], [bugs])\n", ("tool", "2.7")),
        ("meson.build", "project('tool', 'c', version: '0.9', license: 'MIT')\n", ("tool", "0.9")),
    ],
)  # fmt: skip
def test_other_formats_are_read(path: str, text: str, expected: tuple[str, str]) -> None:
    settings = "rootProject.name = 'tool'\n"
    manifest = manifest_of(path, text, **{"settings.gradle": settings})
    name, version = values(manifest)[:2]
    assert (name, version) == (("g:tool", "2.0") if path.endswith("kts") else expected)


def test_a_placeholder_is_no_version() -> None:
    version = manifest_of("package.json", '{"name": "x", "version": "0.0.0-development"}').version
    assert version is not None
    assert version.origin == "placeholder"


@pytest.mark.parametrize("path", ["package.json", "pyproject.toml", "Cargo.toml", "pom.xml"])
def test_a_broken_manifest_says_what_is_wrong(path: str) -> None:
    assert manifest_of(path, "{ [ <").problem is not None
