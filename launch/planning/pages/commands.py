"""Command-line reference: all commands on one page, or each large group of them on its own."""

from collections.abc import Sequence

from launch.contracts.page_plan import PlannedHeading
from launch.contracts.product_facts import Command
from launch.planning.candidates import Candidate, slug_of
from launch.planning.ground import Ground
from launch.planning.outline import from_sections, headed, shared_base, top
from launch.planning.statements import Section
from launch.wording.labels import entry

_LONG = 1.5
"""How many times longer than the site's long pages all commands may be on one page."""
_OWN_PAGE = 150
"""Words of a command and those below it from which they are a page of their own."""


def command_pages(ground: Ground, sections: tuple[Section, ...]) -> tuple[Candidate, ...]:
    """Return the page of all commands, and one for each large group where they are too many."""
    commands = [
        c
        for c in ground.facts.commands
        if c.release != "unreleased" and (c.summary or any(option.help for option in c.options))
    ]
    if not commands:
        return ()
    groups: dict[str, list[Command]] = {}
    if sum(map(_words, commands)) > ground.longest * _LONG:
        for command in commands:
            if " " in command.name:
                groups.setdefault(" ".join(command.name.split()[:2]), []).append(command)
    groups = {name: own for name, own in groups.items() if sum(map(_words, own)) >= _OWN_PAGE}
    apart = {command.name for own in groups.values() for command in own}
    main = [command for command in commands if command.name not in apart]
    return (
        _main(ground, main, sections),
        *(_group(ground, name, own) for name, own in groups.items()),
    )


def _main(ground: Ground, commands: Sequence[Command], sections: tuple[Section, ...]) -> Candidate:
    entry_points = tuple(claim.id for claim in ground.of("entry_point"))
    headings = [top(claim_ids=entry_points)] if entry_points else []
    if len(commands) == 1:
        headings.append(_alone(ground, commands[0]))
    else:
        headings += [_command(ground, command) for command in commands]
    for path in dict.fromkeys(section.path for section in sections):
        own = tuple(section for section in sections if section.path == path)
        headings += from_sections(ground, own, shared_base(own))
    return Candidate(
        "cli-reference", "cli_reference", f"Look up a command or option of {ground.name}",
        ground.label("title_cli", subject=ground.name), ground.label("command_line_reference"),
        entry("description_cli", subject=ground.name), "cli-reference", tuple(headings),
        words=sum(map(_words, commands)),
    )  # fmt: skip


def _group(ground: Ground, name: str, commands: Sequence[Command]) -> Candidate:
    own = next((command for command in commands if command.name == name), None)
    below = [command for command in commands if command is not own]
    headings = [_alone(ground, own)] if own is not None else []
    headings += [_command(ground, command) for command in below]
    return Candidate(
        f"cli-{slug_of(name)}", "cli_reference", f"Look up options of {name}",
        ground.label("command_title", command=name), None,
        entry("description_cli_command", command=name), f"cli-{slug_of(name)}", tuple(headings),
        words=sum(map(_words, commands)),
    )  # fmt: skip


def _command(ground: Ground, command: Command) -> PlannedHeading:
    label = ground.label("command_name", command=command.name)
    return headed(ground, label, layout="options", command=command.name, claim_ids=_ids(command))


def _alone(ground: Ground, command: Command) -> PlannedHeading:
    return top(layout="options", command=command.name, claim_ids=_ids(command))


def _ids(command: Command) -> tuple[str, ...]:
    return (*command.claim_ids, *(i for option in command.options for i in option.claim_ids))


def _words(command: Command) -> int:
    helps = (command.summary, *(option.help for option in command.options))
    return sum(len(text.split()) + 4 for text in helps)
