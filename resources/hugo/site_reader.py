"""Reads a docs site at a commit: front matter, context and Hugo facts. Judging is the core's."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from launch.contracts.frontmatter_index import FrontmatterIndex, PageFrontMatter
from launch.contracts.hugo_facts import HugoFacts
from launch.contracts.site_build import BuiltPage
from launch.contracts.site_context import ShortcodeUse, SiteContext, SitePage
from launch.contracts.tree import RepoPin
from launch.errors import RepositoryError
from launch.intake.site.front_matter import index, page_front_matter
from launch.intake.site.habits import Source, section_habits
from launch.intake.site.mentions import find_mentions
from launch.intake.site.units import is_page, site_units
from launch.markdown.front_matter import FrontMatterError, split
from launch.ports import Tree
from resources.hugo.configuration import check_configuration
from resources.hugo.facts import content_roots, hugo_facts, menu_entries
from resources.hugo.prepared import Prepared, Recipe, prepare
from resources.hugo.process import Limits
from resources.hugo.versions import chosen_binary, wanted


@dataclass(frozen=True)
class _Site:
    tree: Tree
    ready: Prepared
    hugo: HugoFacts
    texts: Mapping[str, bytes]
    """Bytes of every page file under the site's content, by path."""


def read_site(
    tree: Tree,
    pin: RepoPin,
    mention_terms: tuple[str, ...],
    cache_dir: Path,
    allowed_paths: tuple[str, ...] | None = None,
) -> tuple[FrontmatterIndex, SiteContext, HugoFacts]:
    """Read the site of a repository; RepositoryError: no page, or a broken configuration.

    Where it holds several, ``allowed_paths`` (a pilot's patterns) say which; None: the largest.
    """
    paths = tuple(entry.path for entry in tree.entries)
    units = site_units(paths, allowed_paths)
    if not units:
        raise RepositoryError(
            "the site repository has no page and no Hugo configuration",
            hint="check `output.site_repo_url` and `output.base_ref` of the pilot",
        )
    pinned = wanted(tree, paths, units[0].root)
    chosen = chosen_binary(pinned[0] if pinned else None, cache_dir)
    recipe = Recipe(tree, pin.commit, units[0], chosen.binary, chosen.version, pin.time, Limits())
    ready = prepare(recipe, cache_dir, again=True)
    check_configuration(ready, tree)
    hugo = hugo_facts(pin, paths, units, ready, pinned)
    site = _Site(tree, ready, hugo, _page_bytes(tree, content_roots(hugo)))
    if not site.texts:
        raise RepositoryError(
            "the site has no page in its content folder",
            hint="check `output.site_repo_url` and `output.base_ref` of the pilot",
        )
    pages = _site_pages(site)
    if units[0].synthesised and not any(_begins_as_a_page(text) for text in site.texts.values()):
        raise RepositoryError(
            "the site repository has no Hugo configuration, and none of its files begins with"
            " front matter",
            hint="check `output.site_repo_url` and `output.base_ref` of the pilot; a Hugo site has"
            " hugo.toml, hugo.yaml, hugo.json or config/_default/",
        )
    return _front_matter(site), _context(site, pages, mention_terms), hugo


def _begins_as_a_page(text: bytes) -> bool:
    return text.removeprefix(b"\xef\xbb\xbf").lstrip().startswith((b"---", b"+++", b"{"))


def _page_bytes(tree: Tree, roots: tuple[str, ...]) -> dict[str, bytes]:
    found = {}
    for entry in tree.entries:
        if entry.kind in {"file", "executable"} and is_page(entry.path):
            data = tree.read(entry.path) if section_of(entry.path, roots) is not None else None
            if data is not None:
                found[entry.path] = data
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


def _front_matter(site: _Site) -> FrontmatterIndex:
    roots = content_roots(site.hugo)
    pages: list[PageFrontMatter] = []
    for path, data in site.texts.items():
        pages.append(page_front_matter(path, data, section_of(path, roots) or "."))
    return index(pages)


def _site_pages(site: _Site) -> tuple[SitePage, ...]:
    roots = content_roots(site.hugo)
    first: dict[str, SitePage] = {}
    for built in site.ready.base.pages:
        if built.path is not None and built.path in site.texts and built.path not in first:
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


def _context(site: _Site, pages: tuple[SitePage, ...], terms: tuple[str, ...]) -> SiteContext:
    groups: dict[str, list[Source]] = {}
    texts = {path: data.decode("utf-8", "replace") for path, data in site.texts.items()}
    for page in pages:
        groups.setdefault(page.section, []).append(_source(page, texts[page.path]))
    ready = site.ready
    return SiteContext(
        pages=pages,
        sections=tuple(sorted(groups)),
        menus=menu_entries(ready.settings),
        shortcodes=_shortcodes(ready),
        habits=tuple(section_habits(name, groups[name]) for name in sorted(groups)),
        mentions=find_mentions(sorted(texts.items()), terms),
        base_errors=ready.base.errors,
        ignored_pages=tuple(
            sorted({r.path for r in ready.repairs if r.kind == "set_aside" and is_page(r.path)})
        ),
    )


def _source(page: SitePage, text: str) -> Source:
    try:
        front = split(text)
    except FrontMatterError:
        return Source(page, text, dated=False)
    return Source(page, front.body, dated=any(key.lower() == "date" for key in front.values))


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
