"""What Python itself shows of an installed package: `python python_names.py PACKAGE`, a JSON list.

Members come from real classes; attributes of instances from the byte code of their methods, from
annotations and slots: nothing here reads source.
"""

import dis
import importlib
import inspect
import json
import sys
from collections.abc import Iterator
from types import CodeType, FunctionType


def names(package: str) -> set[str]:
    """Return the public names of a package's top module and of its classes."""
    module = importlib.import_module(package)
    found: set[str] = set()
    for name in vars(module):
        value = getattr(module, name)
        home = getattr(value, "__module__", None)
        own = isinstance(home, str) and home.split(".", maxsplit=1)[0] == package
        listed = name in getattr(module, "__all__", ())
        hidden = name.startswith("_") and not listed
        if hidden or inspect.ismodule(value) or not (own or listed):
            continue
        found.add(f"{package}.{name}")
        if inspect.isclass(value):
            members = (member for member in _members(value, package) if not member.startswith("_"))
            found |= {f"{package}.{name}.{member}" for member in members}
    return found


def _members(kind: type, package: str) -> Iterator[str]:
    for owner in kind.__mro__:
        if str(owner.__module__).split(".", maxsplit=1)[0] != package:
            continue
        yield from vars(owner)
        yield from inspect.get_annotations(owner)
        for value in vars(owner).values():
            code = getattr(inspect.unwrap(value), "__code__", None) if callable(value) else None
            if isinstance(value, FunctionType) and isinstance(code, CodeType):
                yield from _stored(code)


def _stored(code: CodeType) -> Iterator[str]:
    """Names that a method stores on its first argument."""
    first = code.co_varnames[0] if code.co_argcount else ""
    before: dis.Instruction | None = None
    for step in dis.get_instructions(code):
        loaded = before.argval if before is not None else None
        last = loaded[-1] if isinstance(loaded, tuple) and loaded else loaded
        onto_self = before is not None and "LOAD_FAST" in before.opname and last == first
        if step.opname == "STORE_ATTR" and onto_self and isinstance(step.argval, str):
            yield step.argval
        before = step


if __name__ == "__main__":
    print(json.dumps(sorted(names(sys.argv[1]))))
