"""W4: the page set, from evidence: which pages, where, what each says, and what is left out."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from itertools import pairwise

from launch.contracts.evidence_map import EvidenceMap
from launch.contracts.frontmatter_index import FrontmatterIndex
from launch.contracts.hugo_facts import HugoFacts
from launch.contracts.page_plan import LeftOut, PagePlan, PlannedPage
from launch.contracts.product_facts import ProductFacts
from launch.contracts.repo_inventory import RepoInventory
from launch.contracts.settings import Settings
from launch.contracts.site_context import SiteContext
from launch.contracts.snippet_catalog import SnippetCatalog
from launch.planning.assignment import Assignment, assign
from launch.planning.candidates import Candidate
from launch.planning.front_matter import Made, Words, front_matter
from launch.planning.ground import Ground
from launch.planning.leftover import leftovers
from launch.planning.linking import Linker, covered_pages
from launch.planning.outline import named_once
from launch.planning.pages.commands import command_pages
from launch.planning.pages.examples import examples
from launch.planning.pages.front import front_pages
from launch.planning.pages.guides import guides, in_reading_order, usage_topics
from launch.planning.pages.handwritten import described_names
from launch.planning.pages.lookup import (
    configuration,
    limitations,
    troubleshooting,
)
from launch.planning.pages.quickstart import easiest, installing, opened, quickstart
from launch.planning.pages.reference import reference_pages
from launch.planning.pages.shelf import shelved
from launch.planning.pages.start import installation
from launch.planning.placement import Placement, place
from launch.planning.product_type import is_program, product_type_of, tier_of
from launch.planning.statements import sections_of
from launch.wording.labels import entry, sentence_of

_LONG_PAGE = 1200
"""Words above which a page is long where the site has no habit."""
_STEP = 10
_LANGUAGE = "en"
"""The language that documents are read in; others are withheld as sources."""
_HISTORY = re.compile(r"(?i)^(?:change-?log|changes|history|news|release[-_]?notes)\b")
_NO_API = LeftOut(
    what="API reference",
    why="It is a program: no document, example or comment of it uses its names from outside.",
)


def plan(
    settings: Settings,
    inventory: RepoInventory,
    facts: ProductFacts,
    evidence: EvidenceMap,
    snippets: SnippetCatalog,
    front_matter_index: FrontmatterIndex,
    site: SiteContext,
    hugo: HugoFacts,
    delivered_paths: tuple[str, ...] = (),
) -> PagePlan:
    """Return the page plan; ``delivered_paths`` are pages that an earlier run of ours delivered.

    A page of the site that is not among them is a person's: linked to, never written.
    """
    placement = place(settings, front_matter_index, site, hugo)
    habits = placement.habits
    ground = Ground(
        settings, inventory, facts, evidence, snippets,
        title_case=habits is not None and habits.heading_case == "title",
        longest=max(habits.longest_words, 400) if habits is not None else _LONG_PAGE,
    )  # fmt: skip
    assignment = assign(ground, sections_of(ground))
    candidates, left = _candidates(ground, assignment)
    if placement.locale.lower().split("-")[0] != _LANGUAGE:
        why = "The product's documentation is not in this language, and nothing is translated."
        candidates, left = [], [LeftOut(what=f"pages in {placement.locale}", why=why)]
    candidates = list(shelved(ground, candidates))
    candidates, more = _kept(ground, candidates, placement, delivered_paths)
    pages = _placed(ground, candidates, placement, delivered_paths)
    left = [*left, *more, *_front_matter_gaps(pages), *_navigation(site, pages)]
    own = frozenset(page.path for page, _ in pages)
    linker = Linker(
        ground,
        placement,
        tuple(page for page, _ in pages),
        covered_pages(ground, site, placement, own),
    )
    linked = tuple(linker.linked(page) for page, _ in pages)
    kind, kind_reasons = product_type_of(ground)
    tier, tier_reasons = tier_of(ground, candidates)
    return PagePlan(
        product_type=kind,
        product_type_reasons=kind_reasons,
        tier=tier,
        tier_reasons=tier_reasons,
        locale=placement.locale,
        section=placement.section,
        pages=linked,
        left_out=(*assignment.left_out, *left, *leftovers(ground, linked)),
    )


def _candidates(ground: Ground, assignment: Assignment) -> tuple[list[Candidate], list[LeftOut]]:
    install = installation(ground, assignment.of("installation"))
    if install is None:
        install = installation(ground, installing(assignment.of("quickstart")))
    assignment = opened(assignment, ground.facts.identity.commands)
    kept, rest = easiest(assignment.of("quickstart"), assignment.of("usage"))
    first = quickstart(ground, kept, installs=install is not None)
    api, left = ((), (_NO_API,)) if is_program(ground) else reference_pages(ground)
    commands = command_pages(ground, assignment.of("commands"))
    settings = configuration(ground, assignment.of("configuration"))
    errors = troubleshooting(ground, assignment.of("troubleshooting"))
    limits = limitations(ground, assignment.of("limitations"))
    told = in_reading_order(ground, (*usage_topics(rest), *assignment.topics))
    topics, twins = guides(ground, told)
    handwritten = described_names(ground, tuple(assignment.reference))
    fronts = front_pages(ground, assignment.of("overview"), kept)
    others = (install, first, settings, errors, limits)
    own = [*fronts, *(page for page in others if page is not None), *topics, *handwritten]
    shown = _shown(ground, own)
    over = frozenset(heading.text for page in own for heading in page.headings if heading.text)
    found = [
        *fronts,
        install,
        first,
        *(page for page in topics if page.type == "guide"),
        examples(ground, shown, over, frozenset(page.id for page in topics)),
        *(page for page in topics if page.type == "concept"),
        settings,
        *commands,
        *api,
        *handwritten,
        errors,
        limits,
    ]
    why = "Nothing in the repository fills it."
    missing = [
        LeftOut(what=name, why=why)
        for name, page in (("installation", install), ("quickstart", first))
        if page is None
    ]
    pages = list(_distinct(page for page in found if page is not None))
    names = (file.path.rsplit("/", 1)[-1] for file in ground.inventory.files)
    if any(_HISTORY.match(name) for name in names):
        why = "The history of changes grows with every release: its place is the repository."
        missing.append(LeftOut(what="release notes", why=why))
    return pages, [*left, *twins, *missing]


def _distinct(pages: Iterable[Candidate]) -> Iterator[Candidate]:
    """Yield pages with identities that differ, also of names that differ by case only."""
    seen: dict[str, int] = {}
    for page in pages:
        seen[page.id] = seen.get(page.id, 0) + 1
        ending = f"-{seen[page.id]}" if seen[page.id] > 1 else ""
        yield replace(page, id=page.id + ending, slug=page.slug + ending) if ending else page


def _shown(ground: Ground, pages: list[Candidate]) -> frozenset[str]:
    """Return the code that these pages show already."""
    snippets = {snippet.id: snippet.code for snippet in ground.snippets}
    found: set[str] = set()
    for heading in (heading for page in pages for heading in page.headings):
        found |= {snippets.get(snippet_id, "").strip() for snippet_id in heading.snippet_ids}
        for claim in (ground.claims[claim_id] for claim_id in heading.claim_ids):
            blocks = claim.passage.blocks if claim.passage is not None else ()
            found |= {text for block in blocks for text in _forms(block.snippet_code)}
    return frozenset(found)


def _forms(code: str) -> tuple[str, str]:
    """Return code as it is written, and as what a reader types of it: without prompts, answers."""
    lines = code.strip().split("\n")
    typed = [line[4:] for line in lines if line.startswith((">>> ", "... "))]
    return "\n".join(lines), "\n".join(typed).strip()


def _kept(
    ground: Ground, pages: list[Candidate], placement: Placement, delivered: tuple[str, ...]
) -> tuple[list[Candidate], list[LeftOut]]:
    """Leave out pages above the pilot's cap or tier, and those that a person wrote already."""
    kept: list[Candidate] = []
    left: list[LeftOut] = []
    limit = ground.settings.pilot.plan.max_pages or len(pages)
    tier = ground.settings.pilot.plan.tier
    theirs = {p.path.lower(): p for p in placement.existing if p.path not in delivered}
    titles = {" ".join(p.title.lower().split()): p for p in theirs.values()}
    for page in pages:
        title = sentence_of(page.title, ground.claims).text
        existing = theirs.get(placement.path(page.slug).lower()) or titles.get(title.lower())
        if existing is not None:
            left.append(LeftOut(what=page.id, why=f"The site has it already: {existing.path}"))
        elif not _in_tier(page, tier):
            left.append(LeftOut(what=page.id, why=f"The pilot asks for the tier {tier}."))
        elif len(kept) >= limit:
            left.append(LeftOut(what=page.id, why=f"The pilot allows {limit} pages."))
        else:
            kept.append(page)
    return kept, left


def _in_tier(page: Candidate, tier: str | None) -> bool:
    match tier:
        case "minimal":
            return page.type in {"index", "overview", "installation", "quickstart"}
        case "standard":
            return page.type not in {"concept", "guide"}
        case _:
            return True


def _placed(
    ground: Ground, pages: list[Candidate], placement: Placement, delivered: tuple[str, ...]
) -> list[tuple[PlannedPage, Made]]:
    weights = _weights(placement)
    taken = {page.path.lower() for page in placement.existing if page.path not in delivered}
    return [_page(ground, page, placement, next(weights), delivered, taken) for page in pages]


def _page(
    ground: Ground,
    page: Candidate,
    placement: Placement,
    weight: int,
    delivered: tuple[str, ...],
    taken: set[str],
) -> tuple[PlannedPage, Made]:
    slug = page.slug
    while slug and placement.path(slug).lower() in taken:
        slug += "-guide" if not slug.endswith("-guide") else "-2"
    path = placement.path(slug)
    taken.add(path.lower())
    title = sentence_of(page.title, ground.claims).text
    short = page.link_title
    about = page.description
    spare = page.fallback or entry("description_title", title=title)
    words = Words(
        (title, page.title),
        (sentence_of(short, ground.claims).text, short) if short is not None else None,
        (sentence_of(about, ground.claims).text, about) if about is not None else None,
        (sentence_of(spare, ground.claims).text, spare),
        slug.rstrip("/").rsplit("/", 1)[-1],
    )
    own_folder = not page.slug or page.slug.endswith("/")
    contract = placement.contracts.get("section" if own_folder else "page")
    contract = contract or placement.contracts.get("page")
    made = front_matter(contract, words, weight, ground.facts.pin.time)
    fmt = contract.format if contract is not None and contract.format != "none" else "yaml"
    planned = PlannedPage(
        id=page.id,
        type=page.type,
        task=page.task,
        title=title,
        description=words.description[0] if words.description else "",
        path=path,
        url=placement.address(slug),
        front_matter_format=fmt,
        front_matter=made.values,
        about=about if about is not None and about.claim_id is not None else None,
        labels=made.labels,
        headings=named_once(page.headings) if page.type != "api_reference" else page.headings,
        links=(),
        existing=path in delivered,
        required_claims=page.required,
    )
    return planned, made


def _weights(placement: Placement) -> Iterator[int]:
    """Yield weights that go on from those of the section, in the steps of the site."""
    used = placement.habits.weights if placement.habits is not None else ()
    steps = [b - a for a, b in pairwise(used) if b > a]
    step = min(steps) if steps else _STEP
    step = step if step in {1, 2, 5, 10, 100} else _STEP
    highest = max((page.weight for page in placement.existing), default=0)
    weight = highest
    while True:
        weight += step
        yield weight


def _navigation(site: SiteContext, pages: list[tuple[PlannedPage, Made]]) -> Iterator[LeftOut]:
    """Yield the files that list the site's pages: a new page may need an entry there."""
    if all(page.existing for page, _ in pages):
        return
    for file in site.navigation:
        why = f"The file lists {file.pages} pages of the site; its entries are for a person to set."
        yield LeftOut(what=f"entries of new pages in {file.path}", why=why)


def _front_matter_gaps(pages: list[tuple[PlannedPage, Made]]) -> list[LeftOut]:
    return [
        LeftOut(
            what=f"{page.id}: front matter key {key}", why="The repository says nothing for it."
        )
        for page, made in pages
        for key in made.missing
    ]
