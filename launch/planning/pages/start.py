"""Installation: from nothing to a product that answers."""

import re

from launch.contracts.page_plan import PlannedHeading
from launch.contracts.product_facts import Claim
from launch.planning.candidates import Candidate
from launch.planning.ground import Ground
from launch.planning.outline import from_sections, headed, part, shared_base
from launch.planning.product_type import is_program
from launch.planning.statements import Section
from launch.wording.labels import entry

_PAGE_TITLES = frozenset({"install", "installation", "installing", "setup"})
_PUBLISHES = re.compile(
    r"(?m)^\s*(?:\$ )?(?:make release|goreleaser|npm publish|cargo publish|twine upload|gem push)\b"
)
_COMMAND_EXTRAS = frozenset({"extra:cli", "extra:command-line", "extra:commandline"})
"""Extras that bring what the product's own command needs: it fails without them."""
_PINNED = re.compile(r"(?<=[\w-])(?:@|:|==|~=|>=)(?:latest|[\^~]?v?\d[\w.]*)(?=\s|$)")
"""A version after a package's name: the newest is what the page is about."""
_SHORT = 12
"""Words up to which a passage that names the runtime says no more than that."""
_COMMAND = re.compile(r"^\s*(?:[$>]\s+)?(.*?)\s*$", re.MULTILINE)


def installation(ground: Ground, sections: tuple[Section, ...]) -> Candidate | None:
    """Return the page that ends with the product installed, or None without a way to do so."""
    install = next((c for c in ground.of("install_command") if not _extra(c)), None)
    kept = tuple(s for s in (_without_recipe(ground, s, install) for s in sections) if s.claims)
    if install is None and not any(section.has_code for section in kept):
        return None
    needs = tuple(claim.id for claim in ground.of("requirement"))
    headings: list[PlannedHeading] = []
    if needs:
        name = "build_requirements" if is_compiled(ground) else "prerequisites"
        headings.append(part(ground, name, claim_ids=needs, layout="prose"))
    if install is not None:
        lead = (entry("install_with", subject=ground.name),)
        if install.scope.startswith(("maven", "gradle")):
            lead = (entry("add_dependency", subject=ground.name),)
        headings.append(
            part(
                ground, "install", claim_ids=(install.id,), recipe=install.scope, layout="recipe",
                lead=lead,
            )
        )  # fmt: skip
    headings += _verify(ground, install)
    headings += _quoted(ground, kept, alone=install is None)
    told = " ".join(block.snippet_code for s in kept for block in s.blocks)
    extras = tuple(
        c.id
        for c in ground.of("install_command")
        if _extra(c) and f"[{c.attribute.removeprefix('extra:')}]" not in told
    )
    if extras:
        headings.append(part(ground, "optional_dependencies", claim_ids=extras, layout="extras"))
    return Candidate(
        "installation", "installation", f"Install {ground.name}",
        ground.label("title_install", subject=ground.name), ground.label("installation"),
        entry("description_install", subject=ground.name), "installation", tuple(headings),
        required=(install.id,) if install is not None else (),
        words=40 + sum(s.words for s in kept),
    )  # fmt: skip


def is_compiled(ground: Ground) -> bool:
    """Return whether the product is a program whose language is needed to build it, not to run."""
    return ground.facts.identity.ecosystem in {"go", "cargo"} and is_program(ground)


def _quoted(ground: Ground, sections: tuple[Section, ...], *, alone: bool) -> list[PlannedHeading]:
    found: list[PlannedHeading] = []
    for path in dict.fromkeys(section.path for section in sections):
        own = tuple(s for s in sections if s.path == path)
        parts = from_sections(ground, own, shared_base(own))
        found += [_named(ground, heading, own[0], alone=alone) for heading in parts]
    return found


def _named(
    ground: Ground, heading: PlannedHeading, section: Section, *, alone: bool
) -> PlannedHeading:
    """A passage without a heading of its own takes its section's, unless that is the page's."""
    if heading.text.lower() in _PAGE_TITLES:
        name = "install" if alone else "installation_details"
        return part(ground, name, claim_ids=heading.claim_ids)
    if heading.text or not section.title:
        return heading
    if section.title.lower() in _PAGE_TITLES or len(section.heading_path) < 2:
        name = "install" if alone else "installation_details"
        return part(ground, name, claim_ids=heading.claim_ids)
    label = ground.label("page_title", title=section.title)
    return headed(ground, label, claim_ids=heading.claim_ids)


def _verify(ground: Ground, install: Claim | None) -> list[PlannedHeading]:
    identity = ground.facts.identity
    if install is None:
        return []
    flags = {(command.name, flag) for command in ground.facts.commands
             for option in command.options for flag in option.flags}  # fmt: skip
    apart = any(c.attribute in _COMMAND_EXTRAS for c in ground.of("install_command"))
    for command in identity.commands if not apart else ():
        if (command, "--version") in flags:
            return [_verification(ground, "shell.version", command)]
        if any(c.name == command for c in ground.facts.commands):
            return [_verification(ground, "shell.help", command)]
    if identity.ecosystem == "pypi" and identity.import_name:
        return [_verification(ground, "pypi.verify", "")]
    return []


def _verification(ground: Ground, recipe: str, command: str) -> PlannedHeading:
    return part(
        ground, "verify_the_installation", recipe=recipe, layout="recipe", command=command,
        lead=(entry("verify_with"),),
    )  # fmt: skip


def _extra(claim: Claim) -> bool:
    return claim.attribute.startswith("extra:")


def _without_recipe(ground: Ground, section: Section, install: Claim | None) -> Section:
    """Leave out passages that say no more than the recipe and the requirement do."""
    kept = tuple(
        c for c in section.claims if not _redundant(ground, c, install) and not _publishes(c)
    )
    return Section(section.path, section.heading_path, kept, section.role)


def _publishes(claim: Claim) -> bool:
    """Return whether a passage's commands publish a release: its maintainers' work."""
    blocks = claim.passage.blocks if claim.passage is not None else ()
    return any(_PUBLISHES.search(block.snippet_code) for block in blocks)


def _redundant(ground: Ground, claim: Claim, install: Claim | None) -> bool:
    if install is None or claim.passage is None:
        return False
    commands = {_command(install.value)}
    codes = [block for block in claim.passage.blocks if block.kind == "code"]
    if codes:
        lines = [_command(line) for block in codes for line in block.snippet_code.split("\n")]
        said = {line for line in lines if line and not line.startswith("#")}
        return said <= commands
    texts = [text for block in claim.passage.blocks for text in block.texts]
    words = sum(len(text.split()) for text in texts)
    needs = re.findall(r"[\w.#+]+", ground.facts.identity.runtime)[:2]
    if len(needs) < 2 or words > _SHORT or len(texts) != 1:
        return False
    number = re.escape(re.sub(r"(?:\.0)+$", "", needs[1]))
    return needs[0] in texts[0] and re.search(rf"\b{number}\b", texts[0]) is not None


def _command(line: str) -> str:
    found = _COMMAND.match(line)
    text = found[1] if found else line
    text = re.sub(r"^(?:python3? -m pip|pip3)\b", "pip", text)
    text = re.sub(r"\s(?:-u|-U|--upgrade|--user|-S|--save)\b|[\"']", "", text)
    return re.sub(
        r"(?<=[\w-])(?:@|:|==|~=|>=)(?:latest|[\^~]?v?\d[\w.]*)(?=\s|$)", "", text
    ).strip()
