"""The gate `claims_hold`: every claim on a page is proved again, from scratch."""

from collections.abc import Iterator

from launch.checks.about import mismatch
from launch.checks.evaluate import anchor_outcome, evaluate
from launch.checks.texts import anchored
from launch.contracts.evidence_map import Evidence
from launch.contracts.product_facts import Claim
from launch.contracts.validation_report import DropBlock, Finding, Fix
from launch.gates.subject import ChangedPage, Gate, Looked, Subject, finding
from launch.ports import Tree


def look(subject: Subject) -> Looked:
    """Evaluate anchors and check of every claim that a changed page names."""
    facts, evidence, tree = subject.facts, subject.evidence, subject.product
    if facts is None or evidence is None or tree is None:
        return Looked((), 0, "facts, evidence or the product's tree are missing")
    if facts.pin != evidence.pin:
        return Looked((), 0, "facts and evidence are of two commits")
    claims = {claim.id: claim for claim in facts.claims}
    proofs = {one.claim_id: one for one in evidence.evidence}
    disputed = {claim for conflict in facts.conflicts for claim in conflict.claim_ids}
    verdicts: dict[str, str | None] = {}
    findings: list[Finding] = []
    for page, claim_id, block in _named(subject):
        if claim_id not in verdicts:
            claim = claims.get(claim_id)
            why = "a claim that two sources dispute" if claim_id in disputed else None
            verdicts[claim_id] = why or _problem(claim, proofs.get(claim_id), tree)
        problem = verdicts[claim_id]
        if problem is not None:
            findings.append(_finding(page, claim_id, block, problem))
    return Looked(tuple(findings), len(verdicts))


def _named(subject: Subject) -> Iterator[tuple[ChangedPage | None, str, int | None]]:
    """Yield page, claim and block of everything that names a claim, each once."""
    seen: set[tuple[str, str]] = set()
    for page in subject.pages:
        for claim_id, block in page.claims.items():
            if (page.path, claim_id) not in seen:
                seen.add((page.path, claim_id))
                yield page, claim_id, block
    pages = {page.path: page for page in subject.pages}
    for patch in subject.bundle.patches:
        for claim_id in patch.claim_ids:
            if (patch.path, claim_id) not in seen:
                seen.add((patch.path, claim_id))
                yield pages.get(patch.path), claim_id, None


def _problem(claim: Claim | None, proof: Evidence | None, tree: Tree) -> str | None:
    if claim is None:
        return "a claim that the facts do not hold"
    if proof is None or not proof.anchors:
        return "a claim without evidence"
    outcomes = [anchor_outcome(anchor, tree) for anchor in proof.anchors]
    outcomes.append(evaluate(proof.check, tree))
    failed = next((outcome for outcome in outcomes if not outcome.holds), None)
    if failed is not None:
        return failed.found
    return mismatch(claim, proof.check, proof.anchors, "\n".join(anchored(proof.anchors, tree)))


def _finding(page: ChangedPage | None, claim_id: str, block: int | None, problem: str) -> Finding:
    fix = Fix(safe=False, change=DropBlock(block=block)) if block is not None else None
    expected = "a claim whose evidence stands where it says and whose check passes again"
    found = f"{claim_id}: {problem}"
    return finding(GATE.id, page, None, found, expected, block=block, fix=fix)


GATE = Gate(
    id="claims_hold",
    holds="Every claim on a page exists, its evidence stands where it says, and its check passes.",
    phase="content",
    severity={"local": "error", "ci": "error", "prod": "error"},
    skippable=False,
    look=look,
)
