"""A check is about what its claim says."""

import pytest

from launch.checks.about import mismatch
from launch.contracts.claims import ManifestCheck, PathCheck
from launch.contracts.product_facts import Claim


def _claim(kind: str, attribute: str, value: str) -> Claim:
    return Claim.model_validate(
        {
            "id": "c-0123456789abcdef", "kind": kind, "subject": "Gears", "attribute": attribute,
            "value": value, "renderings": (),
        }
    )  # fmt: skip


@pytest.mark.parametrize(
    ("value", "path", "fine"),
    [
        ("dotnet add package Gears.Core", "src/Gears.Core/Gears.Core.csproj", True),
        ("dotnet add package Gears", "src/Gears.Core/Gears.Core.csproj", False),
        ("dotnet add package Evil", "src/Gears.Core/Gears.Core.csproj", False),
    ],
)
def test_a_manifests_file_name_is_the_package_where_it_is_named_so(
    value: str, path: str, fine: bool
) -> None:
    claim = _claim("install_command", "install", value)
    assert (mismatch(claim, PathCheck(path=path), (), "") is None) == fine


@pytest.mark.parametrize(("value", "fine"), [("MIT", True), ("MIT2", False), ("ISC", False)])
def test_a_classifier_proves_the_licence_that_it_names(value: str, fine: bool) -> None:
    check = ManifestCheck(
        path="pyproject.toml", pointer=("project", "classifiers", "2"),
        expected="License :: OSI Approved :: MIT License", compare="licence",
    )  # fmt: skip
    assert (mismatch(_claim("licence", "licence", value), check, (), "") is None) == fine
