"""Evaluate a check from scratch against a tree: the machine that can fail a claim.

Imports no extractor: what found a claim has no part in proving it.
"""

import re

from launch.checks import manifests, options, parameters, python_source, source_text, texts
from launch.checks.licences import licence_holds
from launch.checks.remembered import Remembered
from launch.contracts.claims import (
    Anchor,
    Check,
    CheckOutcome,
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
from launch.ports import Tree


def evaluate(check: Check, tree: Tree) -> CheckOutcome:
    """Return whether the check holds in the tree, and what was found, in words."""
    if not isinstance(tree, Remembered):
        return _evaluated(check, tree)
    if check not in tree.outcomes:
        tree.outcomes[check] = _evaluated(check, tree)
    return tree.outcomes[check]


def _evaluated(check: Check, tree: Tree) -> CheckOutcome:
    match check:
        case ManifestCheck():
            return _manifest(check, tree)
        case LicenceTextCheck():
            return _licence(check, tree)
        case SymbolCheck() | RaiseCheck():
            return _code(check, tree)
        case ParameterCheck():
            return parameters.parameter_outcome(check, tree)
        case FormatCheck():
            return _format(check, tree)
        case OptionCheck():
            return options.option_outcome(check, tree)
        case PathCheck():
            return _path(check, tree)
        case TextCheck():
            return texts.text_outcome(check, tree)
        case StatementCheck():
            return _statement(check, tree)


def anchor_outcome(anchor: Anchor, tree: Tree) -> CheckOutcome:
    """Return whether the anchored lines stand in the tree exactly as they were quoted."""
    return texts.anchor_outcome(anchor, tree)


def _code(check: SymbolCheck | RaiseCheck, tree: Tree) -> CheckOutcome:
    python = check.language == "Python"
    if isinstance(check, RaiseCheck):
        return (
            python_source.raise_outcome(check, tree)
            if python
            else source_text.raise_outcome(check, tree)
        )
    if python:
        return python_source.symbol_outcome(check, tree)
    return source_text.symbol_outcome(check, tree)


def _format(check: FormatCheck, tree: Tree) -> CheckOutcome:
    member = SymbolCheck(
        path=check.path, language=check.language, qualname=f"{check.owner}.{check.member}",
        kind="constant",
    )  # fmt: skip
    defined = _code(member, tree)
    if not defined.holds:
        return defined
    text = texts.read_text(tree, check.used_in)
    name = f"{check.owner.rsplit('.', 1)[-1]}.{check.member}"
    used = text is not None and source_text.names_it(text, check.language, name)
    found = f"{check.used_in} {'names' if used else 'does not name'} {name}"
    return CheckOutcome(holds=used, found=found)


def _path(check: PathCheck, tree: Tree) -> CheckOutcome:
    if tree.entry(check.path) is not None:
        return CheckOutcome(holds=True, found=check.path)
    folder = check.path.rstrip("/") + "/"
    if any(entry.path.startswith(folder) for entry in tree.entries):
        return CheckOutcome(holds=True, found=folder)
    return CheckOutcome(holds=False, found=f"{check.path} does not exist")


def _statement(check: StatementCheck, tree: Tree) -> CheckOutcome:
    outcome = texts.text_outcome(check, tree)
    if not outcome.holds:
        return outcome
    for inner in check.resolves:
        found = evaluate(inner, tree)
        if not found.holds:
            return found
    return outcome


def _licence(check: LicenceTextCheck, tree: Tree) -> CheckOutcome:
    text = texts.read_text(tree, check.path)
    holds = text is not None and licence_holds(text, check.expected)
    found = f"{check.path} is {'' if holds else 'not '}{check.expected}"
    return CheckOutcome(holds=holds, found=found)


def _manifest(check: ManifestCheck, tree: Tree) -> CheckOutcome:
    text = texts.read_text(tree, check.path)
    if text is None:
        return CheckOutcome(holds=False, found=f"{check.path} cannot be read")
    if not check.pointer:
        holds = texts.fold(text) == texts.fold(check.expected)
        return CheckOutcome(
            holds=holds, found=f"{check.path} is {'' if holds else 'not '}as claimed"
        )
    data = manifests.data_of(check.path, text)
    where = f"{check.path}: {'.'.join(check.pointer)}"
    if check.compare == "has_key":
        holds = manifests.has_pointer(data, check.pointer)
        return CheckOutcome(holds=holds, found=where if holds else f"{where} is missing")
    if check.compare == "dependency":
        names = manifests.names_under(data, check.pointer)
        holds = any(_same_dependency(name, check.expected) for name in names)
    else:
        values = manifests.values_at(data, check.pointer)
        holds = any(_same(check, value) for value in values)
    if not holds and check.pointer:
        holds = manifests.line_holds(check.path, text, check.pointer[-1], check.expected)
    return CheckOutcome(holds=holds, found=where if holds else f"{where} is not as claimed")


def _same(check: ManifestCheck, value: str) -> bool:
    expected = check.expected
    match check.compare:
        case "package_name":
            return _package(value) == _package(expected)
        case "licence":
            return _licence_key(value) == _licence_key(expected)
        case _:
            return texts.fold(value) == texts.fold(expected)


def _package(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


def _licence_key(name: str) -> str:
    low = re.sub(r"\b(the|license|licence|version)\b", " ", name.lower())
    return re.sub(r"[^a-z0-9.]+", "", low.replace("new bsd", "bsd-3-clause"))


def _same_dependency(found: str, expected: str) -> bool:
    found_name, found_rest = _split(found)
    name, rest = _split(expected)
    return _package(found_name) == _package(name) and (not rest or _key(found_rest) == _key(rest))


def _split(requirement: str) -> tuple[str, str]:
    match = re.match(r"\s*(@?[\w./:-]+?(?:\.[\w-]+)*)\s*(\[[^\]]*\])?\s*([^;]*)", requirement)
    return (match[1], match[3]) if match else (requirement, "")


def _key(requirement: str) -> str:
    return ",".join(sorted(re.sub(r"[\s()\"']", "", requirement).split(",")))
