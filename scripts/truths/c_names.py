"""What gcc itself says that headers declare: functions, macros, types, constants, fields.

`python c_names.py ROOT HEADER...` prints a JSON list of names.
"""

import json
import re
import subprocess
import sys
import tempfile
from pathlib import Path


def names(root: Path, headers: list[str]) -> set[str]:
    """Return the names that the headers themselves declare, by gcc's own output."""
    found: set[str] = set()
    for header in headers:
        found |= _functions(root, header) | _macros(root, header) | _types(root, header)
    return {name for name in found if not name.startswith("_")}


def _gcc(root: Path, *arguments: str) -> str:
    folders = [f"-I{root}", f"-I{root}/include", f"-I{root}/src"]
    command = ["gcc", "-w", *folders, *arguments]
    return subprocess.run(command, capture_output=True, text=True, check=False).stdout


def _functions(root: Path, header: str) -> set[str]:
    with tempfile.TemporaryDirectory() as folder:
        told = Path(folder) / "aux-info.txt"
        _gcc(root, "-fsyntax-only", "-aux-info", str(told), "-x", "c", str(root / header))
        lines = told.read_text().splitlines() if told.exists() else []
    row = re.compile(r"/\* (.*?):\d+:\w\w \*/ .*?\b(\w+) \((?!\*)")
    own = [row.match(line) for line in lines]
    return {m[2] for m in own if m and m[1].endswith(f"/{header}")}


def _macros(root: Path, header: str) -> set[str]:
    """Macros that stand in the header, less those without a value (guards)."""
    text = _gcc(root, "-E", "-dD", "-x", "c", str(root / header))
    inside, found = False, set()
    for line in text.splitlines():
        if mark := re.match(r'# \d+ "(.*?)"', line):
            inside = mark[1].endswith(f"/{header}")
        elif inside and (macro := re.match(r"#define (\w+)(?:\(| .)", line)):
            found.add(macro[1])
    return found


def _types(root: Path, header: str) -> set[str]:
    """Types, enumerators and variables, from the debug information that gcc writes."""
    with tempfile.TemporaryDirectory() as folder:
        unit = Path(folder) / "unit.o"
        _gcc(root, "-g3", "-fno-eliminate-unused-debug-types",
             "-fno-eliminate-unused-debug-symbols", "-c", "-o", str(unit), "-x", "c",
             str(root / header))  # fmt: skip
        dump, lines = _dwarf(unit, "info"), _dwarf(unit, "rawline")
    name = re.escape(Path(header).name)
    files = {m[1] for m in re.finditer(rf"(?m)^\s+(\d+)\t.*?\t?(?:\(.*\): )?{name}$", lines)}
    return set(_entries(dump, files))


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
