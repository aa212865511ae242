"""What rustdoc says that a crate exports: `python rust_names.py FOLDER` prints a JSON list.

A definition is a list of the paths that it can be reached under.
"""

import json
import os
import re
import subprocess
import sys
import tempfile
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

type Item = dict[str, Any]


def names(folder: Path) -> list[list[str]]:
    """Return the public items of the crate in a folder, by rustdoc's JSON."""
    manifest = tomllib.loads((folder / "Cargo.toml").read_text())
    crate = str(manifest["package"]["name"]).replace("-", "_")
    edition = str(manifest["package"].get("edition", "2015"))
    defaults = _closure(manifest.get("features", {}), "default")
    with tempfile.TemporaryDirectory() as out:
        command = ["rustdoc", str(folder / "src" / "lib.rs"), "--crate-name", crate, "--edition",
                   edition, "-Z", "unstable-options", "--output-format", "json", "-o", out,
                   "--cap-lints", "allow",
                   *(part for f in defaults for part in ("--cfg", f'feature="{f}"'))]  # fmt: skip
        subprocess.run(command, check=True, env={**os.environ, "RUSTC_BOOTSTRAP": "1"},
                       capture_output=True)  # fmt: skip
        data = json.loads(Path(out, f"{crate}.json").read_text())
    found: dict[str, set[str]] = {}
    for key, name in _walk(data["index"], str(data["root"]), crate, set()):
        found.setdefault(key, set()).add(name)
    return [sorted(paths) for paths in found.values()]


def _closure(features: dict[str, list[str]], first: str) -> list[str]:
    """Return the features that one turns on, itself left out."""
    found: list[str] = []
    waiting = list(features.get(first, []))
    while waiting:
        name = waiting.pop()
        if name not in found and "/" not in name and ":" not in name:
            found.append(name)
            waiting += features.get(name, [])
    return sorted(found)


def _walk(
    index: dict[str, Item], key: str, path: str, seen: set[tuple[str, str]]
) -> Iterator[tuple[str, str]]:
    item = index.get(key)
    if item is None or (key, path) in seen:
        return
    seen.add((key, path))
    kind, inner = next(iter(item["inner"].items()))
    if "#[doc(hidden)]" in str(item.get("attrs")):
        return
    yield key, path
    if kind == "module":
        for child in map(str, inner["items"]):
            yield from _child(index, child, path, seen)
    for member in map(str, _members(index, kind, inner)):
        one = index.get(member)
        if one and one["name"] and _is_open(one, kind):
            yield member, f"{path}::{one['name']}"


def _child(
    index: dict[str, Item], key: str, path: str, seen: set[tuple[str, str]]
) -> Iterator[tuple[str, str]]:
    item = index[key]
    kind, inner = next(iter(item["inner"].items()))
    if item["visibility"] != "public" or "doc(hidden)" in str(item.get("attrs")):
        return
    if kind != "use":
        root = path.split("::", maxsplit=1)[0] if kind == "macro" else path
        yield from _walk(index, key, f"{root}::{item['name']}", seen)
        return
    target = str(inner["id"])
    if not inner["is_glob"]:
        yield from _walk(index, target, f"{path}::{inner['name']}", seen)
        return
    home = index.get(target)
    if home is not None:
        listed = next(iter(home["inner"].values()))
        for child in map(str, listed.get("items", listed.get("variants", []))):
            yield from _child(index, child, path, seen)


def _members(index: dict[str, Item], kind: str, inner: Item) -> Iterator[object]:
    if kind == "trait":
        yield from inner["items"]
    if kind == "enum":
        yield from inner["variants"]
    if kind == "struct":
        form = inner["kind"]
        yield from form["plain"]["fields"] if isinstance(form, dict) and "plain" in form else []
    for key in inner.get("impls", []) if isinstance(inner, dict) else []:
        impl = index.get(str(key))
        if impl and impl["inner"]["impl"]["trait"] is None:
            yield from impl["inner"]["impl"]["items"]


def _is_open(item: Item, kind: str) -> bool:
    is_open = item["visibility"] == "public" or kind == "trait" or "variant" in item["inner"]
    return is_open and not re.search(r"doc\(hidden\)", str(item.get("attrs")))


if __name__ == "__main__":
    print(json.dumps(names(Path(sys.argv[1]).resolve())))
