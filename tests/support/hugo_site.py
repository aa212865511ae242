"""Small Hugo sites in memory, as real sites are made: with and without their theme."""

from collections.abc import Mapping

from launch.contracts.tree import RepoPin
from tests.support.memory_tree import MemoryTree

_CONFIG = """\
baseURL = "https://docs.example.org/"
title = "Example docs"
theme = ["missing-theme"]
[module.hugoVersion]
min = "0.100.0"
"""
_BOX = '<div class="box">{{ .Inner | .Page.RenderString }}</div>\n'


def docs_page(title: str, weight: int, body: str) -> str:
    """Return a page in the style of the site's documentation."""
    front = f"---\ntitle: {title}\ndescription: All about {title.lower()}\nweight: {weight}\n---\n"
    return f"{front}\n{body}"


THEMELESS: Mapping[str, str] = {
    "hugo.toml": _CONFIG,
    "netlify.toml": '[build.environment]\nHUGO_VERSION = "0.150.1"\n',
    "layouts/shortcodes/box.html": _BOX,
    "static/files/manual.txt": "A manual.\n",
    "content/_index.md": "---\ntitle: Home\n---\n\nWelcome.\n",
    "content/docs/_index.md": "---\ntitle: Docs\nweight: 1\n---\n\nRead on.\n",
    "content/docs/gears.md": docs_page(
        "Gears",
        10,
        "Gears turn. See [teeth](/docs/teeth/#counting-teeth).\n\n## Kinds of gears\n\n"
        "```sh\nmake gears\n```\n\n{{< alert >}}Mind your fingers.{{< /alert >}}\n",
    ),
    "content/docs/teeth.md": docs_page(
        "Teeth",
        20,
        "Teeth bite. See [gears](/docs/gears/).\n\n## Counting teeth\n\nCount them.\n",
    ),
    "content/docs/axles.md": docs_page("Axles", 30, "Axles hold [gears](../gears/) in place.\n"),
    "content/docs/belts.md": docs_page("Belts", 40, "Belts pull. {{% box %}}*Now.*{{% /box %}}\n"),
    "content/docs/chains.md": docs_page("Chains", 50, "Chains pull, too.\n"),
    "content/docs/springs.md": docs_page("Springs", 60, "Springs give back.\n"),
}
_OWN_LAYOUT = "<html><body>{{ .Content }}{{ range .Pages }}{{ .Title }}{{ end }}</body></html>\n"
OWN_LAYOUTS: Mapping[str, str] = {
    **{path: text for path, text in THEMELESS.items() if path != "hugo.toml"},
    "hugo.toml": _CONFIG.replace('theme = ["missing-theme"]\n', ""),
    "layouts/_default/single.html": _OWN_LAYOUT,
    "layouts/_default/list.html": _OWN_LAYOUT,
    "layouts/shortcodes/alert.html": "<p>{{ .Inner }}</p>\n",
}
NEW = "content/docs/wheels.md"
NEW_PAGE = docs_page("Wheels", 70, "Wheels roll on [axles](/docs/axles/).\n\n## Rims\n\nRound.\n")


def tree_of(files: Mapping[str, str | bytes]) -> MemoryTree:
    """Return a tree of these files."""
    return MemoryTree(files)


def pin_of(tree: MemoryTree) -> RepoPin:
    """Return a pin whose commit depends on every file."""
    from launch.digests import sha256

    whole = sha256(repr([(entry.path, entry.blob, entry.kind) for entry in tree.entries]).encode())
    return RepoPin(url="site", ref="main", commit=whole[:40], tree=whole[:40], time=1_780_000_000)
