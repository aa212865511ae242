"""What a page tells of its plan: claims whose text or code is on it, headings in their order."""

from collections.abc import Collection, Iterable, Iterator, Sequence

from launch.contracts.draft_content import Code, QuotedFrom
from launch.contracts.page_plan import PlannedHeading, PlannedPage
from launch.markdown.ledger_nodes import LedgerNode
from launch.markdown.nodes import CodeBlock, VisibleNode, fold

_SHARE = 0.95
"""Share of the planned claims that must be on the pages."""


def claims_told(
    ledger: Iterable[LedgerNode],
    coded: Iterable[Code],
    nodes: Iterable[VisibleNode],
    code: Iterable[CodeBlock],
) -> Iterator[str]:
    """Yield the claims of ledger and code blocks that the final page really shows."""
    texts, codes = {node.text for node in nodes}, {block.code for block in code}
    for entry in ledger:
        if entry.text in texts:
            yield from entry.claims
    for block in coded:
        if block.code in codes:
            yield from block.claim_ids


def lost(
    ledger: Iterable[LedgerNode],
    coded: Iterable[Code],
    nodes: Iterable[VisibleNode],
    code: Iterable[CodeBlock],
) -> Iterator[str]:
    """Yield the texts and programs of the draft that the final page does not show."""
    texts, codes = {node.text for node in nodes}, {block.code for block in code}
    yield from (entry.text for entry in ledger if entry.text and entry.text not in texts)
    yield from (block.code for block in coded if block.code not in codes)


def may_repeat(kind: str, ledger: Iterable[LedgerNode]) -> frozenset[str]:
    """Return the texts that a page of the kind may say twice.

    Sentences of the catalogue; items that quote several places of the product; and on an
    ``api_reference`` all items, as documents of an API list a parameter under several names.
    """
    sources: dict[str, set[QuotedFrom]] = {}
    free: set[str] = set()
    for entry in ledger:
        free.update(fold(s.text) for s in entry.sentences if s.source.grade == "connective")
        if entry.item and kind == "api_reference":
            free.add(entry.text)
        elif entry.item and isinstance(entry.sentences[0].source, QuotedFrom):
            sources.setdefault(entry.text, set()).add(entry.sentences[0].source)
    return frozenset(free | {text for text, places in sources.items() if len(places) > 1})


def too_few(pages: Iterable[PlannedPage], told: Collection[str]) -> str | None:
    """Return how many of the claims planned for the pages are told, where that is too few."""
    planned = {c for page in pages for heading in page.headings for c in heading.claim_ids}
    there = planned.intersection(told)
    if len(there) >= _SHARE * len(planned):
        return None
    return f"{len(there)} of {len(planned)} planned claims are on the pages"


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
