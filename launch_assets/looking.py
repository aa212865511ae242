"""W7 and W8 with the world at hand, for the run that is open or for one that is read again."""

from launch.contracts.patch_bundle import BundleBody
from launch.markdown.front_matter import FrontMatterError, split
from launch.markdown.nodes import links
from launch.patching.apply import apply
from launch.ports import PageRewriter
from launch.rounds import MAX_ROUNDS, Outcome, validate_and_repair
from launch_assets.judged import Judged
from launch_assets.sending import ReadableRun
from resources.hugo.builder import HugoSiteBuilder
from resources.hugo.facts import content_roots
from resources.hugo.lint import RumdlLinter
from resources.run_store.ledger import kept_history

_OWN = frozenset(
    {"validation_report", "fixed_patch_bundle", "create_commit_bundle", "open_pr_bundle"}
)


def looked_at(
    run: ReadableRun,
    judged: Judged,
    max_rounds: int = MAX_ROUNDS,
    rewriter: PageRewriter | None = None,
) -> Outcome:
    """Look at a bundle and repair it in at most so many rounds; 1 looks only. Nothing is kept."""
    record, site_tree = run.record, run.site_tree()
    names = sorted(record.snapshot.run_state.artifact_index)
    builder = HugoSiteBuilder(site_tree, judged.hugo, run.places.cache)
    return validate_and_repair(
        settings=record.settings,
        plan=judged.plan,
        draft=judged.draft,
        bundle=judged.bundle,
        facts=judged.facts,
        evidence=judged.evidence,
        snippets=judged.snippets,
        front_matter=judged.front_matter,
        site=judged.site,
        hugo=judged.hugo,
        site_tree=site_tree,
        product_tree=run.product_tree(),
        site_builder=builder,
        linter=RumdlLinter(site_tree, content_roots(judged.hugo), builder.lint),
        rewriter=rewriter,
        history=kept_history(record.layout),
        artifacts={name: record.read(name) for name in names if name not in _OWN},
        answers=_answers(run, judged.bundle),
        max_rounds=max_rounds,
    )


def _answers(run: ReadableRun, bundle: BundleBody) -> dict[str, int | None] | None:
    """Return what external links of the changed pages answered, where the pilot asks for that."""
    if not run.record.settings.pilot.gates.external_links:
        return None
    from resources.external_links import ask

    targets: set[str] = set()
    for data in apply(bundle, run.site_tree()).values():
        try:
            body = split((data or b"").decode()).body
        except (FrontMatterError, UnicodeDecodeError):
            continue
        targets.update(link.target for link in links(body))
    return ask(target for target in targets if target.startswith(("http://", "https://")))
