"""Read blobs as text, fold and hash passages, and find a passage again where it moved."""

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache

from launch.contracts.claims import Anchor, CheckOutcome, StatementCheck, TextCheck
from launch.digests import sha256
from launch.ports import Tree

MAX_BYTES = 4_000_000


def read_text(tree: Tree, path: str) -> str | None:
    """Return a file's text (UTF-8, else Latin-1), or None where there is none to read."""
    entry = tree.entry(path)
    if entry is None or entry.kind in {"symlink", "submodule"} or entry.size > MAX_BYTES:
        return None
    data = tree.read(path)
    if data is None:
        return None
    return decode(data)


@lru_cache(maxsize=512)
def decode(data: bytes) -> str:
    """Return bytes as text with one kind of line end and no byte order mark."""
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = data.decode("latin-1")
    return text.replace("\r\n", "\n").replace("\r", "\n")


@lru_cache(maxsize=512)
def lines_of(text: str) -> tuple[str, ...]:
    """Return the lines of a text, split at newlines only."""
    return tuple(text.split("\n"))


def fold(text: str) -> str:
    """Return the text with every run of white space as one space, trimmed."""
    return " ".join(text.split())


_REFERENCE = re.compile(r'<(?:see|seealso|paramref|typeparamref)\s+\w+="(?:[A-Z]:)?([^"]+)"\s*/>')
_MARKUP = re.compile(r"\{@\w+\s+#?([^}]*)\}|</?\w[^>]*>|&\w+;")
_NO_WORD = re.compile(r"[^a-z0-9]+")


def bare_words(text: str) -> str:
    """Return the letters and digits of a doc comment's prose: markup and comment signs aside."""
    plain = _MARKUP.sub(r" \1 ", _REFERENCE.sub(r" \1 ", text))
    return _NO_WORD.sub(" ", plain.lower()).strip()


def has_word(text: str, word: str) -> bool:
    """Return whether a text holds a word with no letter, digit or underscore right beside it."""
    at = text.find(word) if word else -1
    while at >= 0:
        end = at + len(word)
        if not (_in_a_word(text[at - 1 : at]) or _in_a_word(text[end : end + 1])):
            return True
        at = text.find(word, at + 1)
    return False


def _in_a_word(letter: str) -> bool:
    return letter == "_" or letter.isalnum()


def span_of(text: str, first: int, last: int) -> str:
    """Return lines ``first`` to ``last`` (from 1, inclusive) joined by newlines."""
    return "\n".join(lines_of(text)[first - 1 : last])


def anchored(anchors: Iterable[Anchor], tree: Tree) -> Iterator[str]:
    """Yield the lines that anchors name; nothing for a file that cannot be read."""
    for anchor in anchors:
        text = read_text(tree, anchor.path)
        if text is not None:
            yield span_of(text, anchor.first_line, anchor.last_line)


def quote_hash(text: str, first: int, last: int) -> str:
    """Return the hash of a span as an `Anchor` holds it."""
    return sha256(span_of(text, first, last))


def folded_hash(text: str, first: int, last: int) -> str:
    """Return the hash of a span, white space folded."""
    return sha256(fold(span_of(text, first, last)))


def anchor_outcome(anchor: Anchor, tree: Tree) -> CheckOutcome:
    """Return whether the anchored lines stand in the tree exactly as they were quoted."""
    entry = tree.entry(anchor.path)
    if entry is None:
        return CheckOutcome(holds=False, found=f"{anchor.path} does not exist")
    text = read_text(tree, anchor.path)
    if text is None:
        return CheckOutcome(holds=False, found=f"{anchor.path} cannot be read")
    holds = quote_hash(text, anchor.first_line, anchor.last_line) == anchor.quote_sha256
    where = f"{anchor.path}:{anchor.first_line}-{anchor.last_line}"
    if holds and entry.blob != anchor.blob:
        return CheckOutcome(holds=True, found=f"{where} reads the same in another blob")
    return CheckOutcome(holds=holds, found=where if holds else f"{where} reads otherwise")


def text_outcome(check: TextCheck | StatementCheck, tree: Tree) -> CheckOutcome:
    """Return whether a passage stands in its file, where it was or elsewhere in it."""
    text = read_text(tree, check.path)
    if text is None:
        return CheckOutcome(holds=False, found=f"{check.path} cannot be read")
    first, last = check.first_line, check.last_line
    if folded_hash(text, first, last) == check.text_sha256:
        return CheckOutcome(holds=True, found=f"{check.path}:{first}-{last}")
    height = last - first + 1
    count = len(lines_of(text))
    for start in range(1, count - height + 2):
        if folded_hash(text, start, start + height - 1) == check.text_sha256:
            return CheckOutcome(holds=True, found=f"{check.path}:{start}-{start + height - 1}")
    return CheckOutcome(holds=False, found=f"the passage no longer stands in {check.path}")
