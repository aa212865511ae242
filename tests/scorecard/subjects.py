"""Clean pages made by the real reader, planner and offline writer, as subjects of the gates."""

import subprocess
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from launch.contracts.draft_content import DraftContent
from launch.contracts.evidence_map import EvidenceMap
from launch.contracts.product_facts import ProductFacts
from launch.contracts.tree import RepoPin
from launch.gates.subject import Subject
from launch.intake.product.scan import scan
from launch.knowledge.facts import extract
from launch.knowledge.snippets.collect import collect
from launch.patching.apply import apply
from launch.patching.bundle import make_bundle
from launch.planning.plan import plan
from launch.ports import Tree
from launch.writing.offline.write import draft_all
from resources.git.tree import GitTree
from tests.support.gate_world import HUGO, INDEX, SITE, SITE_PIN, SITE_TREE, settings
from tests.support.memory_tree import MemoryTree

FIXTURE = Path(__file__).parents[2] / "pilots" / "fixtures" / "product"


def fixture() -> tuple[MemoryTree, RepoPin]:
    """Return the bundled product, its layers laid over one another."""
    files: dict[str, bytes] = {}
    for layer in sorted(FIXTURE.iterdir()):
        for path in sorted(layer.rglob("*")):
            if path.is_file() and "__pycache__" not in path.parts:
                files[path.relative_to(layer).as_posix()] = path.read_bytes()
    pin = RepoPin(
        url="https://github.com/example/product", ref="main", commit="a" * 40, tree="b" * 40, time=1
    )
    return MemoryTree(files), pin


def repository(git_dir: Path, url: str) -> tuple[GitTree, RepoPin]:
    """Return the head of a local bare repository."""

    def git(*arguments: str) -> str:
        command = ["git", "-C", str(git_dir), *arguments]
        return subprocess.run(command, capture_output=True, text=True, check=True).stdout.strip()

    commit = git("rev-parse", "HEAD")
    pin = RepoPin(url=url, ref="HEAD", commit=commit, tree=git("rev-parse", "HEAD^{tree}"), time=1)
    return GitTree(git_dir, commit), pin


def page_subjects(tree: Tree, pin: RepoPin) -> Iterator[Subject]:
    """Yield one subject for every page that the offline writer makes of a product."""
    inventory = scan(tree, pin, (), None)
    facts, evidence = extract(inventory, tree, None, None)
    snippets = collect(inventory, facts, tree)
    wanted = settings(allowed=("content/docs/product/**",))
    planned = plan(wanted, inventory, facts, evidence, snippets, INDEX, SITE, HUGO)
    draft = draft_all(planned, facts, snippets, SITE, HUGO)
    for page, one in zip(draft.pages, planned.pages, strict=True):
        alone = planned.model_copy(update={"pages": (one,)})
        base = Subject(
            settings=wanted,
            bundle=make_bundle(
                DraftContent(pages=(page,)), alone, SITE_TREE, SITE_PIN, wanted, SITE, None
            ),
            site_tree=SITE_TREE,
            product_tree=tree,
            before={},
            after={},
            plan=alone,
            facts=facts,
            evidence=evidence,
            snippets=snippets,
            site=SITE,
            hugo=HUGO,
            front_matter=INDEX,
        )
        # Titles of the other pages are what links on this one may say.
        yield drafted(replace(base, plan=planned), DraftContent(pages=(page,)))


def drafted(
    subject: Subject,
    draft: DraftContent,
    facts: ProductFacts | None = None,
    evidence: EvidenceMap | None = None,
) -> Subject:
    """Return the subject with another draft, rendered and patched anew."""
    assert subject.plan is not None
    assert subject.settings is not None
    paths = {page.path for page in draft.pages}
    alone = tuple(page for page in subject.plan.pages if page.path in paths)
    plan_alone = subject.plan.model_copy(update={"pages": alone})
    bundle = make_bundle(draft, plan_alone, SITE_TREE, SITE_PIN, subject.settings, SITE, None)
    after = apply(bundle, SITE_TREE)
    return replace(
        subject,
        bundle=bundle,
        after=after,
        before=dict.fromkeys(after),
        draft=draft,
        facts=facts or subject.facts,
        evidence=evidence or subject.evidence,
    )
