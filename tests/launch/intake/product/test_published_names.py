"""Under which name a product is published and how it is installed, where no plain key says it."""

from collections.abc import Mapping

import pytest

from launch.contracts.product_facts import ProductFacts
from launch.contracts.tree import RepoPin, TagRef
from launch.intake.product.scan import scan
from launch.knowledge.facts import extract
from tests.support.scans import PIN, inventory_of, tree_of

_JAR = "src/main/java/a/T.java"
_T = "package a;\n/** Acts. */\npublic class T {}\n"


def _facts(files: Mapping[str, str], *tags: str, name: str = "tool") -> ProductFacts:
    tree = tree_of(files)
    pin = RepoPin.model_validate({**PIN.model_dump(), "url": f"https://github.com/example/{name}"})
    refs = tuple(TagRef(name=tag, commit="c" * 40, time=1_900_000_000) for tag in tags)
    return extract(scan(tree, pin, refs, None), tree, None, None)[0]


def _claimed(facts: ProductFacts, kind: str) -> list[str]:
    return [claim.value for claim in facts.claims if claim.kind == kind]


def test_a_net_project_is_packed_under_its_file_s_name() -> None:
    facts = _facts({
        "src/Tool/Tool.csproj": "<Project><PropertyGroup><Description>Acts on gears.</Description>"
        "</PropertyGroup></Project>",
        "src/Tool/T.cs": "namespace Tool;\npublic class T {}\n",
    })  # fmt: skip
    assert facts.identity.package == "Tool"
    assert _claimed(facts, "install_command") == ["dotnet add package Tool"]


_SETTINGS = 'rootProject.name = "tool-parent"\ninclude(":tool")\ninclude(":tool-extra")\n'


@pytest.mark.parametrize(
    ("root", "more"),
    [
        ('allprojects {\n  group = "org.example"\n}\n', {}),
        ('subprojects {\n  group = property("GROUP")\n}\n', {"gradle.properties": "GROUP=org.example\n"}),
        ("plugins { java }\n", {
            "build-logic/src/main/kotlin/tool.publish.gradle.kts":
            'plugins { id("tool.base") }\ntasks.register("x") {\n  group = "verification"\n}\n',
            "build-logic/src/main/kotlin/tool.base.gradle.kts": 'group = "org.example"\n',
        }),
    ],
    ids=["all-projects", "properties", "conventions"],
)  # fmt: skip
def test_a_gradle_project_takes_name_from_the_settings_and_group_from_above(
    root: str, more: dict[str, str]
) -> None:
    facts = _facts({
        "settings.gradle.kts": _SETTINGS, "build.gradle.kts": root, **more,
        "tool/build.gradle.kts": 'plugins {\n  id("tool.publish")\n}\n'
        'tasks.register("y") {\n  group = "verification"\n}\n',
        f"tool/{_JAR}": _T,
    }, "parent-3.0.0")  # fmt: skip
    assert facts.identity.package == "org.example:tool"
    assert _claimed(facts, "install_command") == ['implementation("org.example:tool:3.0.0")']


def test_a_gradle_name_may_stand_in_a_constant() -> None:
    facts = _facts({
        "build.gradle.kts": 'plugins { `maven-publish` }\nobject This {\n  val version = "1.5"\n'
        '  val artifactId = "tool"\n  val groupId = "org.example"\n}\n'
        "allprojects {\n  group = This.groupId\n  version = This.version\n}\n",
        _JAR: _T,
    })  # fmt: skip
    assert _claimed(facts, "install_command") == ['implementation("org.example:tool:1.5")']


def test_a_gem_that_hoe_describes_is_read_from_the_rakefile() -> None:
    facts = _facts({
        "Rakefile": 'require "hoe"\nHoe.spec "tool" do\n  license "MIT"\n'
        '  require_ruby_version [">= 2.2", "< 4.0"]\nend\n',
        "lib/tool.rb": 'module Tool\n  VERSION = "5.1.0"\nend\n',
    })  # fmt: skip
    identity = facts.identity
    assert (identity.package, identity.version, identity.licence) == ("tool", "5.1.0", "MIT")
    assert identity.runtime == "Ruby 2.2 or later"
    assert _claimed(facts, "install_command") == ["gem install tool"]


def test_a_setup_script_may_gather_its_keywords_first() -> None:
    facts = _facts({
        "setup.py": "from setuptools import setup\n\ndef main():\n    kwargs = dict(name='tool', "
        "version='1.0')\n    if True:\n        kwargs.update(python_requires='>=3.6')\n"
        "    setup(**kwargs)\n",
        "tool/__init__.py": "",
    })  # fmt: skip
    assert facts.identity.runtime == "Python 3.6 or later"
    assert _claimed(facts, "install_command") == ["pip install tool"]
    assert _claimed(facts, "requirement") == [">=3.6"]


@pytest.mark.parametrize(
    ("more", "readme", "command"),
    [
        ('"main": "index.js"', "npm install tool", "npm install tool"),
        ('"main": "index.js"', "npm install -g tool", "npm install --global tool"),
        ('"main": "index.js"', "", "npm install tool"),
        ('"main": "index.js"', "npm i tool\nnpm i -g tool", "npm install tool"),
        ('"keywords": []', "", "npm install --global tool"),
    ],
)
def test_a_package_of_a_program_and_a_library_is_installed_as_its_readme_says(
    more: str, readme: str, command: str
) -> None:
    facts = _facts({
        "package.json": f'{{"name": "tool", "bin": {{"tool": "cli.js"}}, {more}}}',
        "README.md": f"# Tool\n\n```sh\n{readme}\n```\n", "index.js": "exports.a = 1\n",
        "cli.js": "#!/usr/bin/env node\n",
    })  # fmt: skip
    assert facts.identity.install_command == command


def test_a_go_program_below_cmd_needs_no_main_go() -> None:
    go = {"go.mod": "module example.test/tool/v3\n\ngo 1.22\n", "tool.go": "package tool\n"}
    program = {**go, "cmd/tool/tool.go": "package main\n\nfunc main() {}\n"}
    assert (
        _facts(program).identity.install_command
        == "go install example.test/tool/v3/cmd/tool@latest"
    )
    ignored = {**go, "gen.go": "//go:build ignore\n\npackage main\n\nfunc main() {}\n"}
    assert _facts(ignored).identity.install_command == "go get example.test/tool/v3@latest"


@pytest.mark.parametrize(
    ("written", "words"),
    [
        ("^20.19.0 || >=22.12.0", "20.19.0 or later 20.x, or 22.12.0 or later"),
        ("18 || 20 || >=22", "18.x, 20.x, or 22 or later"),
        ("^18.0.0 || ^20", "18.x or 20.x"),
        ("20", "20.x"),
        (">=18", "18 or later"),
    ],
)
def test_lines_of_node_that_are_supported_are_told_apart(written: str, words: str) -> None:
    files = {"package.json": f'{{"name": "tool", "engines": {{"node": "{written}"}}}}'}
    assert _facts(files).identity.runtime == f"Node.js {words}"


def test_a_tagged_commit_of_an_older_line_is_that_line_s_release() -> None:
    files = {"package.json": '{"name": "tool", "version": "6.2.0"}'}
    tags = (
        TagRef(name="v8.0.0", commit="d" * 40, time=1_900_000_000),
        TagRef(name="v6.2.0", commit=PIN.commit, time=1_950_000_000),
    )
    release = scan(tree_of(files), PIN, tags, None).release
    assert release is not None
    assert (release.version, release.commit_is_head) == ("6.2.0", True)
    assert inventory_of(files, "v8.0.0", "v6.2.0").release != release
