"""The Hugo sites of a repository, with the content folders that their configurations name."""

from collections.abc import Iterable, Mapping
from pathlib import PurePosixPath

from launch.intake.site.units import SiteUnit, site_units
from launch.ports import Tree
from resources.hugo.own_settings import lookup
from resources.hugo.stub_overlay import Json, merged, parsed_settings


def units_of(tree: Tree, allowed_paths: Iterable[str] | None = None) -> tuple[SiteUnit, ...]:
    """Return the sites of a repository; see `site_units`."""

    def content_of(files: tuple[str, ...]) -> tuple[str, ...]:
        settings: Json = {}
        for file in files:
            pure = PurePosixPath(file)
            read = parsed_settings((tree.read(file) or b"").decode("utf-8", "replace"), pure.suffix)
            whole = pure.stem in {"hugo", "config"}
            settings = merged(settings, read if whole else {pure.stem: read})
        return tuple(sorted(_named(settings)))

    return site_units((entry.path for entry in tree.entries), allowed_paths, content_of)


def _named(settings: Json) -> set[str]:
    found = {lookup(settings, "contentdir")}
    languages = lookup(settings, "languages")
    for language in languages.values() if isinstance(languages, Mapping) else ():
        found.add(lookup(language, "contentdir") if isinstance(language, Mapping) else None)
    mounts = lookup(settings, "module", "mounts")
    for mount in mounts if isinstance(mounts, list) else ():
        target = lookup(mount, "target") if isinstance(mount, Mapping) else None
        if isinstance(target, str) and target.split("/", 1)[0] == "content":
            found.add(lookup(mount, "source"))
    return {str(PurePosixPath(name)) for name in found if isinstance(name, str) and name}
