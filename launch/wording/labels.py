"""Labels: planned texts that name their source, and the sentences they become.

A label is an entry of the catalogue or a rendering of a claim; it never holds free text.
"""

import re
from collections.abc import Mapping

from launch.contracts.draft_content import ProvedBy, Sentence
from launch.contracts.page_plan import Label
from launch.contracts.product_facts import Claim
from launch.wording.connectives import say
from launch.wording.edits import drop_emoji

_MARKUP = re.compile(r"!?\[([^\]]*)\](?:\([^)]*\)|\[[^\]]*\])?|</?[a-zA-Z][^>]*>|[*_]{2,}")
_NUMBERED = re.compile(r"^(?:step\s+)?\d+(?:\.\d+)*[.):]\s+", re.IGNORECASE)


def entry(connective_id: str, **arguments: str) -> Label:
    """Return the label of a catalogue entry."""
    return Label(connective=connective_id, arguments=tuple(sorted(arguments.items())))


def told(claim: Claim, rendering: int = 0) -> Label:
    """Return the label of one of a claim's renderings."""
    return Label(claim_id=claim.id, rendering=rendering)


def sentence_of(label: Label, claims: Mapping[str, Claim]) -> Sentence:
    """Return the label's sentence; ValueError for an unfit entry, LookupError for a lost claim."""
    if label.claim_id is None:
        return say(label.connective, **dict(label.arguments))
    text = claims[label.claim_id].renderings[label.rendering]
    return Sentence(text=text, source=ProvedBy(claim_id=label.claim_id, rendering=label.rendering))


def plain_title(heading: str) -> str:
    """Return a documentation heading as a title: no emoji, links, emphasis, number or colon."""
    text = _MARKUP.sub(lambda found: found[1] or "", drop_emoji(heading))
    text = _NUMBERED.sub("", " ".join(text.split()))
    return re.sub(r"\s*\{#[\w-]+\}$", "", text).strip(" :#¶")
