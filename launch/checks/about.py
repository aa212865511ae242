"""Whether a check is about what its claim says: one that holds of anything proves nothing."""

import re
from collections.abc import Collection, Mapping
from typing import get_args

from launch.checks.licences import named_in
from launch.checks.texts import bare_words, fold
from launch.contracts.claims import (
    Anchor,
    Check,
    ClaimKind,
    FormatCheck,
    LicenceTextCheck,
    ManifestCheck,
    OptionCheck,
    ParameterCheck,
    PathCheck,
    RaiseCheck,
    StatementCheck,
    SymbolCheck,
    TextCheck,
)
from launch.contracts.product_facts import Claim
from launch.digests import sha256
from launch.wording.roles import resolve_roles
from launch.wording.sentences import sentences

_ESCAPE = re.compile(r"\\[abfnrtv]")
_KINDS: Mapping[str, frozenset[str]] = {
    "symbol": frozenset({"symbol", "signature", "default_value", "returns"}),
    "raises": frozenset({"raises"}),
    "parameter": frozenset({"parameter"}),
    "format": frozenset({"supported_format"}),
    "option": frozenset({"command", "flag", "environment_variable", "config_key", "default_value"}),
    "path": frozenset({"example", "product_name", "install_command"}),
    "text": frozenset({"product_name", "summary", "example", "supported_format", "link"}),
    "statement": frozenset({"statement"}),
    "licence_text": frozenset({"licence"}),
    "manifest_value": frozenset(get_args(ClaimKind)),
}
"""Kinds of claim that each type of check can prove."""


def mismatch(claim: Claim, check: Check, anchors: Collection[Anchor], quoted: str) -> str | None:
    """Return what the check proves instead, in words, or None where it is about the claim.

    ``quoted`` are the anchored lines, joined.
    """
    if claim.kind not in _KINDS[check.type]:
        return f"its check proves no {claim.kind.replace('_', ' ')}"
    match check:
        case SymbolCheck() | RaiseCheck() | ParameterCheck():
            fits, what = _is_of(claim, check) and _is_told(claim, check), check.qualname
        case ManifestCheck():
            fits, what = _is_set(claim, check), repr(check.expected or ".".join(check.pointer))
        case LicenceTextCheck():
            fits, what = check.expected == claim.value, check.expected
        case OptionCheck():
            fits, what = _is_declared(claim, check, quoted), check.name
        case PathCheck():
            fits = _is_at(claim, check.path) or _is_named_after(claim, check.path)
            what = check.path
        case TextCheck():
            fits, what = _stands(claim, check, anchors, quoted), f"a text in {check.path}"
        case FormatCheck() | StatementCheck():
            fits, what = True, ""
    return None if fits else f"its check proves {what}"


def _is_of(claim: Claim, check: SymbolCheck | RaiseCheck | ParameterCheck) -> bool:
    names = {_last(check.qualname)}
    if isinstance(check, SymbolCheck) and check.exported_by and check.public_path:
        names.add(_last(check.public_path))
    return not names.isdisjoint({_last(claim.subject), _last(claim.value)})


def _is_told(claim: Claim, check: SymbolCheck | RaiseCheck | ParameterCheck) -> bool:
    if isinstance(check, RaiseCheck):
        return check.message is None or fold(check.message) == fold(claim.value)
    if isinstance(check, ParameterCheck):
        named = claim.attribute.partition(":")[2].lstrip("*$&@") == check.parameter.lstrip("*$&@")
        told = (check.description, resolve_roles(check.description))
        return named and any(bare_words(claim.value) in bare_words(text) for text in told)
    match claim.kind:
        case "signature":
            return _flat(check.signature or "") == _flat(claim.value)
        case "returns":
            return check.returns == claim.value
        case "symbol":
            return check.kind == claim.value
        case _:
            return check.default in {None, claim.value}


def _is_declared(claim: Claim, check: OptionCheck, quoted: str) -> bool:
    said = (claim.subject, claim.value, claim.scope, claim.attribute.partition(":")[2])
    if check.name not in {*said, *claim.subject.split()}:
        return False
    match claim.kind:
        case "environment_variable":
            return check.name == claim.value
        case "default_value":
            return check.default in {None, claim.value}
        case "flag" | "command":
            return check.help_sha256 == sha256(claim.value) or _is_helped(claim.value, quoted)
        case _:
            return True


def _is_helped(text: str, quoted: str) -> bool:
    """Return whether a help stands in the quoted lines: a sentence of it, and all its numbers."""
    plain = _bare(_ESCAPE.sub(" ", quoted))
    numbers = set(re.findall(r"\d+", text)) - set(re.findall(r"\d+", quoted))
    return not numbers and any(_bare(one) in plain for one in sentences(text) or (text,))


def _is_set(claim: Claim, check: ManifestCheck) -> bool:
    value, expected = (_address(fold(text).casefold()) for text in (claim.value, check.expected))
    match check.compare:
        case "equals":
            return value == expected
        case "licence":
            told = value == expected or named_in(check.expected, claim.value)
            return claim.kind == "licence" and told
        case "package_name":
            return expected in value or expected in claim.subject.casefold()
        case "dependency":
            return claim.kind == "dependency" and _names(claim, (expected,))
        case "has_key":
            return _names(claim, check.pointer)


def _names(claim: Claim, names: Collection[str]) -> bool:
    """Return whether what the claim is about is among the names, or begins one."""
    own = claim.attribute.partition(":")[2].casefold()
    return bool(own) and any(name.casefold().startswith(own) for name in names)


def _stands(claim: Claim, check: TextCheck, anchors: Collection[Anchor], quoted: str) -> bool:
    """Return whether the proved text is the anchored one, and that says what the claim says."""
    same = any(
        one.path == check.path and one.first_line <= check.last_line
        and check.first_line <= one.last_line
        for one in anchors
    )  # fmt: skip
    if claim.kind == "example":
        return same and _is_at(claim, check.path)
    return same and _bare(claim.value) in _bare(quoted)


def _address(text: str) -> str:
    """Return an address as a reader follows it; manifests write some for programs."""
    if "://" not in text:
        return text
    return text.removeprefix("git+").removesuffix(".git").rstrip("/")


def _flat(signature: str) -> str:
    """Return a signature without the white space and commas that laying it out may change."""
    return re.sub(r",(?=[)\]}>])", "", re.sub(r"\s+", "", signature))


def _is_at(claim: Claim, path: str) -> bool:
    """Return whether the path is the example's, or lies in its folder."""
    own = claim.attribute.partition(":")[2]
    return bool(own) and (path == own or path.startswith(f"{own.rstrip('/')}/"))


def _is_named_after(claim: Claim, path: str) -> bool:
    """Return whether a manifest's file gives the name, as a registry takes it where none is set."""
    stem = path.rpartition("/")[2].rpartition(".")[0].casefold()
    return claim.kind != "example" and stem in claim.value.casefold().split()


def _bare(text: str) -> str:
    return "".join(mark for mark in text.casefold() if mark.isalnum())


def _last(name: str) -> str:
    return re.split(r"::|[.#\\]", name)[-1]
