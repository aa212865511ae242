"""The Hugo version that a site pins, found in the files where sites pin it."""

import json
import re
import tomllib
from collections.abc import Callable, Mapping

type Reader = Callable[[str], str | None]
_VERSION = r"v?(\d+\.\d+(?:\.\d+)?)"
_ENVIRONMENT = re.compile(rf"HUGO_VERSION[\"']?\s*[:=]\s*[\"']?{_VERSION}")
_ACTION = re.compile(rf"hugo-version:\s*[\"']?{_VERSION}")
_IMAGE = re.compile(rf"hugo(?:mods)?(?:[/:][\w.-]*?)?:(?:ext-|extended-|reg-|std-)*{_VERSION}")
_PLAIN = re.compile(rf"^\s*{_VERSION}\s*$")
_TOOLS = re.compile(rf"^\s*hugo(?:-extended)?\s+(?:extended_)?{_VERSION}", re.MULTILINE)
_GO = re.compile(rf"github\.com/gohugoio/hugo\s+{_VERSION}")


def _search(*patterns: re.Pattern[str]) -> Reader:
    def read(text: str) -> str | None:
        for pattern in patterns:
            if found := pattern.search(text):
                return found.group(1)
        return None

    return read


def _netlify(text: str) -> str | None:
    try:
        data = tomllib.loads(text)
    except tomllib.TOMLDecodeError:
        return _search(_ENVIRONMENT)(text)
    contexts = data.get("context", {})
    tables = [data.get("build", {}), *(contexts.values() if isinstance(contexts, dict) else ())]
    for table in tables:
        environment = table.get("environment", {}) if isinstance(table, dict) else {}
        version = environment.get("HUGO_VERSION") if isinstance(environment, dict) else None
        if isinstance(version, str) and (found := re.match(_VERSION, version)):
            return found.group(1)
    return None


def _package(text: str) -> str | None:
    try:
        data = json.loads(text)
    except ValueError:
        return None
    for table in ("devDependencies", "dependencies", "otherDependencies"):
        needed = data.get(table) if isinstance(data, dict) else None
        for name in ("hugo-extended", "hugo-bin"):
            version = needed.get(name) if isinstance(needed, dict) else None
            if isinstance(version, str) and (found := re.search(_VERSION, version)):
                return found.group(1)
    extended = data.get("hugo-bin", {}) if isinstance(data, dict) else {}
    version = extended.get("version") if isinstance(extended, dict) else None
    found = re.search(_VERSION, version) if isinstance(version, str) else None
    return found.group(1) if found else None


_READERS: tuple[tuple[str, Reader], ...] = (
    (r"\.hugo-version|\.hugoversion", _search(_PLAIN)),
    (r"netlify\.toml", _netlify),
    (r"vercel\.json|render\.yaml|wrangler\.toml|\.gitpod\.ya?ml", _search(_ENVIRONMENT)),
    (r"package\.json", _package),
    (r"\.tool-versions|\.mise\.toml|mise\.toml", _search(_TOOLS)),
    (r"\.github/workflows/[^/]+\.ya?ml", _search(_ACTION, _ENVIRONMENT)),
    (r"\.gitlab-ci\.yml|\.circleci/config\.yml", _search(_ENVIRONMENT, _IMAGE)),
    (r"(docker-)?compose\.ya?ml|Dockerfile|Makefile", _search(_ENVIRONMENT, _IMAGE)),
    (r"go\.mod", _search(_GO)),
)


def pin_files(paths: tuple[str, ...], root: str) -> tuple[str, ...]:
    """Return the files that may pin a version, the site's folder before the repository's root."""
    found = []
    for folder in dict.fromkeys((root, "")):
        prefix = f"{folder}/" if folder else ""
        for pattern, _ in _READERS:
            name = re.compile(re.escape(prefix) + f"(?:{pattern})")
            found += [path for path in sorted(paths) if name.fullmatch(path)]
    return tuple(dict.fromkeys(found))


def find_pin(texts: Mapping[str, str]) -> tuple[str, str] | None:
    """Return version (three numbers) and file of the first pin, in the order of ``texts``."""
    for path, text in texts.items():
        for pattern, read in _READERS:
            if re.search(rf"(?:^|/)(?:{pattern})$", path):
                version = read(text)
                if version is not None:
                    return (version if version.count(".") == 2 else f"{version}.0"), path
    return None
