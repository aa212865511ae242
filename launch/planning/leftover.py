"""What could have been told and is not, with the rule that left it out."""

from collections.abc import Iterator

from launch.contracts.claims import ClaimKind
from launch.contracts.page_plan import LeftOut, PlannedPage
from launch.planning.ground import Ground

_WHY: tuple[tuple[ClaimKind, str], ...] = (
    ("statement", "Another passage says the same, or no page's task needs it."),
    ("dependency", "Installing brings it; no task of a reader needs the list."),
    ("version", "It goes out of date with every release; the installer names it."),
    ("example", "The examples are told by their code, where it can stand on a page."),
    ("raises", "It has no message of its own, or its function is not public."),
)


def leftovers(ground: Ground, pages: tuple[PlannedPage, ...]) -> tuple[LeftOut, ...]:
    """Return the claims that no page tells, by kind, and what the newest release lacks."""
    return tuple(_leftovers(ground, _used(pages)))


def _leftovers(ground: Ground, used: frozenset[str]) -> Iterator[LeftOut]:
    for kind, why in _WHY:
        ids = tuple(claim.id for claim in ground.of(kind) if claim.id not in used)
        if ids:
            yield LeftOut(what=f"{len(ids)} claims of the kind {kind}", why=why, claim_ids=ids)
    new = tuple(claim.id for claim in ground.facts.claims if claim.release == "unreleased")
    if new:
        why = "The newest release does not have it; readers install that release."
        yield LeftOut(what=f"{len(new)} claims about unreleased things", why=why, claim_ids=new)


def _used(pages: tuple[PlannedPage, ...]) -> frozenset[str]:
    return frozenset(i for page in pages for heading in page.headings for i in heading.claim_ids)
