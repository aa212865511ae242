"""The gate `claims_hold`: every claim on a page is proved again, from scratch."""

import re
from collections.abc import Iterator

from launch.checks.evaluate import anchor_outcome, evaluate
from launch.checks.texts import fold
from launch.contracts.claims import (
    Check,
    ManifestCheck,
    OptionCheck,
    PathCheck,
    RaiseCheck,
    SymbolCheck,
    TextCheck,
)
from launch.contracts.draft_content import DraftPage
from launch.contracts.evidence_map import Evidence
from launch.contracts.product_facts import Claim
from launch.contracts.validation_report import DropBlock, Finding, Fix
from launch.gates.subject import ChangedPage, Gate, Looked, Subject, finding
from launch.markdown.render import claims_of, ledger
from launch.ports import Tree

_PROVED_BY_PATH = frozenset({"example", "supported_format", "link"})
_PROVED_BY_TEXT = frozenset({"product_name", "summary", "example", "supported_format", "link"})


def look(subject: Subject) -> Looked:
    """Evaluate anchors and check of every claim that a changed page names."""
    facts, evidence, tree = subject.facts, subject.evidence, subject.product_tree
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
        for claim_id, block in _claims_on(page.draft) if page.draft else ():
            if (page.path, claim_id) not in seen:
                seen.add((page.path, claim_id))
                yield page, claim_id, block
    pages = {page.path: page for page in subject.pages}
    for patch in subject.bundle.patches:
        for claim_id in patch.claim_ids:
            if (patch.path, claim_id) not in seen:
                seen.add((patch.path, claim_id))
                yield pages.get(patch.path), claim_id, None


def _claims_on(draft: DraftPage) -> Iterator[tuple[str, int | None]]:
    for block, content in enumerate(draft.blocks):
        yield from ((claim_id, block) for claim_id in claims_of(content))
    for entry in ledger(draft):
        if entry.sentence.source.grade in {"proved", "quoted"}:
            yield entry.sentence.source.claim_id, None


def _problem(claim: Claim | None, proof: Evidence | None, tree: Tree) -> str | None:
    if claim is None:
        return "a claim that the facts do not hold"
    if proof is None or not proof.anchors:
        return "a claim without evidence"
    outcomes = [anchor_outcome(anchor, tree) for anchor in proof.anchors]
    outcomes.append(evaluate(proof.check, tree))
    failed = next((outcome for outcome in outcomes if not outcome.holds), None)
    return failed.found if failed else _mismatch(claim, proof.check)


def _mismatch(claim: Claim, check: Check) -> str | None:
    """Return what the check proves instead, where it is not about what the claim says."""
    match check:
        case SymbolCheck() | RaiseCheck():
            about = _last(check.qualname) in {_last(claim.subject), _last(claim.value)}
            told = _is_told(claim, check)
            return None if about and told else f"its check proves {check.qualname}"
        case ManifestCheck(compare="equals"):
            same = check.expected.casefold() == claim.value.casefold()
            return None if same else f"its check proves {check.expected!r}"
        case OptionCheck():
            said = (claim.subject, claim.value, claim.scope, claim.attribute.partition(":")[2])
            names = {*said, *claim.subject.split()}
            return None if check.name in names else f"its check proves {check.name}"
        case PathCheck() if claim.kind not in _PROVED_BY_PATH:
            return f"its check proves that {check.path} exists"
        case TextCheck() if claim.kind not in _PROVED_BY_TEXT:
            return f"its check proves that a text stands in {check.path}"
        case _:
            return None


def _is_told(claim: Claim, check: SymbolCheck | RaiseCheck) -> bool:
    if isinstance(check, RaiseCheck):
        return check.message is None or fold(check.message) == fold(claim.value)
    match claim.kind:
        case "returns":
            return check.returns == claim.value
        case "symbol":
            return check.kind == claim.value
        case _:
            return check.default in {None, claim.value}


def _last(name: str) -> str:
    return re.split(r"::|[.#\\]", name)[-1]


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
