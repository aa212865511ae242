"""Choose the named edits that make a quoted text fit for a page, or say why nothing does."""

import posixpath
import re
from dataclasses import dataclass
from urllib.parse import quote, unquote

from launch.contracts.claims import Edit
from launch.contracts.product_facts import ProductIdentity
from launch.knowledge.passages.endings import loose_item, loose_paragraph, unstopped
from launch.knowledge.passages.leaning import (
    LOOKS_BACK,
    PREVIOUS,
    is_description,
    leads_away,
    leans,
    shows_next,
    unfit,
)
from launch.knowledge.passages.screens import Reason, foreign_urls, hostile, promises
from launch.wording.edits import MARKETING, UNIVERSALS, EditError, apply
from launch.wording.polarity import denies_by_sign
from launch.wording.sentences import sentences

_LINK = re.compile(
    r"(?<!!)\[(?:[^\[\]]|\[[^\]]*\])*\]\(\s*<?([^)\s>]*)>?(?:\s+[\"'][^)]*[\"'])?\s*\)"
)
_CODE = re.compile(r"(`+)(?!`)(.+?)(?<!`)\1(?!`)")


@dataclass(frozen=True)
class Setting:
    """What editing needs to know about the document and the product."""

    identity: ProductIdentity
    repository: str
    """Public address of the repository, or empty."""
    commit: str
    path: str
    references: tuple[tuple[str, str], ...]
    paths: frozenset[str]
    """Every file and folder of the tree."""
    restructured: bool = False
    opens: bool = False
    """Whether the text is the first of the README: it tells what the product is."""
    literal: bool = False
    """Whether the text is that of a typed claim: markup is turned, but no word goes or comes."""


@dataclass(frozen=True)
class Polished:
    """A text after its edits."""

    text: str
    edits: tuple[Edit, ...]


@dataclass(frozen=True)
class Refused:
    """Why a text is not told; ``reason`` None: it is only unfit for a page."""

    reason: Reason | None
    note: str


def polish(
    source: str,
    setting: Setting,
    *,
    introduces: bool,
    item: bool = False,
    follows: bool = False,
    cell: bool = False,
    term: str = "",
) -> Polished | Refused:
    """Return the text that a page may show, with the edits that make it from the source.

    ``introduces``: a list or code comes next; ``follows``: code of the same passage came before;
    ``item``: the text is a list item or cell, which need not be a sentence; ``cell``: a cell;
    ``term``: what a definition opens with.
    """
    reason = hostile(source)
    if reason is not None:
        return Refused(reason, f"the text {_NOTES[reason]}")
    work = _Work(source)
    if term:
        work.do("define", term)
    if cell:
        work.do("say_signs")
    if denies_by_sign(work.text):
        return Refused(None, "a sign says what no word of it says")
    try:
        _markup(work, setting)
        _links(work, setting)
        shows = introduces and shows_next(work.text)
        _words(work, setting, item=item, shows=shows)
        refused = _sentences(
            work, setting, introduces=introduces, follows=follows, item=item, cell=cell
        )
        _unlink_foreign(work, setting)
    except EditError as error:
        return Refused(None, str(error))
    return refused or _fit(work, introduces=introduces, item=item)


IDLE = frozenset(
    {"the text leads to a host that neither manifest nor pilot names",
     "only points to another place", "points to another place", "cheers", "nothing is left",
     "speaks of the project, not of the product", "speaks of its own document"}
)  # fmt: skip
"""Why a text is not told that says nothing of the product: the rest is as true without it."""
_NOTES: dict[str, str] = {
    "downloads_and_executes": "downloads something and runs it",
    "asks_for_credentials": "asks for credentials",
    "addresses_a_model": "addresses a language model or hides characters",
    "foreign_host": "leads to a host that neither manifest nor pilot names",
    "unreadable": "holds template code or binary data",
    "unproved_universal": "claims more than the repository proves",
    "unreleased": "speaks of what is not there yet",
    "other_language": "is in another language",
}


def as_sentence(text: str, identity: ProductIdentity) -> str:
    """Return a text with a capital and a full stop; a name that is written small stays so."""
    first = text.split(" ", 1)[0].rstrip(",.:;'’s")
    small = {identity.name, identity.package, identity.import_name, *identity.commands}
    shown = text if first in small else text[0].upper() + text[1:]
    return shown if shown.endswith((".", "?", "!")) else f"{shown}."


def note_of(reason: str) -> str:
    """Return the words for a reason to refuse."""
    return _NOTES.get(reason, reason)


class _Work:
    def __init__(self, source: str) -> None:
        self.text = source
        self.edits: list[Edit] = []

    def do(self, name: str, *arguments: str) -> None:
        """Apply an edit, and record it if it changed anything."""
        edit = Edit(name=name, arguments=arguments)
        fresh = apply(self.text, (edit,))
        if fresh != self.text:
            self.text = fresh
            self.edits.append(edit)


def _markup(work: _Work, setting: Setting) -> None:
    work.do("drop_task_mark")
    if setting.restructured:
        work.do("name_field")
    if "![" in work.text:
        work.do("drop_images")
    if "<xref:" in work.text:
        work.do("resolve_roles")
    if "<" in work.text:
        work.do("plain_html")
    if setting.restructured or "}`" in work.text:
        work.do("resolve_roles")
    if "[" in work.text:
        low = work.text.lower()
        for label, target in setting.references:
            if f"[{label.lower()}]" in low:
                work.do("inline_reference", label, _absolute(target, setting) or _dead(setting))
    if "\\ " in work.text:
        work.do("drop_hard_breaks")
    if "&" in work.text:
        work.do("unescape_entities")
    if "[^" in work.text or "]_" in work.text:
        work.do("drop_footnotes")
    work.do("drop_emoji")


def _dead(setting: Setting) -> str:
    # A reference that leads nowhere: set as a link to the repository, then taken away by _links.
    return "https://invalid.invalid/"


def _links(work: _Work, setting: Setting) -> None:
    for target in dict.fromkeys(match[1] for match in _LINK.finditer(work.text)):
        if target.startswith("https://invalid.invalid"):
            work.do("unlink", target)
        elif not re.match(r"https?://", target):
            url = _absolute(target, setting)
            if url is None:
                work.do("unlink", target)
            else:
                work.do("absolute_link", target, url)


def _absolute(target: str, setting: Setting) -> str | None:
    if re.match(r"https?://", target):
        return target
    if not setting.repository or not target or target.startswith(("#", "mailto:")) or ":" in target:
        return None
    bare, _, fragment = target.partition("#")
    folder = "" if bare.startswith("/") else posixpath.dirname(setting.path)
    path = posixpath.normpath(posixpath.join(folder, unquote(bare.lstrip("/"))))
    if path.startswith("..") or path not in setting.paths:
        return None
    url = f"{setting.repository}/blob/{setting.commit}/{quote(path)}"
    return f"{url}#{quote(fragment)}" if fragment else url


def _unlink_foreign(work: _Work, setting: Setting) -> None:
    """Keep the words of links to other hosts, and no such link."""
    identity = setting.identity
    for target in dict.fromkeys(_LINK.findall(work.text)):
        if foreign_urls(target, identity.hosts, setting.repository, identity.package):
            work.do("drop_bracketed_link", target)
            work.do("unlink", target)


def _words(work: _Work, setting: Setting, *, item: bool, shows: bool) -> None:
    """Mend single words; a text that ``shows`` code speaks of that as "this program"."""
    if setting.literal:
        return
    work.do("drop_connective")
    work.do("drop_aside")
    if not shows:
        work.do("name_product", setting.identity.name)
    if setting.opens and is_description(_CODE.sub("x", work.text)):
        work.do("put_subject", setting.identity.name)
    low = work.text.lower()
    for word in MARKETING:
        if word in low:
            work.do("drop_marketing", word)
    for word in UNIVERSALS if item else ():
        if word in low and promises(_CODE.sub("`x`", work.text)) == "unproved_universal":
            work.do("drop_universal", word)


_ANSWER = re.compile(r"(?:Yes|No|Yep|Nope|Sure|Absolutely|Of course)[.!,]?")


_ONLY_SEE = re.compile(
    r"[(*_]*(?:please )?(?:see|for (?:more|further|details)|refer to|check|read|more)\b",
    re.IGNORECASE,
)


def _sentences(
    work: _Work, setting: Setting, *, introduces: bool, follows: bool, item: bool, cell: bool
) -> Refused | None:
    """Drop whole sentences that may not be told, where the next one does not lean on them."""
    parts = sentences(work.text)
    if len(parts) > 1 and _ANSWER.fullmatch(parts[0]) and not leans(parts[1]):
        work.do("drop_sentence", "0")
        parts = parts[1:]
    bad = [
        _bad(
            part, setting, bound=introduces or (follows and not number),
            follows=follows or item, introduces=introduces, cell=cell, item=item,
        )
        for number, part in enumerate(parts)
    ]  # fmt: skip
    for number in range(len(parts) - 1, -1, -1):
        why = bad[number]
        if why is None:
            continue
        if setting.literal:
            return why
        precedes = number + 1 < len(parts) and bad[number + 1] is None
        if number and bad[number - 1] is None and _ONLY_SEE.match(parts[number]):
            precedes = False  # What follows leans on the sentence before it.
        stays = [other for other, reason in enumerate(bad) if reason is None]
        if (
            not stays
            or (precedes and leans(parts[number + 1]))
            or (number == 0 and leans_first(parts, bad))
        ):
            return why
        work.do("drop_sentence", str(number))
    return None


def leans_first(parts: tuple[str, ...], bad: list[Refused | None]) -> bool:
    """Return whether the first sentence that would stay leans on one that would go."""
    first = next((number for number, why in enumerate(bad) if why is None), None)
    return first is None or (first > 0 and leans(parts[first]))


def _bad(
    sentence: str,
    setting: Setting,
    *,
    bound: bool,
    follows: bool,
    introduces: bool,
    cell: bool,
    item: bool,
) -> Refused | None:
    identity = setting.identity
    bare = _CODE.sub("`x`", sentence)
    foreign = foreign_urls(sentence, identity.hosts, setting.repository, identity.package)
    if foreign and not _stands_unlinked(sentence, foreign):
        return Refused("foreign_host", f"the text {_NOTES['foreign_host']}")
    names = cell or (item and foreign and not _MORE_TO_READ.search(sentence))
    if not names and _LINK.fullmatch(sentence.rstrip(".")):
        return Refused(None, "only points to another place")
    reason = promises(bare)
    if reason is not None:
        return Refused(reason, f"the text {_NOTES[reason]}")
    why = unfit(bare, bound=bound)
    if not follows and (PREVIOUS.search(bare) or (not introduces and LOOKS_BACK.search(bare))):
        why = why or "speaks of code that is not shown"
    return Refused(None, why) if why is not None else None


def _stands_unlinked(sentence: str, foreign: tuple[str, ...]) -> bool:
    """Return whether a sentence says the same without its links to other hosts."""
    links = _LINK.findall(sentence)
    if any(not any(url.startswith(one) or one in url for one in links) for url in foreign):
        return False
    bare = _CODE.sub("x", _LINK.sub("[x](x)", sentence))
    return not leads_away(bare) and not any(
        _POINTS_BY_TEXT.search(match[1]) for match in _SHOWN.finditer(sentence)
    )


_MORE_TO_READ = re.compile(
    r"(?i)\b(?:documentation|docs|guide|tutorial|notes|reference|manual|article|blog|post|video|talk|"
    r"website|homepage|wiki|setting up|how to)\b"
)
"""Words by which a link alone leads on to read, where others name a project."""
_SHOWN = re.compile(r"(?<!!)\[((?:[^\[\]]|\[[^\]]*\])*)\]\(")
_POINTS_BY_TEXT = re.compile(
    r"(?i)^(?:here|this(?: \w+)?|link|these|more|docs?|documentation|read more|learn more|"
    r"https?:\S*|www\.\S*|.*\b(?:guide|tutorial|blog|article|post|issue|thread|video|website))$"
)
_MARKUP = re.compile(
    r"<(?!https?:)[A-Za-z/!][^>]*>|\]\[|(?<!\w)\[\^|\{[#.%:]|\{\w+\}x|\|\w+\|_|^\s*[|:]"
)


def _fit(work: _Work, *, introduces: bool, item: bool) -> Polished | Refused:
    if work.text != work.text.strip():
        work.do("fold_space")
    if not item and not introduces and unstopped(work.text):
        work.do("full_stop")
    text = work.text
    bare = _CODE.sub("x", text)
    words = re.findall(r"\w+", bare)
    if not words:
        return Refused(None, "nothing is left")
    if len(words) < 6 and any(edit.name == "drop_sentence" for edit in work.edits):
        return Refused(None, "too little is left")
    if _MARKUP.search(bare) or re.search(r":\w+:`", text) or "`" in bare:
        return Refused(None, "holds markup that no edit turns into Markdown")
    if item:
        why = loose_item(text, bare, introduces=introduces)
    else:
        why = loose_paragraph(text, bare, introduces=introduces)
    if why is not None:
        return Refused(None, why)
    if text.endswith("!") and len(words) < 8:
        return Refused(None, "cheers")
    return Polished(text, tuple(work.edits))
