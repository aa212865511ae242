"""A small product and site, a good page about it, and the subject that gates look at."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

from launch.contracts.claims import (
    Anchor,
    Check,
    Edit,
    ManifestCheck,
    StatementCheck,
    SymbolCheck,
    TextCheck,
)
from launch.contracts.draft_content import (
    Block,
    Code,
    DraftContent,
    DraftPage,
    Heading,
    ListBlock,
    Paragraph,
    ProvedBy,
    QuotedFrom,
    Sentence,
)
from launch.contracts.evidence_map import Evidence, EvidenceMap
from launch.contracts.frontmatter_index import FrontmatterIndex
from launch.contracts.hugo_facts import HugoFacts
from launch.contracts.page_plan import FrontMatterValue, PagePlan, PlannedHeading, PlannedPage
from launch.contracts.patch_bundle import BundleBody
from launch.contracts.pilot import Pilot, PilotGates, PilotInput, PilotOutput
from launch.contracts.product_facts import (
    Claim,
    Passage,
    PassageBlock,
    ProductFacts,
    ProductIdentity,
    Symbol,
)
from launch.contracts.settings import Settings
from launch.contracts.site_context import SiteContext
from launch.contracts.snippet_catalog import Snippet, SnippetCatalog, SnippetSource
from launch.contracts.tree import RepoPin
from launch.digests import sha256, short_id
from launch.gates.subject import Subject
from launch.patching.apply import apply
from launch.patching.bundle import make_bundle
from launch.wording.connectives import say
from tests.support.memory_tree import MemoryTree

PATH = "content/docs/sprocket/install.md"
README = """\
# Sprocket

Sprocket turns gears into charts. It never writes to the input file.

## Notes

- Charts are saved as PNG by default.
- Teeth are counted from one.
"""
SOURCE = '''\
"""Charts of gears."""


def draw(path: str, teeth: int = 12) -> bytes:
    """Draw the gear of a file."""
    return path.encode() * teeth
'''
MANIFEST = '[project]\nname = "sprocket"\nversion = "2.1.0"\nrequires-python = ">=3.10"\n'
PROGRAM = 'import sprocket\n\nsprocket.draw("gear.txt", teeth=20)'
PRODUCT_TREE = MemoryTree(
    {"README.md": README, "sprocket/__init__.py": SOURCE, "pyproject.toml": MANIFEST}
)
SITE_TREE = MemoryTree(
    {
        "content/docs/_index.md": "---\ntitle: Docs\n---\n",
        "content/docs/other/a.md": "---\ntitle: Other\n---\n\nHello.\n",
        "hugo.toml": "title = 'Site'\n",
    }
)
PRODUCT_PIN = RepoPin(
    url="https://example.org/sprocket.git", ref="main", commit="a" * 40, tree="b" * 40, time=1
)
SITE_PIN = RepoPin(
    url="https://example.org/site.git", ref="main", commit="c" * 40, tree="d" * 40, time=1
)


@dataclass(frozen=True)
class Told:
    """A claim with its evidence."""

    claim: Claim
    evidence: Evidence


def anchor(path: str, first: int, last: int) -> Anchor:
    text = PRODUCT_TREE.files[path].decode()
    quote = "\n".join(text.split("\n")[first - 1 : last])
    entry = PRODUCT_TREE.entry(path)
    assert entry is not None
    return Anchor(
        path=path, first_line=first, last_line=last, blob=entry.blob, quote_sha256=sha256(quote)
    )


def told(claim: dict[str, Any], check: Check, where: Anchor) -> Told:
    claim_id = short_id("c", claim["kind"], claim["subject"], claim["attribute"], claim["value"])
    made = Claim.model_validate({"id": claim_id, **claim})
    return Told(made, Evidence(claim_id=claim_id, anchors=(where,), check=check))


def _text_check(path: str, first: int, last: int) -> TextCheck:
    text = PRODUCT_TREE.files[path].decode()
    folded = " ".join("\n".join(text.split("\n")[first - 1 : last]).split())
    return TextCheck(path=path, text_sha256=sha256(folded), first_line=first, last_line=last)


def _statement(first: int, last: int, kind: str, texts: tuple[str, ...]) -> Told:
    check = _text_check("README.md", first, last)
    passage = Passage(
        heading_path=("Sprocket",),
        role="overview",
        blocks=(
            PassageBlock.model_validate(
                {"kind": kind, "texts": texts, "edits": ((),) * len(texts), "source": texts}
            ),
        ),
    )
    claim = {
        "kind": "statement",
        "subject": "Sprocket",
        "attribute": f"lines:{first}",
        "value": texts[0],
        "renderings": (),
        "passage": passage,
    }
    proof = StatementCheck(
        path="README.md", text_sha256=check.text_sha256, first_line=first, last_line=last
    )
    return told(claim, proof, anchor("README.md", first, last))


NAME = told(
    {
        "kind": "product_name",
        "subject": "Sprocket",
        "attribute": "name",
        "value": "Sprocket",
        "renderings": ("Sprocket",),
        "required": True,
    },
    _text_check("README.md", 1, 1),
    anchor("README.md", 1, 1),
)
VERSION = told(
    {
        "kind": "version",
        "subject": "Sprocket",
        "attribute": "version",
        "value": "2.1.0",
        "renderings": ("The current version of Sprocket is 2.1.0.",),
    },
    ManifestCheck(path="pyproject.toml", pointer=("project", "version"), expected="2.1.0"),
    anchor("pyproject.toml", 3, 3),
)
INSTALL = told(
    {
        "kind": "install_command",
        "subject": "Sprocket",
        "attribute": "install",
        "value": "pip install sprocket",
        "renderings": ("Install Sprocket with `pip install sprocket`.",),
        "required": True,
    },
    ManifestCheck(
        path="pyproject.toml",
        pointer=("project", "name"),
        expected="sprocket",
        compare="package_name",
    ),
    anchor("pyproject.toml", 2, 2),
)
DEFAULT = told(
    {
        "kind": "default_value",
        "subject": "sprocket.draw",
        "attribute": "default:teeth",
        "value": "12",
        "renderings": ("The parameter `teeth` of `sprocket.draw` defaults to `12`.",),
    },
    SymbolCheck(
        path="sprocket/__init__.py",
        language="Python",
        qualname="draw",
        kind="function",
        parameter="teeth",
        default="12",
    ),
    anchor("sprocket/__init__.py", 4, 4),
)
OVERVIEW = _statement(
    3, 3, "paragraph", ("Sprocket turns gears into charts. It never writes to the input file.",)
)
NOTES = _statement(
    7, 8, "list", ("Charts are saved as PNG by default.", "Teeth are counted from one.")
)
ALL = (NAME, VERSION, INSTALL, DEFAULT, OVERVIEW, NOTES)
FACTS = ProductFacts(
    pin=PRODUCT_PIN,
    identity=ProductIdentity(
        name="Sprocket",
        package="sprocket",
        ecosystem="pypi",
        import_name="sprocket",
        version="2.1.0",
        licence="MIT",
        runtime="Python >=3.10",
        install_command="pip install sprocket",
        language="Python",
        commands=(),
        summary="",
        hosts=("example.org",),
    ),
    claims=tuple(one.claim for one in ALL),
    symbols=(
        Symbol(
            name="sprocket.draw",
            kind="function",
            language="Python",
            path="sprocket/__init__.py",
            first_line=4,
            last_line=6,
            signature="draw(path: str, teeth: int = 12) -> bytes",
            parent="sprocket",
        ),
    ),
    commands=(),
    conflicts=(),
    gaps=(),
    withheld=(),
)
EVIDENCE = EvidenceMap(pin=PRODUCT_PIN, evidence=tuple(one.evidence for one in ALL))
SNIPPET = Snippet(
    id=short_id("s", "python", PROGRAM),
    language="python",
    code=PROGRAM,
    form="program",
    sources=(
        SnippetSource(path="README.md", first_line=1, last_line=3, blob="e" * 40, origin="readme"),
    ),
    identifiers=("sprocket.draw",),
)
SNIPPETS = SnippetCatalog(pin=PRODUCT_PIN, snippets=(SNIPPET,))


def proved(one: Told, rendering: int = 0) -> Sentence:
    return Sentence(
        text=one.claim.renderings[rendering],
        source=ProvedBy(claim_id=one.claim.id, rendering=rendering),
    )


def quoted(one: Told, text: int = 0, edits: tuple[Edit, ...] = ()) -> Sentence:
    assert one.claim.passage is not None
    source = QuotedFrom(claim_id=one.claim.id, block=0, text=text, edits=edits)
    return Sentence(text=one.claim.passage.blocks[0].texts[text], source=source)


BLOCKS: tuple[Block, ...] = (
    Paragraph(sentences=(quoted(OVERVIEW), proved(VERSION))),
    Heading(level=2, text=say("install")),
    Paragraph(sentences=(say("install_with", subject="Sprocket"),)),
    Code(
        language="bash",
        code="pip install sprocket",
        recipe="pypi.install",
        claim_ids=(INSTALL.claim.id,),
    ),
    Heading(level=2, text=say("first_program")),
    Code(language="python", code=PROGRAM, snippet_id=SNIPPET.id),
    Heading(level=2, text=say("default")),
    Paragraph(sentences=(proved(DEFAULT),)),
    ListBlock(ordered=False, items=(quoted(NOTES, 0), quoted(NOTES, 1))),
)
PAGE = DraftPage(
    page_id="install",
    type="installation",
    path=PATH,
    front_matter_format="yaml",
    front_matter=(
        FrontMatterValue(key="title", value="Install Sprocket"),
        FrontMatterValue(key="weight", value=10),
    ),
    front_matter_sentences=(say("title_install", subject="Sprocket"),),
    blocks=BLOCKS,
    writer="offline",
)
PLAN = PagePlan(
    product_type="library",
    product_type_reasons=(),
    tier="minimal",
    tier_reasons=(),
    locale="en",
    section="content/docs/sprocket",
    pages=(
        PlannedPage(
            id="install",
            type="installation",
            task="Install Sprocket",
            title="Install Sprocket",
            description="",
            path=PATH,
            url="/docs/sprocket/install/",
            front_matter_format="yaml",
            front_matter=PAGE.front_matter,
            headings=(
                PlannedHeading(text="", level=1, claim_ids=(OVERVIEW.claim.id, VERSION.claim.id)),
                PlannedHeading(text="Install", level=2, claim_ids=(INSTALL.claim.id,)),
                PlannedHeading(text="First program", level=2, snippet_ids=(SNIPPET.id,)),
                PlannedHeading(
                    text="Default", level=2, claim_ids=(DEFAULT.claim.id, NOTES.claim.id)
                ),
            ),
            links=(),
            required_claims=(INSTALL.claim.id,),
        ),
    ),
    left_out=(),
)
SITE = SiteContext(
    pages=(),
    sections=("content/docs",),
    menus=(),
    shortcodes=(),
    habits=(),
    mentions=(),
    base_errors=(),
)
HUGO = HugoFacts(
    pin=SITE_PIN,
    root="",
    config_files=("hugo.toml",),
    synthesised=False,
    base_url="https://docs.example.org/",
    title="Site",
    content_dir="content",
    languages=(),
    mounts=(),
    themes=(),
    theme_present=True,
    permalinks=(),
    taxonomies=(),
    outputs=(),
    ugly_urls=False,
    unsafe_html=False,
    pinned_version=None,
    pinned_by=None,
    built_with="0.168.0",
)
INDEX = FrontmatterIndex(pages=(), contracts=())
DRAFT = DraftContent(pages=(PAGE,))


def settings(
    *,
    allowed: tuple[str, ...] = ("content/docs/sprocket/**",),
    gates: PilotGates | None = None,
    **pilot: Any,
) -> Settings:
    return Settings(
        pilot_key="sprocket",
        pilot_path="pilots/sprocket.yml",
        pilot_digest="0" * 64,
        pilot=Pilot(
            schema_version="1.0",
            input=PilotInput(repo_url=PRODUCT_PIN.url),
            output=PilotOutput(site_repo_url=SITE_PIN.url, allowed_paths=allowed),
            gates=gates or PilotGates(),
            **pilot,
        ),
        provider="offline",
        product_url_effective=PRODUCT_PIN.url,
        site_url_effective=SITE_PIN.url,
        offline_fixtures=False,
        defer_delivery=None,
        endpoint_url=None,
    )


def subject_of(
    draft: DraftContent = DRAFT,
    facts: ProductFacts = FACTS,
    evidence: EvidenceMap = EVIDENCE,
    site_tree: MemoryTree = SITE_TREE,
    plan: PagePlan = PLAN,
) -> Subject:
    """Return the subject of a draft, rendered and patched for real."""
    bundle = make_bundle(draft, plan, site_tree, SITE_PIN, settings(), SITE, None)
    after = apply(bundle, site_tree)
    artifacts = {
        "product_facts": facts.to_bytes(),
        "evidence_map": evidence.to_bytes(),
        "page_plan": plan.to_bytes(),
        "draft_content": draft.to_bytes(),
        "patch_bundle": bundle.to_bytes(),
    }
    return Subject(
        settings=settings(),
        bundle=bundle,
        site_tree=site_tree,
        product_tree=PRODUCT_TREE,
        before={path: site_tree.read(path) for path in after},
        after=after,
        plan=plan,
        draft=draft,
        facts=facts,
        evidence=evidence,
        snippets=SNIPPETS,
        site=SITE,
        hugo=HUGO,
        front_matter=INDEX,
        artifacts=artifacts,
    )


def rewritten(change: Callable[[str], str], subject: Subject | None = None) -> Subject:
    """Return the subject with the page's text changed behind the ledger's back."""
    subject = subject or subject_of()
    data = subject.after[PATH]
    assert data is not None
    text = change(data.decode())
    assert text.encode() != data, "the fault changed nothing"
    return replace(subject, after={**subject.after, PATH: text.encode()})


def without(field: str, subject: Subject | None = None) -> Subject:
    missing: dict[str, Any] = {field: None}
    return replace(subject or subject_of(), **missing)


def with_blocks(*blocks: Block) -> DraftContent:
    return DraftContent(pages=(PAGE.model_copy(update={"blocks": blocks}),))


def with_page(**update: Any) -> DraftContent:
    return DraftContent(pages=(PAGE.model_copy(update=update),))


def body_of(bundle: BundleBody, **update: Any) -> BundleBody:
    return bundle.model_copy(update=update)
