"""Evaluate claims about Python code from its own parse tree: definitions, parameters, raises."""

import ast
import re
from functools import lru_cache

from launch.checks.python_classes import Placed, fields_match, fields_of, heirs, is_data
from launch.checks.python_names import definitions, exported, function_of, module_of, names_of
from launch.checks.python_signatures import code_of, parsed_signature, rows_of, squeezed
from launch.checks.texts import bare_words, fold, read_text
from launch.contracts.claims import CheckOutcome, RaiseCheck, SymbolCheck
from launch.ports import Tree


def symbol_outcome(check: SymbolCheck, tree: Tree) -> CheckOutcome:
    """Return whether the symbol is defined, with the signature or default that is claimed."""
    text = read_text(tree, check.path)
    module = module_of(text) if text is not None else None
    if module is None:
        return _no(f"{check.path} cannot be parsed")
    where = f"{check.path}: {check.qualname}"
    if not check.qualname or check.kind == "module":
        return _yes(where)
    found = definitions(module, check.qualname)
    if not found:
        return _no(f"{where} is not defined")
    placed = heirs(tree, check.path, found)
    if check.signature is not None and not any(
        _signed(tree, row, check.signature) for row in placed
    ):
        return _no(f"{where} has another signature")
    if check.parameter is not None and not any(
        _default(tree, row, check.parameter, check.default) for row in placed
    ):
        return _no(f"{where}: {check.parameter} has another default")
    if check.returns is not None and not any(_returned(node) == check.returns for node in found):
        return _no(f"{where} returns another type")
    if check.summary is not None and not any(
        _told(node, check.summary, text or "") for node in found
    ):
        return _no(f"{where} is described otherwise")
    if check.exported_by is not None and check.public_path is not None:
        name = check.public_path.rsplit(".", 1)[-1]
        if not exported(tree, check.exported_by, name, frozenset()):
            return _no(f"{check.exported_by} does not export {name}")
    return _yes(where)


def raise_outcome(check: RaiseCheck, tree: Tree) -> CheckOutcome:
    """Return whether the function raises the exception, with the message that is claimed."""
    text = read_text(tree, check.path)
    module = module_of(text) if text is not None else None
    if module is None:
        return _no(f"{check.path} cannot be parsed")
    for _, definition in heirs(tree, check.path, definitions(module, check.qualname)):
        for node in ast.walk(function_of(definition) or definition):
            if isinstance(node, ast.Raise) and _raises(node, check):
                return _yes(f"{check.path}:{node.lineno}")
    return _no(f"{check.path}: {check.qualname} raises no {check.exception} like that")


def _returned(node: ast.stmt) -> str:
    if isinstance(node, ast.AnnAssign):
        return code_of(node.annotation)
    function = function_of(node)
    return code_of(function.returns) if function is not None else ""


def _told(node: ast.stmt, summary: str, source: str) -> bool:
    if not isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
        # A value has no docstring of its own: the text or comment beside it is looked for.
        return bare_words(summary) in _prose(source)
    texts = [ast.get_docstring(node) or ""]
    function = function_of(node)
    if function is not None and function is not node:
        texts.append(ast.get_docstring(function) or "")
    return any(bare_words(summary) in bare_words(text) for text in texts)


@lru_cache(maxsize=64)
def _prose(source: str) -> str:
    return bare_words(re.sub(r"(?m)^[ \t]*#:?", " ", source))


def _signed(tree: Tree, row: Placed, signature: str) -> bool:
    path, node = row
    function = function_of(node)
    claimed = parsed_signature(signature)
    if claimed is None:
        return squeezed(signature) in squeezed(ast.unparse(node))
    if function is None and isinstance(node, ast.ClassDef):
        return fields_match(tree, path, node, rows_of(claimed.args))
    if function is None:
        return False
    if rows_of(function.args) != rows_of(claimed.args):
        return False
    return claimed.returns is None or code_of(claimed.returns) == code_of(function.returns)


def _default(tree: Tree, row: Placed, parameter: str, default: str | None) -> bool:
    path, node = row
    name = parameter.lstrip("*")
    function = function_of(node)
    if function is not None:
        for _, argument, _, value in rows_of(function.args):
            if argument == name:
                return _same_value(value, default)
    elif isinstance(node, ast.ClassDef) and is_data(node):
        fields = {field: value for field, _, value in fields_of(tree, path, node)}
        return _same_value(fields.get(name, ""), default)
    for item in [node, *(node.body if isinstance(node, ast.ClassDef) else [])]:
        if isinstance(item, ast.Assign | ast.AnnAssign) and name in names_of(item):
            return _same_value(code_of(item.value), default)
    return False


def _same_value(found: str, claimed: str | None) -> bool:
    if claimed is None or not found:
        return not found and claimed is None
    return squeezed(found).replace('"', "'") == squeezed(claimed).replace('"', "'")


def _raises(node: ast.Raise, check: RaiseCheck) -> bool:
    raised = node.exc.func if isinstance(node.exc, ast.Call) else node.exc
    if raised is None or ast.unparse(raised).rsplit(".", 1)[-1] != check.exception.rsplit(".")[-1]:
        return False
    if check.message is None or not check.message:
        return True
    if not isinstance(node.exc, ast.Call):
        return False
    values = [*node.exc.args, *(word.value for word in node.exc.keywords)]
    return any(fold(_message(value)) == fold(check.message) for value in values)


def _message(node: ast.expr) -> str:
    match node:
        case ast.Constant(value=str(text)):
            return text
        case ast.JoinedStr():
            return "".join(_message(value) for value in node.values)
        case ast.FormattedValue():
            return "{" + ast.unparse(node.value) + "}"
        case ast.BinOp(op=ast.Add()):
            return _message(node.left) + _message(node.right)
        case ast.BinOp(op=ast.Mod()):
            return _message(node.left)
        case ast.Call(func=ast.Attribute(value=value, attr="format" | "strip")):
            return _message(value)
        case ast.Call(func=ast.Name(id="_" | "gettext"), args=[value]):
            return _message(value)
    return ""


def _yes(found: str) -> CheckOutcome:
    return CheckOutcome(holds=True, found=found)


def _no(found: str) -> CheckOutcome:
    return CheckOutcome(holds=False, found=found)
