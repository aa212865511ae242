"""A folder of its own for the reference where it has many pages: one link leads there."""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from launch.planning.candidates import Candidate
from launch.planning.ground import Ground
from launch.wording.labels import entry

SHELF = "reference"
"""Identity of the folder's own page."""
_MANY = 8
"""Reference pages above which they stand in a folder."""


def shelved(ground: Ground, pages: Sequence[Candidate]) -> Iterator[Candidate]:
    """Yield the pages; many reference pages in a folder, behind a page that lists them."""
    many = sum(page.type == "api_reference" for page in pages) > _MANY
    opened = False
    for page in pages:
        if not many or page.type != "api_reference":
            yield page
            continue
        if not opened:
            opened = True
            yield _shelf(ground)
        yield replace(page, slug=f"{SHELF}/{page.slug}")


def _shelf(ground: Ground) -> Candidate:
    short = "api_reference"
    return Candidate(
        SHELF, "index", f"Find a name of {ground.name}",
        ground.label("title_api", subject=ground.name), ground.label(short),
        entry("description_api", subject=ground.name), f"{SHELF}/", (), words=20,
    )  # fmt: skip
