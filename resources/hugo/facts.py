"""Hugo's own answers about a site's configuration, as `HugoFacts` and menus."""

import posixpath
from collections.abc import Mapping, Sequence

from launch.contracts.hugo_facts import HugoFacts, Language, Mount, Permalink
from launch.contracts.site_context import MenuEntry
from launch.contracts.tree import RepoPin
from launch.intake.site.units import SiteUnit
from resources.hugo.own_settings import lookup
from resources.hugo.prepared import Prepared
from resources.hugo.stub_overlay import LAYOUTS, Json
from resources.hugo.themes import theme_names

_REPAIRED = {
    "stub": "{}: stands on what is not in the repository, so a stub takes its place",
    "drop_hook": "{}: stands on what is not in the repository, so it is left out",
    "output_format": "the output format {}: not defined in the repository, so a plain one is",
    "empty_partial": "{}: does not render without the theme or with this Hugo, taken as empty",
}


def hugo_facts(
    pin: RepoPin,
    paths: Sequence[str],
    units: Sequence[SiteUnit],
    ready: Prepared,
    pinned: tuple[str, str] | None,
) -> HugoFacts:
    """Return the facts of the first unit."""
    unit, settings = units[0], ready.settings
    read = (_mount(item, unit.root) for item in ready.mounts if item["source"] != LAYOUTS)
    mounts = tuple(mount for mount in read if mount is not None and _exists(mount.source, paths))
    markup = _table(settings, "markup", "goldmark", "renderer")
    outputs = lookup(ready.own_settings, "outputs", "page")
    return HugoFacts(
        pin=pin,
        root=unit.root,
        config_files=unit.config_files,
        other_roots=tuple(other.root for other in units[1:] if other.pages),
        synthesised=unit.synthesised,
        base_url=_text(settings, "baseurl"),
        title=_text(settings, "title"),
        content_dir=_content_dir(mounts, settings, unit),
        languages=_languages(settings, mounts, unit),
        mounts=mounts,
        themes=theme_names(ready.own_settings),
        theme_present=ready.theme_present,
        permalinks=_permalinks(settings),
        taxonomies=tuple(sorted(str(name) for name in _table(settings, "taxonomies").values())),
        outputs=tuple(str(name) for name in outputs) if isinstance(outputs, list) else ("html",),
        ugly_urls=settings.get("uglyurls") is True,
        unsafe_html=markup.get("unsafe") is True,
        pinned_version=pinned[0] if pinned else None,
        pinned_by=pinned[1] if pinned else None,
        built_with=ready.shop.version,
        notes=_notes(ready, pinned),
    )


def content_roots(hugo: HugoFacts) -> tuple[str, ...]:
    """Return the content folders of the site in the repository, the deepest first."""
    roots = {mount.source for mount in hugo.mounts if mount.target.split("/")[0] == "content"}
    roots |= {language.content_dir for language in hugo.languages} | {hugo.content_dir}
    return tuple(sorted(roots, key=lambda root: (-root.count("/"), root)))


def menu_entries(settings: Json) -> tuple[MenuEntry, ...]:
    """Return the menus of the configuration, those of languages included, in order."""
    tables = [_table(settings, "menus")]
    for language in _table(settings, "languages").values():
        tables += [_table(language, "menus"), _table(language, "menu")]
    found = []
    for table in tables:
        for menu, entries in sorted(table.items()):
            found += [
                _menu_entry(menu, item) for item in _items(entries) if isinstance(item, Mapping)
            ]
    return tuple(dict.fromkeys(found))


def _menu_entry(menu: str, item: Mapping[str, object]) -> MenuEntry:
    weight = item.get("weight", 0)
    return MenuEntry(
        menu=menu,
        name=str(item.get("name") or item.get("identifier") or ""),
        url=str(item.get("url") or item.get("pageref") or ""),
        weight=weight if isinstance(weight, int) else 0,
    )


def _table(value: object, *names: str) -> dict[str, object]:
    for name in names:
        value = value.get(name) if isinstance(value, Mapping) else None
    return {str(key): item for key, item in value.items()} if isinstance(value, Mapping) else {}


def _items(value: object) -> tuple[object, ...]:
    return tuple(value) if isinstance(value, list) else ()


def _text(settings: Json, name: str) -> str:
    value = settings.get(name)
    return value if isinstance(value, str) else ""


def _mount(item: Json, root: str) -> Mount | None:
    source = _inside(root, str(item["source"]))
    if source is None:
        return None
    languages = _table(item, "sites", "matrix").get("languages")
    lang = languages[0] if isinstance(languages, list) and len(languages) == 1 else ""
    return Mount(source=source, target=str(item["target"]), lang=str(item.get("lang") or lang))


def _inside(root: str, source: str) -> str | None:
    """Return a mount's source relative to the repository, or None where it is outside of it."""
    path = posixpath.normpath(posixpath.join(root, source))
    return None if path.startswith(("../", "/")) or path == ".." else path


def _exists(source: str, paths: Sequence[str]) -> bool:
    return source == "." or any(p == source or p.startswith(f"{source}/") for p in paths)


def _content_dir(mounts: Sequence[Mount], settings: Json, unit: SiteUnit) -> str:
    default = _text(settings, "defaultcontentlanguage")
    content = [mount for mount in mounts if mount.target == "content"]
    fitting = [mount for mount in content if mount.lang in {"", default}]
    named = unit.content_dir or _text(settings, "contentdir") or "content"
    wanted = _inside(unit.root, named) or "content"
    if any(mount.source == wanted for mount in fitting) or not fitting:
        return wanted
    return fitting[0].source


def _languages(settings: Json, mounts: Sequence[Mount], unit: SiteUnit) -> tuple[Language, ...]:
    default = _text(settings, "defaultcontentlanguage") or "en"
    content = _content_dir(mounts, settings, unit)
    tables = _table(settings, "languages") or {default: {}}
    own = {mount.lang: mount.source for mount in reversed(mounts) if mount.target == "content"}
    found = [
        Language(
            code=code,
            name=_name(_table(table)),
            content_dir=content if code == default else own.get(code, content),
            is_default=code == default,
        )
        for code, table in tables.items()
        if _table(table).get("disabled") is not True
    ]
    return tuple(sorted(found, key=lambda language: (not language.is_default, language.code)))


def _name(table: Mapping[str, object]) -> str:
    return str(table.get("label") or table.get("languagename") or "")


def _permalinks(settings: Json) -> tuple[Permalink, ...]:
    """Return patterns from either form: by kind and section, or a list with targets."""
    value = settings.get("permalinks")
    found: list[Permalink] = []
    if isinstance(value, list):
        for item in value:
            target = _table(item, "target")
            found.append(
                Permalink(
                    kind=str(target.get("kind", "page")),
                    section=_section(str(target.get("path", ""))),
                    pattern=str(_table(item).get("pattern", "")),
                )
            )
    for kind, sections in sorted(_table(value).items()):
        for section, pattern in sorted(_table(sections).items()):
            found.append(Permalink(kind=kind, section=section, pattern=str(pattern)))
    return tuple(found)


def _section(pattern: str) -> str:
    """Return the section of a target such as ``/{blog,blog/**}``, as its pattern names it."""
    inner = pattern.strip("/").strip("{}")
    return inner.split(",", 1)[0].removesuffix("/**").strip("/")


def _notes(ready: Prepared, pinned: tuple[str, str] | None) -> tuple[str, ...]:
    notes = list(ready.base.notes)
    if pinned and pinned[0] != ready.shop.version:
        notes.append(
            f"{pinned[1]} pins Hugo {pinned[0]}; built with {ready.shop.version}, "
            "as the pinned one is not in the cache (`python -m launch validate` fetches it, where "
            "Hugo's Python packages have it)"
        )
    aside = sorted(item.path for item in ready.repairs if item.kind == "set_aside")
    if aside:
        notes.append(f"Hugo refuses pages of the untouched site ({len(aside)}), such as {aside[0]}")
    repaired = [item for item in ready.repairs if item.kind != "set_aside"]
    notes += sorted(_REPAIRED[item.kind].format(_own(item.path)) for item in repaired)
    if ready.fails_as_it_is:
        notes.append(
            "as it is, the untouched site does not build here (`hugo` in its folder says why), so "
            "only the build without its theme counts"
        )
    return tuple(notes)


def _own(path: str) -> str:
    """Return a repaired path as the site's people know it."""
    return path.replace(f"{LAYOUTS}/_default/_markup", "_markup").replace(f"{LAYOUTS}/", "")
