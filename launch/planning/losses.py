"""Whether a section still stands whose code, list or other lines could not be used."""

import re

from launch.contracts.product_facts import Claim, PassageBlock
from launch.planning.ground import Ground
from launch.planning.outline import OPENINGS
from launch.planning.statements import Section
from launch.wording.labels import plain_title

_TORSO = 0.4
"""Share of a section's lines, blank ones included, below which its rest is left out."""
_REMNANT_WORDS = 70
"""Words below which prose alone is too little to say that a section stands without the rest."""
_REMNANT_LINES = 5
"""Lost lines from which it is taken to have held more than prose."""
_EXAMPLE = r"(?:example|code|snippet|program|command)"
_POINTS_BACK = re.compile(
    r"(?i)^(?:as (?:you can see|shown above|seen above)"
    rf"|in (?:this|the (?:above|previous|preceding)) {_EXAMPLE}"
    rf"|the (?:above|previous|preceding) {_EXAMPLE}|(?:the|this) {_EXAMPLE} above"
    r"|the (?:output|result) (?:is|looks|will)|this (?:will )?(?:print|output)s?\b"
    r"|(?:and )?what it looks like)"
)
"""How a sentence begins that speaks of code which has to stand before it."""
_DECLARING = frozenset({"pypi", "npm", "cargo", "rubygems", "packagist"})
"""Ecosystems whose manifests declare the commands that installing brings."""
_SHELLS = frozenset({"bash", "sh", "shell", "console", "zsh"})
_BETWEEN = 3
"""Lines of a heading and the blank ones around it."""


def is_remnant(ground: Ground, section: Section, own: tuple[Section, ...]) -> bool:
    """Return whether a few sentences are left of a section whose code or list is lost."""
    if section.words > _REMNANT_WORDS or any(
        block.kind not in {"paragraph", "heading"} for block in section.blocks
    ):
        return False
    after = own[own.index(section) + 1 :]
    spans = [e.anchors[0] for c in section.claims if (e := ground.evidence_of.get(c.id))]
    if not spans or not after or not after[0].claims:
        return False
    used = sum(span.last_line - span.first_line + 1 for span in spans)
    following = ground.paths.get(after[0].claims[0].id, ("", 0))[1]
    lost = following - spans[0].first_line - used - _BETWEEN
    return lost >= max(_REMNANT_LINES, used * 2)


def leans_on_nothing(section: Section, claim: Claim) -> bool:
    """Return whether a passage speaks of code or a list that is not where it should stand."""
    blocks = claim.passage.blocks if claim.passage is not None else ()
    if not blocks:
        return False
    at = section.claims.index(claim)
    before = [b for c in section.claims[:at] if c.passage is not None for b in c.passage.blocks]
    after = [b for c in section.claims[at + 1 :] if c.passage is not None for b in c.passage.blocks]
    first, last = blocks[0], blocks[-1]
    if first.kind == "paragraph" and first.texts and _POINTS_BACK.match(first.texts[0]):
        return not any(block.kind == "code" for block in before)
    if len(blocks) == 1 and _announces(last):
        return not after or after[0].kind in {"paragraph", "heading"}
    return False


def runs_stranger(ground: Ground, claim: Claim) -> bool:
    """Return whether a passage runs a command of the product's name that its manifest lacks.

    Another package brings it, and what installs that is not here.
    """
    identity = ground.facts.identity
    if identity.ecosystem not in _DECLARING or not identity.package:
        return False
    name = identity.package.rsplit("/", 1)[-1]
    known = {*identity.commands, *(command.name.split(" ")[0] for command in ground.facts.commands)}
    blocks = claim.passage.blocks if claim.passage is not None else ()
    shells = (b for b in blocks if b.kind == "code" and b.language in _SHELLS)
    lines = (line for block in shells for line in block.snippet_code.split("\n"))
    return name not in known and any(
        line.removeprefix("$ ").split()[:1] == [name] for line in lines
    )


def _announces(block: PassageBlock) -> bool:
    return block.kind == "paragraph" and bool(block.texts) and block.texts[-1].endswith(":")


def is_torso(ground: Ground, section: Section) -> bool:
    """Return whether a README's section lost its opening, and with it most of its lines.

    Passages stand alone: a section that begins as its author began it may miss what comes later.
    """
    if section.path != ground.inventory.readme or len(section.heading_path) < 2:
        return False
    title = plain_title(section.heading_path[-1])
    if title.lower() in OPENINGS:
        return False
    outline = ground.inventory.readme_sections
    places = [n for n, s in enumerate(outline) if plain_title(s.title) == title]
    if len(places) != 1:
        return False
    own = outline[places[0]]
    following = outline[places[0] + 1].line if places[0] + 1 < len(outline) else own.last_line + 1
    lines = min(own.last_line + 1, following) - own.line - 1
    first = ground.paths.get(section.claims[0].id, ("", 0))[1]
    shows = any(block.kind != "paragraph" for block in section.blocks)
    used = _used(ground, section)
    whole = shows or section.words > _REMNANT_WORDS or lines - used < _REMNANT_LINES
    if first - own.line <= _BETWEEN and whole:
        return False
    return used < lines * _TORSO


def _used(ground: Ground, section: Section) -> int:
    return sum(
        evidence.anchors[0].last_line - evidence.anchors[0].first_line + 1
        for claim in section.claims
        if (evidence := ground.evidence_of.get(claim.id)) is not None
    )
