"""What a document is about stays: code below comments, in lists, notes and tabs; its wrong ways go."""

import pytest

from launch.checks.quotes import stands_whole
from launch.contracts.claims import Edit
from launch.knowledge.passages.assembling import only_leads_on
from launch.knowledge.passages.blocks import Block, Text
from launch.knowledge.passages.grouping import groups, heading_text
from launch.knowledge.passages.leaning import leans, unfit
from launch.knowledge.passages.markdown import read_markdown
from launch.knowledge.passages.polish import Polished, Setting, polish
from launch.knowledge.passages.restructured import read_restructured
from launch.knowledge.passages.right import WRONG
from launch.wording.edits import apply
from launch.wording.roles import name_field
from tests.support.small_product import CLI, FILES, facts_of, texts_of


def _blocks(text: str) -> list[Block]:
    return list(read_markdown("docs/a.md", text).blocks)


def _kinds(text: str) -> list[str]:
    return [block.kind for block in _blocks(text)]


def test_a_comment_tears_no_announcement_from_its_code() -> None:
    text = "Call it so:\n\n<!-- snippet: one -->\n```cs\nx();\n```\n<!-- endSnippet -->\n\nIt is quick.\n"
    (group,) = groups(_blocks(text))
    assert [block.kind for block in group] == ["paragraph", "code", "paragraph"]


def test_badges_and_pictures_are_no_text() -> None:
    assert _kinds("[![a](b)](c) ![d](e)\n\nIt reads rows.\n") == ["paragraph"]


def test_what_a_document_shows_as_wrong_goes_and_the_right_way_stays() -> None:
    text = (
        "## Retry\n\n❌ DON'T\n\nUse sleep to wait.\n\n```cs\nSleep();\n```\n\n✅ DO\n\n"
        "Use the delay of the options.\n\n```cs\nDelay();\n```\n\n## Next\n\nIt goes on.\n"
    )
    told = [block for block in _blocks(text) if block.kind != "other"]
    assert [block.texts[0].source if block.texts else block.code for block in told] == [
        "Retry", "Use the delay of the options.", "Delay();", "Next", "It goes on.",
    ]  # fmt: skip
    assert sum(block.why == WRONG for block in _blocks(text)) == 2


def test_a_section_of_wrong_ways_goes_whole() -> None:
    text = "## Anti-patterns\n\n### Sleep\n\nSleep in it.\n\n## Use\n\nCall it.\n"
    told = [block for block in _blocks(text) if block.kind == "paragraph"]
    assert [block.texts[0].source for block in told] == ["Call it."]


def test_an_alert_is_text_and_other_people_s_words_are_not() -> None:
    text = "> [!NOTE]\n> It needs **two** keys.\n\n> Best tool ever.\n"
    first, second = _blocks(text)
    assert (first.kind, first.texts[0].source) == ("paragraph", "It needs **two** keys.")
    assert (second.kind, second.why) == ("other", "quote")


@pytest.mark.parametrize(
    "text",
    [
        '!!! note "Keys"\n    It needs two keys.\n',
        ":::tip\nIt needs two keys.\n:::\n",
        "```{warning}\nIt needs two keys.\n```\n",
        "<Note>\nIt needs two keys.\n</Note>\n",
    ],
)
def test_a_note_of_any_dialect_is_text(text: str) -> None:
    texts = [text.source for block in _blocks(text) for text in block.texts]
    assert texts == ["It needs two keys."]


def test_lines_are_counted_as_they_stand_below_a_note() -> None:
    text = "!!! note\n    One.\n\n```{tip}\n:class: x\nTwo.\n```\n\n:::info\nThree.\n:::\n\nFour.\n"
    lines = text.split("\n")
    for block in _blocks(text):
        assert block.texts[0].source in lines[block.first - 1]


def test_tabs_keep_their_labels_with_their_code() -> None:
    text = 'Get it:\n\n<Tab value="Large">\n```ts\na\n```\n</Tab>\n<Tab value="Small">\n```ts\nb\n```\n</Tab>\n'
    (group,) = groups(_blocks(text))
    assert [block.texts[0].source if block.texts else block.code for block in group] == [
        "Get it:", "Large", "a", "Small", "b",
    ]  # fmt: skip
    assert stands_whole("Large", '<Tab value="Large">\n')
    assert not stands_whole("Large", '<Tab value="Large one">\n')


def test_the_icon_of_a_tab_is_no_part_of_its_label() -> None:
    text = 'Get it:\n\n=== ":material-language-kotlin: Kotlin"\n    ```kotlin\n    a\n    ```\n'
    _, label, code = _blocks(text)
    assert (label.texts[0].source, label.inside, code.code) == ("Kotlin", True, "a")
    assert stands_whole("Kotlin", text.split("\n")[2])


def test_code_of_a_list_s_items_stays_in_the_list() -> None:
    text = "Add a line:\n\n- bash\n  ```sh\n  a\n  ```\n- zsh\n  ```sh\n  b\n  ```\n"
    (group,) = groups(_blocks(text))
    assert [block.kind for block in group] == ["paragraph", "list", "code", "list", "code"]


def _said(text: str, *, introduces: bool = False, cell: bool = False) -> str:
    setting = Setting(
        identity=facts_of()[0].identity, repository="", commit="0" * 40, path="a.md", references=(),
        paths=frozenset(),
    )  # fmt: skip
    made = polish(text, setting, introduces=introduces, item=cell, cell=cell)
    return made.text if isinstance(made, Polished) else ""


def test_a_sentence_without_its_full_stop_gets_it() -> None:
    assert _said("**Symptom:** The field is `null` after parsing") == (
        "**Symptom:** The field is `null` after parsing."
    )
    assert _said("Tree view") == ""


def test_a_sign_that_says_no_is_said_in_a_cell_and_refused_elsewhere() -> None:
    assert _said("❌", cell=True) == "No"
    assert _said("❌ It is difficult to trace a call.") == ""


def test_also_goes_where_a_section_begins_with_it() -> None:
    assert _said("You can also send files:", introduces=True) == "You can send files:"


@pytest.mark.parametrize(
    "text",
    [
        "It is possible to send files.",
        "It's often useful to name a value.",
        "Instead of setting the type, set a default.",
        "An error appears, looking like this:",
        "Take this application as an example:",
        "Completion of one shell differs from the other in that:",
        "Rows start below the cursor with the given height.",
    ],
)
def test_what_points_forward_or_nowhere_does_not_lean(text: str) -> None:
    assert not leans(text)


def test_to_see_is_no_pointer() -> None:
    assert unfit("If you want to see the commands in order, press x again.", bound=False) is None
    assert unfit("See x for the options.", bound=False) is not None


_RST = """\
cert
----

:Summary: Set to a path of a file. If it has a password, then
        set to a list.
:Types:
        - string
        - array
:Default:

    ::

        ['a' => 1]

:Constant: ``OPT``

.. note::

    It needs two keys.

Ways to log in:

basic
    Send it as it is.

.. code-block:: php

    one();

digest
    Send a digest.

.. _other:

This can be set to:

- string

  .. code-block:: php

      two();

- resource
"""


def _restructured() -> list[Block]:
    return list(read_restructured("docs/a.rst", _RST).blocks)


def test_fields_definitions_and_notes_of_restructured_text_are_told() -> None:
    told = [
        [text.source for text in block.texts] or block.code.strip() for block in _restructured()
    ]
    assert told == [
        ["cert"],
        [":Summary: Set to a path of a file. If it has a password, then set to a list.",
         ":Types: - string - array", ":Default:"],
        "['a' => 1]",
        [":Constant: ``OPT``"],
        ["It needs two keys."],
        ["Ways to log in:"],
        ["basic Send it as it is."],
        "one();",
        ["digest Send a digest."],
        ["This can be set to:"],
        ["string"],
        "two();",
        ["resource"],
    ]  # fmt: skip
    parted = list(groups(_restructured()[5:9]))
    assert len(parted) == 1


def test_restructured_lines_are_those_of_the_file() -> None:
    lines = _RST.split("\n")
    for block in _restructured():
        shown = block.texts[0].source if block.texts else block.code.strip()
        assert any(
            shown.split(" ")[0].split("\n")[0] in row
            for row in lines[block.first - 1 : block.last + 2]
        )


def test_fields_and_definitions_are_named() -> None:
    assert name_field(":Types: - string - array") == "Types: string, array"
    assert name_field(":Default: None") == "Default: None"
    assert name_field("Plain: None") == "Plain: None"
    assert (
        apply("basic Send it.", (Edit(name="define", arguments=("basic",)),)) == "basic: Send it."
    )


def test_this_below_a_title_that_is_a_name_is_what_has_the_name() -> None:
    readme = (
        "# Gearbox\n\n## Configuration\n\n### `ROW_LIMIT`\n\nThis variable limits how many rows are "
        "read.\n\n### Limits\n\nThis variable limits the cells.\n"
    )
    told = texts_of(facts_of({**FILES, "README.md": readme})[0])
    assert "This variable limits how many rows are read." in told
    assert "limits the cells" not in told


def test_short_flags_written_as_one_are_known() -> None:
    files = {
        **FILES,
        "README.md": "# Gearbox\n\n## Usage\n\nPass `-qz` to be quiet and packed at once.\n",
        "src/gearbox/cli.py": CLI.replace(
            "def main() -> None:", "import argparse\n_P = argparse.ArgumentParser()\n"
            '_P.add_argument("-q", "--quiet", help="Say nothing.")\n'
            '_P.add_argument("-z", "--zip", help="Pack it.")\n\n\ndef main() -> None:'
        ),
    }  # fmt: skip
    assert "be quiet and packed" in texts_of(facts_of(files)[0])
    assert "be quiet and packed" not in texts_of(
        facts_of({**files, "README.md": files["README.md"].replace("-qz", "-qy")})[0]
    )


def test_a_button_between_a_sentence_and_its_code_tears_nothing() -> None:
    text = 'Parse it so:\n\n<div align="right">\n<a href="x"><img src="y"/></a>\n</div>\n\n```rs\nx();\n```\n'
    (group,) = groups(_blocks(text))
    assert [block.kind for block in group] == ["paragraph", "code"]


def test_words_in_html_still_part_what_stands_around_them() -> None:
    text = "Parse it.\n\n<div>\nNot that way.\n</div>\n\n```rs\nx();\n```\n"
    assert [block.kind for block in _blocks(text)] == ["paragraph", "other", "code"]


def test_pictures_in_a_title_are_no_part_of_it() -> None:
    assert heading_text("Rows &emsp; [![Build Status]][actions] [![a](b)](c) ![d](e)") == "Rows"


@pytest.mark.parametrize(
    ("before", "items", "leads_on"),
    [
        ("Servers that run it:", ["[One](https://one.test)", "[Two](https://two.test)"], False),
        ("Servers that run it.", ["[One](https://one.test)", "[Two](https://two.test)"], True),
        ("You may be looking for:", ["[One](https://one.test)", "[Two](https://two.test)"], True),
        ("In this guide:", ["[One](#one)", "[Two](#two)"], True),
        ("Rows:", ["[One](https://one.test) reads", "[Two](#two)"], False),
    ],
)
def test_a_list_of_other_projects_is_no_table_of_contents(
    before: str, items: list[str], leads_on: bool
) -> None:
    texts = tuple(Text(item, 3, 3) for item in items)
    block = Block("list", 3, 3, texts)
    announcing = Block("paragraph", 1, 1, (Text(before, 1, 1),))
    assert only_leads_on(block, announcing, lambda url: url.startswith("https://")) is leads_on


def test_a_name_that_only_the_title_shouts_is_spelled_as_the_prose_does() -> None:
    readme = "# GEARBOX\n\n" + "".join(
        f"Row {n} is read by Gearbox as it is.\n\n" for n in range(6)
    )
    assert facts_of({**FILES, "README.md": readme})[0].identity.name == "Gearbox"
