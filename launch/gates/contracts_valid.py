"""The gate `contracts_valid`: every artifact reads back as its contract says, and they chain."""

from collections.abc import Iterator, Mapping

from pydantic import ValidationError

from launch.contracts.evidence_map import EvidenceMap
from launch.contracts.model import Artifact
from launch.contracts.patch_bundle import BundleBody, FixedPatchBundle
from launch.contracts.product_facts import ProductFacts
from launch.contracts.registry import ARTIFACTS
from launch.contracts.validation_report import Finding
from launch.digests import sha256
from launch.gates.subject import Gate, Looked, Subject, finding

_NEEDED = ("product_facts", "evidence_map", "page_plan", "draft_content")


def look(subject: Subject) -> Looked:
    """Read every artifact from its bytes, then compare what they say of one another."""
    missing = [name for name in _NEEDED if name not in subject.artifacts]
    if missing:
        return Looked((), 0, f"artifacts are missing: {', '.join(missing)}")
    read = _as_in_use(subject)
    findings = [*_unreadable(subject.artifacts, read), *_unchained(subject, read)]
    return Looked(tuple(findings), len(subject.artifacts))


def _as_in_use(subject: Subject) -> dict[str, Artifact]:
    """Return the artifacts whose bytes are exactly those of the value in use: they read back."""
    held: tuple[Artifact | None, ...] = (
        subject.facts, subject.evidence, subject.plan, subject.snippets, subject.draft,
        subject.site, subject.front_matter, subject.hugo, subject.bundle,
    )  # fmt: skip
    bytes_of = subject.artifacts
    known = ((one.artifact, one) for one in held if one is not None and one.artifact in bytes_of)
    return {name: one for name, one in known if one.to_bytes() == bytes_of[name]}


def _unreadable(artifacts: Mapping[str, bytes], read: dict[str, Artifact]) -> Iterator[Finding]:
    contracts = {contract.artifact: contract for contract in ARTIFACTS}
    for name, data in sorted(artifacts.items()):
        if name in read:
            continue
        contract = contracts.get(name)
        if contract is None:
            yield _finding(name, "an artifact that no stage makes", "an artifact of the graph")
            continue
        try:
            read[name] = contract.from_bytes(data)
        except ValidationError as error:
            first = error.errors(include_url=False, include_input=False)[0]
            place = ".".join(str(part) for part in first["loc"])
            yield _finding(name, f"{place}: {first['msg']}", "what its schema says")
            continue
        if read[name].to_bytes() != data:
            yield _finding(name, "bytes that are not canonical", "its canonical bytes")


def _unchained(subject: Subject, read: Mapping[str, Artifact]) -> Iterator[Finding]:
    facts, evidence = read.get("product_facts"), read.get("evidence_map")
    if isinstance(facts, ProductFacts) and isinstance(evidence, EvidenceMap):
        if facts.pin != evidence.pin:
            yield _finding("evidence_map", "another product commit", "the pin of product_facts")
        if {claim.id for claim in facts.claims} != {one.claim_id for one in evidence.evidence}:
            yield _finding("evidence_map", "other claims", "evidence for exactly the facts' claims")
    held = {"product_facts": subject.facts, "evidence_map": subject.evidence,
            "page_plan": subject.plan, "snippet_catalog": subject.snippets}  # fmt: skip
    for name, value in held.items():
        if name in read and value is not None and read[name] is not value and read[name] != value:
            yield _finding(name, "a file that differs from the value in use", "one and the same")
    yield from _unhashed(subject, read.get("fixed_patch_bundle", subject.bundle))


def _unhashed(subject: Subject, bundle: Artifact) -> Iterator[Finding]:
    draft = subject.draft
    named = bundle.draft_sha256 if isinstance(bundle, FixedPatchBundle) else None
    if named and draft is not None and named != sha256(draft.to_bytes()):
        yield _finding("fixed_patch_bundle", "the digest of another draft", "this draft's")
    if not isinstance(bundle, BundleBody):
        return
    ends = {patch.path: patch.after_sha256 for patch in bundle.patches}
    for path, digest in sorted(ends.items()):
        after = subject.after.get(path)
        if (None if after is None else sha256(after)) != digest:
            yield _finding(path, "bytes with another digest", "the digest that the patch states")


def _finding(name: str, found: str, expected: str) -> Finding:
    return finding(GATE.id, None, None, f"{name}: {found}", expected)


GATE = Gate(
    id="contracts_valid",
    holds="Every artifact reads back from its bytes as its contract says, and their digests chain.",
    phase="both",
    severity={"local": "error", "ci": "error", "prod": "error"},
    skippable=False,
    look=look,
)
