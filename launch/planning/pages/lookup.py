"""Pages to look things up in: settings, error messages, limits."""

from collections import defaultdict

from launch.contracts.page_plan import PlannedHeading
from launch.contracts.product_facts import Claim
from launch.planning.candidates import Candidate
from launch.planning.ground import Ground
from launch.planning.outline import from_sections, part, shared_base, top
from launch.planning.statements import Section
from launch.wording.labels import entry, whole_message

_FEWEST_ERRORS = 3


def configuration(ground: Ground, sections: tuple[Section, ...]) -> Candidate | None:
    """Return the page of settings: passages, then keys, then environment variables."""
    keys = tuple(c.id for c in ground.of("config_key") if not c.attribute.startswith("default"))
    texts = " ".join(text for s in sections for text in _texts(s))
    variables = tuple(v for v in _variables(ground) if ground.claims[v].renderings[-1] not in texts)
    described = sum(" stands in for " in ground.claims[v].renderings[0] for v in variables)
    if not keys and not sections and described * 2 < max(1, len(variables)):
        return None
    if not keys and not variables and sum(s.words for s in sections) < 30:
        return None
    headings: list[PlannedHeading] = []
    for path in dict.fromkeys(section.path for section in sections):
        own = tuple(s for s in sections if s.path == path)
        headings += from_sections(ground, own, shared_base(own))
    if keys:
        headings.append(part(ground, "configuration_keys", claim_ids=keys, layout="keys"))
    if variables:
        named = part(ground, "environment_variables", claim_ids=variables, layout="variables")
        headings.append(named if headings else top(claim_ids=variables, layout="variables"))
    only = not keys and all(section.role == "environment" for section in sections)
    return Candidate(
        "configuration", "configuration", f"Configure {ground.name}",
        ground.label("title_environment" if only else "title_configuration", subject=ground.name),
        ground.label("environment_variables" if only else "configuration"),
        entry("description_environment" if only else "description_configuration",
              subject=ground.name),
        "configuration", tuple(headings),
        words=sum(s.words for s in sections) + 12 * (len(keys) + len(variables)),
    )  # fmt: skip


def troubleshooting(ground: Ground, sections: tuple[Section, ...]) -> Candidate | None:
    """Return passages on errors, then the messages that the code raises, by exception."""
    by_exception: dict[str, list[Claim]] = defaultdict(list)
    seen: set[tuple[str, str]] = set()
    public = _public(ground)
    for claim in ground.of("raises"):
        message = _message(claim)
        if message and (message, _exception(claim)) not in seen and claim.subject in public:
            seen.add((message, _exception(claim)))
            by_exception[_exception(claim)].append(claim)
    count = sum(map(len, by_exception.values()))
    if count < _FEWEST_ERRORS and sum(s.words for s in sections) < 40:
        return None
    headings: list[PlannedHeading] = []
    for path in dict.fromkeys(section.path for section in sections):
        own = tuple(s for s in sections if s.path == path)
        headings += from_sections(ground, own, shared_base(own))
    claims = tuple(c.id for name in sorted(by_exception) for c in by_exception[name])
    if claims:
        headings.append(
            part(ground, "error_messages", claim_ids=claims, layout="errors")
            if headings
            else top(claim_ids=claims, layout="errors")
        )
    return Candidate(
        "troubleshooting", "troubleshooting", f"Find the cause of an error of {ground.name}",
        ground.label("title_troubleshoot" if sections else "title_troubleshooting",
                     subject=ground.name),
        ground.label("troubleshooting"),
        entry("description_problems" if sections else "description_troubleshooting",
              subject=ground.name), "troubleshooting",
        tuple(headings), words=sum(s.words for s in sections) + 12 * count,
    )  # fmt: skip


def limitations(ground: Ground, sections: tuple[Section, ...]) -> Candidate | None:
    """Return the page of what it does not do, and with what it works."""
    if sum(section.words for section in sections) < 40:
        return None
    headings: list[PlannedHeading] = []
    for path in dict.fromkeys(section.path for section in sections):
        own = tuple(s for s in sections if s.path == path)
        headings += from_sections(ground, own, shared_base(own))
    return Candidate(
        "limitations", "limitations", f"Know what {ground.name} does not do",
        ground.label("title_limitations", subject=ground.name), ground.label("limitations"),
        entry("description_limitations", subject=ground.name), "limitations", tuple(headings),
        words=sum(s.words for s in sections),
    )  # fmt: skip


def _texts(section: Section) -> tuple[str, ...]:
    return (*section.heading_path, *(text for block in section.blocks for text in block.texts))


def _variables(ground: Ground) -> tuple[str, ...]:
    seen: set[str] = set()
    found: list[str] = []
    for claim in ground.of("environment_variable"):
        if claim.renderings and claim.renderings[-1] not in seen:
            seen.add(claim.renderings[-1])
            found.append(claim.id)
    return tuple(found)


def _public(ground: Ground) -> frozenset[str]:
    return frozenset(symbol.name for symbol in ground.symbols)


def _message(claim: Claim) -> str:
    """Return the rendering that is the message alone; empty where the claim has none."""
    return claim.renderings[2] if len(claim.renderings) >= 4 and whole_message(claim) else ""


def _exception(claim: Claim) -> str:
    return claim.renderings[-1]
