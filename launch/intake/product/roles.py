"""Say what a file is for, and whether it is the project's own, by its path alone."""

import re
from functools import cache
from typing import cast

from launch.contracts.repo_inventory import FileRole
from launch.intake.product.languages import is_programming, load

_LICENCE = re.compile(
    r"(?i)^(?:[\w-]+[-_.])?(?:un)?(?:licen[cs]es?|copying|copyright)(?:[-_.][\w.-]+)?$"
)
_README = re.compile(r"(?i)^readme(?:[-_.][\w-]+)*$")
_CI = re.compile(
    r"^\.github/workflows/[^/]+\.ya?ml$|^\.gitlab-ci\.yml$|^\.travis\.yml$|^\.circleci/|"
    r"^azure-pipelines[^/]*\.ya?ml$|^\.?appveyor\.yml$|^Jenkinsfile$|^\.drone\.yml$|"
    r"^bitbucket-pipelines\.yml$|^\.buildkite/|^\.cirrus\.yml$|^\.woodpecker(?:/|\.yml$)|"
    r"^\.semaphore/|^\.teamcity/|^tox\.ini$|^noxfile\.py$"
)
_TEST_FOLDER = re.compile(
    r"(?i)(?:^|/)(?:tests?|specs?|__tests__|testing|e2e|testdata|test-data|fixtures|"
    r"unittests?|[\w.-]*[._-]tests?|src/test|(?-i:[A-Z][\w.]*Tests?))/"
)
_TEST_FILE = re.compile(
    r"(?:^|/)(?:test_[^/]*\.py|[^/]*_test\.(?:py|go|rs|cc|cpp|c|rb|exs)|conftest\.py|"
    r"[^/]*[._-](?:test|spec)\.(?:[cm]?[jt]sx?|rb|php)|[^/]*_spec\.rb|"
    r"[^/]*(?:Test|Tests|IT|TestCase)\.(?:java|kt|cs|php|scala|groovy))$"
)
_NO_TEST_BY_NAME = re.compile(r"(?:src|lib)/.*\.php$")
"""PHP that is loaded by its class's name: a `TwigTest` there is no test."""
_EXAMPLE = re.compile(
    r"(?i)(?:^|/)(?:examples?|samples?|demos?|tutorials?|quickstarts?|_examples)/|"
    r"(?:^|/)example[\w-]*\.\w+$|(?:^|/)example_[^/]*_test\.go$"
)
_DOC_FOLDER = re.compile(
    r"(?i)(?:^|/)(?:docs?|documentation|doc-src|guides?|manual|man|wiki|website|site|book)/"
)
_DOC_SUFFIX = (".md", ".markdown", ".mdx", ".rst", ".adoc", ".asciidoc", ".txt", ".org", ".ipynb",
               ".rdoc", ".textile", ".pod")  # fmt: skip
_DOC_MARKUP = tuple(suffix for suffix in _DOC_SUFFIX if suffix != ".txt")
_ASSET = (".png", ".jpg", ".jpeg", ".gif", ".svg", ".ico", ".webp", ".woff", ".woff2", ".ttf",
          ".css", ".scss", ".less", ".mp4", ".pdf", ".eot", ".otf")  # fmt: skip
_CONFIG = (".toml", ".yml", ".yaml", ".json", ".ini", ".cfg", ".xml", ".properties", ".conf",
           ".lock", ".props", ".targets", ".editorconfig")  # fmt: skip


def role_of(path: str, language: str | None, *, manifest: bool) -> FileRole:
    """Return a file's role; ``manifest`` says that a reader knows it as a package manifest."""
    name = path.rpartition("/")[2]
    if manifest:
        return "manifest"
    if _LICENCE.match(name) and not name.endswith((".py", ".go", ".js", ".ts", ".java", ".cs")):
        return "licence"
    if _CI.search(path):
        return "ci"
    in_tests = is_test(path)
    if _README.match(name) and not in_tests:
        return "readme"
    if is_example(path) and not (in_tests and "/testdata/" in f"/{path}"):
        return "doc" if path.endswith(_DOC_SUFFIX) and _DOC_FOLDER.search(path) else "example"
    if in_tests:
        return "test"
    return _by_folder_and_suffix(path, language)


def _by_folder_and_suffix(path: str, language: str | None) -> FileRole:
    low = path.lower()
    if low.endswith(_DOC_MARKUP) or (_DOC_FOLDER.search(path) and low.endswith(_DOC_SUFFIX)):
        return "doc"
    if low.endswith(_ASSET):
        return "asset"
    if language is not None and is_programming(language):
        return "config" if _is_tool_config(path) else "source"
    if low.endswith(_CONFIG) or path.rpartition("/")[2].startswith("."):
        return "config"
    return "other"


def _is_tool_config(path: str) -> bool:
    name = path.rpartition("/")[2]
    return (
        name.startswith(".")
        or re.search(r"(?:^|\.)(?:config|conf|rc)\.[cm]?[jt]s$", name) is not None
    )


def is_test(path: str) -> bool:
    """Return whether a path is part of the project's tests."""
    outside = _outside(path)
    named = _TEST_FILE.search(outside) is not None and not _NO_TEST_BY_NAME.match(outside)
    return named or _TEST_FOLDER.search(outside) is not None


def is_example(path: str) -> bool:
    """Return whether a path is an example of how the product is used."""
    return _EXAMPLE.search(_outside(path)) is not None


def _outside(path: str) -> str:
    """Return the part of a path that says what it is for: below `src/main` all is the product."""
    head, shipped, _ = f"/{path}".partition("/src/main/")
    return f"{head}/"[1:] if shipped else path


def is_vendored(path: str) -> bool:
    """Return whether somebody else wrote the file, by linguist's rules for folders and names."""
    return _vendored().search(path) is not None


def is_generated_path(path: str) -> bool:
    """Return whether a program wrote the file, by linguist's rules for names."""
    return _generated().search(path) is not None


@cache
def _vendored() -> re.Pattern[str]:
    return _joined("vendored")


@cache
def _generated() -> re.Pattern[str]:
    return _joined("generated")


def _joined(key: str) -> re.Pattern[str]:
    """One pattern of all rules; those that begin at a folder share that beginning (20 x faster)."""
    rules = cast("list[str]", load("paths.json")[key])
    openings = ("(^|/)", "(^|\\/)", "(?:^|\\/)")
    inner = [
        rule.removeprefix(opening)
        for rule in rules
        for opening in openings
        if rule.startswith(opening)
    ]
    others = [rule for rule in rules if not rule.startswith(openings)]
    alternatives = "|".join(f"(?:{rule})" for rule in others)
    return re.compile(f"(?:^|/)(?:{'|'.join(inner)})|{alternatives}")
