"""Claims that give one property of the product two values, or another than the resolved one."""

from collections.abc import Iterable, Iterator

from launch.contracts.product_facts import Claim, ProductIdentity

_SINGLE = frozenset({"version", "licence", "default_value", "install_command", "requirement"})


def disagreements(
    told: Iterable[tuple[str, Claim]], identity: ProductIdentity
) -> Iterator[tuple[str, str, str]]:
    """Yield (page, what is told there, the value it must have) for claims told by page."""
    resolved = {"version": identity.version, "licence": identity.licence}
    first: dict[tuple[str, str, str, str], Claim] = {}
    for page, claim in told:
        if claim.kind not in _SINGLE:
            continue
        expected = resolved.get(claim.attribute) if claim.kind == claim.attribute else None
        if expected and claim.value != expected:
            yield page, f"{claim.attribute} {claim.value}", expected
        key = (claim.kind, claim.subject, claim.attribute, claim.scope)
        other = first.setdefault(key, claim)
        if other.value != claim.value:
            yield page, f"{claim.attribute} of {claim.subject} is {claim.value}", other.value
