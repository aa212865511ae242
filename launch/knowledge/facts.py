"""W2: compose what the product is known to be: claims with evidence, conflicts, gaps.

Each kind of claim has its own module; here they are put in order and checked once.
"""

from collections.abc import Iterable, Iterator

from launch.checks.evaluate import evaluate
from launch.contracts.evidence_map import EvidenceMap
from launch.contracts.product_facts import ProductFacts
from launch.contracts.repo_inventory import RepoInventory
from launch.knowledge.identity import resolve_identity
from launch.knowledge.manifest_claims import manifest_claims
from launch.knowledge.naming import product_name
from launch.knowledge.passages.documents import statements
from launch.knowledge.public_names import index_names
from launch.knowledge.sources import Found, Sources
from launch.ports import Tree


def extract(
    inventory: RepoInventory, tree: Tree, released: Tree | None, product_url: str | None
) -> tuple[ProductFacts, EvidenceMap]:
    """Return everything that pages may say of the product, and why.

    ``released`` is the tree of the newest release, where one is known. Every claim's check was
    evaluated and holds; what failed its own check is left out and counted in the notes.
    """
    sources = Sources(inventory, tree, released, product_url)
    name = product_name(sources)
    identity = resolve_identity(sources, name)
    names = index_names((), {}, {}, identity.commands, identity.import_name, sources)
    told = statements(sources, identity, names)
    found = [*manifest_claims(sources, identity, name), *told.found]
    kept, failed = _kept(sources, found)
    facts = ProductFacts(
        pin=inventory.pin,
        identity=identity,
        claims=tuple(item.claim for item in kept),
        symbols=(),
        commands=(),
        conflicts=tuple(told.conflicts),
        gaps=(),
        withheld=tuple(told.withheld),
        notes=failed,
    )
    return facts, EvidenceMap(pin=inventory.pin, evidence=tuple(item.evidence for item in kept))


def _kept(sources: Sources, found: Iterable[Found]) -> tuple[tuple[Found, ...], tuple[str, ...]]:
    """Return what holds, each id once, and a note for every claim whose check failed."""
    kept: dict[str, Found] = {}
    failed: list[str] = []
    for item in _once(found):
        outcome = evaluate(item.evidence.check, sources.tree)
        if outcome.holds:
            kept[item.claim.id] = item
        else:
            failed.append(
                f"{item.claim.kind} {item.claim.subject} {item.claim.attribute}: {outcome.found}"
            )
    return tuple(kept.values()), tuple(failed)


def _once(found: Iterable[Found]) -> Iterator[Found]:
    seen: set[str] = set()
    for item in found:
        if item.claim.id not in seen:
            seen.add(item.claim.id)
            yield item
