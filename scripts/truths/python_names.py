"""What Python itself shows of an installed package: `python python_names.py PACKAGE`, a JSON list.

Members come from real classes; attributes of instances from the byte code of their methods, from
annotations and slots: nothing here reads source.
"""

import dis
import importlib
import inspect
import json
import re
import sys
from collections.abc import Iterator
from types import CodeType, FunctionType

_LOADS = re.compile(r"LOAD_(?:FAST|DEREF)")
"""What puts a local name on the stack; one that an inner function uses is dereferenced."""


def names(package: str) -> set[str]:
    """Return the public names of a package's top module and of its classes."""
    module = importlib.import_module(package)
    found: set[str] = set()
    listed = getattr(module, "__all__", None)
    for name in vars(module) if listed is None else listed:
        value = getattr(module, name)
        home = getattr(value, "__module__", None)
        own = isinstance(home, str) and home.split(".", maxsplit=1)[0] == package
        hidden = listed is None and (name.startswith("_") or not own)
        if hidden or inspect.ismodule(value):
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
            # A decorator may put a function of its own, or a partial one, in place.
            plain = getattr(value, "func", value)
            code = getattr(inspect.unwrap(plain), "__code__", None) if callable(plain) else None
            if isinstance(plain, FunctionType) and isinstance(code, CodeType):
                yield from _stored(code)


def _stored(code: CodeType) -> Iterator[str]:
    """Names that a method stores on its first argument."""
    first = code.co_varnames[0] if code.co_argcount else ""
    before: dis.Instruction | None = None
    for step in dis.get_instructions(code):
        if step.opname == "EXTENDED_ARG":
            continue
        loaded = before.argval if before is not None else None
        last = loaded[-1] if isinstance(loaded, tuple) and loaded else loaded
        onto_self = before is not None and _LOADS.search(before.opname) and last == first
        if step.opname == "STORE_ATTR" and onto_self and isinstance(step.argval, str):
            yield step.argval
        before = step


if __name__ == "__main__":
    print(json.dumps(sorted(names(sys.argv[1]))))
