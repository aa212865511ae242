"""The quickstart: what to have first, the easiest whole case, then the product's first steps."""

import re
from collections.abc import Iterator
from dataclasses import replace

from launch.contracts.page_plan import PlannedHeading
from launch.contracts.product_facts import Claim, PassageBlock
from launch.contracts.snippet_catalog import Snippet
from launch.planning.assignment import Assignment, Topic
from launch.planning.candidates import Candidate
from launch.planning.ground import Ground
from launch.planning.needs import needs_of
from launch.planning.outline import from_sections, part
from launch.planning.pages.first_program import (
    ASIDE,
    DATA,
    SHELLS,
    code_key,
    first_program,
    is_program,
    shown_in,
)
from launch.planning.statements import Section
from launch.wording.labels import entry, plain_title

_LONG = 700
"""Words from which passages are too many for a quickstart."""
_SHORT = 250
"""Words up to which passages about single things are no page of their own."""
_KEPT = 400
"""Words of passages that a quickstart keeps of too many."""
_RUNNERS = {"python": ("shell.run_python", ".py"), "javascript": ("shell.run_node", ".js"),
            "go": ("shell.run_go", ".go")}  # fmt: skip
_FIRST_STEPS = frozenset({"quickstart", "quick start", "getting started", "usage", "basic usage"})
_INSTALL = re.compile(
    r"\s*(?:[$>] )?(?:sudo )?(?:(?:python3? -m )?pip3?|pipx|brew|uv tool|uv|npm|yarn|pnpm|gem|"
    r"cargo|go|composer|apt|apt-get|dnf|conda|dotnet) (?:install|add|get|require|i)\b"
)
_BASICS = re.compile(r"(?i)^(?:the )?basics?\b|^basic use|^simple |^first |^introduction|^usage$")
_USAGE = re.compile(
    r"(?i)^(?:basic )?usage$|^how to use|^using |^getting started|^first steps|"
    r"^(?:run|use)(?:n?ing)?(?: it)?$"
)


def quickstart(
    ground: Ground, sections: tuple[Section, ...], *, installs: bool
) -> Candidate | None:
    """Return the page of the first result: a program if there is one, then the usage passages."""
    if installs:
        sections = _without_install(sections)
    sections = _whole_first(ground, sections)
    program = first_program(ground, sections)
    commands = ground.facts.identity.commands
    if program is not None and program.language in SHELLS and _shows_command(sections, commands):
        program = None  # Its set-up would be missing; what runs it stands below.
    if program is None and not any(section.has_code for section in sections):
        return None
    headings: list[PlannedHeading] = []
    if installs:
        lead = entry("see_install", subject=ground.name, target="page:installation")
        headings.append(part(ground, "before_you_begin", lead=(lead,)))
    if program is not None and code_key(program.code) not in shown_in(sections):
        headings.append(_program(ground, program))
    base = sections[0].heading_path[:1] if sections else ()
    for heading in from_sections(ground, sections, base):
        if heading.text.lower() in _FIRST_STEPS or (headings and not heading.text):
            headings.append(part(ground, "first_steps", claim_ids=heading.claim_ids))
        else:
            headings.append(heading)
    whole = program is not None and program.form == "program" and program.language not in SHELLS
    return Candidate(
        "quickstart", "quickstart", f"Run a first program with {ground.name}",
        ground.label("title_quickstart", subject=ground.name), ground.label("quickstart"),
        entry(
            "description_quickstart" if whole else "description_first_steps", subject=ground.name
        ), "quickstart", tuple(headings),
        words=60 + sum(s.words for s in sections),
    )  # fmt: skip


def opened(assignment: Assignment, commands: tuple[str, ...] = ()) -> Assignment:
    """Let a front page's own part on usage open the quickstart where nothing else does.

    Without one, it is the first part that shows code of the product's language; for a program with
    ``commands`` the basics of its guide, whole: a command alone would lack what it works on.
    """
    if any(section.has_code for section in assignment.of("quickstart")):
        return assignment
    topic = next(
        (t for t in assignment.topics if t.from_front_page and _USAGE.search(t.title)), None
    )
    part = topic.sections if topic is not None else _first_part(assignment)
    if not part and commands:
        topic, part = _basics(assignment, commands)
    if not part:
        return assignment
    first = (*assignment.of("quickstart"), *part)
    usage = [section for section in assignment.of("usage") if section not in part]
    return replace(
        assignment,
        pages={**assignment.pages, "quickstart": list(first), "usage": usage},
        topics=list(_without(assignment.topics, topic, part)),
    )


def _without(
    topics: list[Topic], topic: Topic | None, part: tuple[Section, ...]
) -> Iterator[Topic]:
    """Yield the topics without the sections that the quickstart took."""
    for other in topics:
        rest = tuple(s for s in other.sections if s not in part) if other is topic else ()
        if other is not topic:
            yield other
        elif rest:
            yield Topic(other.title, other.path, rest)


def _shows_command(sections: tuple[Section, ...], commands: tuple[str, ...]) -> bool:
    return any(_runs(block, commands) for section in sections for block in section.blocks)


def _basics(
    assignment: Assignment, commands: tuple[str, ...]
) -> tuple[Topic | None, tuple[Section, ...]]:
    """Return the part of a guide that shows the basic use of a command, with its guide."""
    for topic in assignment.topics:
        for section in topic.sections:
            path = section.heading_path[:2]
            own = tuple(s for s in topic.sections if s.heading_path[:2] == path)
            runs = any(_runs(block, commands) for s in own for block in s.blocks)
            if len(path) > 1 and _BASICS.search(plain_title(path[1])) and runs:
                return topic, own
    return None, ()


def _runs(block: PassageBlock, commands: tuple[str, ...]) -> bool:
    lines = (line.strip().removeprefix("$ ") for line in block.snippet_code.split("\n"))
    return block.kind == "code" and any(line.split(" ")[0] in commands for line in lines)


def _first_part(assignment: Assignment) -> tuple[Section, ...]:
    """Return the first part of a front page that teaches, where no long topic comes before it."""
    sections = assignment.of("usage")
    first = next((s for s in sections if _teaches(s)), None)
    topics = [t.sections[0] for t in assignment.topics if t.from_front_page and t.has_code]
    if first is None or any(assignment.place(t) < assignment.place(first) for t in topics):
        return ()
    return tuple(s for s in sections if s.heading_path[:2] == first.heading_path[:2])


def _teaches(section: Section) -> bool:
    """Return whether a section shows code, no commands or data, and is no side topic."""
    code = (block.language for block in section.blocks if block.kind == "code")
    return ASIDE.search(section.title) is None and any(
        language and language not in SHELLS | DATA for language in code
    )


def easiest(
    sections: tuple[Section, ...], more: tuple[Section, ...] = ()
) -> tuple[tuple[Section, ...], tuple[Section, ...]]:
    """Return the passages that a quickstart keeps, from the first on, and those it gives away.

    ``more`` shows single things of the product: few of them may stand on a quickstart, too.
    """
    if sections and sum(section.words for section in (*sections, *more)) <= _SHORT:
        return (*sections, *more), ()
    if sum(section.words for section in sections) <= _LONG:
        return sections, more
    words = 0
    for number, section in enumerate(sections):
        words += section.words
        if words > _KEPT and number:
            return sections[:number], (*sections[number:], *more)
    return sections, more


def _program(ground: Ground, program: Snippet) -> PlannedHeading:
    recipe, suffix = _RUNNERS.get(program.language, ("", ""))
    source = program.sources[0].path.rsplit("/", 1)[-1]
    needs = needs_of(ground, program)
    if program.form == "program" and recipe and source.endswith(suffix):
        return part(
            ground, "first_program", snippet_ids=(program.id,), layout="snippets", recipe=recipe,
            file_name=source, lead=(*needs, entry("save_as", subject=source)),
        )  # fmt: skip
    whole = is_program(program) and not program.transcript
    name = "first_program" if whole else "first_steps"
    return part(ground, name, snippet_ids=(program.id,), layout="snippets", lead=needs)


def _whole_first(ground: Ground, sections: tuple[Section, ...]) -> tuple[Section, ...]:
    """Let the part with a whole program come first, where the first code is a fragment."""
    programs = {code_key(s.code) for s in ground.snippets if is_program(s)}
    whole = [s for s in sections if not programs.isdisjoint(shown_in((s,)))]
    first = next((s for s in sections if s.has_code), None)
    if first is None or first in whole:
        return sections
    return (*whole, *(section for section in sections if section not in whole))


def installing(sections: tuple[Section, ...]) -> tuple[Section, ...]:
    """Return the passages that do no more than install."""
    kept = (
        replace(section, claims=tuple(claim for claim in section.claims if _installs(claim)))
        for section in sections
    )
    return tuple(section for section in kept if section.claims)


def _without_install(sections: tuple[Section, ...]) -> tuple[Section, ...]:
    """Leave out passages that do no more than install: a page of the set tells that."""
    kept = (
        replace(section, claims=tuple(claim for claim in section.claims if not _installs(claim)))
        for section in sections
    )
    return tuple(section for section in kept if section.claims)


def _installs(claim: Claim) -> bool:
    blocks = claim.passage.blocks if claim.passage is not None else ()
    codes = [block for block in blocks if block.kind == "code"]
    return bool(codes) and all(_is_installing(block) for block in codes)


def _is_installing(block: PassageBlock) -> bool:
    """Return whether code does no more than install, or name the product as a dependency."""
    lines = [line for line in block.snippet_code.split("\n") if line.strip()]
    declared = block.language == "toml" and lines[:1] == ["[dependencies]"]
    return bool(lines) and (declared or all(_INSTALL.match(line) for line in lines))
