"""The closed catalogue of connecting texts: headings, labels, and sentences that lead on.

An entry says nothing about the product. Its arguments are enumerable things of the page: titles,
subjects, commands, snippet titles, link targets. Nothing here is ever composed by a model.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from launch.contracts.draft_content import ConnectiveUse, Sentence

Argument = Literal["title", "subject", "command", "snippet", "link", "case", "number", "site_value"]
"""What an argument may be.

``title``: title of a page, of the set, the site or the product's own documentation. ``subject``:
the product, its package, an import path or a file of the repository. ``command``: a command of the
product. ``snippet``: title of a snippet. ``link``: a target that the page links to. ``case``:
``sentence`` or ``title``. ``number``: digits. ``site_value``: a front matter value that the
site's own pages use.
"""
_REFERENCE = re.compile(r"^\{\{< (?:rel)?ref \"[^\"<>{}]+\" >\}\}$")
_PLACEHOLDER = re.compile(r"\{(\w+)\}")
_SMALL = frozenset(
    {
        "a",
        "an",
        "and",
        "as",
        "at",
        "but",
        "by",
        "for",
        "from",
        "in",
        "nor",
        "of",
        "on",
        "or",
        "the",
        "to",
        "with",
    }
)

_PAGED_KINDS = ("functions", "classes", "types", "exceptions")
"""Kinds of names that have reference pages of their own where a module has many."""


@dataclass(frozen=True)
class Connective:
    """One entry of the catalogue."""

    text: str
    """Text with placeholders, in sentence case."""
    arguments: Mapping[str, Argument]
    """Kind of each argument; ``case`` may always be given for a label."""
    label: bool
    """Whether it is a heading, header cell or title, which may stand more than once on a page."""


def _entry(text: str, *, label: bool = False, **arguments: Argument) -> Connective:
    return Connective(text, arguments, label)


def _labels(*texts: str) -> dict[str, Connective]:
    return {re.sub(r"\W+", "_", t.lower()).strip("_"): _entry(t, label=True) for t in texts}


CATALOGUE: Mapping[str, Connective] = {
    **_labels(
        "Overview",
        "Get started",
        "Project details",
        "More on this site",
        "Installation",
        "Quickstart",
        "Prerequisites",
        "Build requirements",
        "Before you begin",
        "Requirements",
        "Install",
        "Install from source",
        "Other ways to install",
        "Installation details",
        "Install the package",
        "Add the dependency",
        "Optional dependencies",
        "Dependencies",
        "Verify the installation",
        "Run it",
        "Run the program",
        "First program",
        "First steps",
        "More examples",
        "Examples",
        "Example",
        "Usage",
        "Steps",
        "Output",
        "Features",
        "Concepts",
        "Guides",
        "Reference",
        "API reference",
        "Command-line reference",
        "Configuration",
        "Configuration keys",
        "Environment variables",
        "Settings",
        "Troubleshooting",
        "Limitations",
        "Compatibility",
        "Release notes",
        "Next steps",
        "Related",
        "See also",
        "In this section",
        "Documentation",
        "Licence",
        "License",
        "Version",
        "Packages",
        "Modules",
        "Classes",
        "Functions",
        "Methods",
        "Other methods",
        "Properties",
        "Attributes",
        "Values",
        "Constants",
        "Variables",
        "Types",
        "Interfaces",
        "Enumerations",
        "Exceptions",
        "Macros",
        "Traits",
        "Structs",
        "Fields",
        "Constructors",
        "Deprecated",
        "Other symbols",
        "Parameters",
        "Argument",
        "Arguments",
        "Returns",
        "Raises",
        "Options",
        "Global options",
        "Commands",
        "Subcommands",
        "Synopsis",
        "Name",
        "Names",
        "Symbol",
        "Signature",
        "Type",
        "Default",
        "Description",
        "Option",
        "Flag",
        "Command",
        "Parameter",
        "Exception",
        "Message",
        "Raised by",
        "Value",
        "Variable",
        "Key",
        "Package",
        "Page",
        "Requirement",
        "Extra",
        "Meaning",
        "Summary",
        "Error messages",
        "Note",
        "Warning",
    ),
    "product": _entry("{subject}", label=True, subject="subject"),
    "symbol": _entry("`{subject}`", label=True, subject="subject"),
    "symbol_pair": _entry("`{first}`, `{second}`", label=True, first="subject", second="subject"),
    "symbol_more": _entry(
        "`{first}`, `{second}` and others", label=True, first="subject", second="subject"
    ),
    "symbol_name": _entry("{subject}", label=True, subject="subject"),
    "command_name": _entry("`{command}`", label=True, command="command"),
    "command_title": _entry("{command}", label=True, command="command"),
    "snippet_title": _entry("{snippet}", label=True, snippet="snippet"),
    "page_title": _entry("{title}", label=True, title="title"),
    "site_value": _entry("{value}", label=True, value="site_value"),
    "title_install": _entry("Install {subject}", label=True, subject="subject"),
    "title_overview": _entry("{subject} overview", label=True, subject="subject"),
    "title_quickstart": _entry("{subject} quickstart", label=True, subject="subject"),
    "title_documentation": _entry("{subject} documentation", label=True, subject="subject"),
    "title_api": _entry("{subject} API reference", label=True, subject="subject"),
    **{
        f"title_api_{kind}": _entry(f"{{subject}} {kind}", label=True, subject="subject")
        for kind in _PAGED_KINDS
    },
    **{
        f"title_api_{kind}_part": _entry(
            f"{{subject}} {kind}: {{first}} to {{last}}",
            label=True,
            subject="subject",
            first="subject",
            last="subject",
        )
        for kind in _PAGED_KINDS
    },
    **{
        f"description_api_{kind}": _entry(
            f"Public {kind} of {{subject}}.", label=True, subject="subject"
        )
        for kind in _PAGED_KINDS
    },
    **{
        f"title_api_file_{kind}": _entry(
            f"{{subject}} API: {{file}} {kind}", label=True, subject="subject", file="subject"
        )
        for kind in _PAGED_KINDS
    },
    **{
        f"title_api_file_{kind}_part": _entry(
            f"{{subject}} API: {{file}} {kind}, {{first}} to {{last}}",
            label=True,
            subject="subject",
            file="subject",
            first="subject",
            last="subject",
        )
        for kind in _PAGED_KINDS
    },
    "title_api_file": _entry(
        "{subject} API: {file}", label=True, subject="subject", file="subject"
    ),
    "description_api_file": _entry("Public names of {file}.", label=True, file="subject"),
    "title_cli": _entry("{subject} command-line reference", label=True, subject="subject"),
    "title_configuration": _entry("Configure {subject}", label=True, subject="subject"),
    "title_environment": _entry("{subject} environment variables", label=True, subject="subject"),
    "title_troubleshooting": _entry("{subject} error messages", label=True, subject="subject"),
    "title_troubleshoot": _entry("Troubleshoot {subject}", label=True, subject="subject"),
    "title_limitations": _entry("{subject} limitations", label=True, subject="subject"),
    "title_release_notes": _entry("{subject} release notes", label=True, subject="subject"),
    "title_usage": _entry("Use {subject}", label=True, subject="subject"),
    "title_run": _entry("Run {subject}", label=True, subject="subject"),
    "title_how": _entry("How {subject} works", label=True, subject="subject"),
    "title_user_guide": _entry("{subject} user guide", label=True, subject="subject"),
    "title_endpoints": _entry("{subject} API", label=True, subject="subject"),
    "title_examples": _entry("{subject} examples", label=True, subject="subject"),
    "title_programs": _entry("{subject} example programs", label=True, subject="subject"),
    "title_names": _entry("{first} to {last}", label=True, first="title", last="title"),
    "title_deprecated": _entry("Deprecated features of {subject}", label=True, subject="subject"),
    "title_terminology": _entry("{subject} terminology", label=True, subject="subject"),
    "title_benchmarks": _entry("{subject} benchmarks", label=True, subject="subject"),
    "title_guides": _entry("{subject} guides", label=True, subject="subject"),
    "link": _entry("[{title}]({target})", label=True, title="title", target="link"),
    "symbol_link": _entry("[`{subject}`]({target})", label=True, subject="subject", target="link"),
    "description_install": _entry("How to install {subject}.", label=True, subject="subject"),
    "description_quickstart": _entry(
        "Install {subject} and run a first program.", label=True, subject="subject"
    ),
    "description_first_steps": _entry("First steps with {subject}.", label=True, subject="subject"),
    "description_use": _entry("How to use {subject}.", label=True, subject="subject"),
    "description_title": _entry("{title}.", label=True, title="title"),
    "description_limitations": _entry("Limitations of {subject}.", label=True, subject="subject"),
    "description_api_class": _entry("Public members of {subject}.", label=True, subject="subject"),
    "description_cli": _entry("Commands and options of {subject}.", label=True, subject="subject"),
    "description_cli_command": _entry("Options of `{command}`.", label=True, command="command"),
    "description_api": _entry(
        "Public classes, functions and other names of {subject}.", label=True, subject="subject"
    ),
    "description_configuration": _entry(
        "Settings that {subject} reads.", label=True, subject="subject"
    ),
    "description_environment": _entry(
        "Environment variables that {subject} reads.", label=True, subject="subject"
    ),
    "description_troubleshooting": _entry(
        "Errors that {subject} raises, and where they come from.", label=True, subject="subject"
    ),
    "description_problems": _entry(
        "Problems with {subject}, and what to do about them.", label=True, subject="subject"
    ),
    "description_guide": _entry(
        "{subject} guide: {title}.", label=True, title="title", subject="subject"
    ),
    "description_both": _entry("{first} and {second}.", label=True, first="title", second="title"),
    "description_parts": _entry(
        "{first}, {second} and more.", label=True, first="title", second="title"
    ),
    "description_examples": _entry(
        "Programs that use {subject}, by task.", label=True, subject="subject"
    ),
    "description_overview": _entry(
        "What {subject} is, and what it does.", label=True, subject="subject"
    ),
    "description_index": _entry("How to install and use {subject}.", label=True, subject="subject"),
    "description_documentation": _entry(
        "Documentation of {subject}.", label=True, subject="subject"
    ),
    "install_with": _entry("Install {subject} with this command:", subject="subject"),
    "install_from_source": _entry("To install {subject} from source, run:", subject="subject"),
    "add_dependency": _entry("Add {subject} to the project's dependencies:", subject="subject"),
    "verify_with": _entry("To check the installation, run:"),
    "run_with": _entry("Save the program in a file and run it:"),
    "help_with": _entry("For all options, run:"),
    "save_as": _entry("Save this program as `{subject}`:", subject="subject"),
    "run_program": _entry("Run it:"),
    "prints": _entry("It prints:"),
    "from_import": _entry("Import it in code as `{subject}`.", subject="subject"),
    "no_description": _entry("These names have no description in the source."),
    "deprecated_names": _entry("These names are deprecated."),
    "reads_file": _entry(
        "This code reads [`{subject}`]({target}) from the product's repository.",
        subject="subject",
        target="link",
    ),
    "read_files": _entry("The programs on this page read these files of the product's repository:"),
    "expects_file": _entry("This code expects the file `{subject}`.", subject="subject"),
    "needs_package": _entry("This code also uses the package `{subject}`.", subject="subject"),
    "inherits_from": _entry(
        "It inherits the members of `{subject}`.", label=True, subject="subject"
    ),
    "examples_start_with": _entry("The examples on this page start with:"),
    "example_starts_with": _entry("The example on this page starts with:"),
    "fragments_start_with": _entry("The parts of programs below start with:"),
    "fragment_uses": _entry(
        "This example relies on `{subject}`, defined elsewhere in the program.",
        label=True,
        subject="subject",
    ),
    "fragment_uses_two": _entry(
        "This example relies on `{first}` and `{second}`, defined elsewhere in the program.",
        label=True,
        first="subject",
        second="subject",
    ),
    "raises_label": _entry("Raises:", label=True),
    "throws_label": _entry("Throws:", label=True),
    "parameters_label": _entry("Parameters:", label=True),
    "defaults_label": _entry("Defaults:", label=True),
    "not_released": _entry("The newest release does not have this yet."),
    "continues_program": _entry(
        "The examples on this page continue one another, from top to bottom."
    ),
    "needs_first": _entry("First install {subject}.", subject="subject"),
    "see_install": _entry("First [install {subject}]({target}).", subject="subject", target="link"),
    "signatures_from": _entry("Import these names from `{subject}`.", subject="subject"),
    "more_in": _entry("For more, see [{title}]({target}).", title="title", target="link"),
    "source_at": _entry("The source code is at [{title}]({target}).", title="title", target="link"),
}


def text_of(use: ConnectiveUse) -> str | None:
    """Return the text that a use stands for; None for an unknown entry or unfit arguments."""
    entry = CATALOGUE.get(use.connective)
    if entry is None:
        return None
    given = dict(use.arguments)
    case = given.pop("case", "sentence")
    if len(given) + ("case" in dict(use.arguments)) != len(use.arguments):
        return None
    if given.keys() != entry.arguments.keys() or case not in {"sentence", "title"}:
        return None
    if case == "title" and not entry.label:
        return None
    if not all(_fits(entry.arguments[name], value) for name, value in given.items()):
        return None
    titled = case == "title" and not entry.text.endswith(".")
    text = title_case(entry.text) if titled else entry.text
    return _PLACEHOLDER.sub(lambda found: given[found[1]], text)


def say(connective_id: str, **arguments: str) -> Sentence:
    """Return the sentence of an entry; ValueError where `text_of` knows no text for it."""
    use = ConnectiveUse(connective=connective_id, arguments=tuple(sorted(arguments.items())))
    text = text_of(use)
    if text is None:
        raise ValueError(f"the catalogue has no {connective_id!r} with {sorted(arguments)}")
    return Sentence(text=text, source=use)


def title_case(text: str) -> str:
    """Return an entry's text in title case; placeholders and inner capitals stay."""
    words = text.split(" ")
    last = len(words) - 1
    return " ".join(
        word
        if word.startswith("{") or (word in _SMALL and 0 < number < last)
        else "-".join(part[:1].upper() + part[1:] for part in word.split("-"))
        for number, word in enumerate(words)
    )


def _fits(kind: Argument, value: str) -> bool:
    if not value.strip() or len(value) > 300 or not value.isprintable():
        return False
    match kind:
        case "number":
            return value.isdigit()
        case "link":
            return not re.search(r"[()<>\s{}]", value) or bool(_REFERENCE.match(value))
        case _:
            return "{{<" not in value and "{{%" not in value and "<!--" not in value
