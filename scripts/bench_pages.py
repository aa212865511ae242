"""Figures of the pages: speed from ready facts, what of the surface they tell, what code they show.

Products are those of LAUNCH_BENCH_PRODUCTS, a YAML file of address -> local git directory, else
the bundled one; nothing is fetched. The site is the bundled one.
"""

import os
import re
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import yaml

from launch.contracts.claims import ClaimKind
from launch.contracts.draft_content import Code, DraftContent
from launch.contracts.evidence_map import EvidenceMap
from launch.contracts.frontmatter_index import FrontmatterIndex
from launch.contracts.hugo_facts import HugoFacts
from launch.contracts.page_plan import PagePlan
from launch.contracts.pilot import Pilot, PilotInput, PilotOutput
from launch.contracts.product_facts import Claim, ProductFacts, Symbol
from launch.contracts.repo_inventory import RepoInventory
from launch.contracts.settings import Settings
from launch.contracts.site_context import SiteContext
from launch.contracts.snippet_catalog import SnippetCatalog
from launch.digests import short_id
from launch.intake.product.scan import scan
from launch.knowledge.facts import extract
from launch.knowledge.snippets.collect import collect
from launch.markdown.habits import habits_of
from launch.markdown.render import render_page
from launch.planning.plan import plan
from launch.writing.offline.write import draft_all
from resources.fixtures import materialise
from resources.git.source import RepositorySource
from resources.hugo.site_reader import read_site
from scripts.figures import Figure

SECTION = "content/docs/benchmark"
_TIMES = 3
_PAGES = 40
_SYMBOLS = 2_000
_SEVERAL = 0.9


@dataclass(frozen=True)
class Product:
    """A product, read."""

    name: str
    git_dir: Path
    inventory: RepoInventory
    facts: ProductFacts
    evidence: EvidenceMap
    snippets: SnippetCatalog


@dataclass(frozen=True)
class Ground:
    """The site's side."""

    front_matter: FrontmatterIndex
    context: SiteContext
    hugo: HugoFacts


@dataclass(frozen=True)
class Written:
    """Pages of a product: plan, draft and rendered texts by page."""

    plan: PagePlan
    draft: DraftContent
    texts: dict[str, str]


def pages() -> list[Figure]:
    """Plan, draft and render from ready facts; twice the claims must take twice the time."""
    with tempfile.TemporaryDirectory(prefix="bench-pages-") as name:
        folder = Path(name)
        product, site = read_product(None, folder), read_ground(folder)
    once, pages_once = _timed(product, site, _SYMBOLS)
    twice, _ = _timed(product, site, _SYMBOLS * 2)
    forty = once / pages_once * _PAGES
    growth = twice / once / 2
    told = f"{pages_once} pages of {_SYMBOLS} symbols in {once:.2f} s of processor time"
    return [
        Figure("40 pages from ready facts", forty, "s", "<= 1", forty <= 1, told),
        Figure(
            "twice the claims over twice the time", growth, "ratio", "<= 1.2",
            growth <= 1.2, f"{_SYMBOLS} symbols {once:.2f} s, {_SYMBOLS * 2} {twice:.2f} s",
        ),
    ]  # fmt: skip


def coverage() -> list[Figure]:
    """Share of public names, commands and flags on the pages, and what code the pages show."""
    with tempfile.TemporaryDirectory(prefix="bench-pages-") as name:
        folder = Path(name)
        site = read_ground(folder)
        return [
            figure
            for address in addresses()
            for figure in _covered(read_product(address, folder), site)
        ]


def addresses() -> tuple[str | None, ...]:
    """Return the products that are measured; None is the bundled one."""
    return tuple(_directories()) or (None,)


def _directories() -> dict[str, str]:
    file = os.environ.get("LAUNCH_BENCH_PRODUCTS", "")
    return dict(yaml.safe_load(Path(file).read_text())) if file else {}


def read_product(address: str | None, folder: Path, ref: str = "HEAD") -> Product:
    """Return the product at an address of LAUNCH_BENCH_PRODUCTS; None is the bundled one."""
    where = Path(_directories()[address]) if address else materialise("product", folder / "made")
    source = RepositorySource(folder / "cache", ())
    pin = source.resolve(str(where), ref)
    tree = source.tree(pin)
    inventory = scan(tree, pin, source.tags(pin), None)
    commit = inventory.release.commit if inventory.release is not None else None
    released = source.released(pin, commit) if commit is not None else None
    facts, evidence = extract(inventory, tree, released, None)
    snippets = collect(inventory, facts, tree)
    return Product(facts.identity.name, where, inventory, facts, evidence, snippets)


def read_ground(folder: Path) -> Ground:
    """Return the bundled site, read through a build."""
    where = materialise("site", folder / "made")
    source = RepositorySource(folder / "cache", ())
    pin = source.resolve(str(where), "main", "site")
    found = read_site(source.tree(pin), pin, (), folder / "cache", (f"{SECTION}/**",))
    return Ground(*found)


def write(product: Product, site: Ground) -> Written:
    """Plan, draft and render the pages of a product."""
    made = plan(
        _settings(), product.inventory, product.facts, product.evidence, product.snippets,
        site.front_matter, site.context, site.hugo,
    )  # fmt: skip
    draft = draft_all(made, product.facts, product.snippets, site.context, site.hugo)
    habits = habits_of(made.section, site.context)
    return Written(made, draft, {p.page_id: render_page(p, habits) for p in draft.pages})


def _timed(product: Product, site: Ground, symbols: int) -> tuple[float, int]:
    """Return the best processor time for a product with so many symbols, and its pages."""
    larger = _with_symbols(product, symbols)
    taken: list[float] = []
    count = 0
    for _ in range(_TIMES):
        start = time.process_time()
        count = len(write(larger, site).plan.pages)
        taken.append(time.process_time() - start)
    return min(taken), count


def _with_symbols(product: Product, count: int) -> Product:
    """Return the product with as many documented functions, ten to a module."""
    symbols: list[Symbol] = []
    claims: list[Claim] = []
    for number in range(count):
        module = f"made.part{number // 50:03}"
        name, signature = f"{module}.step{number:04}", f"step{number:04}(value: int) -> int"
        summary = f"Return step {number} of a value."
        own = (
            _claim("symbol", name, (summary, f"`{name}` is a function.", f"`{name}`")),
            _claim("signature", name, (f"`{signature}`",)),
        )
        claims += own
        symbols.append(
            Symbol(
                name=name, kind="function", language="Python", path="made.py", first_line=1,
                last_line=2, signature=signature, summary=summary, parent=module,
                claim_ids=tuple(claim.id for claim in own),
            )
        )  # fmt: skip
    facts = product.facts.model_copy(
        update={"symbols": tuple(symbols), "claims": (*product.facts.claims, *claims)}
    )
    return Product(
        product.name, product.git_dir, product.inventory, facts, product.evidence, product.snippets
    )


def _claim(kind: ClaimKind, subject: str, renderings: tuple[str, ...]) -> Claim:
    return Claim(
        id=short_id("c", kind, subject), kind=kind, subject=subject, attribute="", value="",
        renderings=renderings,
    )  # fmt: skip


def _covered(product: Product, site: Ground) -> Iterator[Figure]:
    made = write(product, site)
    text = "\n".join(made.texts.values())
    words = frozenset(re.findall(r"\w+", text))
    names = sorted({_last(s.name) for s in product.facts.symbols if _counts(s)})
    new = {claim.id for claim in product.facts.claims if claim.release == "unreleased"}
    released = (o for c in product.facts.commands for o in c.options if new.isdisjoint(o.claim_ids))
    options = sorted({flag for option in released for flag in option.flags})
    there = [name for name in names if set(re.findall(r"\w+", name)) <= words]
    typed = [flag for flag in options if flag in text]
    left = sum(item.what.startswith("API reference") for item in made.plan.left_out)
    for what, told, known in (("public names", there, names), ("flags", typed, options)):
        if known:
            share = len(told) / len(known)
            lost = ", ".join(name for name in known if name not in told)[:120]
            context = (
                f"{len(told)} of {len(known)}; {left} modules left out by the plan; not {lost}"
            )
            holds = share >= _SEVERAL or (what == "public names" and left > 0)
            yield Figure(
                f"{product.name}: {what} on the pages", share, "share", ">= 0.9", holds, context
            )
    yield _shown(product, made.draft)


def _shown(product: Product, draft: DraftContent) -> Figure:
    """Return the share of programs among the code that the pages show, with the other forms."""
    forms = {snippet.id: snippet.form for snippet in product.snippets.snippets}
    counts: Counter[str] = Counter()
    for block in (b for page in draft.pages for b in page.blocks if isinstance(b, Code)):
        recipe = "recipe" if block.recipe else "signature or quote"
        counts[forms.get(block.snippet_id or "", recipe)] += 1
    total = max(1, counts.total())
    told = ", ".join(f"{count} {form}" for form, count in sorted(counts.items()))
    share = counts["program"] / total
    return Figure(
        f"{product.name}: programs among code blocks", share, "share", "-", holds=True, context=told
    )


def _counts(symbol: Symbol) -> bool:
    released = symbol.release != "unreleased"
    return symbol.visibility == "public" and released and not symbol.inherited_from


def _last(name: str) -> str:
    return re.split(r"::|[.\\/#]", name)[-1]


def _settings() -> Settings:
    pilot = Pilot(
        schema_version="1.0",
        input=PilotInput(repo_url="p"),
        output=PilotOutput(site_repo_url="s", allowed_paths=(f"{SECTION}/**",)),
    )
    return Settings(
        pilot_key="p", pilot_path="p.yml", pilot_digest="0" * 64, pilot=pilot, provider="offline",
        product_url_effective="p", site_url_effective="s", offline_fixtures=False,
        defer_delivery=None, endpoint_url=None,
    )  # fmt: skip
