"""What gcc itself says that headers declare: functions, macros, types, constants, fields.

`python c_names.py ROOT HEADER...` prints a JSON list of names.
"""

import json
import re
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path


def names(root: Path, headers: list[str]) -> set[str]:
    """Return the names that the headers themselves declare, by gcc's own output.

    What one of a header's own switches alone brings is declared too.
    """
    found: set[str] = set()
    for header in headers:
        for switch in ((), *((f"-D{name}=1",) for name in _switches(root / header))):
            if not switch or _compiles(root, header, switch):
                told = _functions(root, header, switch) | _macros(root, header, switch)
                found |= (told | _types(root, header, switch)) - _renamed(root / header)
    return {name for name in found if not name.startswith("_")}


_MOST = 60
"""Switches of a header that are tried, each by itself."""


def _switches(header: Path) -> list[str]:
    """Return what a header asks for, less what compilers and systems say of themselves."""
    asked = re.findall(
        r"(?m)^[ \t]*#[ \t]*(?:if|ifdef|elif)\b(.*)$", header.read_text("utf-8", "replace")
    )
    words = (word for line in asked for word in re.findall(r"\b(?!defined\b)[A-Za-z]\w+", line))
    return list(
        dict.fromkeys(word for word in words if not re.match(r"WIN|MSDOS|OS2|AMIGA", word))
    )[:_MOST]


def _renamed(header: Path) -> set[str]:
    """Return what stands only behind ``#define name``: names for the linker, not for users."""
    text = header.read_text("utf-8", "replace")
    plain = re.sub(r"(?m)^[ \t]*#[ \t]*define[ \t]+(\w+)[^\n]*$", r"\1", text)
    behind = re.findall(r"(?m)^[ \t]*#[ \t]*define[ \t]+\w+[ \t]+(\w+)[ \t]*$", text)
    return {name for name in behind if re.search(rf"\b{name}\b", plain) is None}


def _compiles(root: Path, header: str, switch: Sequence[str]) -> bool:
    command = ["gcc", "-w", "-fsyntax-only", f"-I{root}", *switch, "-x", "c", str(root / header)]
    return subprocess.run(command, check=False, capture_output=True).returncode == 0


def _gcc(root: Path, *arguments: str) -> str:
    folders = [f"-I{root}", f"-I{root}/include", f"-I{root}/src"]
    command = ["gcc", "-w", *folders, *arguments]
    return subprocess.run(command, capture_output=True, text=True, check=False).stdout


def _functions(root: Path, header: str, switch: Sequence[str]) -> set[str]:
    with tempfile.TemporaryDirectory() as folder:
        told = Path(folder) / "aux-info.txt"
        _gcc(root, *switch, "-fsyntax-only", "-aux-info", str(told), "-x", "c", str(root / header))
        lines = told.read_text().splitlines() if told.exists() else []
    row = re.compile(r"/\* (.*?):\d+:\w\w \*/ .*?\b(\w+) \((?!\*)")
    own = [row.match(line) for line in lines]
    return {m[2] for m in own if m and m[1].endswith(f"/{header}")}


def _macros(root: Path, header: str, switch: Sequence[str]) -> set[str]:
    """Macros that stand in the header, less those without a value (guards)."""
    text = _gcc(root, *switch, "-E", "-dD", "-x", "c", str(root / header))
    inside, found = False, set()
    for line in text.splitlines():
        if mark := re.match(r'# \d+ "(.*?)"', line):
            inside = mark[1].endswith(f"/{header}")
        elif inside and (macro := re.match(r"#define (\w+)(?:\(| .)", line)):
            found.add(macro[1])
    return found


def _types(root: Path, header: str, switch: Sequence[str]) -> set[str]:
    """Types, enumerators and variables, from the debug information that gcc writes."""
    with tempfile.TemporaryDirectory() as folder:
        unit = Path(folder) / "unit.o"
        _gcc(root, *switch, "-g3", "-fno-eliminate-unused-debug-types",
             "-fno-eliminate-unused-debug-symbols", "-c", "-o", str(unit), "-x", "c",
             str(root / header))  # fmt: skip
        dump, lines = _dwarf(unit, "info"), _dwarf(unit, "rawline")
    return set(_entries(dump, _numbers(lines, root / header)))


def _numbers(lines: str, header: Path) -> set[str]:
    """Return the numbers under which debug information knows this very file."""
    folders, _, files = lines.partition("The File Name Table")
    row = r"(?m)^\s+(\d+)\t(?:(\d+)\t)?(?:\(.*\): )?(.+)$"
    known = {m[1]: m[3] for m in re.finditer(row, folders)}
    named = (m for m in re.finditer(row, files) if m[3] == header.name)
    return {m[1] for m in named if known.get(m[2] or "") == str(header.parent)}


def _dwarf(unit: Path, what: str) -> str:
    command = ["readelf", f"--debug-dump={what}", str(unit)]
    return subprocess.run(command, capture_output=True, text=True, check=False).stdout


_TYPES = {"DW_TAG_structure_type", "DW_TAG_union_type", "DW_TAG_enumeration_type"}


def _entries(dump: str, files: set[str]) -> list[str]:
    entries = [_entry(text) for text in re.split(r"(?m)^ <(?=\d+><)", dump)]
    known = [entry for entry in entries if entry is not None]
    defined = {e["type"]: e["name"] for e in known if e["tag"] == "DW_TAG_typedef"}
    found: list[str] = []
    owners: list[tuple[int, str, bool]] = []
    for entry in known:
        depth, tag, name = int(entry["depth"]), entry["tag"], entry["name"]
        owners = [row for row in owners if row[0] < depth]
        own = entry["file"] in files
        if tag in _TYPES:
            owners.append((depth, defined.get(entry["offset"], name), own))
        if not name or tag == "DW_TAG_formal_parameter":
            continue
        inside = owners[-1] if owners and owners[-1][0] < depth else None
        if tag == "DW_TAG_enumerator":
            found += [name] if inside and inside[2] else []
        elif tag == "DW_TAG_member":
            found += [f"{inside[1]}.{name}"] if own and inside and inside[1] else []
        elif own and depth == 1 and tag != "DW_TAG_subprogram":
            found.append(name)
    return found


def _entry(text: str) -> dict[str, str] | None:
    head = re.match(r"(\d+)><(\w+)>: Abbrev Number: \d+ \((DW_TAG_\w+)\)", text)
    if head is None:
        return None
    kind = re.match(r"<0x(\w+)>", _attribute(text, "type"))
    return {"depth": head[1], "offset": head[2], "tag": head[3], "type": kind[1] if kind else "",
            "name": _attribute(text, "name"), "file": _attribute(text, "decl_file")}  # fmt: skip


def _attribute(entry: str, name: str) -> str:
    match = re.search(rf"DW_AT_{name}\s*: (?:\(.*?\): )?(.*)", entry)
    return match[1].strip() if match else ""


if __name__ == "__main__":
    print(json.dumps(sorted(names(Path(sys.argv[1]).resolve(), sys.argv[2:]))))
