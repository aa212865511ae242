"""What kind of product this is, by its evidence, and how many pages that evidence carries."""

from collections.abc import Sequence

from launch.contracts.page_plan import ProductType, Tier
from launch.planning.candidates import Candidate
from launch.planning.ground import Ground

_SERVICE = ("server", "daemon", "service", "database", "proxy", "broker")
_FRAMEWORK = ("framework",)


def product_type_of(ground: Ground) -> tuple[ProductType, tuple[str, ...]]:
    """Return the product's type with the evidence for it; the pilot's word wins."""
    stated = ground.settings.pilot.plan.product_type
    if stated is not None:
        return stated, ("The pilot states it.",)
    commands = ground.facts.identity.commands or tuple(c.name for c in ground.facts.commands)
    documented = sum(bool(symbol.summary) for symbol in ground.symbols)
    summary = _summary(ground).lower()
    reasons = [
        f"{len(commands)} commands are declared." if commands else "No command is declared.",
        f"{len(ground.symbols)} public symbols, {documented} of them with a description.",
    ]
    if any(word in summary for word in _FRAMEWORK):
        return "framework", (*reasons, "Its summary calls it a framework.")
    if commands and not documented:
        named = next((word for word in _SERVICE if word in summary.split()), None)
        if named and ground.of("environment_variable"):
            return "service", (*reasons, f"Its summary calls it a {named}, and it reads variables.")
        return "cli", tuple(reasons)
    if commands and ground.facts.commands and len(ground.facts.commands[0].options) > 0:
        return "mixed", tuple(reasons)
    return "library", tuple(reasons)


def tier_of(ground: Ground, pages: Sequence[Candidate]) -> tuple[Tier, tuple[str, ...]]:
    """Return how much the evidence carries, with reasons; the pilot's word wins."""
    stated = ground.settings.pilot.plan.tier
    if stated is not None:
        return stated, ("The pilot states it.",)
    guides = sum(page.type in {"guide", "concept"} for page in pages)
    reference = sum(page.type in {"api_reference", "cli_reference"} for page in pages)
    reasons = (
        f"{len(pages)} pages can be filled.",
        f"{guides} of them teach a task or a concept.",
        f"{reference} of them are reference pages.",
    )
    if guides >= 3 and reference:
        return "rich", reasons
    return ("standard" if len(pages) > 3 else "minimal"), reasons


def _summary(ground: Ground) -> str:
    return " ".join(claim.value for claim in ground.of("summary")) or ground.facts.identity.summary
