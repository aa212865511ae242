"""Typed claims about formats: members of a type of formats that other product code handles."""

import re
from collections.abc import Iterator

from launch.contracts.claims import FormatCheck
from launch.contracts.product_facts import Symbol
from launch.knowledge.releases import release_state
from launch.knowledge.sources import Found, Said, Sources
from launch.wording.renderings import render

_FORMATS = re.compile(
    r"(?:^|[.:/\\])(?:File|Save|Load|Export|Import|Output|Input|Image|Document|Data|Archive)?"
    r"(?:Formats?|FileTypes?)$"
)
_MEMBERS = frozenset({"constant", "enum_member", "attribute", "field", "variable", "property"})


def format_claims(sources: Sources, symbols: tuple[Symbol, ...]) -> Iterator[Found]:
    """Yield a claim for every format that a public type names and that code outside it uses."""
    owners = {
        symbol.name: symbol
        for symbol in symbols
        if symbol.visibility == "public" and symbol.kind in {"class", "enum"}
        and _FORMATS.search(symbol.name) and not symbol.inherited_from
    }  # fmt: skip
    for member in symbols:
        owner = owners.get(member.parent)
        if owner is None or member.kind not in _MEMBERS or member.inherited_from:
            continue
        name = re.split(r"\.|::", member.name)[-1]
        used = _used_in(sources, owner, name)
        if used is None or name.startswith("_"):
            continue
        check = FormatCheck(
            path=member.path, language=member.language, owner=owner.qualname, member=name,
            used_in=used,
        )  # fmt: skip
        parent = re.split(r"\.|::", owner.name)[-1]
        form = render("supported_format", {"parent": parent, "member": name})
        said = Said("supported_format", owner.name, f"format:{name}", name, form, member.path,
                    release_state(sources, check))  # fmt: skip
        yield sources.found(said, check, [(member.path, member.first_line, member.last_line)])


def _used_in(sources: Sources, owner: Symbol, member: str) -> str | None:
    """Return the first product file that names the member through its type, other than its own."""
    name = re.escape(re.split(r"[.:]", owner.name)[-1])
    named = re.compile(
        rf"(?:[=!]==?|\bis(?:\s+not)?|\bin\b[^\n]*|\bcase|\bwhen|[{{,(\[|])\s*(?<![\w$.])"
        rf"{name}(?:\.|::){re.escape(member)}(?![\w$(])(?!\s*\))"
        rf"|(?<![\w$.]){name}(?:\.|::){re.escape(member)}\s*(?::|=>|->|==)"
    )
    for entry in sources.inventory.files:
        if entry.role != "source" or entry.path == owner.path or entry.language != owner.language:
            continue
        text = sources.text(entry.path) if sources.inside(entry.path) else None
        if text is not None and named.search(text):
            return entry.path
    return None
