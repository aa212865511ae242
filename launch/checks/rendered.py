"""A claim's rendering found again: a template whose blanks hold what claim or evidence says.

What the facts carry as a rendering is not believed.
"""

import re
from collections.abc import Collection, Iterator
from functools import cache
from html import unescape

from launch.checks.texts import fold
from launch.contracts.product_facts import Claim, ProductIdentity
from launch.wording.renderings import KINDS, REGISTRIES, RENDERINGS, range_words, runtime_words

_KINDS = frozenset(word for kind in KINDS.values() for word in (kind, kind.partition(" ")[2]))
_WORDS = frozenset({*KINDS, *_KINDS, *REGISTRIES.values(), "a", "an", "raises", "throws"})

_NAMED = re.compile(r"(\S+(?: \S+){0,5}?) is (?=(?:the|an?) )")


def rendering_problem(
    claim: Claim, text: str, identity: ProductIdentity, spans: Collection[str]
) -> str | None:
    """Return what the rendering says beyond claim and evidence, or None.

    ``spans`` are the anchored lines of the claim's evidence, and what its check proves again.
    """
    said = frozenset(_said(claim, identity))
    evidence = _plain(" ".join(spans))
    best: list[str] | None = None
    for shape in _shapes():
        match = shape.fullmatch(fold(text))
        if match is None:
            continue
        strange = [part for part in match.groups() if not _known(part, said, evidence)]
        if not strange:
            return None
        best = strange if best is None or len(strange) < len(best) else best
    if best is None:
        return "is no sentence that claims are written as"
    return f"says {best[0]!r}, which neither {claim.id} nor its evidence does"


@cache
def _shapes() -> tuple[re.Pattern[str], ...]:
    templates = dict.fromkeys(t for group in RENDERINGS.values() for t in group)
    return tuple(re.compile(_shape(template)) for template in templates)


def _shape(template: str) -> str:
    parts = re.split(r"\{(\w+)\}", template)
    return "".join(
        re.escape(part) if number % 2 == 0 else "(.*?)" for number, part in enumerate(parts)
    )


def _known(part: str, said: Collection[str], evidence: str) -> bool:
    link = re.fullmatch(r"\[(.+)\]\((.+)\)", part)
    if link is not None:
        return all(_known(one, said, evidence) for one in link.groups())
    bare = fold(part)
    named = _NAMED.match(bare)
    if named is not None and {named[1], _plain(named[1])} & {*said}:
        bare = bare[named.end() :]
    return not bare or bare in said or _plain(bare) in said or _plain(bare) in evidence


def _plain(text: str) -> str:
    """Return only letters and digits, in lower case: markup and layout are not what is said."""
    told = unescape(text) if "&" in text else text
    return "".join(character for character in told.casefold() if character.isalnum())


def _said(claim: Claim, identity: ProductIdentity) -> Iterator[str]:
    option = claim.attribute.partition(":")[2]
    names = (identity.name, identity.package, identity.import_name, *identity.commands)
    fields = (claim.subject, claim.value, claim.scope, option, *names)
    for text in fields:
        yield fold(text)
        yield _plain(text)
        yield _plain(re.sub(r"^https?://(?:www\.)?", "", text))
        yield text.replace("::", ".").replace("#", ".").rsplit(".", 1)[-1]
    yield from _WORDS
    for requirement in (claim.value, claim.value.lstrip("v")):
        yield fold(runtime_words(identity.ecosystem, requirement))
        yield fold(range_words(identity.ecosystem, requirement))
