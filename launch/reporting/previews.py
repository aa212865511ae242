"""An artifact at a glance: what it counts, and a short Markdown table of its substance."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from launch.contracts.claims import Grade
from launch.contracts.delivery import CreateCommitBundle, OpenPrBundle
from launch.contracts.draft_content import DraftContent
from launch.contracts.evidence_map import EvidenceMap
from launch.contracts.frontmatter_index import FrontmatterIndex
from launch.contracts.hugo_facts import HugoFacts
from launch.contracts.model import Artifact
from launch.contracts.page_plan import PagePlan
from launch.contracts.patch_bundle import BundleBody
from launch.contracts.product_facts import ProductFacts
from launch.contracts.repo_inventory import RepoInventory
from launch.contracts.site_context import SiteContext
from launch.contracts.snippet_catalog import SnippetCatalog
from launch.contracts.validation_report import GateResult, ValidationReport
from launch.markdown.render import ledger

_GRADES: tuple[Grade, ...] = ("proved", "quoted", "paraphrased", "connective")
_ROWS = 25
_CELL = 100
_TEXT = 3000


@dataclass(frozen=True)
class Preview:
    """What the UI shows of an artifact."""

    counts: tuple[tuple[str, int | str], ...]
    """Labels and figures, the most telling first."""
    markdown: str
    """A table or two."""


def preview(artifact: Artifact) -> Preview:
    """Return an artifact at a glance; its size alone for a kind without a view."""
    match artifact:
        case RepoInventory():
            return _inventory(artifact)
        case FrontmatterIndex():
            return _front_matter(artifact)
        case SiteContext():
            return _site(artifact)
        case HugoFacts():
            return _hugo(artifact)
        case ProductFacts():
            return _facts(artifact)
        case EvidenceMap():
            return _evidence(artifact)
        case SnippetCatalog():
            return _snippets(artifact)
        case _:
            return _preview_of_pages(artifact)


def _preview_of_pages(artifact: Artifact) -> Preview:
    match artifact:
        case PagePlan():
            return _plan(artifact)
        case DraftContent():
            return _draft(artifact)
        case BundleBody():
            return _bundle(artifact)
        case ValidationReport():
            return _report(artifact)
        case CreateCommitBundle():
            return _commit(artifact)
        case OpenPrBundle():
            return _pull_request(artifact)
        case _:
            return Preview((("bytes", len(artifact.to_bytes())),), "")


def table(header: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
    """Return a Markdown table of at most 25 rows; the rest is counted below it."""
    every = [[_cell(value) for value in row] for row in rows]
    lines = [header, ["---"] * len(header), *every[:_ROWS]]
    text = "\n".join("| " + " | ".join(line) + " |" for line in lines)
    return text + (f"\n\n... and {len(every) - _ROWS} more" if len(every) > _ROWS else "")


def _cell(value: object) -> str:
    text = " ".join(str(value).split()).replace("|", "\\|").replace("<", "&lt;")
    return text if len(text) <= _CELL else f"{text[: _CELL - 3]}..."


def _inventory(artifact: RepoInventory) -> Preview:
    release = artifact.release.tag if artifact.release else "none"
    languages = ((share.language, share.files, share.bytes) for share in artifact.languages)
    return Preview(
        (
            ("files", len(artifact.files)),
            ("manifests", len(artifact.manifests)),
            ("licence", artifact.licence.spdx or "unknown"),
            ("release", release),
            ("broken paths", len(artifact.broken_paths)),
            ("commit", artifact.pin.commit),
        ),
        table(("Language", "Files", "Bytes"), languages),
    )


def _front_matter(artifact: FrontmatterIndex) -> Preview:
    rows = (
        (
            rule.section,
            rule.kind,
            rule.pages,
            ", ".join(key.key for key in rule.rules if key.required),
        )
        for rule in artifact.contracts
    )
    return Preview(
        (("pages", len(artifact.pages)), ("contracts", len(artifact.contracts))),
        table(("Section", "Kind", "Pages", "Required keys"), rows),
    )


def _site(artifact: SiteContext) -> Preview:
    rows = (
        (habit.section, habit.pages, habit.heading_case, habit.link_form, habit.median_words)
        for habit in artifact.habits
    )
    return Preview(
        (
            ("pages", len(artifact.pages)),
            ("sections", len(artifact.sections)),
            ("shortcodes", len(artifact.shortcodes)),
            ("mentions of the product", len(artifact.mentions)),
            ("errors of the untouched build", len(artifact.base_errors)),
        ),
        table(("Section", "Pages", "Headings", "Links", "Median words"), rows),
    )


def _hugo(artifact: HugoFacts) -> Preview:
    rows = [
        ("Title", artifact.title),
        ("Base URL", artifact.base_url),
        ("Content", artifact.content_dir),
        ("Languages", ", ".join(language.code for language in artifact.languages)),
        ("Themes", ", ".join(artifact.themes) or "none"),
        ("Pinned Hugo", artifact.pinned_version or "none"),
        *(("Note", note) for note in artifact.notes),
    ]
    return Preview(
        (("built with", artifact.built_with), ("commit", artifact.pin.commit)),
        table(("", ""), rows),
    )


def _facts(artifact: ProductFacts) -> Preview:
    identity = artifact.identity
    rows = ((claim.kind, claim.subject, claim.attribute, claim.value) for claim in artifact.claims)
    conflicts = ((it.subject, it.attribute, " / ".join(it.values)) for it in artifact.conflicts)
    return Preview(
        (
            ("product", f"{identity.name} {identity.version}".strip()),
            ("claims", len(artifact.claims)),
            ("public symbols", sum(s.visibility == "public" for s in artifact.symbols)),
            ("commands", len(artifact.commands)),
            ("conflicts", len(artifact.conflicts)),
            ("gaps", len(artifact.gaps)),
            ("withheld texts", len(artifact.withheld)),
        ),
        table(("Kind", "Subject", "Attribute", "Value"), rows)
        + "\n\n"
        + table(("Conflict about", "Attribute", "Values"), conflicts),
    )


def _evidence(artifact: EvidenceMap) -> Preview:
    rows = (
        (entry.claim_id, entry.check.type, f"{anchor.path}:{anchor.first_line}")
        for entry in artifact.evidence
        for anchor in entry.anchors[:1]
    )
    return Preview(
        (
            ("claims with evidence", len(artifact.evidence)),
            ("places", sum(len(entry.anchors) for entry in artifact.evidence)),
        ),
        table(("Claim", "Check", "Where"), rows),
    )


def _snippets(artifact: SnippetCatalog) -> Preview:
    rows = (
        (one.language, one.form, one.title, f"{one.sources[0].path}:{one.sources[0].first_line}")
        for one in artifact.snippets
        if one.sources
    )
    programs = sum(one.form == "program" for one in artifact.snippets)
    return Preview(
        (("snippets", len(artifact.snippets)), ("programs", programs)),
        table(("Language", "Form", "Shows", "Where"), rows),
    )


def _plan(artifact: PagePlan) -> Preview:
    rows = (
        (page.type, page.title, page.path, sum(len(head.claim_ids) for head in page.headings))
        for page in artifact.pages
    )
    return Preview(
        (
            ("pages", len(artifact.pages)),
            ("product type", artifact.product_type),
            ("tier", artifact.tier),
            ("left out", len(artifact.left_out)),
        ),
        table(("Type", "Title", "Path", "Claims"), rows),
    )


def _draft(artifact: DraftContent) -> Preview:
    grades = [[entry.sentence.source.grade for entry in ledger(page)] for page in artifact.pages]
    rows = (
        (page.path, page.writer, *(found.count(grade) for grade in _GRADES))
        for page, found in zip(artifact.pages, grades, strict=True)
    )
    header = ("Page", "Writer", "Proved", "Quoted", "Paraphrased", "Connective")
    return Preview(
        (("pages", len(artifact.pages)), ("sentences", sum(map(len, grades)))),
        table(header, rows),
    )


def _bundle(artifact: BundleBody) -> Preview:
    rows = ((patch.patch_id, patch.type, patch.path) for patch in artifact.patches)
    return Preview(
        (
            ("patches", len(artifact.patches)),
            ("files", len({patch.path for patch in artifact.patches})),
            ("proposals", len(artifact.proposals)),
            ("base commit", artifact.site.commit),
        ),
        table(("Patch", "Kind", "Path"), rows),
    )


def _report(artifact: ValidationReport) -> Preview:
    """Show the gates that refuse first, each with what it found first."""
    order = {"failed": 0, "skipped": 1, "passed": 2}
    rows = (
        (one.gate, one.status, one.severity, len(one.findings), one.looked_at, _why(one))
        for one in sorted(artifact.results, key=lambda one: order[one.status])
    )
    header = ("Gate", "Verdict", "Severity", "Findings", "Looked at", "Reason")
    return Preview(
        (
            ("status", artifact.status),
            ("gates", len(artifact.results)),
            ("rounds", len(artifact.rounds)),
            ("blocking findings", len(artifact.errors)),
        ),
        table(header, rows),
    )


def _why(result: GateResult) -> str:
    """Return why a gate refuses or was skipped: its reason, else its first finding."""
    if result.reason or not result.findings:
        return result.reason
    first = result.findings[0]
    place = f"{first.path}:{first.line}: " if first.path and first.line else ""
    return f"{place}{first.found} (expected: {first.expected})"


def _commit(artifact: CreateCommitBundle) -> Preview:
    rows = (
        (file.path, file.change, f"+{file.lines_added} -{file.lines_removed}")
        for file in artifact.payload.files
    )
    return Preview(
        (
            ("files", len(artifact.payload.files)),
            ("branch", artifact.payload.branch_name),
            ("delivery", artifact.delivery.state),
            ("reason", artifact.delivery.reason),
        ),
        table(("Path", "Change", "Lines"), rows),
    )


def _pull_request(artifact: OpenPrBundle) -> Preview:
    address = artifact.result.pr_html_url if artifact.result else "not open"
    return Preview(
        (
            ("title", artifact.payload.title),
            ("pull request", address),
            ("delivery", artifact.delivery.state),
            ("reason", artifact.delivery.reason),
        ),
        _opening(artifact.payload.body),
    )


def _opening(text: str) -> str:
    """Return the paragraphs that a text opens with: Dagster keeps what it shows three times."""
    if len(text) <= _TEXT:
        return text
    kept = text[:_TEXT].rpartition("\n\n")[0] or text[:_TEXT]
    return f"{kept}\n\n... the whole text is in the artifact"
