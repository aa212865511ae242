"""Where a page's code comes from: catalogue, recipe or claim; and which of its names exist."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property

from launch.checks.code_parses import product_names
from launch.checks.import_origin import RECIPE, import_problem
from launch.checks.python_names import is_importable
from launch.contracts.draft_content import Code
from launch.contracts.product_facts import Claim, ProductFacts
from launch.contracts.snippet_catalog import Snippet, SnippetCatalog
from launch.ports import Tree
from launch.wording.recipes import RECIPES

_PYTHON = frozenset({"python", "py", "python3"})
_FILE = re.compile(r"[\w./-]+\.(?:py|js|ts|go|rb|rs|sh|toml|yml|yaml|json)")


@dataclass(frozen=True)
class Origins:
    """Facts, catalogue and product, indexed once for all blocks of a page set."""

    facts: ProductFacts
    catalog: SnippetCatalog
    tree: Tree

    @cached_property
    def snippets(self) -> Mapping[str, Snippet]:
        """Snippets by id."""
        return {snippet.id: snippet for snippet in self.catalog.snippets}

    @cached_property
    def claims(self) -> Mapping[str, Claim]:
        """Claims by id."""
        return {claim.id: claim for claim in self.facts.claims}

    @cached_property
    def signatures(self) -> Mapping[str, tuple[str, ...]]:
        """Signatures by claim."""
        found: dict[str, list[str]] = {}
        for symbol in self.facts.symbols:
            for claim_id in symbol.claim_ids:
                found.setdefault(claim_id, []).append(symbol.signature)
        return {claim_id: tuple(texts) for claim_id, texts in found.items()}

    @cached_property
    def values(self) -> frozenset[str]:
        """What a recipe's blanks may hold."""
        identity = self.facts.identity
        known = {identity.package, identity.import_name, identity.version, *identity.commands}
        known |= {text for c in self.facts.claims for text in (c.value, c.subject, c.scope)}
        known |= {part for value in tuple(known) for part in value.split(":")}
        commands = (command.name for command in self.facts.commands)
        return frozenset({*known, self.facts.pin.url, *commands})

    @cached_property
    def names(self) -> frozenset[str]:
        """Names of the Python module that exist, with every name that leads to one."""
        names = {symbol.name for symbol in self.facts.symbols} | {self.facts.identity.import_name}
        return frozenset(
            ".".join(name.split(".")[:end])
            for name in names
            for end in range(1, name.count(".") + 2)
        )

    @cached_property
    def instances(self) -> frozenset[str]:
        """Names whose attributes are not known: neither modules nor classes."""
        symbols = self.facts.symbols
        return frozenset(one.name for one in symbols if one.kind not in {"module", "class"})


def origin_problem(draft: Code | None, origins: Origins) -> str | None:
    """Return why a block's code has no source that it may have, or None."""
    if draft is None:
        return "is not in the ledger"
    if draft.snippet_id is not None:
        snippet = origins.snippets.get(draft.snippet_id)
        known = {snippet.code, snippet.output, snippet.transcript} if snippet is not None else set()
        same = bool(draft.code) and draft.code in known
        return None if same else "is not the catalogue's snippet that it names"
    if draft.recipe is not None and draft.recipe.startswith(RECIPE):
        return import_problem(draft.code, draft.recipe, origins.facts, origins.catalog)
    flat = {_flat(text) for text in _told(draft, origins)}
    if _flat(draft.code) in flat or (draft.recipe and _filled(draft.recipe, draft.code, origins)):
        return None
    return "comes neither from the catalogue nor from a recipe nor from a claim"


def unknown_names(code: str, language: str, origins: Origins) -> Iterator[tuple[str, int]]:
    """Yield names that Python code reaches in the product and that it does not have, with lines."""
    module = origins.facts.identity.import_name
    if language.lower() not in _PYTHON or not module:
        return
    names = origins.names
    for name, line in product_names(code, module.split(".", maxsplit=1)[0]):
        parent = name.rsplit(".", 1)[0]
        known = name in names or parent not in names or parent in origins.instances
        dunder = name.endswith("__")  # What every class has from its language.
        if not known and not dunder and not is_importable(origins.tree, name):
            yield name, line


def _told(draft: Code, origins: Origins) -> Iterator[str]:
    for claim_id in draft.claim_ids:
        claim = origins.claims.get(claim_id)
        if claim is not None:
            yield claim.value
            blocks = claim.passage.blocks if claim.passage else ()
            for block in blocks:
                yield from (block.snippet_code, without_prompts(block.snippet_code))
        yield from origins.signatures.get(claim_id, ())


def without_prompts(code: str) -> str:
    """Return shell lines without their prompts, where every line has one."""
    lines = code.strip().split("\n")
    prompted = all(line.startswith(("$ ", "> ")) for line in lines)
    return "\n".join(line[2:] for line in lines) if prompted else code


def _flat(code: str) -> str:
    """Return code without the white space and commas that laying it out may change."""
    return re.sub(r",(?=[)\]}])", "", re.sub(r"\s+", "", code))


def _filled(recipe: str, code: str, origins: Origins) -> bool:
    """Return whether the code is the recipe, filled with values that the facts hold."""
    parts = re.split(r"\{\w+\}", RECIPES.get(recipe, "\0"))
    match = re.fullmatch(r"(.+)".join(re.escape(part) for part in parts), code)
    if match is None:
        return False
    return all(value in origins.values or _FILE.fullmatch(value) for value in match.groups())
