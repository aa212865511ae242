"""The section's own page and the overview: what the product is, and where to go next."""

import re
from dataclasses import replace

from launch.contracts.claims import ClaimKind
from launch.contracts.page_plan import Label, PlannedHeading
from launch.planning.candidates import Candidate
from launch.planning.ground import Ground
from launch.planning.outline import from_sections, part, top
from launch.planning.statements import Section
from launch.wording.labels import entry, sentence_about, sentence_of, told

_BOAST = re.compile(
    r"(?i)\b(?:complete|official|ultimate|best|fastest|next[- ]generation|"
    r"state[- ]of[- ]the[- ]art|world-class|powerful|amazing|popular)\b"
)
_OWN_PAGE = 80
"""Words of overview passages from which they are a page of their own."""


def front_pages(
    ground: Ground, sections: tuple[Section, ...], first: tuple[Section, ...] = ()
) -> tuple[Candidate, ...]:
    """Return the section's page and, where there is enough to say, an overview.

    ``first`` are the passages of the quickstart: a README may say there what the product is.
    """
    intro = _intro(ground, (*sections[:2], *first[:1]))
    facts = part(ground, "project_details", claim_ids=_facts(ground), layout="facts")
    own_page = sum(s.words for s in sections) >= _OWN_PAGE
    quoted = from_sections(ground, sections, sections[0].heading_path[:1] if sections else ())
    opens = bool(quoted) and not quoted[0].text and not own_page
    body: list[PlannedHeading] = [top(lead=(intro,))] if intro is not None and not opens else []
    if not own_page:
        body += [*quoted]
    index = Candidate(
        "index", "index", f"Find the page on {ground.name} that is needed",
        ground.label("product", subject=ground.name), None,
        entry("description_index", subject=ground.name), "", tuple(body),
        required=tuple(c.id for c in ground.of("product_name") if c.required), words=40,
    )  # fmt: skip
    if not own_page:
        return (_with(index, facts),)
    overview = Candidate(
        "overview", "overview", f"Decide whether {ground.name} fits",
        ground.label("title_overview", subject=ground.name), ground.label("overview"),
        intro, "overview", _overview(intro, quoted, facts),
        words=sum(section.words for section in sections),
    )  # fmt: skip
    return (index, overview)


def _overview(
    intro: Label | None, quoted: tuple[PlannedHeading, ...], facts: PlannedHeading
) -> tuple[PlannedHeading, ...]:
    """Open with the product's own introduction, else with its one sentence."""
    opens = bool(quoted) and not quoted[0].text
    opening = (top(lead=(intro,)),) if intro is not None and not opens else ()
    return (*opening, *quoted, *((facts,) if facts.claim_ids else ()))


def _with(index: Candidate, facts: PlannedHeading) -> Candidate:
    if not facts.claim_ids:
        return index
    return replace(index, headings=(*index.headings, facts))


def _summary(ground: Ground) -> Label | None:
    """Return the one sentence of what it is."""
    claim = next((c for c in ground.of("summary") if c.renderings), None)
    return told(claim) if claim is not None else None


def _sober(text: str) -> bool:
    """Return whether a manifest's one sentence claims no more than it can prove."""
    return text[:1].isupper() and _BOAST.search(text) is None


def _intro(ground: Ground, sections: tuple[Section, ...]) -> Label | None:
    """Return what the product is: `X is a ...`, a sober summary, or a sentence about it."""
    opening = [claim for section in sections for claim in section.claims[:3]]
    labels = [label for c in opening if (label := sentence_about(c, ground.name)) is not None]
    defines = re.compile(rf"{re.escape(ground.name)} (?:is|are) an? ")
    for label in labels:
        if defines.match(sentence_of(label, ground.claims).text):
            return label
    summary = _summary(ground)
    if summary is not None and (not labels or _sober(sentence_of(summary, ground.claims).text)):
        return summary
    return labels[0] if labels else None


def _facts(ground: Ground) -> tuple[str, ...]:
    """Return licence, runtime and addresses, each once."""
    kinds: tuple[ClaimKind, ...] = ("licence", "requirement", "link")
    claims = [claim for kind in kinds for claim in ground.of(kind) if claim.renderings]
    links = {_address(c.value): c.id for c in reversed(claims) if c.kind == "link"}
    return tuple(c.id for c in claims if links.get(_address(c.value), c.id) == c.id)


def _address(url: str) -> str:
    """Return an address for comparison: the scheme and how it ends make no other page."""
    bare = url.lower().split("://", 1)[-1].removeprefix("www.")
    return bare.rstrip("/").removesuffix(".git")
