"""How good a snippet is to begin with: completeness, prerequisites, teaching value, origin."""

import re
from dataclasses import dataclass

from launch.contracts.snippet_catalog import Snippet

_START = re.compile(
    r"(?i)\b(?:quick ?-?start|getting ?-?started|get started|first (?:steps?|run|report|program)|"
    r"hello,?[ -]?world)\b"
)
_BEGINNING = re.compile(r"(?i)\b(?:basics?|usage|introduction|simple|simplest|minimal|examples?)\b")
_MAIN_EXAMPLE = re.compile(r"(?i)^\W*(?:an? )?(?:full |complete |basic )?examples?\W*$")
_ASIDE = re.compile(
    r"(?i)\b(?:advanced|internals?|migrat\w+|upgrad\w+|deprecated|troubleshoot\w*|contribut\w+|"
    r"develop\w+|from source|building|benchmark\w*|changelog|faq|tests?|testing|caveats?|"
    r"limitations?|hooks?|plug-?ins?|custom\w*|error handling|logging)\b"
)
_INSTALLS = re.compile(
    r"^\s*(?:sudo )?(?:(?:python\S* -m )?pip\S* install|pipx|uv (?:add|pip|tool)|poetry add|"
    r"conda|mamba|npm (?:i|install|init)|npx|yarn|pnpm|bun add|go (?:get|install|mod)|cargo|rustup|"
    r"brew|port|apt\S*|dnf|yum|zypper|apk|pacman|emerge|nix\S*|guix|pkg\w*|winget|choco|scoop|gem|"
    r"bundle|composer|dotnet add|nuget|mvn|docker|git|cd|mkdir|make|cmake|\S*gradlew?|source|"
    r"python -m venv|export|#|$)"
)
_ORIGIN = {"readme": 0.13, "doc": 0.11, "example": 0.09, "docstring": 0.04, "test": 0.0}
_FORM = {"program": 0.40, "fragment": 0.20, "session": 0.16, "signature": 0.05, "output": 0.0}


@dataclass(frozen=True)
class Standing:
    """What ranking needs beyond the snippet."""

    uses_product: bool
    effect: bool
    main_language: bool


def rank(snippet: Snippet, standing: Standing) -> float:
    """Return 0 to 1; a snippet that does not parse or uses what does not exist is near 0."""
    source = snippet.sources[0]
    score = _FORM[snippet.form] + _ORIGIN[source.origin] + _prerequisites(snippet)
    score += _teaching(snippet, standing)
    place = " ".join((*source.heading_path, _words(source.path)))
    words = f"{place} {snippet.title} {source.introduced_by}"
    if _START.search(words):
        score += 0.14
    elif any(_MAIN_EXAMPLE.match(heading) for heading in source.heading_path):
        score += 0.10
    elif _BEGINNING.search(words):
        score += 0.06
    score -= 0.12 if _ASIDE.search(place) else 0.0
    if only_installs(snippet.code, snippet.language):
        score *= 0.4
    if not standing.uses_product:
        score *= 0.5
    if snippet.release == "unreleased":
        score *= 0.5
    if not snippet.parses or snippet.unresolved:
        score *= 0.1
    return round(min(max(score, 0.0), 1.0), 4)


def _prerequisites(snippet: Snippet) -> float:
    """Return the cost of what must be there: a file, a package or name, the network."""
    files = sum(1 for name in snippet.undeclared if re.search(r"[./ ]", name))
    others = len(snippet.undeclared) - files
    return -(0.04 * min(files, 3) + 0.08 * min(others, 3) + 0.04 * snippet.needs_network)


def _teaching(snippet: Snippet, standing: Standing) -> float:
    lines = [line for line in snippet.code.split("\n") if line.strip()]
    score = 0.04 * min(len(snippet.identifiers), 2)
    score += 0.06 if standing.effect else 0.0
    score += 0.06 if snippet.output else 0.0
    score += 0.10 if standing.main_language else 0.0
    if 4 <= len(lines) <= 25:
        score += 0.06
    elif len(lines) > 35:
        score -= 0.08
    return score


def only_installs(code: str, language: str) -> bool:
    """Return whether every line of shell code is about getting or building something."""
    if language not in {"bash", "powershell", "fish"}:
        return False
    return all(_INSTALLS.match(line) for line in code.split("\n"))


def _words(path: str) -> str:
    return re.sub(r"[-_/.]+", " ", path)
