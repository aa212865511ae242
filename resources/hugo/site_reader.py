"""Reads a docs site at a commit: front matter, context and Hugo facts. Judging is the core's."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

from launch.contracts.frontmatter_index import FrontmatterIndex, PageFrontMatter
from launch.contracts.hugo_facts import HugoFacts
from launch.contracts.site_build import BuiltPage
from launch.contracts.site_context import (
    Mention,
    NavigationFile,
    ShortcodeUse,
    SiteContext,
    SitePage,
)
from launch.contracts.tree import RepoPin
from launch.errors import HugoError, RepositoryError
from launch.intake.site.front_matter import index, read_page
from launch.intake.site.habits import Source, Written, scan, section_habits
from launch.intake.site.mentions import first_mention, naming
from launch.intake.site.navigation import navigation_files
from launch.intake.site.units import is_page
from launch.ports import Tree
from resources.hugo.configuration import check_configuration, check_reach
from resources.hugo.facts import content_roots, hugo_facts, menu_entries
from resources.hugo.found_units import units_of
from resources.hugo.prepared import Prepared, Recipe, prepare
from resources.hugo.process import Limits
from resources.hugo.versions import chosen_binary, wanted

_LISTS = (".toml", ".yaml", ".yml", ".json")
_LARGEST_LIST = 1_000_000


@dataclass(frozen=True)
class _Read:
    """What is kept of a page's file; its text is not."""

    front: PageFrontMatter
    written: Written
    dated: bool
    mention: Mention | None
    fenced: bool
    """Whether it begins as front matter does."""


@dataclass(frozen=True)
class _Site:
    tree: Tree
    ready: Prepared
    hugo: HugoFacts
    files: Mapping[str, _Read]
    """Every page file under the site's content, by path."""


def read_site(
    tree: Tree,
    pin: RepoPin,
    mention_terms: tuple[str, ...],
    cache_dir: Path,
    allowed_paths: tuple[str, ...] | None = None,
    limits: Limits | None = None,
) -> tuple[FrontmatterIndex, SiteContext, HugoFacts]:
    """Read the site of a repository; RepositoryError: no page, or a broken configuration.

    Where it holds several, ``allowed_paths`` (a pilot's patterns) say which; None: the largest.
    """
    paths = tuple(entry.path for entry in tree.entries)
    units = units_of(tree, allowed_paths)
    if not units:
        raise RepositoryError(
            "the site repository has no page and no Hugo configuration",
            hint="check `output.site_repo_url` and `output.base_ref` of the pilot",
        )
    pinned = wanted(tree, paths, units[0].root)
    chosen = chosen_binary(pinned[0] if pinned else None, cache_dir)
    bounds = limits or Limits()
    recipe = Recipe(tree, pin.commit, units[0], chosen.binary, chosen.version, pin.time, bounds)
    _check_links(tree, recipe.unit.root)
    ready = prepare(recipe, cache_dir, again=True)
    check_configuration(ready, tree)
    if ready.base.problem is not None:
        raise HugoError(
            f"the untouched site does not build: {ready.base.problem}",
            hint="run `hugo` in the site's folder to see whether it ends, and mend the site first",
        )
    hugo = hugo_facts(pin, paths, units, ready, pinned)
    check_reach(allowed_paths, content_roots(hugo))
    site = _Site(tree, ready, hugo, _page_files(tree, content_roots(hugo), mention_terms))
    if not site.files:
        folders = ", ".join(content_roots(hugo))
        others = f"; other sites here: {', '.join(hugo.other_roots)}" if hugo.other_roots else ""
        raise RepositoryError(
            f"the site has no page in its content folder ({folders}){others}",
            hint="check `output.site_repo_url`, `output.base_ref` and `output.allowed_paths` of the"
            " pilot",
        )
    pages = _site_pages(site)
    if units[0].synthesised and not any(page.fenced for page in site.files.values()):
        raise RepositoryError(
            "the site repository has no Hugo configuration, and none of its files begins with"
            " front matter",
            hint="check `output.site_repo_url` and `output.base_ref` of the pilot; a Hugo site has"
            " hugo.toml, hugo.yaml, hugo.json or config/_default/",
        )
    own = {page.path for page in pages if page.language == hugo.languages[0].code}
    fronts = index((page.front for page in site.files.values()), own)
    return fronts, _context(site, pages, own), hugo


def _check_links(tree: Tree, root: str) -> None:
    """Refuse a site whose content folder is a symbolic link: links are never followed."""
    place = f"{root}/content".lstrip("/")
    entry = tree.entry(place)
    if entry is not None and entry.kind == "symlink":
        target = (tree.read(place) or b"").decode("utf-8", "replace")[:200]
        raise RepositoryError(
            f"{place}: the content folder is a symbolic link to {target}, and links are not"
            " followed",
            hint="name the real folder as `contentDir` in the site's configuration",
        )


def _page_files(tree: Tree, roots: tuple[str, ...], terms: tuple[str, ...]) -> dict[str, _Read]:
    found = {}
    pattern = naming(terms)
    for entry in tree.entries:
        if entry.kind not in {"file", "executable"} or not is_page(entry.path):
            continue
        section = section_of(entry.path, roots)
        data = tree.read(entry.path) if section is not None else None
        if section is not None and data is not None:
            page = read_page(entry.path, data, section)
            text = data.decode("utf-8", "replace")
            found[entry.path] = _Read(
                front=page.front,
                written=scan(page.body),
                dated=page.dated,
                mention=first_mention(entry.path, text, pattern),
                fenced=text.removeprefix("\ufeff").lstrip().startswith(("---", "+++", "{")),
            )
    return found


def section_of(path: str, roots: tuple[str, ...]) -> str | None:
    """Return the content root and first folder that a page is in, or None outside of content."""
    for root in roots:
        if path.startswith(f"{root}/") or root == ".":
            inside = path if root == "." else path.removeprefix(f"{root}/")
            head, slash, _ = inside.partition("/")
            base = "" if root == "." else root
            return (f"{base}/{head}".lstrip("/") if slash else base) or "."
    return None


def _site_pages(site: _Site) -> tuple[SitePage, ...]:
    roots = content_roots(site.hugo)
    first: dict[str, SitePage] = {}
    for built in site.ready.base.pages:
        if built.path is not None and built.path in site.files and built.path not in first:
            first[built.path] = _site_page(site, built, section_of(built.path, roots) or ".")
    return tuple(first[path] for path in sorted(first))


def _site_page(site: _Site, built: BuiltPage, section: str) -> SitePage:
    path = str(built.path)
    entry = site.tree.entry(path)
    return SitePage(
        path=path,
        blob=entry.blob if entry else None,
        url=built.url,
        title=built.title,
        kind=built.kind,
        language=built.language,
        section=section,
        weight=built.weight,
        draft=built.draft,
        words=built.words,
        aliases=built.aliases,
        heading_ids=built.heading_ids,
        links=tuple(dict.fromkeys(link.target for link in built.links)),
    )


def _context(site: _Site, pages: tuple[SitePage, ...], own: Collection[str]) -> SiteContext:
    groups: dict[str, list[Source]] = {}
    for page in pages:
        file = site.files[page.path]
        groups.setdefault(page.section, []).append(Source(page, file.written, file.dated))
    for section, sources in groups.items():
        groups[section] = [one for one in sources if one.page.path in own] or sources
    mentions = (site.files[path].mention for path in sorted(site.files))
    ready = site.ready
    return SiteContext(
        pages=pages,
        sections=tuple(sorted(groups)),
        menus=menu_entries(ready.settings),
        shortcodes=_shortcodes(ready),
        habits=tuple(section_habits(name, groups[name]) for name in sorted(groups)),
        mentions=tuple(mention for mention in mentions if mention is not None),
        base_errors=ready.base.errors,
        navigation=_navigation(site, pages),
        ignored_pages=tuple(
            sorted({r.path for r in ready.repairs if r.kind == "set_aside" and is_page(r.path)})
        ),
    )


def _navigation(site: _Site, pages: tuple[SitePage, ...]) -> tuple[NavigationFile, ...]:
    folders = tuple(f"{m.source}/" for m in site.hugo.mounts if m.target.split("/")[0] == "data")
    files = []
    for entry in site.tree.entries:
        listed = entry.path in site.hugo.config_files or (
            bool(folders) and entry.path.startswith(folders)
        )
        small = entry.kind == "file" and 0 <= entry.size <= _LARGEST_LIST
        if listed and small and entry.path.endswith(_LISTS):
            files.append(
                (entry.path, (site.tree.read(entry.path) or b"").decode("utf-8", "replace"))
            )
    base = urlsplit(site.hugo.base_url).path.rstrip("/")
    return navigation_files(files, {page.url.removeprefix(base) for page in pages})


def _shortcodes(ready: Prepared) -> tuple[ShortcodeUse, ...]:
    own = frozenset(ready.own_shortcodes)
    return tuple(
        ShortcodeUse(
            name=use.name,
            files=use.files,
            paired=use.paired,
            own=use.name in own,
            example=use.example,
        )
        for use in ready.uses
    )
