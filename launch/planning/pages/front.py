"""The section's own page and the overview: what the product is, and where to go next."""

import re
from dataclasses import replace

from launch.contracts.claims import ClaimKind
from launch.contracts.page_plan import Label, PlannedHeading
from launch.planning.candidates import Candidate
from launch.planning.ground import Ground
from launch.planning.outline import OPENINGS, from_sections, part, top
from launch.planning.pages.start import is_compiled
from launch.planning.statements import Section
from launch.wording.labels import entry, sentence_about, sentence_of, told

_BOAST = re.compile(
    r"(?i)\b(?:complete|official|ultimate|best|fastest|next[- ]generation|"
    r"state[- ]of[- ]the[- ]art|world-class|powerful|amazing|popular)\b"
)
_LICENSED = re.compile(r"(?i)\blicen[sc]ed under\b")
_QUALIFIES = re.compile(r"(?i)\b(?:not|no|also|however|only|but)\b|n['’]t\b")
_OWN_PAGE = 80
_PARTS = 40
"""Words of overview passages from which they are a page, without and with headings of their own."""


def front_pages(
    ground: Ground, sections: tuple[Section, ...], first: tuple[Section, ...] = ()
) -> tuple[Candidate, ...]:
    """Return the section's page and, where there is enough to say, an overview.

    ``first`` are the passages of the quickstart: a README may say there what the product is.
    """
    opening = (*sections[:2], *first[:1])
    about = _intro(ground, opening)
    intro = about or _marked_intro(ground, opening)
    facts = part(ground, "project_details", claim_ids=_facts(ground, sections), layout="facts")
    quoted = from_sections(ground, sections, sections[0].heading_path[:1] if sections else ())
    words = sum(s.words for s in sections)
    own_page = words >= (_PARTS if any(heading.text for heading in quoted) else _OWN_PAGE)
    if not own_page and intro is None:  # A slogan without a subject opens nothing.
        quoted = tuple(heading for heading in quoted if heading.text)
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
        about, "overview", _overview(intro, quoted, facts),
        words=sum(section.words for section in sections),
        fallback=entry("description_overview", subject=ground.name),
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


def _intro(ground: Ground, sections: tuple[Section, ...]) -> Label | None:
    """Return what the product is, in plain words, with the product as their subject, or None.

    `X is a ...` comes first, then the manifest's one sentence, then another sentence about it.
    """
    labels = _about(ground, sections, bare=True)
    defines = re.compile(rf"(?:The )?{re.escape(ground.name)} (?:is|are) an? ")
    for label in labels:
        if defines.match(sentence_of(label, ground.claims).text):
            return label
    summary = _summary(ground)
    if summary is not None and sentence_of(summary, ground.claims).text.startswith(ground.name):
        return summary
    return next((label for label in labels if _introduces(ground, label)), None)


def _marked_intro(ground: Ground, sections: tuple[Section, ...]) -> Label | None:
    """Return what the product is in a sentence with code, emphasis or links, or None."""
    labels = _about(ground, sections, bare=False)
    summary = _summary(ground)
    found = (*labels, *((summary,) if summary is not None else ()))
    return next((label for label in found if _defines(ground, label)), None)


def _about(ground: Ground, sections: tuple[Section, ...], *, bare: bool) -> list[Label]:
    """Return the sentences about the product in what opens its front page."""
    opening = [claim for section in sections if _opens(section) for claim in section.claims[:3]]
    found = (sentence_about(claim, ground.name, bare=bare) for claim in opening)
    return [label for label in found if label is not None]


def _opens(section: Section) -> bool:
    return len(section.heading_path) < 2 or section.title.lower() in OPENINGS


def _introduces(ground: Ground, label: Label) -> bool:
    """Return whether a sentence says what the product does, and neither what it does not."""
    text = sentence_of(label, ground.claims).text
    return _QUALIFIES.search(text) is None and _BOAST.search(text) is None


_SAYS = r"(?:(?:is|are) (?:an?|the)|(?:provides|offers) an?|lets you|allows you to)"


def _defines(ground: Ground, label: Label) -> bool:
    """Return whether a sentence with the product as its subject says what it is."""
    text = sentence_of(label, ground.claims).text
    name = rf"(?:The (?:[\w-]+ ){{0,2}})?[*_`{{]*{re.escape(ground.name)}[*_`}}]*"
    return re.match(rf"{name} (?:with [^.]*? )?{_SAYS} ", text) is not None


def _facts(ground: Ground, told: tuple[Section, ...]) -> tuple[str, ...]:
    """Return licence, runtime and addresses, each once, without what passages tell."""
    kinds: tuple[ClaimKind, ...] = ("licence", "requirement", "link")
    if is_compiled(ground):  # What it is built with is told where it is installed.
        kinds = ("licence", "link")
    claims = [claim for kind in kinds for claim in ground.of(kind) if claim.renderings]
    if any(_LICENSED.search(text) for s in told for b in s.blocks for text in b.texts):
        claims = [claim for claim in claims if claim.kind != "licence"]
    links = {_address(c.value): c.id for c in reversed(claims) if c.kind == "link"}
    return tuple(c.id for c in claims if links.get(_address(c.value), c.id) == c.id)


def _address(url: str) -> str:
    """Return an address for comparison: the scheme and how it ends make no other page."""
    bare = url.lower().split("://", 1)[-1].removeprefix("www.")
    return bare.rstrip("/").removesuffix(".git")
