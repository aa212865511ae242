"""What a page tells of its plan: claims whose text or code is on it, headings in their order."""

from collections.abc import Collection, Iterable, Iterator, Sequence

from launch.contracts.draft_content import Block, Code, LedgerEntry
from launch.contracts.page_plan import PlannedHeading
from launch.markdown.nodes import CodeBlock, VisibleNode, fold


def claims_told(
    ledger: Iterable[LedgerEntry],
    blocks: Iterable[Block],
    nodes: Iterable[VisibleNode],
    code: Iterable[CodeBlock],
) -> Iterator[str]:
    """Yield the claims of ledger and code blocks that the final page really shows."""
    texts = "\n".join(node.text for node in nodes)
    codes = {block.code for block in code}
    for entry in ledger:
        source = entry.sentence.source
        if source.grade != "connective" and fold(entry.sentence.text) in texts:
            yield from (source.claim_ids if source.grade == "paraphrased" else (source.claim_id,))
    for block in blocks:
        if isinstance(block, Code) and block.code in codes:
            yield from block.claim_ids


def heading_problems(
    planned: Iterable[PlannedHeading],
    texts: Sequence[str],
    told: Collection[str],
    shown: Collection[str | None],
) -> Iterator[str]:
    """Yield what is wrong with a page's headings: ``told`` are its claims, ``shown`` snippets."""
    headings = tuple(planned)
    there, claims, snippets = set(texts), set(told), set(shown)
    for one in headings:
        filled = not (claims.isdisjoint(one.claim_ids) and snippets.isdisjoint(one.snippet_ids))
        if one.text and filled and fold(one.text) not in there:
            yield f"no heading {one.text!r}"
    known = {fold(one.text) for one in headings}
    order = [text for text in texts if text in known]
    wanted = [fold(one.text) for one in headings if fold(one.text) in set(order)]
    if len(set(order)) == len(order) == len(wanted) and order != wanted:
        yield f"the headings stand in another order: {', '.join(order)}"
