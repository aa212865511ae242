import os
import time
from pathlib import Path

import pytest

from resources.hugo.builder import HugoSiteBuilder
from resources.hugo.kept_sites import Keep, prune, used
from resources.hugo.site_reader import read_site
from tests.support.hugo_site import THEMELESS, pin_of, tree_of

_DAY = 24 * 3600.0
KEEP = Keep(age=30 * _DAY, size=1000, rest=3600)


def _site(folder: Path, name: str, days: float, size: int = 100) -> Path:
    site = folder / name
    (site / "work").mkdir(parents=True)
    (site / "work" / "page").write_bytes(b"x" * size)
    then = time.time() - days * _DAY
    os.utime(site, (then, then))
    return site


def test_sites_not_used_for_long_go_and_left_overs_with_them(tmp_path: Path) -> None:
    _site(tmp_path, "old", 31)
    _site(tmp_path, "making-x", 1)
    _site(tmp_path, "making-y", 0)
    _site(tmp_path, "new", 2)
    assert set(prune(tmp_path, KEEP)) == {"old", "making-x"}
    assert {path.name for path in tmp_path.iterdir()} == {"making-y", "new"}


def test_the_oldest_go_where_all_are_too_large_but_none_that_may_be_in_use(tmp_path: Path) -> None:
    _site(tmp_path, "a", 3, 600)
    _site(tmp_path, "b", 2, 600)
    _site(tmp_path, "c", 0, 2000)
    assert prune(tmp_path, KEEP) == ("a", "b")
    assert [path.name for path in tmp_path.iterdir()] == ["c"]


def test_a_site_that_is_used_stays(tmp_path: Path) -> None:
    used(_site(tmp_path, "old", 31))
    assert prune(tmp_path, KEEP) == ()


def test_reading_a_site_prunes_and_a_pruned_site_is_made_again(tmp_path: Path) -> None:
    sites = tmp_path / "hugo" / "sites"
    _site(sites, "old", 31)
    tree = tree_of(THEMELESS)
    first = read_site(tree, pin_of(tree), (), tmp_path)
    (made,) = sites.iterdir()
    then = time.time() - 40 * _DAY
    os.utime(made, (then, then))
    assert prune(sites) == (made.name,)
    assert read_site(tree, pin_of(tree), (), tmp_path) == first


@pytest.mark.parametrize("how", ["cut", "emptied", "gone"])
@pytest.mark.parametrize("where", ["work/hugo.toml", "work/content/_index.md", "config"])
def test_a_kept_site_with_a_damaged_file_is_made_again(
    tmp_path: Path, where: str, how: str
) -> None:
    tree = tree_of(THEMELESS)
    first = read_site(tree, pin_of(tree), (), tmp_path)
    (made,) = (tmp_path / "hugo" / "sites").iterdir()
    found = made / where
    file = found if found.is_file() else next(one for one in found.rglob("*") if one.is_file())
    whole = file.read_bytes()
    assert len(whole) > 1
    if how == "gone":
        file.unlink()
    else:
        file.write_bytes(whole[: len(whole) // 2 if how == "cut" else 0])
    assert read_site(tree, pin_of(tree), (), tmp_path) == first
    assert file.read_bytes() == whole


def test_a_whole_kept_site_is_not_made_again(tmp_path: Path) -> None:
    tree = tree_of(THEMELESS)
    _, _, hugo = read_site(tree, pin_of(tree), (), tmp_path)
    (made,) = (tmp_path / "hugo" / "sites").iterdir()
    number = (made / "prepared.json").stat().st_ino
    page = b"---\ntitle: New\n---\n\nText.\n"
    HugoSiteBuilder(tree, hugo, tmp_path).compare({"content/new.md": page})
    read_site(tree, pin_of(tree), (), tmp_path)
    assert (made / "prepared.json").stat().st_ino == number
