from pathlib import Path

from resources.hugo.output import anchors_and_links, error_lines, normalised


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
