"""The quickstart: what to have first, the easiest whole case, then the product's first steps."""

import re
from collections.abc import Callable

from launch.contracts.page_plan import Label, PlannedHeading
from launch.contracts.snippet_catalog import Snippet
from launch.planning.assignment import Assignment
from launch.planning.candidates import Candidate
from launch.planning.ground import Ground
from launch.planning.needs import imports_relatively, needs_of
from launch.planning.outline import from_sections, part
from launch.planning.statements import Section
from launch.wording.labels import entry

_LONGEST_PROGRAM = 60
_LONG = 700
"""Words from which passages are too many for a quickstart."""
_SHORT = 250
"""Words up to which passages about single things are no page of their own."""
_KEPT = 400
"""Words of passages that a quickstart keeps of too many."""
_RUNNERS = {"python": ("shell.run_python", ".py"), "javascript": ("shell.run_node", ".js"),
            "go": ("shell.run_go", ".go")}  # fmt: skip
_FIRST_STEPS = frozenset({"quickstart", "quick start", "getting started", "usage", "basic usage"})
_SHELLS = frozenset({"bash", "sh", "shell", "console", "text", "pycon", "powershell"})
_DATA = frozenset({"json", "yaml", "toml", "xml", "ini", "html", "css", "diff"})
_BASIC = re.compile(
    r"(?i)\b(?:basics?|first|simple|usage|quick ?start|getting started|hello|examples?|"
    r"introduction|primitives?)\b"
)
_ASIDE = re.compile(
    r"(?i)\b(?:advanced|internals?|migrat\w+|deprecated|troubleshoot\w*|contribut\w+|faq|tests?|"
    r"testing|caveats?|limitations?|hooks?|plug-?ins?|custom\w*|error\w*|logging|server-side|"
    r"build\w*|benchmark\w*|install\w*)\b"
)
_USAGE = re.compile(r"(?i)^(?:basic )?usage$|^how to use|^using |^getting started|^first steps")
_CONTAINERS = frozenset({"class", "struct", "interface", "enum", "record"})
_IMPORTING = frozenset({"java", "kotlin", "csharp", "scala"})


def quickstart(
    ground: Ground, sections: tuple[Section, ...], *, installs: bool
) -> Candidate | None:
    """Return the page of the first result: a program if there is one, then the usage passages."""
    program = first_program(ground, sections)
    if program is None and not any(section.has_code for section in sections):
        return None
    headings: list[PlannedHeading] = []
    if installs:
        lead = entry("see_install", subject=ground.name, target="page:installation")
        headings.append(part(ground, "before_you_begin", lead=(lead,)))
    if program is not None and _code_key(program.code) not in _shown(sections):
        headings.append(_program(ground, program))
    base = sections[0].heading_path[:1] if sections else ()
    for heading in from_sections(ground, sections, base):
        if heading.text.lower() in _FIRST_STEPS:
            headings.append(part(ground, "first_steps", claim_ids=heading.claim_ids))
        else:
            headings.append(heading)
    whole = program is not None and program.form == "program" and program.language not in _SHELLS
    return Candidate(
        "quickstart", "quickstart", f"Run a first program with {ground.name}",
        ground.label("title_quickstart", subject=ground.name), ground.label("quickstart"),
        entry(
            "description_quickstart" if whole else "description_first_steps", subject=ground.name
        ), "quickstart", tuple(headings),
        words=60 + sum(s.words for s in sections),
    )  # fmt: skip


def opened(assignment: Assignment) -> Assignment:
    """Let a front page's own part on usage open the quickstart where nothing else does."""
    if any(section.has_code for section in assignment.of("quickstart")):
        return assignment
    usage = next(
        (t for t in assignment.topics if t.from_front_page and _USAGE.search(t.title)), None
    )
    if usage is None:
        return assignment
    first = (*assignment.of("quickstart"), *usage.sections)
    return Assignment(
        {**assignment.pages, "quickstart": list(first)},
        [topic for topic in assignment.topics if topic is not usage],
        assignment.reference, assignment.left_out,
    )  # fmt: skip


def easiest(
    sections: tuple[Section, ...], more: tuple[Section, ...] = ()
) -> tuple[tuple[Section, ...], tuple[Section, ...]]:
    """Return the passages that a quickstart keeps, from the first on, and those it gives away.

    ``more`` shows single things of the product: few of them may stand on a quickstart, too.
    """
    if sum(section.words for section in (*sections, *more)) <= _SHORT:
        return (*sections, *more), ()
    if sum(section.words for section in sections) <= _LONG:
        return sections, more
    words = 0
    for number, section in enumerate(sections):
        words += section.words
        if words > _KEPT and number:
            return sections[:number], (*sections[number:], *more)
    return sections, more


def first_program(ground: Ground, sections: tuple[Section, ...]) -> Snippet | None:
    """Return the easiest whole program; else a fragment that needs nothing, else a command."""
    shown = _shown(sections)
    choices: tuple[tuple[Callable[[Snippet], bool], bool], ...] = (
        (_is_program, False),
        (lambda s: _whole_fragment(ground, s), True),
        (lambda s: _is_command(ground, s), True),
    )
    for fits, in_order in choices:
        found = [s for s in ground.snippets if _can_open(s) and fits(s)]
        if found:
            return min(found, key=lambda snippet: _effort(snippet, shown, in_order=in_order))
        if shown:
            return None
    return None


def _can_open(snippet: Snippet) -> bool:
    return (
        bool(snippet.sources)
        and snippet.sources[0].origin in {"readme", "doc", "example", "docstring"}
        and snippet.code.count("\n") < _LONGEST_PROGRAM
        and not imports_relatively(snippet.code)
    )


def _is_program(snippet: Snippet) -> bool:
    return (
        snippet.form == "program"
        and bool(snippet.identifiers)
        and snippet.language not in _SHELLS | _DATA
    )


def _whole_fragment(ground: Ground, snippet: Snippet) -> bool:
    """Return whether a fragment of the product's language uses it and takes nothing unsaid."""
    return (
        snippet.form == "fragment"
        and snippet.language == ground.facts.identity.language.lower()
        and not snippet.undeclared
        and bool(_imports(ground, snippet) or snippet.language not in _IMPORTING)
        and bool(snippet.identifiers)
        and 2 <= snippet.code.count("\n") + 1 <= 25
    )


def _is_command(ground: Ground, snippet: Snippet) -> bool:
    """Return whether it runs one of the product's own commands."""
    if snippet.language not in _SHELLS or snippet.form not in {"program", "session"}:
        return False
    lines = snippet.code.strip().split("\n")
    names = ground.facts.identity.commands
    return len(lines) <= 3 and any(lines[0].split(" ")[0] == name for name in names)


def _effort(
    snippet: Snippet, shown: frozenset[str], *, in_order: bool
) -> tuple[int | bool | float | str, ...]:
    """Order code: few prerequisites, in the passages, no side topic, basic, then short or early."""
    source = snippet.sources[0]
    place = " ".join(source.heading_path[-2:])
    leaf = " ".join((*source.heading_path[-1:], snippet.title))
    basic = source.origin == "readme" or _BASIC.search(leaf) is not None
    needed = 0 if in_order else len(snippet.undeclared)
    order: tuple[int | float | str, ...] = (
        (source.path, source.first_line)
        if in_order
        else (snippet.code.count("\n") // 10, -snippet.rank)
    )
    return (
        needed, _code_key(snippet.code) not in shown, snippet.needs_network,
        _ASIDE.search(place) is not None, not basic, 0 if source.origin == "readme" else 1,
        *order, snippet.id,
    )  # fmt: skip


def _program(ground: Ground, program: Snippet) -> PlannedHeading:
    recipe, suffix = _RUNNERS.get(program.language, ("", ""))
    source = program.sources[0].path.rsplit("/", 1)[-1]
    needs = needs_of(ground, program)
    if program.form == "program" and recipe and source.endswith(suffix):
        return part(
            ground, "first_program", snippet_ids=(program.id,), layout="snippets", recipe=recipe,
            file_name=source, lead=(*needs, entry("save_as", subject=source)),
        )  # fmt: skip
    lead = needs
    if program.form != "program" and program.language not in _SHELLS:
        lead = (*needs, *_imports(ground, program))
    whole = _is_program(program) and not program.transcript
    name = "first_program" if whole else "first_steps"
    return part(ground, name, snippet_ids=(program.id,), layout="snippets", lead=lead)


def _imports(ground: Ground, snippet: Snippet) -> tuple[Label, ...]:
    """Return the classes that a fragment without import lines uses by their bare names."""
    if snippet.language not in _IMPORTING:
        return ()
    kinds = {symbol.name: symbol.kind for symbol in ground.symbols}
    names = [name for name in snippet.identifiers if kinds.get(name) in _CONTAINERS]
    bare = [n for n in names if re.search(rf"\b{re.escape(n.rsplit('.', 1)[-1])}\b", snippet.code)]
    return tuple(entry("needs_import", subject=name) for name in bare[:2])


def _shown(sections: tuple[Section, ...]) -> frozenset[str]:
    return frozenset(
        _code_key(block.snippet_code) for s in sections for block in s.blocks if block.snippet_code
    )


def _code_key(code: str) -> str:
    return "\n".join(line.rstrip() for line in code.strip().split("\n"))
