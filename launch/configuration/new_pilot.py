"""A new pilot's text: what two repositories say of themselves; all else is left to the defaults."""

import json
import re
import unicodedata
from collections import Counter
from dataclasses import dataclass

from launch.contracts.hugo_facts import HugoFacts
from launch.contracts.repo_inventory import RepoInventory
from launch.contracts.site_context import SiteContext
from launch.fence import check_allowed_paths

_SECTIONS = ("docs", "documentation", "doc", "products", "projects", "reference", "guides", "guide")
"""Names of a content folder that holds documentation, the likeliest first."""


@dataclass(frozen=True)
class NewPilot:
    """What a new pilot states; addresses as a pilot may write them."""

    repo_url: str
    ref: str
    product_url: str | None
    site_repo_url: str
    base_ref: str
    folder: str
    """Content folder of the pages, without a slash at its end."""


def slug(name: str) -> str:
    """Return a name as folders and keys can have it; ``product`` where nothing is left."""
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().lower()
    found = re.sub(r"[^a-z0-9]+", "-", plain).strip("-")[:50].rstrip("-") or "product"
    return found if check_allowed_paths((f"{found}/**",)) is None else f"{found}-product"


def pages_folder(site: SiteContext, hugo: HugoFacts, name: str) -> str:
    """Return where a product's pages belong: its slug below the site's documentation.

    That is the section of the default language that is called so, else the one with most pages,
    else the content folder itself.
    """
    root = hugo.content_dir if hugo.content_dir != "." else ""
    counts: Counter[str] = Counter()
    for page in site.pages:
        inside = page.path.removeprefix(f"{root}/") if root else page.path
        if "/" in inside and (not root or inside != page.path):
            counts[inside.split("/")[0]] += 1
    named = next((one for one in _SECTIONS if one in counts), None)
    section = named or min(counts, key=lambda one: (-counts[one], one), default="")
    return "/".join(part for part in (root, section, slug(name)) if part)


def public_page(inventory: RepoInventory) -> str | None:
    """Return the https address that the product's own manifest gives as its page, or None.

    Where that is the repository itself, the product has no page of its own.
    """
    for manifest in inventory.manifests:
        page, repository = manifest.homepage, manifest.repository
        if not manifest.is_product or page is None or page.origin != "static":
            continue
        sources = {inventory.pin.url, repository.value if repository else ""}
        is_own = _bare(page.value) not in {_bare(url) for url in sources}
        return (
            page.value if is_own and re.fullmatch(r"https://[^\s\"]{3,500}", page.value) else None
        )
    return None


def _bare(url: str) -> str:
    return url.removeprefix("git+").rstrip("/").removesuffix(".git").lower()


def pilot_text(new: NewPilot) -> str:
    """Return the pilot's YAML, with a comment where a person has to decide."""
    page = f"  product_url: {_quoted(new.product_url)}\n" if new.product_url else ""
    return (
        "# Made by `python -m launch init`; docs/pilots.md explains every key.\n"
        'schema_version: "1.0"\n'
        "\n"
        "input:\n"
        f"  repo_url: {_quoted(new.repo_url)}\n"
        f"  sha: {_quoted(new.ref)}  # a branch, a tag or a commit\n"
        f"{page}"
        "\n"
        "output:\n"
        f"  site_repo_url: {_quoted(new.site_repo_url)}\n"
        f"  base_ref: {_quoted(new.base_ref)}\n"
        "  allowed_paths:  # nothing else is ever written: is this where the pages belong?\n"
        f"    - {_quoted(new.folder + '/**')}\n"
        "\n"
        "llm:\n"
        '  provider: "anthropic"  # "offline" needs no key and no network\n'
        "\n"
        "flags:\n"
        "  dry_run: true  # false opens the pull request\n"
    )


def _quoted(text: str | None) -> str:
    # A JSON string is a YAML string, whatever stands in it.
    return json.dumps(text or "", ensure_ascii=False)
