"""Code as a reader pastes it: dedented, prompts taken off, output told apart."""

import re
import textwrap
from dataclasses import dataclass

_PYTHON_PROMPT = re.compile(r"^(?:>>>|\.\.\.)(?: |$)")
_NUMBERED_PROMPT = re.compile(r"^In \[\d+\]: ")
_SHELL_PROMPT = re.compile(r"^(?:\[[\w.@~ /-]+\])?(?:[\w.-]+@[\w.-]+[:~][\w~/.-]*)?[$%] +")
_POWERSHELL_PROMPT = re.compile(r"^PS(?: [A-Z]:\\[^>]*)?> *")

_TYPED = frozenset(
    {
        "apt", "apt-get", "brew", "bundle", "cargo", "cd", "cmake", "composer", "conda", "dnf",
        "docker", "dotnet", "gem", "git", "go", "make", "mvn", "npm", "npx", "pacman", "pip",
        "pip3", "pipx", "pnpm", "poetry", "rustup", "sudo", "uv", "yarn", "yum",
    }
)  # fmt: skip


@dataclass(frozen=True)
class Pasted:
    """Code without prompts, and what the source showed of its output."""

    code: str
    output: str | None = None
    """Output after the last command; None if there is none, or some stood between commands."""
    session: bool = False
    """Whether answers stood between the commands, or values were echoed."""
    transcript: str = ""
    """A session as it stood, dedented."""


def normalise(code: str, language: str) -> Pasted:
    """Return the code dedented, without prompts, trailing spaces and blank ends."""
    text = textwrap.dedent(code.expandtabs(4) if language == "python" else code)
    lines = [line.rstrip() for line in text.strip("\n").split("\n")]
    while lines and not lines[0]:
        lines.pop(0)
    while lines and not lines[-1]:
        lines.pop()
    if language == "python" and any(line.startswith((">>> ", "In [")) for line in lines):
        return _python_session(lines)
    for prompt in (_SHELL_PROMPT, _POWERSHELL_PROMPT):
        if language in {"bash", "powershell", ""} and any(prompt.match(line) for line in lines):
            return _shell_session(lines, prompt)
    return Pasted("\n".join(lines))


def guess_language(code: str, commands: tuple[str, ...]) -> str:
    """Return the language that a block without a name gives away; empty if none is certain."""
    lines = [line.strip() for line in code.strip().split("\n") if line.strip()]
    if not lines:
        return ""
    if any(line.startswith(">>> ") for line in lines):
        return "python"
    if any(_SHELL_PROMPT.match(line) for line in lines):
        return "bash"
    typed = {*_TYPED, *commands}
    words = [line.split()[0] for line in lines if not line.startswith("#")]
    return "bash" if words and all(word in typed for word in words) else ""


def _python_session(lines: list[str]) -> Pasted:
    code: list[str] = []
    answers: list[tuple[int, str]] = []
    for line in lines:
        text = _NUMBERED_PROMPT.sub(">>> ", line)
        if _PYTHON_PROMPT.match(text):
            code.append(text[4:])
        elif text:
            answers.append((len(code), text))
    return _with_answers(code, answers, lines, echoes=True)


def _shell_session(lines: list[str], prompt: re.Pattern[str]) -> Pasted:
    code: list[str] = []
    answers: list[tuple[int, str]] = []
    continued = False
    for line in lines:
        if prompt.match(line):
            code.append(prompt.sub("", line, count=1))
        elif continued:
            code.append(re.sub(r"^> ", "", line))
        elif line.startswith("#") and not answers:
            code.append(line)
            continue
        elif line:
            answers.append((len(code), line))
        continued = bool(code) and code[-1].endswith("\\") and not answers
    return _with_answers(code, answers, lines, echoes=False)


def _with_answers(
    code: list[str], answers: list[tuple[int, str]], lines: list[str], *, echoes: bool
) -> Pasted:
    text = "\n".join(code).strip("\n")
    if not answers:
        return Pasted(text)
    trailing = all(place == len(code) for place, _ in answers)
    output = "\n".join(line for _, line in answers) if trailing else None
    printed = trailing and bool(code) and code[-1].lstrip().startswith("print(")
    session = not (printed if echoes else trailing)
    return Pasted(text, output, session, "\n".join(lines) if session else "")
