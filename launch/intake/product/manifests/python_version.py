"""A version that pyproject.toml calls dynamic: follow the build backend's own setting to its file.

What needs git, a build or an import (setuptools-scm, hatch-vcs) stays unknown here.
"""

import re
from collections.abc import Iterable, Mapping

from launch.contracts.repo_inventory import ManifestValue
from launch.intake.product.manifests.reading import ManifestFile, dig, origin_of

_NAMES = r"__version__|VERSION|version|__VERSION__"


def dynamic_version(file: ManifestFile, data: object) -> ManifestValue | None:
    """Return the version with the file it stands in; None where only a build would tell."""
    for path, attribute in _places(file, data):
        text = file.text_of(path)
        found = None if text is None else _in_text(path, text, attribute)
        if found is not None:
            return found
    return None


def _places(file: ManifestFile, data: object) -> Iterable[tuple[str, str]]:
    """Yield the files that backends are told to look in, with the attribute, if it is one."""
    for pointer in (("hatch", "version", "path"), ("pdm", "version", "path")):
        path = dig(data, ("tool", *pointer))
        if isinstance(path, str):
            yield file.beside(path), ""
    stated = dig(data, ("tool", "setuptools", "dynamic", "version"))
    if isinstance(stated, Mapping):
        yield from _setuptools(file, stated)
    source = dig(data, ("tool", "scikit-build", "metadata", "version", "input"))
    if isinstance(source, str):
        yield file.beside(source), ""
    backend = str(dig(data, ("build-system", "build-backend")) or "")
    if backend == "maturin":
        yield file.beside("Cargo.toml"), ""
    if backend.startswith("flit"):
        name = dig(data, ("tool", "flit", "module", "name")) or dig(data, ("project", "name"))
        name = name or dig(data, ("tool", "flit", "metadata", "module"))
        yield from _module_files(file, str(name).replace("-", "_"), "__version__")


def _setuptools(file: ManifestFile, stated: Mapping[object, object]) -> Iterable[tuple[str, str]]:
    attribute, listed = stated.get("attr"), stated.get("file")
    if isinstance(attribute, str):
        module, _, name = attribute.rpartition(".")
        yield from _module_files(file, module, name)
    for path in listed if isinstance(listed, list) else [listed]:
        if isinstance(path, str):
            yield file.beside(path), ""


def _module_files(file: ManifestFile, module: str, name: str) -> Iterable[tuple[str, str]]:
    stem = module.replace(".", "/")
    for root in ("", "src/"):
        yield file.beside(f"{root}{stem}.py"), name
        yield file.beside(f"{root}{stem}/__init__.py"), name


def _in_text(path: str, text: str, attribute: str) -> ManifestValue | None:
    names = re.escape(attribute) if attribute else _NAMES
    assigned = re.compile(rf"""\s*(?:{names})\s*(?::[^=]+)?=\s*['"]([^'"\n]+)['"]""")
    lines = text.split("\n")
    for number, line in enumerate(lines, 1):
        if match := assigned.match(line):
            key = line[: line.index("=")].partition(":")[0].strip()
            return _value(match[1], key, number, path)
    bare = text.strip()
    if not path.endswith((".py", ".toml")) and re.fullmatch(r"v?\d[\w.+-]*", bare):
        return _value(bare, "", 1, path)
    return None


def _value(text: str, key: str, line: int, path: str) -> ManifestValue:
    return ManifestValue(
        value=text,
        pointer=(key,) if key else (),
        line=line,
        origin="placeholder" if origin_of(text) == "placeholder" else "dynamic",
        path=path,
    )
