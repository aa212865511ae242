"""What every manifest reader shares: the file at hand, other files, values with their place."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from launch.contracts.repo_inventory import ManifestValue, Origin

type Pointer = tuple[str, ...]
type Lines = Mapping[Pointer, int]
type TextOf = Callable[[str], str | None]
"""The text of another file of the tree by its path, or None."""

_PLACEHOLDERS = frozenset(
    {"0.0.0", "0.0.0-development", "0.0.0-semantically-released", "0.0.0-semantic-release",
     "0.0.0-dev", "0.0.0-placeholder", "0.0.0.dev0", "unknown", "@version@", "%version%",
     "$version", "${version}", "0.0", "unspecified"}
)  # fmt: skip


@dataclass(frozen=True)
class ManifestFile:
    """A manifest about to be read."""

    path: str
    text: str
    text_of: TextOf

    @property
    def folder(self) -> str:
        """The folder it is in; empty for the root."""
        return self.path.rpartition("/")[0]

    def beside(self, name: str) -> str:
        """Return the repository path of a name relative to the manifest, ``..`` resolved."""
        parts = [part for part in self.folder.split("/") if part]
        for part in name.replace("\\", "/").split("/"):
            if part == ".." and parts:
                parts.pop()
            elif part not in ("", ".", ".."):
                parts.append(part)
        return "/".join(parts)

    def line_with(self, needle: str, start: int = 1) -> int:
        """Return the first line from ``start`` on that holds a text, else ``start``."""
        lines = self.text.split("\n")
        found = (n for n, line in enumerate(lines[start - 1 :], start) if needle in line)
        return next(found, start)


def dig(data: object, pointer: Pointer) -> object:
    """Return what stands under a pointer, or None."""
    for key in pointer:
        if isinstance(data, Mapping):
            data = data.get(key)
        elif isinstance(data, list) and key.isdigit() and int(key) < len(data):
            data = data[int(key)]
        else:
            return None
    return data


def line_of(lines: Lines, pointer: Pointer) -> int:
    """Return the line of a pointer, or of the nearest thing above it."""
    for end in range(len(pointer), 0, -1):
        if pointer[:end] in lines:
            return lines[pointer[:end]]
    return 1


def stated(
    data: object, lines: Lines, *pointers: Pointer, origin: Origin | None = None
) -> ManifestValue | None:
    """Return the first of the pointers that leads to a text, with its line; None if none does."""
    for pointer in pointers:
        found = dig(data, pointer)
        if isinstance(found, str):
            text = found.strip()
            if text:
                return ManifestValue(
                    value=text,
                    pointer=pointer,
                    line=line_of(lines, pointer),
                    origin=origin or origin_of(text),
                )
    return None


def origin_of(text: str) -> Origin:
    """Return whether a value is a placeholder that the release process fills in."""
    return "placeholder" if text.lower() in _PLACEHOLDERS else "static"
