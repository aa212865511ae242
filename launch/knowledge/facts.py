"""W2: compose what the product is known to be: claims with evidence, conflicts, gaps.

Each kind of claim has its own module; here they are put in order and checked once.
"""

from collections import Counter
from collections.abc import Iterable, Iterator

from launch.checks.evaluate import evaluate
from launch.checks.remembered import Remembered
from launch.contracts.evidence_map import EvidenceMap
from launch.contracts.product_facts import Claim, Conflict, ProductFacts, ProductIdentity, Symbol
from launch.contracts.repo_inventory import RepoInventory
from launch.knowledge.example_claims import example_claims
from launch.knowledge.format_claims import format_claims
from launch.knowledge.gaps import gaps_of
from launch.knowledge.identity import resolve_identity
from launch.knowledge.manifest_claims import manifest_claims
from launch.knowledge.naming import product_name
from launch.knowledge.option_claims import OptionFacts, OptionReader
from launch.knowledge.parameter_claims import parameter_claims
from launch.knowledge.passages.documents import product_setting, statements
from launch.knowledge.public_names import index_names
from launch.knowledge.sources import Found, Sources
from launch.knowledge.surface.read import read_surface
from launch.knowledge.symbol_claims import screened, symbol_claims
from launch.knowledge.versions import version_conflict
from launch.ports import Readings, Tree
from launch.readings import UNKEPT


def extract(
    inventory: RepoInventory,
    tree: Tree,
    released: Tree | None,
    product_url: str | None,
    readings: Readings = UNKEPT,
) -> tuple[ProductFacts, EvidenceMap]:
    """Return everything that pages may say of the product, and why.

    ``released`` is the tree of the newest release, where one is known. Every claim's check was
    evaluated and holds; what failed its own check is left out and counted in the notes.
    ``readings`` may know what was read of the same files before.
    """
    tree = Remembered(tree)
    released = Remembered(released) if released is not None else None
    sources = Sources(inventory, tree, released, product_url)
    name = product_name(sources)
    identity = resolve_identity(sources, name)
    surface = read_surface(inventory, tree, readings)
    looked = [screened(symbol) for symbol in surface.symbols]
    symbols = tuple(symbol for symbol, _ in looked)
    setting = product_setting(sources, identity)
    options = OptionReader(sources, identity, setting).read(symbols)
    names = index_names(
        symbols, options.checks, options.defaults, _commands(identity, options),
        identity.import_name,
    )  # fmt: skip
    api = symbol_claims(sources, symbols, setting)
    told = statements(sources, setting, names, readings)
    found = [
        *manifest_claims(sources, identity, name), *options.found, *api.found,
        *parameter_claims(sources, symbols, setting), *format_claims(sources, symbols),
        *example_claims(sources, identity, setting), *told.found,
    ]  # fmt: skip
    version = version_conflict(sources, identity.name)
    kept, failed = _kept(sources, found)
    facts = ProductFacts(
        pin=inventory.pin,
        identity=identity,
        claims=tuple(item.claim for item in kept),
        symbols=_linked(symbols, kept),
        commands=options.commands,
        conflicts=_unique([*([version] if version is not None else []), *told.conflicts]),
        gaps=gaps_of(sources, identity, kept, told.refused),
        withheld=(*(row for _, row in looked if row is not None), *api.withheld, *told.withheld),
        notes=(*surface.notes, *failed),
    )
    return facts, EvidenceMap(pin=inventory.pin, evidence=tuple(item.evidence for item in kept))


def _commands(identity: ProductIdentity, options: OptionFacts) -> frozenset[str]:
    first = {command.name.split(" ")[0] for command in options.commands}
    return frozenset(identity.commands) | first


_ABOUT_SYMBOLS = frozenset(
    {"symbol", "signature", "default_value", "parameter", "returns", "raises", "supported_format"}
)


def _linked(symbols: tuple[Symbol, ...], kept: tuple[Found, ...]) -> tuple[Symbol, ...]:
    """Return the symbols with the ids and release state of the claims about them."""
    by_subject: dict[tuple[str, str], list[Found]] = {}
    for item in kept:
        if item.claim.kind in _ABOUT_SYMBOLS:
            by_subject.setdefault((item.claim.subject, item.claim.scope), []).append(item)
    shared = Counter((symbol.name, symbol.path) for symbol in symbols)
    linked: list[Symbol] = []
    for symbol in symbols:
        key = (symbol.name, symbol.path)
        claims = [item.claim for item in by_subject.get(key, [])
                  if _is_about(item.claim, symbol)
                  and (shared[key] == 1 or _stands_in(item, symbol))]  # fmt: skip
        ranked = sorted(claims, key=lambda claim: (claim.kind != "symbol", claim.kind))
        release = next((claim.release for claim in ranked), "unknown")
        ids = tuple(claim.id for claim in claims)
        linked.append(symbol.model_copy(update={"claim_ids": ids, "release": release}))
    return tuple(linked)


def _stands_in(item: Found, symbol: Symbol) -> bool:
    """Return whether a claim was found in the lines of this overload and no other."""
    last = max(symbol.first_line, symbol.last_line)
    return any(
        anchor.path == symbol.path and symbol.first_line <= anchor.first_line <= last
        for anchor in item.evidence.anchors
    )


def _is_about(claim: Claim, symbol: Symbol) -> bool:
    """Return whether a claim is about this one of the overloads that share a name."""
    match claim.kind:
        case "signature":
            return claim.value == symbol.signature
        case "returns":
            return claim.value == symbol.returns
        case "default_value":
            name = claim.attribute.removeprefix("default:")
            return any(
                row.name.lstrip("*") == name and row.default == claim.value
                for row in symbol.parameters
            )
        case "parameter":
            name = claim.attribute.removeprefix("parameter:")
            return any(row.name.lstrip("*&.") == name for row in symbol.parameters)
        case "raises":
            return any(
                claim.attribute == f"raises:{row.exception}"
                and " ".join(row.message.split()) == claim.value
                for row in symbol.raises
            )
        case _:
            return True


def _unique(conflicts: list[Conflict]) -> tuple[Conflict, ...]:
    """Return each conflict once, keyed by subject, attribute, scope and values."""
    found: dict[tuple[str, str, str, tuple[str, ...]], Conflict] = {}
    for conflict in conflicts:
        key = (conflict.subject, conflict.attribute, conflict.scope, conflict.values)
        found.setdefault(key, conflict)
    return tuple(found.values())


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
