"""Pages of a product in memory on a site in memory: planned, drafted and rendered in one call."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cached_property

from launch.contracts.claims import ClaimKind
from launch.contracts.draft_content import DraftContent
from launch.contracts.frontmatter_index import FrontmatterIndex, KeyRule, SectionContract
from launch.contracts.hugo_facts import HugoFacts, Language
from launch.contracts.page_plan import PagePlan, PlannedPage
from launch.contracts.pilot import Pilot, PilotInput, PilotOutput, PilotPlan
from launch.contracts.product_facts import Claim, ProductFacts, Symbol
from launch.contracts.settings import Settings
from launch.contracts.site_context import Mention, SectionHabits, SiteContext, SitePage
from launch.contracts.snippet_catalog import SnippetCatalog
from launch.contracts.tree import RepoPin
from launch.digests import short_id
from launch.intake.product.scan import scan
from launch.knowledge.facts import extract
from launch.knowledge.snippets.collect import collect
from launch.markdown.habits import habits_of
from launch.markdown.render import render_page
from launch.planning.plan import plan
from launch.writing.offline.write import draft_all
from tests.support.memory_tree import MemoryTree
from tests.support.small_product import PIN

SECTION = "content/docs/gearbox"
HABITS = SectionHabits(
    section="content/docs", pages=10, heading_case="sentence", link_form="relative",
    index_pages=True, leaf_bundles=False, weights=(10, 20, 30), fence_names=("bash", "python"),
    alert_syntax="blockquote", alert_example="", median_words=200, longest_words=900,
    dates=False, first_heading_level=2,
)  # fmt: skip
RULES = (
    KeyRule(key="title", types=("string",), share=1.0, required=True),
    KeyRule(key="description", types=("string",), share=1.0, required=True),
    KeyRule(key="weight", types=("integer",), share=1.0, required=True),
)
SITE_PIN = RepoPin(url="s", ref="main", commit="4" * 40, tree="5" * 40, time=1_700_000_000)


@dataclass(frozen=True)
class Site:
    """The site's side of a plan."""

    habits: SectionHabits = HABITS
    rules: tuple[KeyRule, ...] = RULES
    pages: tuple[SitePage, ...] = ()
    section: str = SECTION
    mentions: tuple[Mention, ...] = ()

    @property
    def context(self) -> SiteContext:
        return SiteContext(
            pages=self.pages, sections=("content/docs",), menus=(), shortcodes=(),
            habits=(self.habits,), mentions=self.mentions, base_errors=(),
        )  # fmt: skip

    @property
    def hugo(self) -> HugoFacts:
        english = Language(code="en", name="", content_dir="content", is_default=True)
        return HugoFacts(
            pin=SITE_PIN, root="", config_files=("hugo.toml",), synthesised=False,
            base_url="https://docs.example.org/", title="Docs", content_dir="content",
            languages=(english,), mounts=(), themes=(), theme_present=True, permalinks=(),
            taxonomies=(), outputs=("html",), ugly_urls=False, unsafe_html=False,
            pinned_version=None, pinned_by=None, built_with="0.168.0",
        )  # fmt: skip

    @property
    def front_matter(self) -> FrontmatterIndex:
        contract = SectionContract(
            section="content/docs", kind="page", format="yaml", pages=10, confidence=1.0,
            rules=self.rules,
        )  # fmt: skip
        return FrontmatterIndex(pages=(), contracts=(contract,))


@dataclass(frozen=True)
class Drafted:
    """A plan and what became of it."""

    plan: PagePlan
    draft: DraftContent
    facts: ProductFacts
    snippets: SnippetCatalog
    site: Site

    @cached_property
    def texts(self) -> dict[str, str]:
        """Rendered files by page id."""
        habits = habits_of(self.plan.section, self.site.context)
        return {page.page_id: render_page(page, habits) for page in self.draft.pages}

    def page(self, page_id: str) -> PlannedPage:
        return next(page for page in self.plan.pages if page.id == page_id)


def settings_for(section: str = SECTION, plan_keys: PilotPlan | None = None) -> Settings:
    """Return settings of an offline run whose fence is one section."""
    pilot = Pilot(
        schema_version="1.0",
        input=PilotInput(repo_url="p"),
        output=PilotOutput(site_repo_url="s", allowed_paths=(f"{section}/**",)),
        plan=plan_keys or PilotPlan(),
    )
    return Settings(
        pilot_key="p", pilot_path="p.yml", pilot_digest="0" * 64, pilot=pilot, provider="offline",
        product_url_effective="p", site_url_effective="s", offline_fixtures=False,
        defer_delivery=None, endpoint_url=None,
    )  # fmt: skip


def site_page(path: str, title: str, weight: int = 0) -> SitePage:
    """Return a page that a person wrote."""
    url = "/" + path.removeprefix("content/").removesuffix(".md") + "/"
    return SitePage(
        path=path, blob="6" * 40, url=url, title=title, kind="page", language="en",
        section="content/docs", weight=weight, draft=False, words=50, aliases=(), heading_ids=(),
        links=(),
    )  # fmt: skip


def with_symbols(facts: ProductFacts, count: int) -> ProductFacts:
    """Return the facts with as many documented functions, each with its two claims."""
    symbols: list[Symbol] = []
    claims: list[Claim] = []
    for number in range(count):
        name, summary = f"gearbox.function_{number:04}", f"Return the value number {number}."
        signature = f"function_{number:04}(value: int) -> int"
        own = (
            _claim("symbol", name, (summary, f"`{name}` is a function.", f"`{name}`")),
            _claim("signature", name, (f"`{signature}`",)),
        )
        claims += own
        symbols.append(
            Symbol(
                name=name, kind="function", language="Python", path="src/gearbox/tables.py",
                first_line=1, last_line=2, signature=signature, summary=summary, parent="gearbox",
                claim_ids=tuple(claim.id for claim in own), exported_by="src/gearbox/__init__.py",
            )
        )  # fmt: skip
    return facts.model_copy(update={"symbols": tuple(symbols), "claims": (*facts.claims, *claims)})


def _claim(kind: ClaimKind, subject: str, renderings: tuple[str, ...]) -> Claim:
    return Claim(
        id=short_id("c", kind, subject), kind=kind, subject=subject, attribute="", value="",
        renderings=renderings,
    )  # fmt: skip


def drafted(
    files: Mapping[str, bytes | str],
    site: Site | None = None,
    plan_keys: PilotPlan | None = None,
    delivered_paths: tuple[str, ...] = (),
    change: Callable[[ProductFacts], ProductFacts] = lambda facts: facts,
) -> Drafted:
    """Scan, read, plan and draft a product; ``change`` alters its facts before the plan."""
    site = site or Site()
    tree = MemoryTree(files)
    inventory = scan(tree, PIN, (), None)
    facts, evidence = extract(inventory, tree, None, None)
    snippets = collect(inventory, facts, tree)
    facts = change(facts)
    made = plan(
        settings_for(site.section, plan_keys), inventory, facts, evidence, snippets,
        site.front_matter, site.context, site.hugo, delivered_paths,
    )  # fmt: skip
    draft = draft_all(made, facts, snippets, site.context, site.hugo)
    return Drafted(made, draft, facts, snippets, site)
