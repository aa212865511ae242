from launch.contracts.draft_content import (
    Alert,
    Code,
    DraftPage,
    Heading,
    ListBlock,
    Paragraph,
    Sentence,
    Table,
)  # fmt: skip
from launch.contracts.page_plan import FrontMatterValue
from launch.contracts.site_context import SectionHabits
from launch.markdown.front_matter import split
from launch.markdown.nodes import code_blocks, fold, front_matter_nodes, visible_nodes
from launch.markdown.render import block_lines, ledger, render_page
from launch.wording.connectives import say


def _habits(syntax: str, example: str) -> SectionHabits:
    return SectionHabits.model_validate_json(
        '{"section":"s","pages":1,"heading_case":"sentence","link_form":"relative",'
        '"index_pages":true,"leaf_bundles":false,"weights":[],"fence_names":[],'
        f'"alert_syntax":"{syntax}","alert_example":{_json(example)},"median_words":1,'
        '"longest_words":1,"dates":false,"first_heading_level":2}'
    )


def _json(text: str) -> str:
    return '"' + text.replace('"', '\\"').replace("\n", "\\n") + '"'


def _page() -> DraftPage:
    title = say("installation")
    pipe = Sentence(text="`a | b`", source=title.source)
    return DraftPage(
        page_id="p",
        type="installation",
        path="content/p.md",
        front_matter_format="yaml",
        front_matter=(
            FrontMatterValue(key="title", value=title.text),
            FrontMatterValue(key="weight", value=2),
        ),
        front_matter_sentences=(title,),
        blocks=(
            Paragraph(sentences=(say("run_program"), say("prints"))),
            Heading(level=2, text=say("next_steps", case="title")),
            ListBlock(ordered=True, items=(say("steps"), say("usage"))),
            Table(
                header=(say("name"), say("value")),
                rows=((pipe, Sentence(text="", source=title.source)),),
            ),
            Code(language="md", code="{{< x >}}\n```\ny\n```"),
            Alert(level="warning", sentences=(say("run_program"),)),
        ),
        writer="offline",
    )


def test_every_node_of_a_rendered_page_is_in_its_ledger() -> None:
    page = _page()
    known = {fold(entry.sentence.text) for entry in ledger(page)} | {"Run it: It prints:"}
    for habits in (
        None,
        _habits("shortcode", '{{% alert color="info" %}}\nx'),
        _habits("none", ""),
    ):
        front = split(render_page(page, habits))
        nodes = front_matter_nodes(front) + visible_nodes(front.body, front.body_line)
        assert {node.text for node in nodes} <= known
        assert len(nodes) == 9


def test_code_survives_rendering_with_fences_and_shortcodes_in_it() -> None:
    front = split(render_page(_page(), None))
    assert [b.code for b in code_blocks(front.body)] == ["{{< x >}}\n```\ny\n```"]


def test_alerts_are_written_as_the_site_writes_them() -> None:
    text = render_page(_page(), _habits("shortcode", '{{% alert title="A" color="info" %}}\nx'))
    assert '{{% alert title="Warning" color="warning" %}}\nRun it:\n{{% /alert %}}' in text
    assert "{{< hint warning >}}\nRun it:\n{{< /hint >}}" in render_page(
        _page(), _habits("shortcode", "{{< hint info >}}\nx\n{{< /hint >}}")
    )
    assert "> [!WARNING]\n> Run it:" in render_page(_page(), None)


def test_block_lines_point_at_the_blocks() -> None:
    for markers in (False, True):
        lines = render_page(_page(), None, markers=markers).split("\n")
        starts = [lines[n - 1] for n in block_lines(_page(), None, markers=markers)]
        assert starts == [
            "Run it: It prints:", "## Next Steps", "1. Steps", "| Name | Value |", "````md",
            "> [!WARNING]",
        ]  # fmt: skip


def test_the_file_ends_with_one_newline() -> None:
    text = render_page(_page(), None)
    assert text.endswith("\n")
    assert not text.endswith("\n\n")
    assert "\n\n\n" not in text
