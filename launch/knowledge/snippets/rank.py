"""How good a snippet is to begin with: completeness, prerequisites, teaching value, origin."""

import re
from dataclasses import dataclass

from launch.contracts.snippet_catalog import Snippet

_BEGINNING = re.compile(
    r"(?i)\b(?:quick ?-?start|getting ?-?started|get started|first (?:steps?|run|report|program)|"
    r"basic|basics|usage|hello|introduction|simple|minimal|example usage)\b"
)
_ASIDE = re.compile(
    r"(?i)\b(?:advanced|internals?|migrat\w+|upgrad\w+|deprecated|troubleshoot\w*|contribut\w+|"
    r"develop\w+|from source|building|benchmark\w*|changelog|faq|testing|error handling|logging)\b"
)
_INSTALLS = re.compile(
    r"^\s*(?:sudo )?(?:(?:python\S* -m )?pip\S* install|pipx|uv (?:add|pip|tool)|poetry add|"
    r"conda|mamba|npm (?:i|install|init)|npx|yarn|pnpm|bun add|go (?:get|install|mod)|cargo|rustup|"
    r"brew|port|apt\S*|dnf|yum|zypper|apk|pacman|emerge|nix\S*|guix|pkg\w*|winget|choco|scoop|gem|"
    r"bundle|composer|dotnet add|nuget|mvn|docker|git|cd|mkdir|make|cmake|\S*gradlew?|source|"
    r"python -m venv|export|#|$)"
)
_ORIGIN = {"readme": 0.13, "doc": 0.11, "example": 0.09, "docstring": 0.04, "test": 0.0}
_FORM = {"program": 0.40, "fragment": 0.20, "session": 0.18, "signature": 0.05, "output": 0.0}


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
    score += 0.08 if _BEGINNING.search(f"{place} {snippet.title} {source.introduced_by}") else 0.0
    score -= 0.06 if _ASIDE.search(place) else 0.0
    if _only_installs(snippet):
        score *= 0.4
    if not standing.uses_product:
        score *= 0.5
    if snippet.release == "unreleased":
        score *= 0.5
    if not snippet.parses or snippet.unresolved:
        score *= 0.1
    return round(min(max(score, 0.0), 1.0), 4)


def _prerequisites(snippet: Snippet) -> float:
    cost = 0.05 * min(len(snippet.undeclared), 4)
    return -(cost + (0.05 if snippet.needs_network else 0.0))


def _teaching(snippet: Snippet, standing: Standing) -> float:
    lines = [line for line in snippet.code.split("\n") if line.strip()]
    score = 0.04 * min(len(snippet.identifiers), 3)
    score += 0.06 if standing.effect else 0.0
    score += 0.06 if snippet.output else 0.0
    score += 0.10 if standing.main_language else 0.0
    if 4 <= len(lines) <= 25:
        score += 0.06
    elif len(lines) > 40:
        score -= 0.10
    return score


def _only_installs(snippet: Snippet) -> bool:
    if snippet.language not in {"bash", "powershell", "fish"}:
        return False
    return all(_INSTALLS.match(line) for line in snippet.code.split("\n"))


def _words(path: str) -> str:
    return re.sub(r"[-_/.]+", " ", path)
