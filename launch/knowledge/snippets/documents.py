"""Which files may give snippets at all: the product's own documentation, never its internals."""

import re

from launch.contracts.product_facts import ProductFacts
from launch.contracts.repo_inventory import FileEntry, RepoInventory

_META = re.compile(
    r"(?i)(?:^|/)(?:changes?|changelog|history|news|releas\w*[-_ ]?\w*|contributing|conduct|"
    r"code[-_]of[-_]conduct|security|governance|maintainers|authors|third[-_]party\w*|notices?|"
    r"licen[cs]e\w*|ai[-_]policy|agents|claude|todo|roadmap|issue_template|pull_request_template|"
    r"development|developing|hacking|migration\w*|upgrad\w+)(?:\.[\w-]+)?\.(?:md|rst|txt|markdown|mdx)$"
    r"|(?:^|/)(?:\.github|\.gitlab|notes?|internals?|adrs?|rfcs?|design|designs|decisions|proposals?|"
    r"plans?|[\w-]+-plan|specs?|fuzz|bench\w*|release[-_]?notes|translations?|i18n|locales?)/"
)
_TONGUE = (
    "ar|bn|cs|da|de|el|es|et|fa|fi|fr|he|hi|hr|hu|id|it|ja|jp|ko|kr|lt|lv|ms|nb|nl|no|pl|pt|"
    "pt-?br|ro|ru|sk|sl|sr|sv|ta|th|tr|uk|ur|vi|zh|zh-?cn|zh-?tw|zh-?han[st]|cn|tw"
)
_FOREIGN = re.compile(rf"(?i)(?:^|/)(?:{_TONGUE})/|[._-](?:{_TONGUE})\.(?:md|rst|markdown|mdx)$")
_SHARED = re.compile(
    r"(?i)(?:docs?|documentation|guides?|site|website|manual|examples?|samples?|demos?|cookbook)/"
)
_WHOLE_FILE = {"internal_document", "other_language"}
MARKUP = (".md", ".markdown", ".mdx", ".rst")


def documents(inventory: RepoInventory, facts: ProductFacts) -> tuple[FileEntry, ...]:
    """Return the README, documentation and example files to read, the README first."""
    refused = {
        item.path
        for item in facts.withheld
        if item.reason in _WHOLE_FILE and item.note.startswith("the document")
    }
    told = frozenset(inventory.doc_files)
    usable = [
        entry
        for entry in inventory.files
        if entry.skipped is None
        and entry.kind in {"file", "executable"}
        and entry.path not in refused
        and (entry.path in told or _inside(entry.path, inventory))
    ]
    named = {*inventory.doc_files, *inventory.example_files, inventory.readme}
    chosen = [
        entry
        for entry in usable
        if (entry.path in named or entry.role in {"readme", "doc", "example", "test"})
        and not (_META.search(entry.path) and entry.path != inventory.readme)
        and not _FOREIGN.search(entry.path)
    ]
    return tuple(sorted(chosen, key=lambda entry: (entry.path != inventory.readme, entry.path)))


def _inside(path: str, inventory: RepoInventory) -> bool:
    """Return whether a path is in the product's folder, or documents the whole repository."""
    subdir = inventory.subdir.strip("/")
    ours = not subdir or path.startswith(f"{subdir}/") or path == inventory.readme
    return ours or "/" not in path or bool(_SHARED.match(path))
