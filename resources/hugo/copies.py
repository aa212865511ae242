"""Copies of a prepared site with changes in them, made by hard links; each goes after its use."""

import shutil
import tempfile
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from resources.hugo.build import Workshop
from resources.hugo.prepared import Prepared, elsewhere, layout_sources
from resources.hugo.repair import replay
from resources.hugo.stub_overlay import LAYOUTS, write_configuration, write_layouts
from resources.hugo.workspace import change, clone

_TEMPLATE_FOLDERS = frozenset({"layouts", "config", "themes"})


@contextmanager
def changed_copy(
    ready: Prepared,
    changes: Mapping[str, bytes | None],
    wanted: Callable[[str], bool] = lambda _: True,
) -> Iterator[tuple[Workshop, tuple[str, ...]]]:
    """Give a copy of a prepared site with changes, and the paths refused; it goes afterwards.

    ``wanted`` says of a path of the untouched site whether the copy needs it.
    """
    folder = Path(tempfile.mkdtemp(prefix="site-", dir=ready.shop.work.parent.parent)).resolve()
    try:
        shop = elsewhere(ready.shop, folder / "work", folder / "config")
        clone(ready.shop.work, shop.work, lambda path: path not in changes and wanted(path))
        refused = change(shop.work, changes)
        _configure(ready, shop, changes)
        yield shop, refused
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _configure(ready: Prepared, shop: Workshop, changes: Mapping[str, bytes | None]) -> None:
    """Take the kept overlay, or write it anew where the change touches what it is made from."""
    if not any(_is_template(path, ready.unit.root) for path in changes):
        shutil.copytree(ready.shop.config, shop.config)
        return
    write_configuration(shop.source, shop.config, ready.extra)
    shutil.rmtree(shop.source / LAYOUTS)
    write_layouts(shop.source / LAYOUTS, layout_sources(shop), ready.uses)
    layouts = [item for item in ready.repairs if item.kind != "set_aside"]
    replay(shop, layouts, ready.paired)


def _is_template(path: str, root: str) -> bool:
    inside = path.removeprefix(f"{root}/") if root else path
    head = inside.split("/", 1)[0]
    return head in _TEMPLATE_FOLDERS or "/" not in inside
