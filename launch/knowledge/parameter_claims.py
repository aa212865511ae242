"""Typed claims about parameters: what the doc comment of a callable says of each."""

import re
from collections.abc import Iterator
from dataclasses import replace

from launch.contracts.claims import ParameterCheck
from launch.contracts.product_facts import Parameter, Symbol
from launch.knowledge.passages.polish import Polished, Setting, as_sentence, polish
from launch.knowledge.releases import release_state
from launch.knowledge.sources import Found, Said, Sources
from launch.wording.renderings import render
from launch.wording.sentences import sentences

_LONGEST = 400
_LISTED = re.compile(
    r"(?m)^[ \t]*[*-][ \t]+(?:\*\*|`)(?P<name>\*{0,2}\w+)(?:\*\*|`)[ \t]*(?:[-–—:]+[ \t]*)?"
    r"(?P<text>.*(?:\n(?![ \t]*(?:[*-][ \t]|\n|$)).*)*)"
)
_BADGE = re.compile(
    r"^(?:[*_]*\((?:[^()]|\([^()]*\))*\)[*_]*:?\s*|[-–—:]\s+|optional[.,:;]\s+)+", re.IGNORECASE
)
_NOTED = re.compile(r"\s*(?:\.\. \w[\w-]*::|@\w+\s).*$", re.DOTALL)
_LABELLED = re.compile(r"\{@link(?:plain)?\s+\S+(?:\([^)]*\))?\s+([^}]+)\}")
_TAGGED = re.compile(
    r'<(?:see|seealso|paramref|typeparamref)\s+\w+="(?:[A-Z]:)?([^"]+)"\s*/>|\{@\w+\s+#?([^}]*)\}|'
    r"<(?:c|code)>([^<`]*)</(?:c|code)>"
)


def parameter_claims(
    sources: Sources, symbols: tuple[Symbol, ...], setting: Setting
) -> Iterator[Found]:
    """Yield a claim for every described parameter of a public callable of the product's own."""
    for symbol in symbols:
        usable = symbol.visibility == "public" and not symbol.inherited_from
        if not usable or symbol.path not in sources.by_path:
            continue
        listed = {m["name"]: m["text"] for m in _LISTED.finditer(symbol.doc)}
        for parameter in symbol.parameters:
            source = _source(parameter, listed)
            found = _claim(sources, symbol, parameter, source, setting) if source else None
            if found is not None:
                yield found


def _source(parameter: Parameter, listed: dict[str, str]) -> str:
    """Return what the doc comment says of a parameter, without type and badges before it."""
    told = parameter.description or listed.get(parameter.name, "")
    return _BADGE.sub("", " ".join(_NOTED.sub("", told).split()))


def _claim(
    sources: Sources, symbol: Symbol, parameter: Parameter, source: str, setting: Setting
) -> Found | None:
    mine = replace(setting, restructured=symbol.language == "Python", literal=True)
    text = _sentence(source, mine)
    if text is None:
        return None
    name = parameter.name.lstrip("*&.")
    bare = name.removeprefix("$")
    check = ParameterCheck(
        path=symbol.path, language=symbol.language, qualname=symbol.qualname, parameter=bare,
        description=source,
    )  # fmt: skip
    form = render("parameter", {"parameter": name, "help": text})
    release = release_state(sources, check)
    said = Said("parameter", symbol.name, f"parameter:{name}", text, form, symbol.path, release)
    return sources.found(said, check, [(symbol.path, symbol.first_line, symbol.last_line)])


def _sentence(source: str, setting: Setting) -> str | None:
    """Return the description as a page says it: its leading sentences that stand alone."""
    if _LABELLED.search(source):
        return None  # What the link shows is not what it names.
    plain = _TAGGED.sub(lambda m: f"`{(m[1] or m[2] or m[3]).strip()}`", source)
    if len(plain) > _LONGEST:
        plain = sentences(plain)[0]
    if not re.search(r"[A-Za-z]{2}", plain) or len(plain) > _LONGEST or _is_type(plain):
        return None
    for told in (plain, sentences(plain)[0]):
        made = polish(told, setting, introduces=False, item=True)
        if isinstance(made, Polished) and "](" not in made.text:
            return as_sentence(made.text, setting.identity)
    return None


def _is_type(text: str) -> bool:
    """Return whether a description is no more than a type or a name."""
    return " " not in text.strip(".") or re.fullmatch(r"[\w.\[\]|, ]+ object\.?", text) is not None
