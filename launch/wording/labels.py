"""Labels: planned texts that name their source, and the sentences they become.

A label is an entry of the catalogue or a rendering of a claim; it never holds free text.
"""

import re
from collections.abc import Mapping

from launch.contracts.claims import Edit
from launch.contracts.draft_content import ProvedBy, QuotedFrom, Sentence
from launch.contracts.page_plan import Label
from launch.contracts.product_facts import Claim
from launch.wording.connectives import say
from launch.wording.edits import apply, drop_emoji, end_with_stop
from launch.wording.sentences import sentences

_MARKUP = re.compile(r"!?\[([^\]]*)\](?:\([^)]*\)|\[[^\]]*\])?|</?[a-zA-Z][^>]*>|[*_]{2,}")
_PLAIN = re.compile(r"[A-Za-z](?:[^`*_\[\]<>{}|:\"]|: (?=\w)){15,157}[^`*_\[\]<>{}|:\".]\.")
_LEANING = re.compile(
    r"(?:This|That|These|Those|It|They|Such|Note|However|But|So|Then|Also|Now|For example|Here|"
    r"In this|As (?:you|we)|Above|Below|Sometimes|Let's|Let us|OK|Okay|Yes|No)\b"
)
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
    claim = claims[label.claim_id]
    if claim.passage is not None:
        return _quoted(label, claim)
    text = claim.renderings[label.rendering]
    return Sentence(text=text, source=ProvedBy(claim_id=label.claim_id, rendering=label.rendering))


def _quoted(label: Label, claim: Claim) -> Sentence:
    block = claim.passage.blocks[label.block] if claim.passage is not None else None
    if block is None:
        raise LookupError(f"{claim.id} has no passage")
    edits = (*block.edits[label.text], *label.edits)
    source = QuotedFrom(claim_id=claim.id, block=label.block, text=label.text, edits=edits)
    return Sentence(text=apply(block.texts[label.text], label.edits), source=source)


def first_sentence(claim: Claim) -> Label | None:
    """Return the first sentence of a passage as a description, where it is plain and short."""
    if claim.passage is None or not claim.passage.blocks:
        return None
    block = claim.passage.blocks[0]
    if block.kind != "paragraph" or not block.texts:
        return None
    parts = sentences(block.texts[0])
    if not parts or not _PLAIN.fullmatch(parts[0]) or _LEANING.match(parts[0]):
        return None
    drops = range(len(parts) - 1, 0, -1)
    edits = tuple(Edit(name="drop_sentence", arguments=(str(index),)) for index in drops)
    return Label(claim_id=claim.id, edits=edits)


def sentence_about(claim: Claim, name: str, *, bare: bool = True) -> Label | None:
    """Return the first plain sentence of a passage's opening whose subject is ``name``, or None.

    Where it need not be ``bare``, it may hold code, emphasis and links.
    """
    block = claim.passage.blocks[0] if claim.passage is not None and claim.passage.blocks else None
    if block is None or block.kind != "paragraph" or not block.texts:
        return None
    parts = sentences(block.texts[0])
    opens = re.compile(rf"(?:The )?[*_`{{]*{re.escape(name)}[*_`}}]* (?!above|below)[a-z]")
    for at, part in enumerate(parts):
        whole = end_with_stop(part)
        if opens.match(part) and (_PLAIN.fullmatch(whole) or (not bare and _is_whole(whole))):
            drops = (index for index in range(len(parts) - 1, -1, -1) if index != at)
            edits = [Edit(name="drop_sentence", arguments=(str(index),)) for index in drops]
            stop = [Edit(name="end_with_stop")] if whole != part else []
            return Label(claim_id=claim.id, edits=(*edits, *stop))
    return None


def _is_whole(sentence: str) -> bool:
    return sentence.endswith(".") and 20 <= len(sentence) <= 300


_GOES_ON = re.compile(
    r"(?i)(?:\b(?:in|at|for|of|to|with|by|from|is|was|are|the|an?|and|or|than|got|expected)"
    r"|[:=,(])$"
)
"""How a literal ends that code goes on with: a name, a number or a place is still to come."""


def whole_message(claim: Claim) -> bool:
    """Return whether a raised message can be recognised: three words, quotes and brackets closed.

    A literal that code goes on with (``Type adapter '`` and a name) is not what users see.
    """
    message = claim.renderings[2].strip("`")
    paired = all(message.count(a) == message.count(b) for a, b in ("()", "[]", "{}"))
    quotes = len(re.findall(r"(?<!\w)'|'(?!\w)", message)) + message.count('"')
    return len(message.split()) >= 3 and paired and quotes % 2 == 0 and not _GOES_ON.search(message)


def plain_title(heading: str) -> str:
    """Return a documentation heading as a title: no emoji, links, emphasis, number or colon."""
    text = _MARKUP.sub(lambda found: found[1] or "", drop_emoji(heading))
    text = _NUMBERED.sub("", " ".join(text.split()))
    return re.sub(r"\s*\{#[\w-]+\}$", "", text).strip(" :#¶")


def shown_title(title: str) -> str:
    """Return a title as a page's title: without code marks, which no browser's tab can show.

    Where the code holds signs that Markdown would read, the marks stay.
    """
    bare = title.replace("`", "")
    return title if re.search(r"[*_<>\[\]\\{}]", bare) else bare
