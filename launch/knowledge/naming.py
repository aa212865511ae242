"""How the product is called: by people, by its registry, and by code that imports it."""

import re
from collections import Counter
from dataclasses import dataclass
from urllib.parse import urlsplit

from launch.checks.texts import lines_of
from launch.contracts.claims import Edit
from launch.knowledge.passages.classify import document_kind
from launch.knowledge.sources import Sources
from launch.wording.edits import apply

_DEEPEST = 2
_GENERIC = frozenset(
    {"overview", "introduction", "readme", "about", "documentation", "home", "installation",
     "getting started", "features", "usage", "welcome", "table of contents", "contents"}
)  # fmt: skip
_NOISE = re.compile(
    r"`[^`\n]*`|<[^>]*>|https?://\S+|\]\([^)]*\)|\[![^\n]*|^\s{4,}.*$|[\w.-]+[/@][\w./-]+"
)


@dataclass(frozen=True)
class Name:
    """The product's name and the README line that shows it (None: no README does)."""

    text: str
    path: str | None
    line: int


def product_name(sources: Sources) -> Name:
    """Return the name as people write it: the README's title, else its most frequent spelling."""
    short = short_name(sources)
    readme = sources.inventory.readme
    text = sources.text(readme) if readme else None
    if readme is None or text is None:
        return _as_written(sources, Name(short, None, 0))
    for section in sources.inventory.readme_sections:
        if section.level != 1 or section.line > 60:
            continue
        title = _without_motto(clean_title(section.title), short)
        if _is_name(title, short):
            return _as_written(sources, Name(title, readme, section.line))
    return _as_written(sources, _most_frequent(text, short, readme))


def _as_written(sources: Sources, name: Name) -> Name:
    """Return the spelling that the documents use by far, where only its capitals differ."""
    if not re.fullmatch(r"[a-z][\w.-]*|[A-Z]{5,}", name.text):
        return name
    counts: Counter[str] = Counter()
    places: dict[str, tuple[str, int]] = {}
    pattern = re.compile(rf"(?<![\w.@/-]){re.escape(name.text)}(?![\w@/.-]\w)", re.IGNORECASE)
    documents = (*([name.path] if name.path else []), *sources.inventory.doc_files)
    for path in dict.fromkeys(documents):
        if document_kind(path, "", frozenset()) != "product":
            continue
        fenced = False
        for number, line in enumerate(lines_of(sources.text(path) or ""), 1):
            if line.lstrip().startswith(("```", "~~~")):
                fenced = not fenced
            elif not fenced and path.endswith((".md", ".mdx", ".rst", ".markdown")):
                for match in pattern.finditer(_NOISE.sub(" ", line)):
                    if line[: match.start()].strip(" #*->") or match[0] == name.text:
                        counts[match[0]] += 1
                        places.setdefault(match[0], (path, number))
    best = min(counts, key=lambda text: (-counts[text], text), default=name.text)
    if best == name.text or counts[best] < 5 or counts[best] < 3 * counts[name.text]:
        return name
    return Name(best, *places[best])


def short_name(sources: Sources) -> str:
    """Return the last part of the manifest's name, else of the repository's address."""
    manifest = sources.manifest
    if manifest is not None and manifest.name is not None and manifest.name.origin == "static":
        name = manifest.name.value.rstrip("/")
        last = re.split(r"[/:]", name)[-1]
        if re.fullmatch(r"v\d+", last) and "/" in name:
            last = name.split("/")[-2]
        return last
    path = urlsplit(sources.inventory.pin.url).path.rstrip("/")
    return path.rsplit("/", 1)[-1].removesuffix(".git") or "the product"


def clean_title(title: str) -> str:
    """Return a heading's text without emoji, images, tags and anchors."""
    edits = tuple(
        Edit(name=name) for name in ("drop_images", "plain_html", "drop_emoji", "drop_anchor")
    )
    return re.sub(r"[*_`]{1,3}(?=\S)|(?<=\S)[*_`]{1,3}", "", apply(title, edits)).strip(" :#-")


def _without_motto(title: str, short: str) -> str:
    """Return what stands before a dash or colon, where that alone is the product's name."""
    head = re.split(r"\s+[-–—|]\s+|[:,]\s+", title, maxsplit=1)[0].strip()
    return head if _letters(head) == _letters(short) and head else title


def _is_name(title: str, short: str) -> bool:
    words = title.split()
    if not words or len(words) > 6 or title.lower() in _GENERIC or len(title) > 60:
        return False
    if re.search(r"[!?]|\.$|\b(is|are|the)\b", title):
        return False
    return bool(_letters(short)) and (
        _letters(short) in _letters(title) or _letters(title) in _letters(short)
        or _tokens(short) <= _tokens(title)
    )  # fmt: skip


def _letters(text: str) -> str:
    return re.sub(r"[^a-z0-9]", "", text.lower())


def _tokens(text: str) -> set[str]:
    return set(re.findall(r"[a-z0-9]+", text.lower())) - {"foss", "python", "js", "go", "java"}


def _most_frequent(text: str, short: str, readme: str) -> Name:
    spellings: Counter[str] = Counter()
    first: dict[str, int] = {}
    pattern = re.compile(rf"(?<![\w.@/-]){re.escape(short)}(?![\w@/-])", re.IGNORECASE)
    fenced = False
    for number, line in enumerate(lines_of(text), 1):
        if line.lstrip().startswith(("```", "~~~")):
            fenced = not fenced
        elif not fenced:
            for match in pattern.finditer(_NOISE.sub(" ", line)):
                spellings[match[0]] += 1
                first.setdefault(match[0], number)
    if not spellings:
        return Name(short, None, 0)
    best = min(spellings, key=lambda name: (-spellings[name], first[name], name))
    return Name(best, readme, first[best])


def import_name(sources: Sources) -> str:
    """Return what code writes to import the product; empty where that is not sure."""
    manifest = sources.manifest
    if manifest is None or manifest.name is None:
        return ""
    name = manifest.name.value
    match manifest.ecosystem:
        case "pypi":
            return _python_package(sources, name)
        case "npm" | "go":
            return name
        case "cargo":
            folder = manifest.path.rpartition("/")[0]
            library = f"{folder}/src/lib.rs".lstrip("/")
            return name.replace("-", "_") if library in sources.by_path else ""
    return ""


def _python_package(sources: Sources, package: str) -> str:
    wanted = re.sub(r"[-_.]+", ".", package).lower()
    candidates: list[tuple[bool, int, str]] = []
    for entry in sources.inventory.files:
        parts = entry.path.split("/")
        if entry.role != "source" or not sources.inside(entry.path):
            continue
        if parts[-1] == "__init__.py":
            dotted = ".".join(_below_root(sources, parts[:-1]))
        elif entry.path.endswith(".py") and len(_below_root(sources, parts)) == 1:
            dotted = parts[-1].removesuffix(".py")
        else:
            continue
        if re.fullmatch(r"[A-Za-z_][\w.]*", dotted):
            same = re.sub(r"[-_.]+", ".", dotted).lower() == wanted
            if same or parts[-1] == "__init__.py":
                candidates.append((not same, dotted.count("."), dotted))
    if not candidates:
        return ""
    best = min(candidates)
    return best[2] if not best[0] else _descended(sources, best[2], {row[2] for row in candidates})


def _descended(sources: Sources, package: str, known: set[str]) -> str:
    """Go below packages that only hold one other: nobody imports those themselves."""
    inner = sorted(
        name
        for name in known
        if name.startswith(package + ".") and name.count(".") == package.count(".") + 1
    )
    folder = package.replace(".", "/")
    for root in ("", "src/", "lib/", sources.inventory.subdir.rstrip("/") + "/"):
        text = sources.text(f"{root}{folder}/__init__.py".lstrip("/"))
        if text is not None:
            bare = re.sub(
                r"(?m)#.*$|\"\"\".*?\"\"\"|^(?:from|import|__all__|__path__).*$", "", text
            )
            named = [name for name in inner if re.search(rf"\b{name.rsplit('.', 1)[-1]}\b", text)]
            only = named if len(named) == 1 else inner
            if len(only) == 1 and not bare.strip():
                return _descended(sources, only[0], known)
    return package


def _below_root(sources: Sources, parts: list[str]) -> list[str]:
    skip = len([part for part in sources.inventory.subdir.split("/") if part])
    rest = parts[skip:]
    return rest[1:] if rest[:1] in (["src"], ["lib"]) and len(rest) > 1 else rest


def hosts(sources: Sources) -> tuple[str, ...]:
    """Return the hosts that manifest and pilot name: links to others are foreign."""
    manifest = sources.manifest
    urls = [sources.inventory.pin.url, sources.product_url or ""]
    if manifest is not None:
        values = (manifest.homepage, manifest.documentation, manifest.repository)
        urls += [value.value for value in values if value is not None]
    urls += _documentation_addresses(sources)
    found = (urlsplit(url).hostname or "" for url in urls)
    return tuple(sorted({host.lower() for host in found if host}))


_SITE = {
    "mkdocs.yml": r"(?m)^site_url:\s*[\"']?(https?://[^\s\"']+)",
    "mkdocs.yaml": r"(?m)^site_url:\s*[\"']?(https?://[^\s\"']+)",
    "docusaurus.config.js": r"\burl:\s*[\"'](https?://[^\s\"']+)",
    "docusaurus.config.ts": r"\burl:\s*[\"'](https?://[^\s\"']+)",
    "conf.py": r"(?m)^html_baseurl\s*=\s*[\"'](https?://[^\s\"']+)",
    "antora-playbook.yml": r"(?m)^\s+url:\s*[\"']?(https?://[^\s\"']+)",
    "hugo.toml": r"(?m)^baseURL\s*=\s*[\"'](https?://[^\s\"']+)",
    "config.toml": r"(?m)^baseURL\s*=\s*[\"'](https?://[^\s\"']+)",
    "_config.yml": r"(?m)^url:\s*[\"']?(https?://[^\s\"']+)",
    "CNAME": r"\A([\w-]+(?:\.[\w-]+)+)\s*\Z",
}
_PUBLISHES = r"(?m)^\s+cname:\s*[\"']?([\w-]+(?:\.[\w-]+)+)"
"""Settings of documentation builds that name the address of the product's own documentation."""
_NOT_OWN = re.compile(
    r"(?:^|/)(?:tests?|testdata|fixtures|examples?|samples?|vendor|node_modules)/"
)


def _documentation_addresses(sources: Sources) -> list[str]:
    found: list[str] = []
    for entry in sources.inventory.files:
        publishes = re.fullmatch(r"\.github/workflows/[^/]+\.ya?ml", entry.path) is not None
        pattern = _PUBLISHES if publishes else _SITE.get(entry.path.rsplit("/", 1)[-1])
        if pattern is None or _NOT_OWN.search(entry.path) or entry.path.count("/") > _DEEPEST:
            continue
        match = re.search(pattern, sources.text(entry.path) or "")
        if match is not None:
            found.append(match[1] if "//" in match[1] else f"https://{match[1]}")
    return found


def repository_url(sources: Sources) -> str:
    """Return the product repository's public address without ``.git``; empty if it has none."""
    url = sources.inventory.pin.url.strip()
    scp = re.fullmatch(r"(?:ssh://)?git@([^:/]+)[:/](.+)", url)
    if scp:
        url = f"https://{scp[1]}/{scp[2]}"
    url = url.rstrip("/").removesuffix(".git")
    return url if re.fullmatch(r"https?://[^\s@]+", url) else ""
