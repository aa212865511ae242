import pytest

from launch.markdown.front_matter import split
from launch.markdown.nodes import code_blocks, front_matter_nodes, headings, links, visible_nodes
from launch.markdown.shortcodes import can_be_escaped, escaped, live_shortcodes, unescaped


def _texts(body: str) -> list[tuple[str, str]]:
    return [(node.place, node.text) for node in visible_nodes(body)]


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("## A b {#x .y}\n", [("heading", "A b")]),
        ("one\n two `c`\n", [("paragraph", "one two `c`")]),
        ("- a\n  - b\n\n    c\n", [("list_item", "a"), ("list_item", "b"), ("list_item", "c")]),
        ("| a | b \\| c |\n|---|---|\n| | d |\n", [("cell", "a"), ("cell", "b | c"), ("cell", "d")]),
        ("![alt](x.png)\n", [("image_alt", "alt")]),
        ("a ![alt](x.png)\n", [("paragraph", "a ![alt](x.png)")]),
        ("<div>raw</div>\n", [("paragraph", "<div>raw</div>")]),
        ("<!-- claim: c-1 -->\ntext\n", [("paragraph", "text")]),
        ("[a][r]\n\n[r]: /x \"seen\"\n", [("paragraph", "[a][r]"), ("paragraph", "seen")]),
        ("a[^1]\n\n[^1]: note\n", [("paragraph", "a[^1]"), ("paragraph", "note")]),
        ("> [!NOTE]\n> text\n", [("paragraph", "text")]),
        ('{{% alert title="Mind" color="info" %}}\ntext\n{{% /alert %}}\n',
         [("paragraph", "Mind"), ("paragraph", "text")]),
        ("{{< hint info >}}\ntext\n{{< /hint >}}\n", [("paragraph", "text")]),
        ('{{< figure src="x" caption="A lie" >}}\n', [("paragraph", "x"), ("paragraph", "A lie")]),
        ("a {{< x >}} b\n", [("paragraph", "a {{< x >}} b")]),
        ("a `{{</* x */>}}` b\n", [("paragraph", "a `{{< x >}}` b")]),
        ('```python {title="Seen"}\nx\n```\n', [("paragraph", '{title="Seen"}')]),
        ("```python\nx\n```\n", []),
        ("Term\n: definition\n", [("paragraph", "Term : definition")]),
    ],
)  # fmt: skip
def test_every_visible_text_is_a_node(body: str, expected: list[tuple[str, str]]) -> None:
    assert _texts(body) == expected


def test_nodes_carry_the_line_of_the_file() -> None:
    front = split("---\ntitle: T\nsummary: S\nweight: 1\n---\n\nA\n\n## B\n")
    nodes = front_matter_nodes(front) + visible_nodes(front.body, front.body_line)
    assert [(n.place, n.line) for n in nodes] == [
        ("title", 2), ("front_matter", 3), ("paragraph", 7), ("heading", 9),
    ]  # fmt: skip


def test_code_blocks_come_back_unescaped() -> None:
    blocks = code_blocks('~~~go\n{{</* ref "x" */>}}\n~~~\n\n    indented\n', 10)
    assert [(b.language, b.code, b.line) for b in blocks] == [
        ("go", '{{< ref "x" >}}', 10), ("", "indented", 14),
    ]  # fmt: skip


def test_links_of_every_form_are_found() -> None:
    body = '[a](x.md "t") [b][r] <https://c.d>\nhttps://e.f/g. ![i](j.png)\n\n[r]: ../k\n'
    assert [(k.target, k.line, k.image) for k in links(body)] == [
        ("x.md", 1, False),
        ("../k", 1, False),
        ("https://c.d", 1, False),
        ("https://e.f/g", 2, False),
        ("j.png", 2, True),
    ]


def test_headings_have_levels_and_lines() -> None:
    assert [(h.level, h.text, h.line) for h in headings("# A\n\nB\n---\n")] == [
        (1, "A", 1),
        (2, "B", 3),
    ]


@pytest.mark.parametrize(
    "code",
    [
        '{{< ref "a" >}}',
        "{{% x %}}\n{{%/x%}}",
        "{{</* seen */>}}",
        "{{ .Title }}",
        "a {{< b\nc >}}",
    ],
)
def test_escaping_shortcodes_is_undone_exactly(code: str) -> None:
    assert unescaped(escaped(code)) == code
    assert can_be_escaped(code)


def test_a_tag_that_never_closes_cannot_be_escaped() -> None:
    assert not can_be_escaped("a {{< b")
    assert [(s.name, s.closed) for s in live_shortcodes("a {{< b")] == [("b", False)]


def test_live_shortcodes_are_found_in_code_as_well() -> None:
    body = "a\n\n```\n{{< evil x >}}\n{{</* ok */>}}\n```\n{{% /alert %}}\n"
    assert [(s.name, s.line) for s in live_shortcodes(body)] == [("evil", 4), ("alert", 7)]
