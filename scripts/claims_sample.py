"""Draw claims of a product to be read: 100 by default, stratified by kind, seeded by the commit.

`claims_sample.py REPOSITORY OUT --url URL` writes a Markdown file and keeps no verdict of its own.
"""

import argparse
import json
import random
import sys
import tempfile
from collections import defaultdict
from collections.abc import Sequence
from pathlib import Path

from launch.checks.texts import read_text, span_of
from launch.contracts.evidence_map import Evidence, EvidenceMap
from launch.contracts.product_facts import Claim, PassageBlock, ProductFacts
from launch.intake.product.scan import scan
from launch.knowledge.facts import extract
from launch.ports import Tree
from resources.git.source import RepositorySource

_LEAST_STATEMENTS = 0.3
_SHOWN_LINES = 14
_VERDICTS = ("true_useful", "true_useless", "false")


def draw(claims: Sequence[Claim], count: int, seed: str) -> tuple[Claim, ...]:
    """Return up to ``count`` claims: 30 % statements, the rest taken from every kind in turn."""
    shuffler = random.Random(seed)
    kinds: dict[str, list[Claim]] = defaultdict(list)
    for claim in claims:
        kinds[claim.kind].append(claim)
    for kind in sorted(kinds):
        shuffler.shuffle(kinds[kind])
    statements = kinds.pop("statement", [])
    chosen = statements[: round(count * _LEAST_STATEMENTS)]
    left = statements[len(chosen) :]
    while len(chosen) < count and (any(kinds.values()) or left):
        for kind in [*sorted(kinds), ""]:
            rows = kinds[kind] if kind else left
            if rows and len(chosen) < count:
                chosen.append(rows.pop())
    return tuple(chosen)


def sample(git_dir: Path, url: str, count: int, salt: str) -> tuple[str, list[dict[str, object]]]:
    """Return the sample as a page to read, and its rows without verdicts."""
    with tempfile.TemporaryDirectory(prefix="claims-") as cache:
        source = RepositorySource(Path(cache), ((url, git_dir),))
        pin = source.resolve(url, "HEAD")
        tree = source.tree(pin)
        inventory = scan(tree, pin, source.tags(pin), None)
        release = inventory.release
        there = source.released(pin, release.commit) if release is not None else None
        facts, evidence = extract(inventory, tree, there, None)
        chosen = draw(facts.claims, count, pin.commit + salt)
        return _page(facts, evidence, chosen, tree, url), [_row(claim) for claim in chosen]


def _row(claim: Claim) -> dict[str, object]:
    return {
        "id": claim.id, "kind": claim.kind, "subject": claim.subject,
        "attribute": claim.attribute, "says": _says(claim)[:300], "verdict": "", "why": "",
    }  # fmt: skip


def _says(claim: Claim) -> str:
    if claim.passage is None:
        return claim.renderings[0] if claim.renderings else f"({claim.attribute} = {claim.value})"
    return "\n\n".join(_block(block) for block in claim.passage.blocks)


def _block(block: PassageBlock) -> str:
    match block.kind:
        case "code":
            return f"```{block.language}\n{block.snippet_code}\n```"
        case "paragraph":
            return block.texts[0]
        case _:
            return "\n".join(f"- {text}" for text in block.texts)


def _page(
    facts: ProductFacts, evidence: EvidenceMap, chosen: Sequence[Claim], tree: Tree, url: str
) -> str:
    proofs = {item.claim_id: item for item in evidence.evidence}
    commit = facts.pin.commit
    counts: dict[str, int] = defaultdict(int)
    for claim in facts.claims:
        counts[claim.kind] += 1
    lines = [f"# {facts.identity.name}: {len(chosen)} of {len(facts.claims)} claims at {commit}",
             "", ", ".join(f"{kind} {counts[kind]}" for kind in sorted(counts)), ""]  # fmt: skip
    for number, claim in enumerate(chosen, 1):
        lines += _entry(number, claim, proofs[claim.id], tree, f"{url}/blob/{commit}")
    return "\n".join(lines)


def _entry(number: int, claim: Claim, proof: Evidence, tree: Tree, base: str) -> list[str]:
    heads = " > ".join(claim.passage.heading_path) if claim.passage is not None else ""
    found = [f"## {number}. {claim.kind} | {claim.subject} | {claim.attribute} | {claim.release}"]
    found += [f"id {claim.id} {heads}", "", _says(claim), ""]
    for anchor in proof.anchors[:1]:
        text = read_text(tree, anchor.path) or ""
        last = min(anchor.last_line, anchor.first_line + _SHOWN_LINES)
        found.append(f"{base}/{anchor.path}#L{anchor.first_line}-L{anchor.last_line}")
        if claim.passage is None:
            found += [f"    {row}" for row in span_of(text, anchor.first_line, last).split("\n")]
    return [*found, ""]


def main(arguments: Sequence[str]) -> int:
    """Write ``OUT.md`` to read and ``OUT.json`` to put verdicts in."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("repository", type=Path, help="a git directory")
    parser.add_argument("out", type=Path, help="where to write, without an ending")
    parser.add_argument("--url", required=True, help="the product's public address")
    parser.add_argument("--count", type=int, default=100)
    parser.add_argument("--salt", default="", help="draws another sample of the same commit")
    options = parser.parse_args(arguments)
    page, rows = sample(options.repository, options.url, options.count, options.salt)
    options.out.with_suffix(".md").write_text(page)
    options.out.with_suffix(".json").write_text(json.dumps(rows, indent=1, ensure_ascii=False))
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
