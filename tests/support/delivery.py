"""A small delivery as artifacts: one product, one site page added and one changed."""

from launch.contracts.claims import Anchor, PathCheck
from launch.contracts.delivery import CreateCommitBundle, Delivery, OpenPrBundle
from launch.contracts.draft_content import (
    DraftContent,
    DraftPage,
    GradeShare,
    Paragraph,
    ProvedBy,
    Sentence,
)
from launch.contracts.evidence_map import Evidence, EvidenceMap
from launch.contracts.page_plan import PagePlan, PlannedPage
from launch.contracts.patch_bundle import FixedPatchBundle
from launch.contracts.pilot import Pilot, PilotInput, PilotOutput
from launch.contracts.product_facts import Claim, Conflict, Gap, ProductFacts, ProductIdentity
from launch.contracts.settings import Settings
from launch.contracts.tree import RepoPin
from launch.contracts.validation_report import GateResult, ValidationReport
from launch.delivery.commit import commit_bundle
from launch.delivery.pull_request import open_pr_bundle
from launch.ports import Tree

ALLOWED = ("content/docs/tool/**",)
PRODUCT = RepoPin(
    url="https://github.com/example/tool", ref="main", commit="a" * 40, tree="b" * 40, time=1
)
CLAIM = "c-0123456789abcdef"
DEFERRED = Delivery(state="deferred", reason="not sent yet")


def settings(site: str, branch: str = "launch/{{pilot}}/{{run_id}}") -> Settings:
    output = PilotOutput(site_repo_url=site, allowed_paths=ALLOWED, branch_name=branch)
    pilot = Pilot(schema_version="1.0", input=PilotInput(repo_url=PRODUCT.url), output=output)
    return Settings(
        pilot_key="tool",
        pilot_path="pilots/tool.yml",
        pilot_digest="0" * 64,
        pilot=pilot,
        provider="offline",
        product_url_effective=PRODUCT.url,
        site_url_effective=site,
        offline_fixtures=False,
        defer_delivery=None,
        endpoint_url=None,
    )


def facts(summary: str = "Reads files.", name: str = "Tool") -> ProductFacts:
    identity = ProductIdentity(
        name=name,
        package="tool",
        ecosystem="pypi",
        import_name="tool",
        version="1.0",
        licence="MIT",
        runtime="",
        install_command="pip install tool",
        language="Python",
        commands=(),
        summary=summary,
        hosts=(),
    )
    claim = Claim(
        id=CLAIM, kind="summary", subject="tool", attribute="summary", value="x", renderings=()
    )
    conflict = Conflict(
        subject="tool",
        attribute="version",
        scope="",
        values=("1.0", "0.9"),
        sources=("pyproject.toml:2", "README.md:7"),
        resolution="The manifest stands.",
        claim_ids=(),
    )
    return ProductFacts(
        pin=PRODUCT,
        identity=identity,
        claims=(claim,),
        symbols=(),
        commands=(),
        conflicts=(conflict,),
        gaps=(Gap(about="licence", looked_in=("LICENSE",), note="No licence file."),),
        withheld=(),
    )


def draft(text: str = "Tool reads files.", path: str = "content/docs/tool/new.md") -> DraftContent:
    sentence = Sentence(text=text, source=ProvedBy(claim_id=CLAIM, rendering=0))
    page = DraftPage(
        page_id="overview",
        type="overview",
        path=path,
        front_matter_format="yaml",
        front_matter=(),
        front_matter_sentences=(),
        blocks=(Paragraph(sentences=(sentence,)),),
        writer="offline",
    )
    return DraftContent(pages=(page,))


def plan(path: str = "content/docs/tool/new.md", title: str = "About Tool") -> PagePlan:
    page = PlannedPage(
        id="overview",
        type="overview",
        task="know",
        title=title,
        description="",
        path=path,
        url="/",
        front_matter_format="yaml",
        front_matter=(),
        headings=(),
        links=(),
    )
    return PagePlan(
        product_type="library",
        product_type_reasons=(),
        tier="minimal",
        tier_reasons=("one file",),
        locale="en",
        section="content/docs/tool",
        pages=(page,),
        left_out=(),
    )


def evidence() -> EvidenceMap:
    anchor = Anchor(
        path="README.md", first_line=3, last_line=4, blob="d" * 40, quote_sha256="0" * 64
    )
    one = Evidence(claim_id=CLAIM, anchors=(anchor,), check=PathCheck(path="README.md"))
    return EvidenceMap(pin=PRODUCT, evidence=(one,))


def report(status: str = "ok", skipped: bool = False) -> ValidationReport:
    passed = GateResult(
        gate="claims_hold",
        holds="every claim holds",
        phase="content",
        severity="error",
        status="passed",
        looked_at=3,
    )
    results = [passed]
    if skipped:
        change = {"gate": "hugo_builds", "status": "skipped", "reason": "no theme @here"}
        results.append(passed.model_copy(update=change))
    share = GradeShare(page_id="overview", counts=(("proved", 1),))
    return ValidationReport(
        status="ok" if status == "ok" else "failed",
        profile="ci",
        results=tuple(results),
        errors=(),
        rounds=(),
        grades=(share,),
        draft_pr=skipped,
    )


def bundle(site_commit: str) -> FixedPatchBundle:
    pin = RepoPin(url="x", ref="main", commit=site_commit, tree="e" * 40, time=1)
    return FixedPatchBundle(
        site=pin, allowed_paths=ALLOWED, patches=(), refused=False, draft_sha256="0" * 64
    )


def bundles(
    site: str,
    tree: Tree,
    commit: str,
    changes: dict[str, bytes | None],
    *,
    run_id: str = "tool-20260101T000000Z",
    branch: str = "launch/{{pilot}}/{{run_id}}",
) -> tuple[CreateCommitBundle, OpenPrBundle]:
    """Return both requests for these changes to a site at a commit."""
    chosen, known = settings(site, branch), facts()
    made = commit_bundle(
        chosen,
        run_id,
        "20260101T000000Z",
        bundle=bundle(commit),
        report=report(),
        plan=plan(),
        facts=known,
        site_tree=tree,
        changes=changes,
        delivery=DEFERRED,
    )
    opened = open_pr_bundle(
        chosen,
        run_id,
        commit=made,
        plan=plan(),
        draft=draft(),
        facts=known,
        evidence=evidence(),
        bundle=bundle(commit),
        report=report(),
        delivery=DEFERRED,
    )
    return made, opened
