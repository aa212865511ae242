"""W6: drafted pages as the smallest patches that make them, and proposals where a person owns."""

from collections.abc import Iterable
from dataclasses import dataclass

from launch.contracts.draft_content import DraftContent, DraftPage
from launch.contracts.model import ClaimId
from launch.contracts.page_plan import PagePlan
from launch.contracts.patch_bundle import (
    CreateFile,
    DeleteFile,
    DeliveredPage,
    DeliveryHistory,
    Patch,
    PatchBundle,
    Proposal,
)
from launch.contracts.settings import Settings
from launch.contracts.site_context import SectionHabits, SiteContext
from launch.contracts.tree import RepoPin
from launch.digests import sha256
from launch.markdown.render import claims_of, render_page
from launch.patching.update import update_page
from launch.ports import Tree


@dataclass(frozen=True)
class _Made:
    patches: tuple[Patch, ...] = ()
    proposals: tuple[Proposal, ...] = ()
    notes: tuple[str, ...] = ()


def make_bundle(
    draft: DraftContent,
    plan: PagePlan,
    site_tree: Tree,
    site_pin: RepoPin,
    settings: Settings,
    site: SiteContext,
    history: DeliveryHistory | None,
) -> PatchBundle:
    """Return the bundle that turns the site at ``site_pin`` into the one with the draft's pages.

    Pages are in the draft's order. A page that a person wrote becomes a proposal.
    """
    known = _known(history, site_tree)
    merge = settings.pilot.flags.allow_manual_edits
    texts = rendered(draft, settings, site)
    made: list[_Made] = []
    for page in draft.pages:
        text = texts[page.path]
        made.append(_page(page, text, site_tree, known.get(page.path), merge=merge))
    planned = {page.path for page in plan.pages}
    made += [_gone(known[path], site_tree) for path in sorted(set(known) - planned)]
    patches = (patch for one in made for patch in one.patches)
    return PatchBundle(
        site=site_pin,
        allowed_paths=settings.pilot.output.allowed_paths,
        patches=_numbered(patches),
        proposals=tuple(proposal for one in made for proposal in one.proposals),
        notes=tuple(note for one in made for note in one.notes),
    )


def rendered(draft: DraftContent, settings: Settings, site: SiteContext) -> dict[str, str]:
    """Return every page's whole text by path, as the launcher alone would write it."""
    habits = {habit.section: habit for habit in site.habits}
    markers = settings.pilot.output.claim_markers == "comment"
    return {
        page.path: render_page(page, habits_of(page.path, habits), markers=markers)
        for page in draft.pages
    }


def _known(history: DeliveryHistory | None, tree: Tree) -> dict[str, DeliveredPage]:
    """Return by path the delivery that the site still has, else the last one."""
    known: dict[str, DeliveredPage] = {}
    for page in history.pages if history else ():
        data = tree.read(page.path)
        earlier = known.get(page.path)
        stands = data is not None and earlier is not None and sha256(data) == earlier.sha256
        known[page.path] = earlier if earlier is not None and stands else page
    return known


def habits_of(path: str, habits: dict[str, SectionHabits]) -> SectionHabits | None:
    """Return the habits of the innermost section that holds the path, or None."""
    folder = path
    while "/" in folder:
        folder = folder.rsplit("/", 1)[0]
        if folder in habits:
            return habits[folder]
    return None


def _page(
    page: DraftPage, text: str, tree: Tree, delivered: DeliveredPage | None, *, merge: bool
) -> _Made:
    if tree.entry(page.path) is None:
        return _Made(patches=(_created(page, text),))
    old = tree.read(page.path)
    if old is None or old == text.encode():
        return _Made(notes=(f"{page.path} is as it should be.",))
    if delivered is None:
        why = "The page was there before the launcher wrote anything, so it is somebody's own."
        return _Made(proposals=(Proposal(path=page.path, heading_path=(), why=why, content=text),))
    try:
        done = update_page(page.path, text, old, delivered, page.front_matter, merge=merge)
    except UnicodeDecodeError:
        why = "The page is not UTF-8 any more: it was changed since the launcher delivered it."
        return _Made(proposals=(Proposal(path=page.path, heading_path=(), why=why, content=text),))
    about = {"page_id": page.page_id, "claim_ids": claims_on(page)}
    patches = tuple(patch.model_copy(update=about) for patch in done.patches)
    return _Made(patches=patches, proposals=done.proposals)


def _gone(delivered: DeliveredPage, tree: Tree) -> _Made:
    """Delete a page that the plan has no more, unless a person has changed it since."""
    old = tree.read(delivered.path)
    if old is None:
        return _Made()
    if sha256(old) != delivered.sha256:
        why = "The plan has this page no more, but a person changed it: it stays."
        gone = Proposal(path=delivered.path, heading_path=(), why=why, content="")
        return _Made(proposals=(gone,))
    patch = DeleteFile(
        patch_id="p0001",
        page_id=delivered.page_id,
        path=delivered.path,
        before_sha256=sha256(old),
        after_sha256=None,
    )
    return _Made(patches=(patch,))


def _created(page: DraftPage, text: str) -> CreateFile:
    return CreateFile(
        patch_id="p0001",
        page_id=page.page_id,
        path=page.path,
        before_sha256=None,
        after_sha256=sha256(text),
        claim_ids=claims_on(page),
        content=text,
    )


def claims_on(page: DraftPage) -> tuple[ClaimId, ...]:
    """Return the claims that the page rests on, in page order, each once."""
    sources = (sentence.source for sentence in page.front_matter_sentences)
    named = [s.claim_id for s in sources if s.grade in {"proved", "quoted"}]
    return tuple(dict.fromkeys((*named, *(c for b in page.blocks for c in claims_of(b)))))


def _numbered(patches: Iterable[Patch]) -> tuple[Patch, ...]:
    return tuple(
        patch.model_copy(update={"patch_id": f"p{number:04}"})
        for number, patch in enumerate(patches, start=1)
    )
