from launch.contracts.site_context import SectionHabits, SitePage
from launch.intake.site.habits import Source, scan, section_habits
from launch.intake.site.mentions import first_mention, naming


def _habits(*bodies: str) -> SectionHabits:
    pages = [
        SitePage(
            path=f"content/docs/p{n}.md",
            blob=None,
            url=f"/docs/p{n}/",
            title="T",
            kind="page",
            language="en",
            section="content/docs",
            weight=10 * n,
            draft=False,
            words=100 + n,
            aliases=(),
            heading_ids=(),
            links=(),
        )
        for n, _ in enumerate(bodies)
    ]
    pairs = zip(pages, bodies, strict=True)
    return section_habits("content/docs", [Source(p, scan(b), dated=False) for p, b in pairs])


def test_heading_case_is_told() -> None:
    assert _habits("## Getting started with it\n\n## Before you begin\n").heading_case == "sentence"
    assert _habits("## Getting Started with It\n\n## Before You Begin\n").heading_case == "title"
    assert _habits("## Getting Started Now\n\n## Before you begin\n").heading_case == "mixed"


def test_link_form_leaves_out_other_hosts_and_anchors() -> None:
    body = "[a](https://x.example/) [b](#c) [d](/docs/e/) [f](/docs/g/) ![i](p.png)"
    assert _habits(body).link_form == "absolute"
    assert _habits('[a]({{< ref "b" >}})').link_form == "ref"
    assert _habits("[a](../b/) [c](d.md)").link_form == "relative"


def test_fences_are_counted_and_their_content_is_not_read() -> None:
    habits = _habits("```sh\n# Not A Heading Here\n[a](/x)\n```\n", "```sh\n```\n~~~go\n~~~\n")
    assert habits.fence_names == ("sh", "go")
    assert (habits.heading_case, habits.link_form) == ("mixed", "relative")


def test_alerts_are_told_with_an_example() -> None:
    habits = _habits("> [!NOTE]\n> Mind it.\n\nText.\n")
    assert (habits.alert_syntax, habits.alert_example) == ("blockquote", "> [!NOTE]\n> Mind it.")
    habits = _habits('Text\n{{% alert title="Note" %}}\nMind it.\n{{% /alert %}}\nMore\n')
    assert habits.alert_syntax == "shortcode"
    assert habits.alert_example.endswith("{{% /alert %}}")
    assert _habits("Text").alert_syntax == "none"


def test_lengths_and_weights_are_measured() -> None:
    habits = _habits("a", "b", "c")
    assert (habits.median_words, habits.weights, habits.pages) == (101, (10, 20), 3)


def test_mentions_are_whole_words_in_any_case() -> None:
    pages = [
        ("a.md", "one\nUse Sprocket now\n"),
        ("b.md", "sprockets-like\n"),
        ("c.md", "SPROCKET"),
    ]
    found = (first_mention(*page, naming(("sprocket", "x"))) for page in pages)
    assert [(m.path, m.line, m.text) for m in found if m] == [
        ("a.md", 2, "Use Sprocket now"),
        ("c.md", 1, "SPROCKET"),
    ]


def test_pages_open_with_their_title_where_most_have_one_heading_of_the_first_level() -> None:
    titled = "# Tables\n\n## Rows\n\nText.\n"
    assert _habits(*[titled] * 5, "Text.").opens_with_title
    assert not _habits(*[titled] * 3).opens_with_title, "a few pages are no habit"
    assert not _habits(titled, titled, "Text.", "Text.", "## Rows\n").opens_with_title
    chapters = "# Rows\n\nText.\n\n# Cells\n\nText.\n"
    assert not _habits(*[chapters] * 6).opens_with_title
