"""Which package is the product, its licence and its newest release."""

import pytest

from launch.intake.product.licence import spdx_expression
from launch.intake.product.licence_texts import licence_of_text
from tests.support.scans import inventory_of

MIT = (
    "MIT License\n\nCopyright (c) 2024 A Person\n\nPermission is hereby granted, free of charge, to"
    " any person obtaining a copy of this software and associated documentation files (the "
    '"Software"), to deal in the Software without restriction, including without limitation the '
    "rights to use, copy, modify, merge, publish, distribute, sublicense, and/or sell copies of "
    "the Software, and to permit persons to whom the Software is furnished to do so, subject to "
    "the following conditions:\n\nThe above copyright notice and this permission notice shall be "
    "included in all copies or substantial portions of the Software.\n\nTHE SOFTWARE IS PROVIDED "
    '"AS IS", WITHOUT WARRANTY OF ANY KIND, EXPRESS OR IMPLIED, INCLUDING BUT NOT LIMITED TO THE '
    "WARRANTIES OF MERCHANTABILITY, FITNESS FOR A PARTICULAR PURPOSE AND NONINFRINGEMENT. IN NO "
    "EVENT SHALL THE AUTHORS OR COPYRIGHT HOLDERS BE LIABLE FOR ANY CLAIM, DAMAGES OR OTHER "
    "LIABILITY, WHETHER IN AN ACTION OF CONTRACT, TORT OR OTHERWISE, ARISING FROM, OUT OF OR IN "
    "CONNECTION WITH THE SOFTWARE OR THE USE OR OTHER DEALINGS IN THE SOFTWARE.\n"
)


def product(files: dict[str, str], subdir: str | None = None) -> tuple[str, str]:
    inventory = inventory_of(files, subdir=subdir)
    return inventory.manifests[0].path, inventory.subdir


def test_a_private_nameless_root_is_not_the_product() -> None:
    files = {
        "package.json": '{"private": true, "devDependencies": {"x": "1"}}',
        "packages/tool/package.json": '{"name": "tool", "version": "1.0.0"}',
        "packages/tool/src/index.ts": "export const x = 1\n",
        "packages/docs/package.json": '{"name": "@tool/docs", "private": true}',
        "packages/other/package.json": '{"name": "other", "version": "1.0.0"}',
        "packages/other/index.ts": "export const y = 1\n",
    }
    assert product(files) == ("packages/tool/package.json", "packages/tool")
    assert product(files, "packages/other") == ("packages/other/package.json", "packages/other")


def test_an_examples_own_manifest_is_not_the_product() -> None:
    files = {
        "examples/a/pyproject.toml": '[project]\nname = "tool"\n',
        "lib/thing/pyproject.toml": '[project]\nname = "thing"\n',
        "lib/thing/thing.py": "x = 1\n",
    }
    assert product(files)[0] == "lib/thing/pyproject.toml"


def test_setup_files_beside_the_product_belong_to_it() -> None:
    inventory = inventory_of(
        {
            "pyproject.toml": '[project]\nname = "Tool"\n',
            "setup.cfg": "[metadata]\nname = tool\n",
            "tool.py": "",
        }
    )
    assert [(m.path, m.is_product) for m in inventory.manifests] == [
        ("pyproject.toml", True),
        ("setup.cfg", True),
    ]


def test_other_published_packages_are_said() -> None:
    files = {
        "Cargo.toml": '[package]\nname = "tool"\nversion = "1.0.0"\n',
        "crates/part/Cargo.toml": '[package]\nname = "part"\nversion = "1.0.0"\n',
    }
    assert "1 other published package stands" in inventory_of(files).notes[0]


@pytest.mark.parametrize(
    ("tags", "newest"),
    [
        (("v1.0.0", "v1.10.0", "v1.9.0"), "v1.10.0"),
        (("1.0", "2.0rc1", "2.0-beta.3"), "1.0"),
        (("v1.0.0-alpha.1", "v1.0.0-alpha.2"), "v1.0.0-alpha.2"),
        (("tool-2.1.0", "part-9.0.0", "tool-2.0.0"), "tool-2.1.0"),
        (("release-3.1", "nightly", "latest"), "release-3.1"),
        (("part/v9.0.0", "v1.0.0"), "v1.0.0"),
        (("nightly",), None),
        ((), None),
    ],
)
def test_the_newest_release_is_the_products_highest_version(
    tags: tuple[str, ...], newest: str | None
) -> None:
    release = inventory_of({"README.md": "# T\n"}, *tags).release
    assert (release.tag if release else None) == newest


@pytest.mark.parametrize(
    ("written", "expression"),
    [
        ("MIT", "MIT"),
        ("Apache 2.0", "Apache-2.0"),
        ("MIT OR Apache-2.0", "MIT OR Apache-2.0"),
        ("MIT/Apache-2.0", "MIT OR Apache-2.0"),
        ("License :: OSI Approved :: MIT License", "MIT"),
        ("BSD", None),
        ("Proprietary", None),
        ("see LICENSE", None),
    ],
)
def test_a_stated_licence_becomes_an_spdx_expression(written: str, expression: str | None) -> None:
    assert spdx_expression(written) == expression


def test_a_licence_text_is_named_only_where_it_is_exactly_that_licence() -> None:
    assert licence_of_text(MIT) == "MIT"
    assert licence_of_text(MIT.replace("MIT License", "# The MIT License (MIT)")) == "MIT"
    assert licence_of_text(MIT + "\nCommons Clause: you may not sell it.\n") is None
    assert licence_of_text(MIT + MIT.replace("Person", "Other")) is None
    assert licence_of_text("All rights reserved.\n") is None


def test_the_manifests_licence_stands_before_the_text() -> None:
    manifest = '[project]\nname = "tool"\nlicense = "Apache-2.0"\n'
    licence = inventory_of({"pyproject.toml": manifest, "LICENSE": MIT}).licence
    assert (licence.spdx, licence.source, licence.text_spdx) == ("Apache-2.0", "manifest", "MIT")
    alone = inventory_of({"LICENSE": MIT}).licence
    assert (alone.path, alone.spdx, alone.source) == ("LICENSE", "MIT", "text")
    assert inventory_of({"a.py": ""}).licence.source == "none"


def _side_by_side(readme: str) -> tuple[str, str | None]:
    project = "<Project><PropertyGroup><PackageId>{}</PackageId></PropertyGroup></Project>"
    inventory = inventory_of(
        {
            "README.md": readme,
            "src/Tool/Tool.csproj": project.format("Tool"),
            "src/Tool/A.cs": "public class A {}\n",
            "src/Tool.Core/Tool.Core.csproj": project.format("Tool.Core"),
            "src/Tool.Core/README.md": "# Core\n",
            "src/Tool.Core/B.cs": "public class B {}\n",
        }
    )
    return inventory.manifests[0].path, inventory.readme


def test_the_package_that_the_readme_installs_is_the_product() -> None:
    core = _side_by_side("# Tool\n\n```sh\ndotnet add package Tool.Core\n```\n")
    assert core == ("src/Tool.Core/Tool.Core.csproj", "README.md")
    both = _side_by_side(
        "# Tool\n\nRun `dotnet add package Tool` or `Install-Package Tool.Core`.\n"
    )
    assert both == ("src/Tool/Tool.csproj", "README.md")
    assert _side_by_side("# Tool\n")[0] == "src/Tool/Tool.csproj"
