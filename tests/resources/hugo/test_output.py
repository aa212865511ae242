import json
from pathlib import Path

from resources.hugo.output import PageLog, anchors_and_links, error_lines, normalised


def test_anchors_and_links_are_read_from_html() -> None:
    ids, links = anchors_and_links(
        '<h2 id="a b">x</h2><a name=there></a><a data-launch-target="x.md" href="x.md">l</a>'
        '<img src=\'p.png\' alt="a > b"><a href="/q/?a=1&amp;b=2">m</a><code>&lt;p id=no&gt;</code>'
    )
    assert ids == ("a b", "there")
    assert [(link.target, link.href) for link in links] == [
        ("x.md", "x.md"),
        ("p.png", "p.png"),
        ("/q/?a=1&b=2", "/q/?a=1&b=2"),
    ]


def test_error_lines_lose_paths_and_keep_their_meaning() -> None:
    log = (
        'WARN  something\nERROR render of "/tmp/w/content/a.md:3:1": bad\n'
        "Error: error building site: logged 1 error(s)\n"
    )
    assert error_lines(log, Path("/tmp/w")) == ('render of "content/a.md:3:1": bad',)


def test_errors_compare_without_numbers_and_times() -> None:
    assert normalised('"a.md:3:14": took 12 ms') == normalised('"a.md:7:2": took 9 ms')
    assert normalised("a.md: x") != normalised("b.md: x")


def _line(file: str, url: str, content: str = "<p>x</p>") -> str:
    page = {
        "file": f"/w/{file}", "url": url, "title": file, "kind": "page", "language": "en",
        "weight": 0, "draft": False, "words": 1, "aliases": None, "content": content,
    }  # fmt: skip
    return f"WARN  LAUNCH-PAGE {json.dumps(page)}\n"


def test_pages_are_taken_from_the_log_and_other_lines_are_left() -> None:
    log = PageLog(Path("/w"), keep_texts=True)
    assert log.take(_line("b.md", "/b/", '<a href="/a/">a</a>'))
    assert log.take(_line("a.md", "/a/"))
    assert not log.take("WARN  found no layout file\n")
    assert [(page.path, page.url) for page in log.pages] == [("a.md", "/a/"), ("b.md", "/b/")]
    assert log.pages[1].links[0].href == "/a/"
    assert log.texts["/a/"].content == "<p>x</p>"


def test_of_two_pages_with_one_url_the_first_by_path_stays_in_whatever_order() -> None:
    for names in (("a.md", "b.md"), ("b.md", "a.md")):
        log = PageLog(Path("/w"))
        for name in names:
            assert log.take(_line(name, "/same/"))
        assert [page.path for page in log.pages] == ["a.md"]
        assert log.clashes == ("several pages have the URL /same/ (en): a.md, b.md",)


def test_an_id_holds_nothing_that_changes_from_build_to_build() -> None:
    ids, _ = anchors_and_links('<h2 id="see-hahahugoshortcode30s0hbhb-here">x</h2>')
    assert ids == ("see--here",)
