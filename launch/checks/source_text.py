"""Evaluate claims about code in languages without a parser here, from the text itself.

Comments are blanked, white space is squeezed; a definition and its signature must stand in it.
"""

import re
from collections.abc import Mapping
from functools import lru_cache

from launch.checks.texts import bare_words, fold, lines_of, read_text
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
    """Return code with white space only between words, and no comma before a closing bracket."""
    # Two words stay two words: a parameter's name must not run into its type.
    spaced = re.sub(r"(?<!\w) | (?!\w)", "", " ".join(code.split()))
    return re.sub(r",(?=[)\]}>])", "", spaced)


_DIRECTIVE = re.compile(r"\s*#\s*(\w+)")


@lru_cache(maxsize=128)
def first_branches(text: str, language: str) -> str:
    """Return C# without directives and without the branches that ``#else`` opens; else the text."""
    if language != "C#":
        return text
    kept: list[str] = []
    shown: list[bool] = []
    for line in lines_of(text):
        word = _DIRECTIVE.match(line) if "#" in line else None
        match word[1] if word else "":
            case "if":
                shown.append(True)
            case "elif" | "else" if shown:
                shown[-1] = False
            case "endif" if shown:
                shown.pop()
        kept.append("" if word or not all(shown) else line)
    return "\n".join(kept)


_NAME = "\x00"
"""Stands for the name that is looked for, so that one pattern serves all names."""
_DEFINITION = re.compile(
    rf"(?<![\w$])(?:{_KEYWORDS})\b[^\n;{{}}]*?(?<![\w$]){_NAME}(?![\w$])"
    rf"|#\s*define\s+{_NAME}(?![\w$])|\bmacro_rules!\s*{_NAME}(?![\w$])"
    rf"|(?<![\w$.]){_NAME}['\"\]]?\s*(?:<[^>\n]*>)?\s*\([^;{{}}]*\)[^;\n(){{}}]*[{{;]"
    rf"|(?<![\w$]){_NAME}['\"\]]?\s*\??\s*[:=](?!=)"
    rf"|(?m:^[ \t]*(?:[\w.*&<>,?:\[\]]+[ \t]+)*[*&]*{_NAME}(?![\w$]))"
    rf"|[.'\"\[]{_NAME}['\"\]]*\s*=(?!=)"
    rf"|\benum\b[^;{{}}]*\{{[^{{}}]*?(?<![\w$]){_NAME}(?![\w$])"
    rf"|[\w>\]?*&]\s+\**{_NAME}\s*[;=,){{]"
)
_WINDOW = 12
_NEAR = 120
"""Characters before a description within which its parameter is named."""


_WORD = re.compile(r"[\w$]+")


@lru_cache(maxsize=64)
def _lines_by_word(code: str) -> Mapping[str, tuple[int, ...]]:
    """Return the numbers (from 0) of the lines that each word stands on."""
    found: dict[str, list[int]] = {}
    for number, line in enumerate(lines_of(code)):
        for word in set(_WORD.findall(line)):
            found.setdefault(word, []).append(number)
    return {word: tuple(numbers) for word, numbers in found.items()}


def _lines_with(code: str, name: str) -> tuple[int, ...]:
    """Return the numbers of the lines that hold a name, signs such as ``?`` and ``~`` included."""
    words = re.findall(r"[\w$]+", name)
    if not words:
        return tuple(number for number, line in enumerate(lines_of(code)) if name in line)
    numbers = _lines_by_word(code).get(max(words, key=len), ())
    if words == [name]:
        return numbers
    lines = lines_of(code)
    return tuple(number for number in numbers if name in lines[number])


def _defined(code: str, name: str) -> bool:
    """Return whether some line of the code defines the name, in any language's way."""
    lines = lines_of(code)
    whole = re.compile(rf"(?<![\w$]){re.escape(name)}(?![\w$])")
    for number in _lines_with(code, name):
        # The line before is seen too, for types that stand on a line of their own.
        first = max(0, number - 1)
        window = whole.sub(_NAME, "\n".join(lines[first : number + _WINDOW]))
        if _DEFINITION.search(window):
            return True
    return False


def symbol_outcome(check: SymbolCheck, tree: Tree) -> CheckOutcome:
    """Return whether the symbol is defined, with the signature or default that is claimed."""
    text = read_text(tree, check.path)
    if text is None:
        return _no(f"{check.path} cannot be read")
    code = bare_code(first_branches(text, check.language), check.language)
    where = f"{check.path}: {check.qualname}"
    name = re.split(r"\.|::|#", check.qualname)[-1]
    if name and check.kind not in {"module", "package", "namespace"}:
        if not _lines_with(code, name):
            return _no(f"{where} is not defined")
        if check.signature is None and not _defined(code, name):
            return _no(f"{where} is not defined")
    if check.signature is not None and not _has_signature(code, check.signature, check.language):
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


def _has_signature(code: str, signature: str, language: str) -> bool:
    wanted, bare = squeezed(signature), squeezed(code)
    if language == "Go" and wanted.startswith("type ") and "type(" in bare and wanted not in bare:
        # One word stands before a whole group of types.
        wanted = wanted.removeprefix("type ")
    return wanted in bare


@lru_cache(maxsize=64)
def _prose(text: str) -> str:
    return bare_words(re.sub(r"(?m)^[ \t]*(?:///?!?|/?\*+/?|#+)", " ", text))


def _has_default(code: str, name: str, check: SymbolCheck) -> bool:
    bare = squeezed(code)
    parameter = re.escape((check.parameter or "").lstrip("*&."))
    value = re.escape(squeezed(check.default or ""))
    within = re.escape(name) + r"[^;]*?" if name else ""
    start = "" if parameter.startswith("\\$") else r"(?<![\w$])"
    pattern = rf"{within}{start}{parameter}\??(?::[^=;]*?)?(?:=>?|:){value}(?![\w$.])"
    return re.search(pattern, bare) is not None


def _exports(tree: Tree, path: str, name: str) -> bool:
    text = read_text(tree, path)
    if text is None:
        return False
    pattern = rf"(?<![\w$]){re.escape(name)}(?![\w$])"
    return re.search(pattern, text) is not None or re.search(r"export\s+\*|\*;", text) is not None


def names_it(text: str, language: str, name: str) -> bool:
    """Return whether code (comments aside) holds a dotted name, ``::`` read as a dot."""
    code = bare_code(text, language).replace("::", ".")
    return re.search(rf"(?<![\w$.]){re.escape(name)}(?![\w$])", code) is not None


def described(text: str, name: str, description: str) -> bool:
    """Return whether the comments of a file say this of a parameter, its name close before."""
    return told_of(_parameter_prose(text), name, description)


@lru_cache(maxsize=64)
def _parameter_prose(text: str) -> str:
    return _prose(re.sub(r"<param\s+name=[\"']([^\"']+)[\"']\s*>", r" \1 ", text))


def told_of(words: str, name: str, description: str) -> bool:
    """Return whether a description stands in bare words with the name close before it."""
    wanted, named = bare_words(description), bare_words(name)
    at = words.find(wanted) if wanted and named else -1
    while at >= 0:
        before = words[max(0, at - _NEAR) : at]
        if re.search(rf"(?<!\w){re.escape(named)}(?!\w)", before):
            return True
        at = words.find(wanted, at + 1)
    return False


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
