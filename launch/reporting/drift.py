"""What a delivered run said and the product no longer bears out: its claims, proved once more.

No extractor runs and no model is asked: each claim carries the check that can fail it.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from launch.checks.evaluate import evaluate
from launch.checks.remembered import Remembered
from launch.contracts.evidence_map import EvidenceMap
from launch.contracts.patch_bundle import BundleBody
from launch.contracts.product_facts import Passage, ProductFacts
from launch.ports import Tree


@dataclass(frozen=True)
class Drifted:
    """A claim that a page makes and that does not hold any more."""

    path: str
    """The page, in the site's repository."""
    claim_id: str
    said: str
    """What the page says of it, or the start of the passage it quotes."""
    found: str
    """What the check found in the newer tree."""


@dataclass(frozen=True)
class Drift:
    """The claims of a run against another commit of its product."""

    looked_at: int
    """Claims on pages that were proved again."""
    drifted: tuple[Drifted, ...]
    """By page, in the bundle's order."""


def drift(facts: ProductFacts, evidence: EvidenceMap, bundle: BundleBody, tree: Tree) -> Drift:
    """Prove every claim of the bundle's pages again in ``tree``.

    A passage that only moved inside its file holds; a claim without evidence counts as drifted.
    """
    told = {claim.id: _told(claim.renderings, claim.passage) for claim in facts.claims}
    checks = {one.claim_id: one.check for one in evidence.evidence}
    verdicts: dict[str, str | None] = {}
    found: list[Drifted] = []
    remembered = Remembered(tree)
    for path, claim_ids in _claims_by_page(bundle).items():
        for claim_id in claim_ids:
            if claim_id not in verdicts:
                outcome = evaluate(checks[claim_id], remembered) if claim_id in checks else None
                lost = "it has no evidence" if outcome is None else outcome.found
                verdicts[claim_id] = None if outcome is not None and outcome.holds else lost
            problem = verdicts[claim_id]
            if problem is not None:
                found.append(Drifted(path, claim_id, told.get(claim_id, ""), problem))
    return Drift(len(verdicts), tuple(found))


def _claims_by_page(bundle: BundleBody) -> Mapping[str, tuple[str, ...]]:
    pages: dict[str, dict[str, None]] = {}
    for patch in bundle.patches:
        pages.setdefault(patch.path, {}).update(dict.fromkeys(patch.claim_ids))
    return {path: tuple(ids) for path, ids in pages.items()}


def _told(renderings: tuple[str, ...], passage: Passage | None) -> str:
    if renderings:
        return renderings[0]
    texts = (text for block in passage.blocks for text in block.texts) if passage else ()
    return next(iter(texts), "")[:120]
