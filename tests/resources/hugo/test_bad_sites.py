"""Sites that go wrong: each gives a clear finding or a clear error, and none hangs."""

from dataclasses import replace
from pathlib import Path

import pytest

from launch.errors import HugoError, RepositoryError
from launch.gates import front_matter_valid, hugo_builds, links_resolve
from resources.hugo.builder import HugoSiteBuilder
from resources.hugo.process import Limits
from resources.hugo.site_reader import read_site
from tests.support.hugo_site import NEW, NEW_PAGE, THEMELESS, docs_page, pin_of, tree_of
from tests.support.memory_tree import MemoryTree
from tests.support.read_sites import themeless

QUICK = Limits(seconds=6, memory=1024**3, idle=3)
_ENDLESS = "{{ .Inner }}{{ range seq 1000000 }}{{ range seq 1000000 }}{{ end }}{{ end }}"


def test_a_new_page_that_is_not_utf_8_is_found_with_its_line() -> None:
    looked = themeless().look(front_matter_valid.GATE, {NEW: NEW_PAGE.encode() + b"caf\xe9\n"})
    (finding,) = looked.findings
    assert finding.path == NEW
    assert "not UTF-8" in finding.found


def test_shortcodes_that_call_one_another_for_ever_are_an_error_and_no_hang(tmp_path: Path) -> None:
    files = {
        **THEMELESS,
        "layouts/shortcodes/ping.html": "{{ .Page.RenderString `{{< pong >}}` }}",
        "layouts/shortcodes/pong.html": "{{ .Page.RenderString `{{< ping >}}` }}",
        "content/docs/loop.md": docs_page("Loop", 80, "{{< ping >}}\n"),
    }
    tree = tree_of(files)
    with pytest.raises(HugoError, match=r"calls itself|does not end|stood still"):
        read_site(tree, pin_of(tree), (), tmp_path, limits=QUICK)


def test_a_template_of_the_site_that_never_ends_is_an_error_and_no_hang(tmp_path: Path) -> None:
    tree = tree_of({**THEMELESS, "layouts/shortcodes/box.html": _ENDLESS})
    with pytest.raises(HugoError, match="does not end"):
        read_site(tree, pin_of(tree), (), tmp_path, limits=replace(QUICK, seconds=3))


def test_gates_over_a_site_whose_build_was_stopped_fail_with_the_reason(tmp_path: Path) -> None:
    site = themeless()
    at_once = HugoSiteBuilder(site.tree, site.hugo, tmp_path, replace(QUICK, seconds=0.001))
    subject = replace(site.subject({}), build=at_once.compare({NEW: NEW_PAGE.encode()}))
    for gate in (hugo_builds.GATE, links_resolve.GATE):
        reason = gate.look(subject).could_not_run
        assert reason is not None
        assert "was stopped after" in reason


@pytest.mark.parametrize("root", ["", "site/"])
def test_a_symlinked_content_folder_is_an_error_that_names_it(tmp_path: Path, root: str) -> None:
    files = {
        f"{root}hugo.toml": 'title = "x"\n',
        f"{root}content": "docs",
        f"{root}docs/a.md": "---\ntitle: A\n---\n",
    }
    tree = MemoryTree(files, {f"{root}content": "symlink"})
    with pytest.raises(RepositoryError, match=f"{root}content: the content folder is a symbolic"):
        read_site(tree, pin_of(tree), (), tmp_path)


def test_twenty_thousand_pages_are_read(tmp_path: Path) -> None:
    files = {"hugo.toml": 'title = "x"\nbaseURL = "https://example.org/"\n'}
    for number in range(20_000):
        files[f"content/p{number // 500}/{number}.md"] = f"---\ntitle: P{number}\n---\nText.\n"
    tree = tree_of(files)
    _, context, hugo = read_site(tree, pin_of(tree), (), tmp_path)
    assert sum(page.kind == "page" for page in context.pages) == 20_000
    new = {"content/p1/new.md": b"---\ntitle: New\n---\n\n[two](/p0/2/) and [none](/p0/none/).\n"}
    built = HugoSiteBuilder(tree, hugo, tmp_path).compare(new)
    assert len(built.after.pages) == len(built.before.pages) + 1
