"""Roles, cross-references and fields of reStructuredText, MyST and DocFX, as plain Markdown."""

import re

_ROLE = re.compile(
    r"(?<![\w`]):(?:[\w+.-]+:)*[\w+.-]+:`([^`]+)`|(?<![\w`])\{(?:[\w+.-]+:)*[\w+.-]+\}`([^`]+)`"
)
_XREF = re.compile(r"<xref:([A-Za-z_][\w.]*)(?:`\d+)?(?:\([^<>]*\)|\*)?(?:\?[^<>]*)?>")
_CODE_ROLES = frozenset(
    {"class", "func", "meth", "mod", "attr", "exc", "data", "obj", "const", "code", "file", "cmd",
     "option", "envvar", "program", "command", "samp", "kbd", "type", "literal", "cpp", "c", "js",
     "py", "confval", "setting", "ivar"}
)  # fmt: skip


def resolve_roles(text: str) -> str:
    """Put code or plain text for roles, cross-references to symbols and double backticks."""
    fresh = _XREF.sub(lambda match: f"`{match[1].rsplit('.', 1)[-1]}`", text)
    fresh = _ROLE.sub(_role, fresh)
    fresh = re.sub(r"(?<!`)``([^`]+)``(?!`)", r"`\1`", fresh)
    fresh = re.sub(r"`([^`<>]+?)\s*<(https?://[^>\s]+)>`__?", r"[\1](\2)", fresh)
    fresh = re.sub(r"`([^`<>]+?)\s*<[^`<>\s]+_>`__?(?!\w)", r"\1", fresh)
    fresh = re.sub(r"`([^`<>]+)`__?(?!\w)", r"\1", fresh)
    return (
        re.sub(r"\|(\w[\w .-]*)\|(?!\w)", r"\1", fresh)
        if "|" in fresh and "||" not in fresh
        else fresh
    )


def _role(match: re.Match[str]) -> str:
    inner = match[1] or match[2]
    roles = re.findall(r"[\w+.-]+", match[0].split("`")[0])
    titled = re.match(r"(.+?)\s*<[^>]+>$", inner, re.DOTALL)
    if titled:
        return titled[1]
    code = bool(_CODE_ROLES & set(roles))
    if set(roles) & {"ref", "doc", "numref", "term", "download"} and not set(roles) - {
        "ref", "doc", "numref", "term", "download", "std",
    }:  # fmt: skip
        # Its text is computed from another page: nothing here says it.
        return inner if "term" in roles else match[0]
    shown = inner.removeprefix("!").lstrip(".")
    if shown.startswith("~"):
        shown = shown[1:].rsplit(".", 1)[-1]
    return f"`{shown}`" if code else shown


def name_field(text: str) -> str:
    """Put "Name: text" for a field of reStructuredText, the items of a list in it after commas."""
    match = re.match(r":([A-Za-z][\w -]*):(?:\s+|$)", text)
    if match is None:
        return text
    rest = text[match.end() :]
    parts = re.split(r"(?:^|\s)[-*] ", rest)
    listed = ", ".join(parts[1:]) if len(parts) > 1 and not parts[0] else rest
    return f"{match[1]}: {listed}".rstrip()
