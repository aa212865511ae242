"""What every extractor works with: the inventory, the tree, and how a claim is made from a place.

A `Found` is a claim with its evidence; an extractor yields them in reading order.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property

from launch.checks.texts import decode, lines_of, quote_hash
from launch.contracts.claims import Anchor, Check, ClaimKind, ReleaseState
from launch.contracts.evidence_map import Evidence
from launch.contracts.product_facts import Claim, Passage
from launch.contracts.repo_inventory import FileEntry, Manifest, RepoInventory
from launch.digests import short_id
from launch.ports import Tree


@dataclass(frozen=True)
class Found:
    """A claim and why it may be made."""

    claim: Claim
    evidence: Evidence


@dataclass(frozen=True)
class Said:
    """What a claim says, before it is tied to a place."""

    kind: ClaimKind
    subject: str
    attribute: str
    value: str
    renderings: tuple[str, ...] = ()
    scope: str = ""
    release: ReleaseState = "unknown"
    required: bool = False
    passage: Passage | None = None


@dataclass(frozen=True)
class Sources:
    """The product at the pinned commit and, where there is one, at its newest release."""

    inventory: RepoInventory
    tree: Tree
    released: Tree | None
    product_url: str | None
    _texts: dict[str, str | None] = field(default_factory=dict, repr=False, compare=False)

    @cached_property
    def by_path(self) -> dict[str, FileEntry]:
        """Every file of the inventory, by path."""
        return {entry.path: entry for entry in self.inventory.files}

    @cached_property
    def folders(self) -> frozenset[str]:
        """Every folder that holds a file."""
        found: set[str] = set()
        for path in self.by_path:
            parts = path.split("/")[:-1]
            found.update("/".join(parts[: depth + 1]) for depth in range(len(parts)))
        return frozenset(found)

    @property
    def manifest(self) -> Manifest | None:
        """The product's own manifest, or None."""
        return next((m for m in self.inventory.manifests if m.is_product), None)

    def text(self, path: str) -> str | None:
        """Return a file's text, or None where the inventory skips it or it cannot be read."""
        if path not in self._texts:
            entry = self.by_path.get(path)
            usable = entry is not None and entry.skipped in {None, "not_utf8"}
            data = self.tree.read(path) if usable else None
            self._texts[path] = None if data is None or len(data) > 1_000_000 else decode(data)
        return self._texts[path]

    def inside(self, path: str) -> bool:
        """Return whether a path is in the product's folder."""
        subdir = self.inventory.subdir
        return not subdir or path.startswith(subdir.rstrip("/") + "/")

    def anchor(self, path: str, first: int, last: int) -> Anchor:
        """Return the place of lines ``first`` to ``last`` of a file of the tree."""
        text = self.text(path) or ""
        last = max(first, min(last, len(lines_of(text))))
        return Anchor(
            path=path,
            first_line=first,
            last_line=last,
            blob=self.by_path[path].blob,
            quote_sha256=quote_hash(text, first, last),
        )

    def found(
        self, said: Said, check: Check, places: Sequence[tuple[str, int, int]], mark: str = ""
    ) -> Found:
        """Return the claim with its evidence; ``mark`` tells apart what is said twice in a file."""
        anchors = tuple(self.anchor(*place) for place in places)
        identity = (said.kind, said.subject, said.attribute, said.value, said.scope, mark)
        claim_id = short_id("c", *identity, anchors[0].path)
        claim = Claim(
            id=claim_id,
            kind=said.kind,
            subject=said.subject,
            attribute=said.attribute,
            value=said.value,
            scope=said.scope,
            renderings=said.renderings,
            release=said.release,
            required=said.required,
            passage=said.passage,
        )
        return Found(claim, Evidence(claim_id=claim_id, anchors=anchors, check=check))
