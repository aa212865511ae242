"""The content gates once more on a run that is over, or on what somebody gives in its place.

Nothing is repaired and nothing is kept.
"""

from dataclasses import dataclass, replace
from pathlib import Path

from pydantic import ValidationError

from launch.contracts.draft_content import DraftContent
from launch.contracts.evidence_map import EvidenceMap
from launch.contracts.frontmatter_index import FrontmatterIndex
from launch.contracts.hugo_facts import HugoFacts
from launch.contracts.model import Artifact
from launch.contracts.page_plan import PagePlan
from launch.contracts.patch_bundle import BundleBody, FixedPatchBundle, PatchBundle
from launch.contracts.product_facts import ProductFacts
from launch.contracts.site_context import SiteContext
from launch.contracts.snippet_catalog import SnippetCatalog
from launch.contracts.validation_report import GateResult
from launch.errors import InputError
from launch.patching.from_pages import bundle_of_pages
from launch_assets.judged import Judged
from launch_assets.looking import looked_at
from launch_assets.stored import StoredRun
from resources.changed_pages import read_pages
from resources.run_store.drafts import repaired_draft
from resources.run_store.places import Places


@dataclass(frozen=True)
class Given:
    """Files to judge instead of the run's own: a bundle or changed pages, and their ledger."""

    bundle: Path | None = None
    """A patch bundle."""
    pages: Path | None = None
    """A directory of changed pages, laid out as the site's repository."""
    ledger: Path | None = None
    """A draft: the ledger of the pages."""


def look_again(places: Places, run_id: str, given: Given | None = None) -> tuple[GateResult, ...]:
    """Return the verdict of every content gate on a run's last bundle, or on what is ``given``.

    The last bundle is the repaired one, or W6's where a run stopped there. ArtifactError where
    something that the gates rest on is missing or was changed since; InputError where a given
    file cannot be used; PatchError where a given bundle does not fit the site.
    """
    with StoredRun(places, run_id) as run:
        bundle, draft = _last(run)
        judged = Judged(
            bundle,
            _load(run, PagePlan),
            draft,
            _load(run, ProductFacts),
            _load(run, EvidenceMap),
            _load(run, SnippetCatalog),
            _load(run, FrontmatterIndex),
            _load(run, SiteContext),
            _load(run, HugoFacts),
        )
        if given is not None:
            judged = _in_its_place(run, judged, given)
        return looked_at(run, judged, max_rounds=1).report.results


def _in_its_place(run: StoredRun, judged: Judged, given: Given) -> Judged:
    if given.ledger is not None:
        judged = replace(judged, draft=_read(given.ledger, DraftContent))
    if given.bundle is not None:
        return replace(judged, bundle=_read(given.bundle, FixedPatchBundle, PatchBundle))
    if given.pages is None:
        return judged
    pages = read_pages(given.pages)
    allowed = run.record.settings.pilot.output.allowed_paths
    bundle = bundle_of_pages(pages, run.site_tree(), judged.bundle.site, allowed)
    return replace(judged, bundle=bundle)


def _read[A: Artifact](path: Path, *models: type[A]) -> A:
    """Return the artifact in a file, of the first model that it is; InputError names the file."""
    try:
        data = path.read_bytes()
    except OSError as error:
        raise InputError(f"{path} cannot be read: {error.strerror}", hint="give a file") from error
    problem = ""
    for model in models:
        try:
            return model.from_bytes(data)
        except ValidationError as error:
            first = error.errors(include_url=False, include_input=False)[0]
            place = ".".join(str(part) for part in first["loc"])
            problem = f"{place}: {first['msg']}" if place else first["msg"]
    name = models[-1].artifact
    raise InputError(f"{path} is no {name}: {problem}", hint=f"docs/schemas/{name}.schema.json")


def _last(run: StoredRun) -> tuple[BundleBody, DraftContent]:
    if run.record.record_of(FixedPatchBundle.artifact) is None:
        return _load(run, PatchBundle), _load(run, DraftContent)
    fixed = _load(run, FixedPatchBundle)
    return fixed, repaired_draft(run.record, run.places, fixed.draft_sha256)


def _load[A: Artifact](run: StoredRun, model: type[A]) -> A:
    return run.record.load(model, model.artifact)
