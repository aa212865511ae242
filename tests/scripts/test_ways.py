"""What a reader made of three writers' pages is kept whole, and the page tells it."""

from scripts.bench_reading import POINTS
from scripts.bench_ways import KEPT, WAYS, Kept, page


def test_every_version_has_its_points_and_the_table_every_writer() -> None:
    kept = Kept.model_validate_json(KEPT.read_bytes())
    assert all(one.scores.keys() == set(POINTS) for one in kept.pages)
    assert all(set(one.ways) <= set(WAYS) and one.why for one in kept.pages)
    by_page = {one.page: [way for other in kept.pages if other.page == one.page
                          for way in other.ways] for one in kept.pages}  # fmt: skip
    assert all(sorted(ways) == sorted(WAYS) for ways in by_page.values())
    assert [line.split(" | ")[0] for line in page(kept).splitlines() if line[:3] in {"| o", "| e"}
            ] == ["| offline", "| edit"]  # fmt: skip
