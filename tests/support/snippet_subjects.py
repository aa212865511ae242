"""A small product in memory: a tree, its inventory and hand-made facts, for tests of snippets."""

from hashlib import sha1

from launch.contracts.product_facts import Parameter, ProductFacts, ProductIdentity, Symbol
from launch.contracts.repo_inventory import FileEntry, FileRole, Licence, RepoInventory
from launch.contracts.tree import RepoPin, TreeEntry

PIN = RepoPin(url="https://git.example/tool", ref="main", commit="1" * 40, tree="2" * 40, time=1)
_LANGUAGES = {"py": "Python", "go": "Go", "js": "JavaScript", "rs": "Rust", "java": "Java"}


class TextTree:
    """A `launch.ports.Tree` of texts."""

    def __init__(self, texts: dict[str, str | bytes]) -> None:
        self.blobs = {
            path: text.encode() if isinstance(text, str) else text for path, text in texts.items()
        }

    @property
    def entries(self) -> tuple[TreeEntry, ...]:
        return tuple(
            TreeEntry(path=path, kind="file", blob=_blob(data), size=len(data))
            for path, data in sorted(self.blobs.items())
        )

    def entry(self, path: str) -> TreeEntry | None:
        return next((entry for entry in self.entries if entry.path == path), None)

    def read(self, path: str) -> bytes | None:
        return self.blobs.get(path)


def inventory_of(tree: TextTree) -> RepoInventory:
    files = tuple(
        FileEntry(
            path=entry.path, blob=entry.blob, kind=entry.kind, size=entry.size,
            language=_LANGUAGES.get(entry.path.rpartition(".")[2]), role=_role(entry.path),
        )
        for entry in tree.entries
    )  # fmt: skip
    return RepoInventory(
        pin=PIN, subdir="", files=files, languages=(), manifests=(),
        licence=Licence(path=None, spdx=None, source="none"),
        readme="README.md" if "README.md" in tree.blobs else None, readme_sections=(),
        ci_files=(), test_files=0,
        doc_files=tuple(file.path for file in files if file.role == "doc"),
        example_files=tuple(file.path for file in files if file.role == "example"),
        broken_paths=(), release=None,
    )  # fmt: skip


def symbol(name: str, kind: str = "function", **more: object) -> Symbol:
    values: dict[str, object] = {
        "name": name, "kind": kind, "language": "Python", "path": "src/tool.py", "first_line": 1,
        "last_line": 2, "signature": "", "parent": name.rpartition(".")[0], "release": "released",
    }  # fmt: skip
    return Symbol.model_validate(values | more)


SYMBOLS = (
    symbol("tool.Client", "class"),
    symbol("tool.Client.send", "method"),
    symbol("tool.Reply", "class"),
    symbol("tool.Reply.text", "property"),
    symbol("tool.fetch", returns="Reply"),
    symbol("tool.fresh", release="unreleased"),
    symbol("tool.read", parameters=(Parameter(name="path", type="str", default=None),)),
)


def facts_of(
    symbols: tuple[Symbol, ...] = SYMBOLS, *, language: str = "Python", import_name: str = "tool"
) -> ProductFacts:
    identity = ProductIdentity(
        name="Tool", package="tool", ecosystem="pypi", import_name=import_name, version="1.0",
        licence="MIT", runtime="", install_command="", language=language, commands=("tool",),
        summary="", hosts=("git.example", "tool.dev"),
    )  # fmt: skip
    return ProductFacts(
        pin=PIN, identity=identity, claims=(), symbols=symbols, commands=(), conflicts=(),
        gaps=(), withheld=(),
    )  # fmt: skip


def _role(path: str) -> FileRole:
    if path == "README.md":
        return "readme"
    folders: dict[str, FileRole] = {"docs": "doc", "examples": "example", "tests": "test"}
    return folders.get(path.split("/", maxsplit=1)[0], "source")


def _blob(data: bytes) -> str:
    return sha1(data, usedforsecurity=False).hexdigest()
