"""The closed list of edits that a quote may have had, each replayable from its name and arguments.

No edit takes free text to put on a page: what it inserts is a name, a URL or a fixed word.
"""

import re
from collections.abc import Callable
from importlib.resources import files

from launch.contracts.claims import Edit
from launch.wording.descriptions import with_subject
from launch.wording.emoji import without_emoji
from launch.wording.polarity import say_signs
from launch.wording.roles import name_field, resolve_roles
from launch.wording.sentences import sentences
from launch.wording.spans import capital, outside_code, outside_links_code, tidy


class EditError(ValueError):
    """An edit is not on the list, or its arguments are not what its definition states."""


MARKETING = tuple(
    files("launch.wording").joinpath("marketing.txt").read_text(encoding="utf-8").split("\n")[:-1]
)
UNIVERSALS = ("full", "fully", "complete", "completely", "official", "officially")
"""Words that claim the whole of something, and that a phrase stands without."""
_DROPPABLE = frozenset(
    {"additionally", "also", "anyway", "besides", "finally", "furthermore", "in addition", "indeed",
     "moreover", "of course", "next", "first", "firstly", "secondly", "second", "now", "well",
     "that said", "first of all", "alternatively",
     "in light of the above", "given the above", "with that in mind", "with that said",
     "that being said", "as mentioned above", "as noted above", "as described above",
     "as mentioned before", "as mentioned earlier", "as mentioned", "as you can see",
     "in summary", "in short", "to sum up", "last but not least"}
)  # fmt: skip
_IMAGE = re.compile(r"\[!\[[^\]]*\](?:\([^)]*\)|\[[^\]]*\])\](?:\([^)]*\)|\[[^\]]*\])?"
                    r"|!\[[^\]]*\](?:\([^)]*\)|\[[^\]]*\])")  # fmt: skip
_LINK = re.compile(
    r"(?<!!)\[((?:[^\[\]]|\[[^\]]*\])*)\]\(\s*<?([^)\s>]*)>?(?:\s+[\"'][^)]*[\"'])?\s*\)"
)
_BRACKETED = re.compile(r"\s*\(\[[^\[\]]{1,20}\]\(\s*<?([^)\s>]*)>?\s*\)\)")
_SELF = re.compile(
    r"\b([Tt])his (?:repository|repo|project|library|package|tool|framework|module|crate|gem|"
    r"program|application|SDK|plugin)(?! (?:is licensed|follows|adheres|uses? semantic|was|has "
    r"been))\b(?!['’]s)"
)
_SELF_POSSESSIVE = re.compile(
    r"\b[Tt]his (?:repository|repo|project|library|package|tool|framework|module)['’]s\b"
)
_WE = re.compile(
    r"(?:(?<=^)|(?<=[.;:,] )|(?<=and ))([Ww])e "
    r"(recommend|support|provide|offer|include|ship|require|guarantee|expose|implement)\b"
)


def apply(text: str, edits: tuple[Edit, ...]) -> str:
    """Return the text after the edits, in order; EditError on an edit that is not on the list."""
    for edit in edits:
        definition = EDITS.get(edit.name)
        if definition is None:
            raise EditError(f"no edit is called {edit.name!r}")
        count, function = definition
        if len(edit.arguments) != count:
            raise EditError(f"{edit.name} takes {count} arguments, not {len(edit.arguments)}")
        text = function(text, *edit.arguments)
    return text


def fold_space(text: str) -> str:
    """Fold white space."""
    return " ".join(text.split())


def drop_emoji(text: str) -> str:
    """Drop pictographs, ``:smile:`` too; arrows and keyboard signs stay."""
    bare = outside_code(text, without_emoji)
    return text if bare == text else tidy(bare).removeprefix("- ").removeprefix("— ")


def drop_images(text: str) -> str:
    """Drop badges and images, linked or not."""
    return tidy(_IMAGE.sub("", text)) if "![" in text else text


def drop_connective(text: str) -> str:
    """Drop a leading connective of the closed list and capitalise what follows."""
    also = re.match(
        r"([^,.;:]{1,60}?\b(?:can|may|could|should|might|is|are)) also (?=(?:be |easily )?[a-z])",
        text,
    )
    if also is not None:
        return f"{also[1]} {text[also.end() :]}"
    match = re.match(r"([A-Za-z ]+?),\s+", text)
    if match is None or match[1].lower() not in _DROPPABLE:
        return text
    return capital(text[match.end() :])


_TOLD_ABOVE = re.compile(
    r"(?<=[\w`*])(?<!\bis)(?<!\bare)(?<!\bwas)(?<!\bwere)(?<!\bbe)(?<!\bbeen)(?<!\bas)(?<!\band)"
    r"(?<!\bor)(?<!\bwhat)(?<!\bnot)(?<!\bthan) (?:described|mentioned|listed|discussed|explained|"
    r"noted|defined|shown) (?:above|earlier|previously)(?=[.,;:)]| [a-z])"
)


def drop_aside(text: str) -> str:
    """Drop what only says that something stands below or above."""
    pattern = re.compile(
        r"\s*\((?:see|as shown|as described|cf\.?)\b[^()]*\b(?:below|above|later)[^()]*\)",
        re.IGNORECASE,
    )
    return outside_code(text, lambda part: _TOLD_ABOVE.sub("", pattern.sub("", part)))


def drop_marketing(text: str, word: str) -> str:
    """Drop one word of the closed marketing list, wherever it stands before another word."""
    if word not in MARKETING:
        raise EditError(f"{word!r} is not on the marketing list")
    pattern = re.compile(
        rf"(?<![\w-])(?:very |highly |really )?{re.escape(word)}(?:,(?= \w)|(?=\s+\w))(?! and\b)",
        re.IGNORECASE,
    )

    def change(part: str) -> str:
        fresh = pattern.sub("\x01", part)
        fresh = re.sub(r"\b([Aa])n?\s+\x01\s*(\w+)", _article, fresh)
        return re.sub(r"\s*\x01\s*", " ", fresh)

    edited = tidy(outside_code(text, change))
    return capital(edited) if text[:1].isupper() else edited


def drop_universal(text: str, word: str) -> str:
    """Drop one word of the closed list that claims a whole, where it stands before another word."""
    if word not in UNIVERSALS:
        raise EditError(f"{word!r} is not on the list of universal words")
    pattern = re.compile(
        rf"(?<![\w-])(?<!not )(?<!no )(?<!n['’]t )(?<!without ){re.escape(word)}(?:\s+|-)"
        r"(?=[a-z])(?!(?:and|or|of)\b)",
        re.IGNORECASE,
    )

    def change(part: str) -> str:
        fresh = pattern.sub("\x01", part)
        fresh = re.sub(r"\b([Aa])n?\s+\x01(\w+)", _article, fresh)
        return fresh.replace("\x01", "")

    edited = tidy(outside_code(text, change))
    return capital(edited) if text[:1].isupper() else edited


def _article(match: re.Match[str]) -> str:
    word = match[2]
    initials = word.isupper() and not set(word[1:]) & set("AEIOU")
    sounds = word[0] in "AEFHILMNORSX" if initials else word[0].lower() in "aeiou"
    if re.match(r"(?i)uni|use|usa|uti|one|eu", word):
        sounds = False
    return f"{match[1]}{'n' if sounds else ''} {word}"


def name_product(text: str, name: str) -> str:
    """Put the product's name for "this repository", and for "we" before a listed verb."""
    _check_name(name)

    def change(part: str) -> str:
        fresh = _SELF_POSSESSIVE.sub(f"{name}'s", part)
        fresh = _SELF.sub(name, fresh)
        return _WE.sub(lambda match: f"{name} {_third_person(match[2])}", fresh)

    return outside_code(text, change)


def put_subject(text: str, name: str) -> str:
    """Put "NAME is" before a description that is a noun phrase: a whole sentence stays as it is."""
    _check_name(name)
    return with_subject(text, name)


def _check_name(name: str) -> None:
    if len(name) > 100 or re.search(r"[\n<>\[\]`{}]", name):
        raise EditError("a product name is one line of plain text")


def _third_person(verb: str) -> str:
    return verb + ("es" if verb.endswith(("sh", "ch", "s")) else "s")


def inline_reference(text: str, label: str, url: str) -> str:
    """Put an inline link for ``[text][label]``, ``[label][]`` and ``[label]``."""
    _check_url(url)
    known = re.escape(label).replace(r"\ ", r"\s+")
    named = re.compile(rf"(?<!!)\[([^\[\]]+)\]\[{known}\]", re.IGNORECASE)
    bare = re.compile(rf"(?<![!\]])\[({known})\](?:\[\])?(?![\[(:])", re.IGNORECASE)

    def change(part: str) -> str:
        return bare.sub(lambda m: f"[{m[1]}]({url})", named.sub(lambda m: f"[{m[1]}]({url})", part))

    return change(text) if "`" in label else outside_links_code(text, change)


def absolute_link(text: str, target: str, url: str) -> str:
    """Put a permalink for one relative link target; the URL must end in the same file name."""
    _check_url(url)
    name = target.split("#", maxsplit=1)[0].split("?", maxsplit=1)[0].rstrip("/").rsplit("/", 1)[-1]
    if name not in {"", ".", ".."} and name not in url:
        raise EditError("a permalink ends in the name that the link had")
    return _relink(text, target, lambda shown: f"[{shown}]({url})")


def page_link(text: str, url: str, target: str) -> str:
    """Put a page of the site, by an address without a host, for one link to what it tells."""
    if not re.fullmatch(r"(?:\.{0,2}/)?[\w./-]+(?:#[\w-]+)?", target) or target.startswith("//"):
        raise EditError("a link to a page of the site is a path")
    return _relink(text, url, lambda shown: f"[{shown}]({target})")


def unlink(text: str, target: str) -> str:
    """Take one link away and leave its text."""
    return _relink(text, target, lambda shown: shown)


def drop_bracketed_link(text: str, target: str) -> str:
    """Drop one link that stands alone in brackets, such as "(demo)", with its brackets."""

    def change(part: str) -> str:
        return _BRACKETED.sub(lambda match: "" if match[1] == target else match[0], part)

    return outside_links_code(text, change)


def _relink(text: str, target: str, make: Callable[[str], str]) -> str:
    def change(part: str) -> str:
        return _LINK.sub(lambda match: make(match[1]) if match[2] == target else match[0], part)

    return outside_links_code(text, change)


def _check_url(url: str) -> None:
    if not re.fullmatch(r"https?://[^\s<>()\[\]\"'`]+", url):
        raise EditError("a link target is an absolute URL without spaces")


_TAGS: tuple[tuple[re.Pattern[str], str], ...] = (
    (re.compile(r"(?i)<br\s*/?>"), " "),
    (re.compile(r"(?i)<(code|kbd|tt|samp)>([^<`]+)</\1>"), r"`\2`"),
    (re.compile(r"(?i)<(b|strong)>([^<]+)</\1>"), r"**\2**"),
    (re.compile(r"(?i)<(i|em)>([^<]+)</\1>"), r"*\2*"),
    (re.compile(r"(?i)<a\s[^>]*href=[\"']([^\"']+)[\"'][^>]*>([^<]+)</a>"), r"[\2](\1)"),
    (re.compile(r"(?i)<a\s[^>]*(?:name|id)=[^>]*>\s*</a>"), ""),
    (re.compile(r"<!--.*?-->"), ""),
    (re.compile(r"(?i)<img\b[^>]*>"), ""),
    (re.compile(r"(?i)</?(?:sup|sub|u|span|small|p|div|center|font|ins|mark)\b[^>]*>"), ""),
)  # fmt: skip


def plain_html(text: str) -> str:
    """Put Markdown for inline HTML tags."""

    def change(part: str) -> str:
        for pattern, fresh in _TAGS:
            part = pattern.sub(fresh, part)
        return part

    return tidy(outside_code(text, change))


def define(text: str, term: str) -> str:
    """Put a colon between the term that a definition opens with and what is said of it."""
    if not text.startswith(f"{term} "):
        raise EditError("a definition opens with its term")
    return f"{term}: {text[len(term) :].strip()}"


def drop_hard_breaks(text: str) -> str:
    """Drop backslashes that broke a line."""
    return tidy(outside_code(text, lambda part: re.sub(r"\\(?=\s|$)", "", part)))


def drop_footnotes(text: str) -> str:
    """Drop footnote marks."""
    return tidy(outside_code(text, lambda part: re.sub(r"\[\^[^\]]+\]|\[\d+\]_", "", part)))


def drop_sentence(text: str, index: str) -> str:
    """Drop one whole sentence, by its position from 0."""
    parts = sentences(text)
    if not index.isdigit() or int(index) >= len(parts) or len(parts) < 2:
        raise EditError("there is no such sentence to drop")
    return " ".join(part for number, part in enumerate(parts) if number != int(index))


def drop_anchor(text: str) -> str:
    """Drop a heading's ``{#id}`` attribute and trailing number signs."""
    fresh = re.sub(r"\s*\{[#.:][^}]*\}\s*$", "", text)
    return re.sub(r"\s+#+\s*$", "", fresh)


def drop_number(text: str) -> str:
    """Drop a heading's leading number."""
    return re.sub(r"^(?:\d+(?:\.\d+)*[.)]|Step \d+:)\s+", "", text)


def drop_emphasis(text: str) -> str:
    """Drop the emphasis around a whole text: a heading needs none."""
    return re.sub(r"^(\*\*|__)([^*_]+)\1$", r"\2", text)


def drop_task_mark(text: str) -> str:
    """Drop a checked box at the start of a list item."""
    return re.sub(r"^\[[xX]\]\s+", "", text)


def end_with_stop(text: str) -> str:
    """Put a full stop for the colon or dash that introduced a block which is shown elsewhere."""
    return re.sub(r"\s*[:–—-]+$", ".", text)


def full_stop(text: str) -> str:
    """Put the full stop that a sentence lacks."""
    return text if not text or text.endswith((".", "!", "?", ":", ",", ";")) else f"{text}."


def unescape_entities(text: str) -> str:
    """Put characters for the HTML entities that prose uses."""
    fresh = outside_code(text, lambda part: part.replace("&nbsp;", " ").replace("&mdash;", "—"))
    return fresh.replace("&quot;", '"').replace("&#39;", "'").replace("&hellip;", "…")


EDITS: dict[str, tuple[int, Callable[..., str]]] = {
    "fold_space": (0, fold_space),
    "say_signs": (0, say_signs),
    "drop_emoji": (0, drop_emoji),
    "drop_images": (0, drop_images),
    "drop_connective": (0, drop_connective),
    "drop_aside": (0, drop_aside),
    "drop_marketing": (1, drop_marketing),
    "drop_universal": (1, drop_universal),
    "name_product": (1, name_product),
    "put_subject": (1, put_subject),
    "resolve_roles": (0, resolve_roles),
    "inline_reference": (2, inline_reference),
    "absolute_link": (2, absolute_link),
    "page_link": (2, page_link),
    "unlink": (1, unlink),
    "drop_bracketed_link": (1, drop_bracketed_link),
    "plain_html": (0, plain_html),
    "name_field": (0, name_field),
    "define": (1, define),
    "drop_hard_breaks": (0, drop_hard_breaks),
    "drop_footnotes": (0, drop_footnotes),
    "drop_sentence": (1, drop_sentence),
    "drop_anchor": (0, drop_anchor),
    "drop_number": (0, drop_number),
    "drop_emphasis": (0, drop_emphasis),
    "drop_task_mark": (0, drop_task_mark),
    "end_with_stop": (0, end_with_stop),
    "full_stop": (0, full_stop),
    "unescape_entities": (0, unescape_entities),
}
"""Every edit: how many arguments it takes, and its function."""
