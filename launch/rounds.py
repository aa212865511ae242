"""W7 and W8: gates look, repairs follow, gates look again; bounded. It alone composes the three.

The plan is frozen: what repair loses of it beyond the limit leaves the run red.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

from launch.checks.remembered import Remembered
from launch.contracts.draft_content import DraftContent, DraftPage
from launch.contracts.evidence_map import EvidenceMap
from launch.contracts.frontmatter_index import FrontmatterIndex
from launch.contracts.hugo_facts import HugoFacts
from launch.contracts.page_plan import PagePlan
from launch.contracts.patch_bundle import BundleBody, DeliveryHistory, FixedPatchBundle
from launch.contracts.product_facts import Claim, ProductFacts
from launch.contracts.settings import Settings
from launch.contracts.site_context import SiteContext
from launch.contracts.snippet_catalog import SnippetCatalog
from launch.contracts.validation_report import (
    Finding,
    GateResult,
    Repair,
    Round,
    ValidationReport,
)
from launch.digests import sha256
from launch.fixing.findings import blocking, blocks, placed
from launch.fixing.losses import lost_claims, too_much
from launch.fixing.repair import Attempt, repair
from launch.gates.registry import GATES, look_at
from launch.gates.subject import Gate, MarkdownLinter, Subject
from launch.markdown.render import block_lines, claims_of
from launch.patching.apply import apply
from launch.patching.bundle import habits_of, make_bundle
from launch.ports import PageRewriter, SiteBuilder, Tree
from launch.reporting.validation import report_of, round_file

MAX_ROUNDS = 5
"""Looks at most, repairs in between."""


@dataclass(frozen=True)
class Outcome:
    """What W7 and W8 leave."""

    report: ValidationReport
    bundle: FixedPatchBundle
    draft: DraftContent
    """The repaired draft: evidence, beside the bundle that renders it."""
    evidence: tuple[tuple[str, bytes], ...]
    """Files for ``evidence/validation_runs/``: name and bytes, one a round."""


@dataclass(frozen=True)
class _Ground:
    """What stays the same from round to round."""

    settings: Settings
    plan: PagePlan
    facts: ProductFacts
    evidence: EvidenceMap
    snippets: SnippetCatalog
    front_matter: FrontmatterIndex
    site: SiteContext
    hugo: HugoFacts
    site_tree: Tree
    product_tree: Tree
    site_builder: SiteBuilder | None
    linter: MarkdownLinter | None
    rewriter: PageRewriter | None
    history: DeliveryHistory | None
    artifacts: Mapping[str, bytes]
    answers: Mapping[str, int | None] | None
    gates: tuple[Gate, ...]


@dataclass(frozen=True)
class _State:
    """One look."""

    draft: DraftContent
    bundle: BundleBody
    results: tuple[GateResult, ...]
    after: Mapping[str, bytes | None] = field(default_factory=dict)

    @property
    def failed(self) -> tuple[str, ...]:
        """Ids of the gates that block."""
        return tuple(result.gate for result in self.results if blocks(result))

    @property
    def blocking(self) -> tuple[Finding, ...]:
        """Findings of these gates, one for a gate that could not run."""
        return blocking(self.results)


def validate_and_repair(
    *,
    settings: Settings,
    plan: PagePlan,
    draft: DraftContent,
    bundle: BundleBody,
    facts: ProductFacts,
    evidence: EvidenceMap,
    snippets: SnippetCatalog,
    front_matter: FrontmatterIndex,
    site: SiteContext,
    hugo: HugoFacts,
    site_tree: Tree,
    product_tree: Tree,
    site_builder: SiteBuilder | None,
    linter: MarkdownLinter | None,
    rewriter: PageRewriter | None,
    history: DeliveryHistory | None,
    artifacts: Mapping[str, bytes],
    answers: Mapping[str, int | None] | None = None,
    gates: tuple[Gate, ...] = GATES,
    max_rounds: int = MAX_ROUNDS,
) -> Outcome:
    """Look, repair and look again, at most ``max_rounds`` times; once looks only.

    ``artifacts`` holds the bytes on disk by asset key; ``answers`` the HTTP status of external
    links where somebody asked. A gate whose input is None fails. PatchError where the bundle does
    not fit the site; PilotError where the pilot skips what cannot be skipped.
    """
    ground = _Ground(
        settings, plan, facts, evidence, snippets, front_matter, site, hugo, site_tree,
        Remembered(product_tree), site_builder, linter, rewriter, history, artifacts, answers,
        gates,
    )  # fmt: skip
    state = _look(ground, draft, bundle)
    rounds: list[Round] = []
    looks = [state.results]
    reached: Mapping[str, int] = {}
    while state.failed and len(rounds) < max_rounds - 1:
        attempt = repair(state.draft, _placed(ground, state), reached, _claims(ground), rewriter)
        if not attempt.repairs:
            break
        after, reverted = _settled(ground, state, attempt)
        rounds.append(_round(len(rounds) + 1, state, attempt.repairs, reverted))
        reached = attempt.reached
        state = after
        looks.append(state.results)
    rounds.append(_round(len(rounds) + 1, state))
    return _outcome(ground, draft, state, tuple(rounds), tuple(looks))


def _look(ground: _Ground, draft: DraftContent, bundle: BundleBody) -> _State:
    after = apply(bundle, ground.site_tree)
    lint = ground.linter.compare(after) if ground.linter else (None, None)
    subject = Subject(
        settings=ground.settings,
        bundle=bundle,
        site_tree=ground.site_tree,
        product_tree=ground.product_tree,
        before={path: ground.site_tree.read(path) for path in after},
        after=after,
        plan=ground.plan,
        draft=draft,
        facts=ground.facts,
        evidence=ground.evidence,
        snippets=ground.snippets,
        site=ground.site,
        hugo=ground.hugo,
        front_matter=ground.front_matter,
        build=ground.site_builder.compare(after) if ground.site_builder else None,
        lint_before=lint[0],
        lint_after=lint[1],
        artifacts=ground.artifacts,
        history=ground.history,
        answers=ground.answers,
    )
    wanted = ground.settings.pilot.gates
    results = look_at(subject, wanted.profile, wanted.skip, "content", ground.gates)
    return _State(draft, bundle, results, after)


def _settled(ground: _Ground, state: _State, attempt: Attempt) -> tuple[_State, tuple[str, ...]]:
    """Look at the repaired draft; take back the pages on which another gate now refuses."""
    new = _look(ground, attempt.draft, _bundle(ground, state, attempt.draft))
    worse = set(new.failed) - set(state.failed)
    if not worse:
        return new, ()
    bad = {one.page_id for one in new.blocking if one.gate in worse}
    touched = {one.finding.page_id for one in attempt.repairs}
    if bad <= touched and touched - bad and None not in bad:
        kept = _mixed(state.draft, attempt.draft, {page for page in touched - bad if page})
        partly = _look(ground, kept, _bundle(ground, state, kept))
        if not set(partly.failed) - set(state.failed):
            return partly, _notes(attempt, bad, worse)
    return state, _notes(attempt, touched, worse)


def _mixed(old: DraftContent, new: DraftContent, taken: set[str]) -> DraftContent:
    pairs = zip(old.pages, new.pages, strict=True)
    pages = tuple(after if before.page_id in taken else before for before, after in pairs)
    return old.model_copy(update={"pages": pages})


def _notes(attempt: Attempt, pages: set[str | None], worse: set[str]) -> tuple[str, ...]:
    gates = ", ".join(sorted(worse))
    return tuple(
        f"{one.how} for {one.finding.gate} on {one.finding.page_id} was taken back: {gates} refused"
        for one in attempt.repairs
        if one.finding.page_id in pages
    )


def _bundle(ground: _Ground, state: _State, draft: DraftContent) -> BundleBody:
    return make_bundle(
        draft, ground.plan, ground.site_tree, state.bundle.site, ground.settings, ground.site,
        ground.history,
    )  # fmt: skip


def _placed(ground: _Ground, state: _State) -> tuple[Finding, ...]:
    """Give every finding the page and block that it is in, where that is known by its line."""
    pages = {page.path: page for page in state.draft.pages}
    named = {path for one in state.blocking if (path := one.path) is not None and path in pages}
    starts = {path: _starts(ground, pages[path]) for path in sorted(named)}
    return tuple(
        placed(one, pages[one.path], starts[one.path]) if one.path and one.path in named else one
        for one in state.blocking
    )


def _starts(ground: _Ground, page: DraftPage) -> tuple[int, ...]:
    """Return the first line of each block below its markers."""
    habits = habits_of(page.path, {habit.section: habit for habit in ground.site.habits})
    markers = ground.settings.pilot.output.claim_markers == "comment"
    firsts = block_lines(page, habits, markers=markers)
    told = (len(claims_of(block)) if markers else 0 for block in page.blocks)
    return tuple(first + above for first, above in zip(firsts, told, strict=True))


def _claims(ground: _Ground) -> dict[str, Claim]:
    return {claim.id: claim for claim in ground.facts.claims}


def _round(
    number: int, state: _State, repairs: tuple[Repair, ...] = (), reverted: tuple[str, ...] = ()
) -> Round:
    return Round(
        number=number,
        failed_gates=state.failed,
        findings=len(state.blocking),
        repairs=repairs,
        reverted=reverted,
    )


def _outcome(
    ground: _Ground,
    first: DraftContent,
    state: _State,
    rounds: tuple[Round, ...],
    looks: tuple[tuple[GateResult, ...], ...],
) -> Outcome:
    lost = lost_claims(ground.plan, first, state.draft)
    errors = (*state.blocking, *too_much(ground.plan, lost))
    report = report_of(
        ground.settings.pilot.gates.profile, state.results, errors, rounds, state.draft, lost,
        repaired=state.draft != first,
    )  # fmt: skip
    body = {name: getattr(state.bundle, name) for name in BundleBody.model_fields}
    bundle = FixedPatchBundle.model_validate(
        {**body, "refused": bool(errors), "draft_sha256": sha256(state.draft.to_bytes())}
    )
    files = tuple(
        (f"round-{number}.json", round_file(results)) for number, results in enumerate(looks, 1)
    )
    return Outcome(report, bundle, state.draft, files)
