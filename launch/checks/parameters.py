"""Evaluate what is said of a callable's parameter: it is there, and its documentation says so."""

import ast
import re

from launch.checks.python_names import definitions, flat, function_of, module_of, names_of
from launch.checks.source_text import bare_code, described, told_of
from launch.checks.texts import bare_words, has_word, lines_of, read_text
from launch.contracts.claims import CheckOutcome, ParameterCheck
from launch.ports import Tree

_NEAR = 8
"""Lines above and below a field that its own comment may take."""


def parameter_outcome(check: ParameterCheck, tree: Tree) -> CheckOutcome:
    """Return whether the callable has the parameter, described as claimed."""
    text = read_text(tree, check.path)
    where = f"{check.path}: {check.qualname}"
    if text is None:
        return CheckOutcome(holds=False, found=f"{check.path} cannot be read")
    if check.language == "Python":
        holds = any(_python(node, text, check) for node in _definitions(text, check.qualname))
    else:
        holds = _elsewhere(text, check)
    found = f"{where}: {check.parameter} is {'' if holds else 'not '}described so"
    return CheckOutcome(holds=holds, found=found)


def _definitions(text: str, qualname: str) -> tuple[ast.stmt, ...]:
    module = module_of(text)
    return definitions(module, qualname) if module is not None else ()


def _python(node: ast.stmt, text: str, check: ParameterCheck) -> bool:
    function = function_of(node)
    names: set[str] = set()
    docs: list[str] = []
    for one in (node, function):
        if isinstance(one, ast.FunctionDef | ast.AsyncFunctionDef):
            rows = one.args
            listed = [*rows.posonlyargs, *rows.args, *rows.kwonlyargs, rows.vararg, rows.kwarg]
            names |= {row.arg for row in listed if row is not None}
            docs.append(ast.get_docstring(one) or "")
        elif isinstance(one, ast.ClassDef):
            names |= {name for item in flat(one.body) for name in names_of(item)}
            docs.append(ast.get_docstring(one) or "")
    if check.parameter not in names:
        return False
    if any(told_of(bare_words(doc), check.parameter, check.description) for doc in docs):
        return True
    return isinstance(node, ast.ClassDef) and _beside(node, text, check)


def _beside(node: ast.ClassDef, text: str, check: ParameterCheck) -> bool:
    """Return whether the comment above a field, or the text below it, says so."""
    lines = lines_of(text)
    for item in flat(node.body):
        if check.parameter in names_of(item):
            last = item.end_lineno or item.lineno
            near = "\n".join(lines[max(0, item.lineno - _NEAR) : last + _NEAR])
            bare = bare_words(re.sub(r"(?m)^[ \t]*#:?", " ", near))
            return bare_words(check.description) in bare
    return False


def _elsewhere(text: str, check: ParameterCheck) -> bool:
    callable_name = re.split(r"\.|::|#", check.qualname)[-1].lstrip("~")
    code = bare_code(text, check.language)
    named = callable_name in code and has_word(code, check.parameter)
    return named and described(text, check.parameter, check.description)
