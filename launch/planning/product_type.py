"""What kind of product this is, by its evidence, and how many pages that evidence carries."""

import re
from collections.abc import Sequence

from launch.contracts.page_plan import ProductType, Tier
from launch.planning.candidates import Candidate
from launch.planning.ground import Ground

_SERVICE = frozenset({"server", "daemon", "service", "database", "proxy", "broker", "gateway"})
_FRAMEWORK = ("framework",)
_PROGRAM_FILE = re.compile(
    r"^(?:cmd/[^/]+/)?main\.go$|^src/(?:main\.rs|bin/.+\.rs)$|^(?:src/)?main\.(?:c|cc|cpp)$"
)
"""Files in which a program of the product begins, below its folder."""
_FEWEST_GATHERED = 2
_SPAN = re.compile(r"`([^`]+)`")
_QUALIFIED = re.compile(r"\w(?:\.|::|#|\\)\w")
_LISTENS = re.compile(r"(?:^|[-._])(?:listen|bind|port|addr|address)(?:[-._]|$)")


def product_type_of(ground: Ground) -> tuple[ProductType, tuple[str, ...]]:
    """Return the product's type with the evidence for it; the pilot's word wins."""
    stated = ground.settings.pilot.plan.product_type
    if stated is not None:
        return stated, ("The pilot states it.",)
    commands = _commands(ground)
    documented = sum(bool(symbol.summary) for symbol in ground.symbols)
    summary = _summary(ground).lower()
    reasons: tuple[str, ...] = (
        f"{len(commands)} commands are declared." if commands else "No command is declared.",
        f"{len(ground.symbols)} public symbols, {documented} of them with a description.",
    )
    if is_program(ground):
        reasons = (*reasons, "It starts as a program, and no text of it uses its names in code.")
        heard = _listens(ground, summary)
        return ("service", (*reasons, heard)) if heard else ("cli", reasons)
    if any(word in summary for word in _FRAMEWORK):
        return "framework", (*reasons, "Its summary calls it a framework.")
    if commands and ground.facts.commands and len(ground.facts.commands[0].options) > 0:
        return "mixed", reasons
    return "library", reasons


def is_program(ground: Ground) -> bool:
    """Return whether the product is run and not imported: its names are its own business.

    It declares a command or has the file in which a program begins, and no README, document,
    example or doc comment uses one of its names, in code or by its full name; nor are documented
    names gathered for importers in another file than their own. The pilot's word wins.
    """
    stated = ground.settings.pilot.plan.product_type
    if stated is not None:
        return stated in {"cli", "service"}
    used = any(
        snippet.identifiers and any(source.origin != "test" for source in snippet.sources)
        for snippet in ground.catalogue.snippets
    )
    starts = bool(_commands(ground)) or _starts(ground)
    return starts and not used and not _gathered(ground) and not _named_in_prose(ground)


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


def _gathered(ground: Ground) -> bool:
    documented = (symbol for symbol in ground.symbols if symbol.summary and symbol.exported_by)
    return sum(symbol.exported_by != symbol.path for symbol in documented) >= _FEWEST_GATHERED


def _named_in_prose(ground: Ground) -> bool:
    names = {symbol.name for symbol in ground.symbols if _QUALIFIED.search(symbol.name)}
    passages = (claim.passage for claim in ground.of("statement") if claim.passage is not None)
    texts = (text for one in passages for block in one.blocks for text in block.texts)
    spans = (span for text in texts for span in _SPAN.findall(text))
    return any(span.partition("(")[0] in names for span in spans)


def _commands(ground: Ground) -> tuple[str, ...]:
    return ground.facts.identity.commands or tuple(one.name for one in ground.facts.commands)


def _starts(ground: Ground) -> bool:
    folder = f"{ground.inventory.subdir}/" if ground.inventory.subdir else ""
    return any(_PROGRAM_FILE.search(path.removeprefix(folder)) for path in ground.files)


def _listens(ground: Ground, summary: str) -> str:
    """Return why a program is a service, or nothing."""
    named = next((word for word in re.findall(r"[a-z]+", summary) if word in _SERVICE), None)
    if named:
        return f"Its summary calls it a {named}."
    options = (option for one in ground.facts.commands for option in one.options)
    names = (flag.lstrip("-") for option in options for flag in option.flags)
    listens = next((name for name in names if _LISTENS.search(name)), None)
    return f"Its option `--{listens}` says where it listens." if listens else ""


def _summary(ground: Ground) -> str:
    return " ".join(claim.value for claim in ground.of("summary")) or ground.facts.identity.summary
