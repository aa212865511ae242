"""Evaluate claims about code in languages without a parser here, from the text itself.

Comments are blanked, white space is squeezed; a definition and its signature must stand in it.
"""

import re
from functools import lru_cache

from launch.checks.texts import bare_words, fold, read_text
from launch.contracts.claims import CheckOutcome, RaiseCheck, SymbolCheck
from launch.ports import Tree

_HASH_COMMENTS = frozenset({"Ruby", "Python", "Shell", "YAML", "TOML", "Perl", "CMake", "Makefile"})
_TOKEN = re.compile(
    r'(?P<string>"(?:\\.|[^"\\\n])*"|`[^`]*`)'
    r"|(?P<char>'(?:\\.|[^'\\\n])*')"
    r"|(?P<comment>//[^\n]*|/\*.*?\*/)",
    re.DOTALL,
)
_HASH_TOKEN = re.compile(
    r"""(?P<string>"(?:\\.|[^"\\\n])*"|'(?:\\.|[^'\\\n])*')|(?P<comment>#[^\n]*)""", re.DOTALL
)
_RAW_RUST = re.compile(r'r(#+)".*?"\1', re.DOTALL)
_KEYWORDS = (
    "class|interface|enum|struct|trait|type|fn|func|function|def|const|let|var|static|mod|module|"
    "namespace|record|union|typedef|define|macro_rules!|object|protocol|property|event|delegate|"
    "alias|using|abstract|readonly|get|set|attr_reader|attr_accessor|attr_writer|@interface"
)


@lru_cache(maxsize=128)
def bare_code(text: str, language: str) -> str:
    """Return the text with comments blanked by spaces; strings and lines stay where they are."""
    token = _HASH_TOKEN if language in _HASH_COMMENTS else _TOKEN

    def blank(match: re.Match[str]) -> str:
        if match.lastgroup == "comment":
            return re.sub(r"[^\n]", " ", match[0])
        if match.lastgroup == "char" and language == "Rust" and len(match[0]) > 12:
            return match[0]
        return match[0]

    return token.sub(blank, text)


@lru_cache(maxsize=128)
def squeezed(code: str) -> str:
    """Return code without white space and without commas before a closing bracket."""
    return re.sub(r",(?=[)\]}>])", "", re.sub(r"\s+", "", code))


@lru_cache(maxsize=8192)
def _definition(name: str) -> re.Pattern[str]:
    word = re.escape(name)
    return re.compile(
        rf"(?<![\w$])(?:{_KEYWORDS})\b[^\n;{{}}]*?(?<![\w$]){word}(?![\w$])"
        rf"|#\s*define\s+{word}\b"
        rf"|(?<![\w$.]){word}\s*(?:<[^>\n]*>)?\s*\([^;{{}}]*\)[^;\n(){{}}]*[{{;]"
        rf"|(?<![\w$]){word}\s*\??\s*[:=](?!=)"
        rf"|(?m:^[ \t]*(?:[\w.*&<>,\[\]]+[ \t]+)*\**{word}(?![\w$]))"
        rf"|[.'\"\[]{word}['\"\]]*\s*=(?!=)"
        rf"|[\w>\]?*&]\s+\**{word}\s*[;=,){{]"
    )


def symbol_outcome(check: SymbolCheck, tree: Tree) -> CheckOutcome:
    """Return whether the symbol is defined, with the signature or default that is claimed."""
    text = read_text(tree, check.path)
    if text is None:
        return _no(f"{check.path} cannot be read")
    code = bare_code(text, check.language)
    where = f"{check.path}: {check.qualname}"
    name = re.split(r"\.|::|#", check.qualname)[-1]
    if name and check.kind not in {"module", "package", "namespace"}:
        if re.search(rf"(?<![\w$]){re.escape(name)}(?![\w$])", code) is None:
            return _no(f"{where} is not defined")
        if check.signature is None and _definition(name).search(code) is None:
            return _no(f"{where} is not defined")
    if check.signature is not None and squeezed(check.signature) not in squeezed(code):
        return _no(f"{where} has another signature")
    if check.parameter is not None and not _has_default(code, name, check):
        return _no(f"{where}: {check.parameter} has another default")
    if check.returns is not None and squeezed(check.returns) not in squeezed(code):
        return _no(f"{where} returns another type")
    if check.summary is not None and bare_words(check.summary) not in _prose(text):
        return _no(f"{where} is described otherwise")
    if check.exported_by is not None and check.public_path is not None:
        public = re.split(r"\.|::|/", check.public_path)[-1]
        if not _exports(tree, check.exported_by, public):
            return _no(f"{check.exported_by} does not export {public}")
    return _yes(where)


@lru_cache(maxsize=64)
def _prose(text: str) -> str:
    return bare_words(re.sub(r"(?m)^[ \t]*(?:///?!?|/?\*+/?|#+)", " ", text))


def _has_default(code: str, name: str, check: SymbolCheck) -> bool:
    bare = squeezed(code)
    parameter = re.escape((check.parameter or "").lstrip("*&."))
    value = re.escape(squeezed(check.default or ""))
    within = re.escape(name) + r"[^;{}]*?" if name else ""
    pattern = rf"{within}(?<![\w$]){parameter}\??(?::[^=;]*?)?=>?{value}(?![\w$.])"
    return re.search(pattern, bare) is not None


def _exports(tree: Tree, path: str, name: str) -> bool:
    text = read_text(tree, path)
    if text is None:
        return False
    pattern = rf"(?<![\w$]){re.escape(name)}(?![\w$])"
    return re.search(pattern, text) is not None or re.search(r"export\s+\*|\*;", text) is not None


def raise_outcome(check: RaiseCheck, tree: Tree) -> CheckOutcome:
    """Return whether the file throws the exception, with the message that is claimed."""
    text = read_text(tree, check.path)
    if text is None:
        return _no(f"{check.path} cannot be read")
    code = bare_code(text, check.language)
    name = re.escape(re.split(r"\.|::", check.exception)[-1])
    thrown = re.compile(rf"(?:\b(?:throw|raise|panic|fail|return)\b[^;\n]*?)\b{name}\b[^;]*")
    for match in thrown.finditer(code):
        if not check.message or fold(check.message) in fold(match[0].replace('\\"', '"')):
            return _yes(f"{check.path}: {check.exception}")
    return _no(f"{check.path}: no {check.exception} like that")


def _yes(found: str) -> CheckOutcome:
    return CheckOutcome(holds=True, found=found)


def _no(found: str) -> CheckOutcome:
    return CheckOutcome(holds=False, found=found)
