"""Grounds for one quoted passage, with everything else of the small good product."""

from launch.checks.grounds import Grounds, gather
from launch.contracts.claims import Anchor, StatementCheck
from launch.contracts.evidence_map import Evidence, EvidenceMap
from launch.contracts.product_facts import Claim, Passage, PassageBlock
from launch.digests import sha256, short_id
from tests.support.gate_world import FACTS, INDEX, PLAN, PRODUCT_PIN, SITE, SNIPPETS
from tests.support.memory_tree import MemoryTree


def passage_claim(text: str) -> tuple[Claim, Evidence, MemoryTree]:
    """Return a statement whose passage is one paragraph of the README, with its evidence."""
    tree = MemoryTree({"README.md": text})
    entry = tree.entry("README.md")
    assert entry is not None
    last = text.count("\n") + 1
    anchor = Anchor(
        path="README.md", first_line=1, last_line=last, blob=entry.blob, quote_sha256=sha256(text)
    )
    folded = sha256(" ".join(text.split()))
    check = StatementCheck(path="README.md", text_sha256=folded, first_line=1, last_line=last)
    block = PassageBlock(kind="paragraph", texts=(text,), edits=((),), source=(text,))
    claim = Claim(
        id=short_id("c", text),
        kind="statement",
        subject="Sprocket",
        attribute="lines:1",
        value=text,
        renderings=(),
        passage=Passage(heading_path=("Sprocket",), role="overview", blocks=(block,)),
    )
    return claim, Evidence(claim_id=claim.id, anchors=(anchor,), check=check), tree


def grounds_of(
    claim: Claim, evidence: Evidence, tree: MemoryTree, documents: tuple[tuple[str, str], ...]
) -> Grounds:
    """Return the grounds of a page that may quote the claim and link to the documents."""
    pages = tuple(page.model_copy(update={"documents": documents}) for page in PLAN.pages)
    return gather(
        FACTS.model_copy(update={"claims": (claim,)}),
        EvidenceMap(pin=PRODUCT_PIN, evidence=(evidence,)),
        tree,
        PLAN.model_copy(update={"pages": pages}),
        SNIPPETS,
        SITE,
        INDEX,
        paraphrases=False,
    )
