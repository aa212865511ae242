"""Whether a check is about what its claim says: one that holds of anything proves nothing."""

import re

from launch.checks.texts import fold
from launch.contracts.claims import (
    Check,
    ManifestCheck,
    OptionCheck,
    PathCheck,
    RaiseCheck,
    SymbolCheck,
    TextCheck,
)
from launch.contracts.product_facts import Claim

_PROVED_BY_PATH = frozenset({"example", "supported_format", "link"})
_PROVED_BY_TEXT = frozenset({"product_name", "summary", "example", "supported_format", "link"})


def mismatch(claim: Claim, check: Check) -> str | None:
    """Return what the check proves instead, in words, or None where it is about the claim."""
    match check:
        case SymbolCheck() | RaiseCheck():
            names = {_last(check.qualname)}
            if isinstance(check, SymbolCheck) and check.exported_by and check.public_path:
                names.add(_last(check.public_path))
            about = not names.isdisjoint({_last(claim.subject), _last(claim.value)})
            told = _is_told(claim, check)
            return None if about and told else f"its check proves {check.qualname}"
        case ManifestCheck(compare="equals"):
            same = fold(check.expected).casefold() == fold(claim.value).casefold()
            return None if same else f"its check proves {check.expected!r}"
        case OptionCheck():
            said = (claim.subject, claim.value, claim.scope, claim.attribute.partition(":")[2])
            names = {*said, *claim.subject.split()}
            return None if check.name in names else f"its check proves {check.name}"
        case PathCheck() if claim.kind not in _PROVED_BY_PATH:
            return f"its check proves that {check.path} exists"
        case TextCheck() if claim.kind not in _PROVED_BY_TEXT:
            return f"its check proves that a text stands in {check.path}"
        case _:
            return None


def _is_told(claim: Claim, check: SymbolCheck | RaiseCheck) -> bool:
    if isinstance(check, RaiseCheck):
        return check.message is None or fold(check.message) == fold(claim.value)
    match claim.kind:
        case "returns":
            return check.returns == claim.value
        case "symbol":
            return check.kind == claim.value
        case _:
            return check.default in {None, claim.value}


def _last(name: str) -> str:
    return re.split(r"::|[.#\\]", name)[-1]
