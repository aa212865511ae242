"""Classes of defect found by reading pages of real products; each may come back with a change."""

import pytest

from launch.contracts.claims import ClaimKind
from launch.contracts.draft_content import ConnectiveUse, ListBlock, Sentence
from launch.contracts.product_facts import Claim, Passage, PassageBlock, ProductFacts, Symbol
from launch.digests import short_id
from launch.markdown.render import render_page
from launch.wording.edits import EditError, page_link
from launch.wording.labels import whole_message
from launch.writing.offline.material import Material
from launch.writing.offline.passages import passage_blocks
from launch.writing.offline.reference import wrapped
from tests.support.pages import drafted
from tests.support.small_product import FILES, README


def _claim(kind: ClaimKind, subject: str, *renderings: str) -> Claim:
    return Claim(
        id=short_id("c", kind, subject, *renderings), kind=kind, subject=subject, attribute="",
        value="", renderings=renderings,
    )  # fmt: skip


def _symbol(name: str, parent: str, kind: str, claims: tuple[Claim, ...], **more: str) -> Symbol:
    keys = {"language": "Python", "path": "src/gearbox/tables.py", "signature": "", **more}
    return Symbol.model_validate(
        {"name": name, "kind": kind, "first_line": 1, "last_line": 2, "parent": parent,
         "claim_ids": tuple(claim.id for claim in claims), **keys}
    )  # fmt: skip


def _with(facts: ProductFacts, symbols: list[Symbol], claims: list[Claim]) -> ProductFacts:
    return facts.model_copy(
        update={"symbols": (*facts.symbols, *symbols), "claims": (*facts.claims, *claims)}
    )


def _classes(facts: ProductFacts) -> ProductFacts:
    base = _claim("symbol", "gearbox.Wheel", "A wheel of a gear.", "`gearbox.Wheel` is a class.")
    heavy = _claim("symbol", "gearbox.Heavy", "A wheel with mass.", "`gearbox.Heavy` is a class.")
    turn = _claim("symbol", "gearbox.Wheel.turn", "Turn the wheel once.", "`turn` is a method.")
    bare = [_claim("symbol", f"gearbox.Wheel.{name}", f"`{name}`") for name in ("a", "b", "c")]
    symbols = [
        _symbol("gearbox.Wheel", "gearbox", "class", (base,), summary="A wheel of a gear."),
        _symbol("gearbox.Heavy", "gearbox", "class", (heavy,), summary="A wheel with mass."),
        _symbol("gearbox.Wheel.turn", "gearbox.Wheel", "method", (turn,),
                summary="Turn the wheel once."),
        _symbol("gearbox.Heavy.turn", "gearbox.Heavy", "method", (turn,),
                summary="Turn the wheel once.", inherited_from="gearbox.Wheel"),
        _symbol("gearbox.__version__", "gearbox", "constant", (base,), summary="A wheel."),
        *(_symbol(claim.subject, "gearbox.Wheel", "attribute", (claim,)) for claim in bare),
    ]  # fmt: skip
    return _with(facts, symbols, [base, heavy, turn, *bare])


def test_inherited_members_are_told_once_and_named_where_they_are_inherited() -> None:
    made = drafted(FILES, change=_classes)
    page = made.texts["api-reference"]
    assert page.count("Turn the wheel once.") == 1
    assert "It inherits the members of `gearbox.Wheel`." in page


def test_attributes_without_descriptions_are_listed_and_packaging_values_are_left_out() -> None:
    page = drafted(FILES, change=_classes).texts["api-reference"]
    assert "#### Attributes\n\n- `a`\n- `b`\n- `c`\n" in page
    assert "__version__" not in page


def test_a_method_without_description_stands_with_its_signature() -> None:
    page = drafted({**FILES, "src/gearbox/wheels.py": WHEELS, "src/gearbox/__init__.py": EXPORTS})
    text = next(t for t in page.texts.values() if "### `Axle`" in t)
    assert "- `spin(times: int = 1) -> float`" in text
    assert "`Axle(width: float)`" not in text, "its signature is its own code block"


def test_an_exception_is_named_with_a_message_or_where_it_is_the_products_own() -> None:
    page = drafted({**FILES, "src/gearbox/wheels.py": WHEELS, "src/gearbox/__init__.py": EXPORTS})
    text = next(t for t in page.texts.values() if "### `Axle`" in t)
    assert "- `GearError`" in text
    assert "- `ImportError`" not in text


WHEELS = '''\
from gearbox.tables import GearError


class Axle:
    def __init__(self, width: float) -> None:
        self.width = width

    def spin(self, times: int = 1) -> float:
        return times * self.width

    def mount(self) -> None:
        """Mount the axle on its frame."""
        if not self.width:
            raise GearError
        raise ImportError
'''
EXPORTS = FILES["src/gearbox/__init__.py"] + "\nfrom gearbox.wheels import Axle\n"


@pytest.mark.parametrize(
    ("message", "whole"),
    [
        ("limit must be positive", True),
        ("Type adapter '", False),
        ("Class", False),
        ("GSON (", False),
        ("can't read the table", True),
        ("expected 'a' or 'b'", True),
        ("mode is not in {modes}", True),
    ],
)
def test_a_message_that_code_goes_on_with_is_not_shown(message: str, whole: bool) -> None:
    claim = _claim("raises", "gearbox.read", "-", "-", f"`{message}`", "`GearError`")
    assert whole_message(claim) is whole


def test_a_long_go_signature_stays_one_that_go_accepts() -> None:
    signature = "func Complete(command *Command, args []string, toComplete string)"
    signature += " ([]string, Directive, error)"
    shown = wrapped(signature)
    assert "\n" in shown
    assert "toComplete string) (" in shown
    assert "".join(shown.split()) == "".join(signature.split())


def test_a_command_that_stands_on_the_page_already_is_not_repeated() -> None:
    more = "Get the newest one:\n\n```bash\npip install -U gearbox\n```\n\nOr from a file:\n\n"
    more += "```bash\npip install ./gearbox.whl\n```\n\n## Usage"
    page = drafted({**FILES, "README.md": README.replace("## Usage", more, 1)}).texts
    assert page["installation"].count("gearbox\n```") == 1
    assert "Get the newest one" not in page["installation"]
    assert "pip install ./gearbox.whl" in page["installation"]


def test_a_role_of_the_documentations_own_build_is_no_text() -> None:
    text = (
        "# Read large tables\n\nSet `limit` to read only the first rows of a table, and no more.\n\n"
        "Look at the {doc}`entry-points` chapter before reading the rest of this page.\n\n"
        '```python\nfrom gearbox import read\n\nprint(read("wheels.csv", limit=10))\n```\n'
    )
    made = drafted({**FILES, "docs/large.md": text})
    assert "{doc}" not in "\n".join(made.texts.values())


def test_the_few_sentences_left_of_a_section_without_its_code_are_left_out() -> None:
    lost = "\n".join(f"    https://elsewhere.example/{n} | run" for n in range(9))
    text = (
        "# Read large tables\n\n## Rows\n\nRead the rows of a table with a limit.\n\n"
        '```python\nfrom gearbox import read\n\nprint(read("wheels.csv", limit=10))\n```\n\n'
        f"## Elsewhere\n\nOften tables come from another place.\n\n<div>\n{lost}\n</div>\n\n"
        "## Order\n\nThe rows keep the order of the file, so the first row is the header.\n"
    )
    made = drafted({**FILES, "docs/large.md": text})
    assert "Often tables come from another place." not in "\n".join(made.texts.values())
    assert any("leans on it" in left.why for left in made.plan.left_out)


def test_a_link_of_the_set_is_a_path() -> None:
    text = "See [rows](https://h.example/a.md)."
    assert page_link(text, "https://h.example/a.md", "../rows/") == "See [rows](../rows/)."
    for target in ("https://evil.example/", "//evil.example/", "javascript:x"):
        with pytest.raises(EditError):
            page_link(text, "https://h.example/a.md", target)


def test_groups_of_a_list_have_headings_and_no_emphasised_items() -> None:
    texts = ("**Reading**", "Rows of a table", "Cells of a row", "**Order**", "As in the file")
    block = PassageBlock(kind="list", texts=texts, edits=((),) * 5, source=texts)
    passage = Passage(heading_path=("Features",), role="overview", blocks=(block,))
    claim = _claim("statement", "features").model_copy(update={"passage": passage})
    made = drafted(FILES)
    blocks = passage_blocks(Material(made.facts, made.snippets, None), claim, 2)
    assert [block.type for block in blocks] == ["heading", "list", "heading", "list"]


def _enumeration(facts: ProductFacts) -> ProductFacts:
    kind = _claim("symbol", "gearbox.Side", "A side of a gear.", "`gearbox.Side` is a class.")
    sides = [_claim("symbol", f"gearbox.Side.{name}", f"`{name}`") for name in ("LEFT", "RIGHT")]
    symbols = [
        _symbol("gearbox.Side", "gearbox", "enum", (kind,), summary="A side of a gear."),
        *(_symbol(claim.subject, "gearbox.Side", "attribute", (claim,)) for claim in sides),
    ]
    return _with(facts, symbols, [kind, *sides])


def test_the_values_of_an_enumeration_are_listed() -> None:
    page = drafted(FILES, change=_enumeration).texts["api-reference"]
    assert "#### Values\n\n- `LEFT`\n- `RIGHT`" in page


def test_a_directive_that_looks_like_code_and_a_page_of_one_sentence_are_left_out() -> None:
    text = (
        "# Read large tables\n\nSet `limit` to read only the first rows of a table, and no more.\n\n"
        "```admonition\n:class: note\n\nIt is possible to read all rows.\n```\n\n"
        '```python\nfrom gearbox import read\n\nprint(read("wheels.csv", limit=10))\n```\n'
    )
    short = "# Exit codes\n\nExit codes greater than zero are specific to the system.\n"
    made = drafted({**FILES, "docs/large.md": text, "docs/exit-codes.md": short})
    assert ":class: note" not in "\n".join(made.texts.values())
    assert not any("exit-codes" in page.path for page in made.plan.pages)


def test_commands_can_be_pasted_where_no_answer_stands_between_them() -> None:
    readme = (
        README + "\n## Try it\n\nRead a table:\n\n```shell\n> gearbox --limit 2\n> gearbox\n```\n"
    )
    text = "".join(drafted({**FILES, "README.md": readme}).texts.values())
    assert "> gearbox" not in text
    assert "gearbox --limit 2\ngearbox\n" in text


def test_a_heading_that_is_all_emphasis_stands_without_it() -> None:
    listing = (
        "\n## Features\n\n- **Reading rows**\n- Rows of a file\n- Rows of a stream\n"
        "- **Writing rows**\n- Rows to a file\n"
    )
    text = "".join(drafted({**FILES, "README.md": README + listing}).texts.values())
    assert "### Reading rows\n" in text
    assert "# **" not in text


def test_what_a_fragment_relies_on_stands_before_its_announcement() -> None:
    guide = (
        "# Sort rows\n\nRows are sorted by their first cell, and the order of equal rows is kept as "
        "it was in the file.\n\nSort them like this:\n\n```python\nfrom gearbox import read\n\n"
        "print(sorted(rows, key=order))\n```\n"
    )
    text = next(
        t for t in drafted({**FILES, "docs/sort.md": guide}).texts.values() if "sorted(" in t
    )
    assert "defined elsewhere in the program.\n\nSort them like this:\n\n```python" in text


def test_a_list_keeps_the_depth_of_its_items() -> None:
    items = tuple(
        Sentence(text=text, source=ConnectiveUse(connective="name")) for text in ("a", "b", "c")
    )
    block = ListBlock(ordered=False, items=items, depths=(0, 1, 0))
    page = drafted(FILES).draft.pages[0].model_copy(update={"blocks": (block,)})
    assert "- a\n  - b\n- c\n" in render_page(page, None)


def test_a_message_that_two_names_raise_is_one_row() -> None:
    code = FILES["src/gearbox/tables.py"] + (
        '\n\ndef write(path: str, limit: int) -> None:\n    """Write rows."""\n    if limit < 1:\n'
        '        raise GearError("limit must be positive")\n    if limit > 9:\n'
        '        raise GearError("limit is far too large")\n    if not path:\n'
        '        raise GearError("a path is needed")\n'
    )
    exports = "from gearbox.tables import GearError, parse, read, write\n"
    text = drafted(
        {**FILES, "src/gearbox/tables.py": code, "src/gearbox/__init__.py": exports}
    ).texts["troubleshooting"]
    assert text.count("limit must be positive") == 1
    assert "`gearbox.read`, `gearbox.write`" in text


def test_a_folder_in_quotes_is_no_name_of_the_program() -> None:
    guide = (
        "# Read a folder of tables\n\nThe code reads the tables of a folder and shows their rows:\n\n"
        "```python\nfrom gearbox import read\n\nrows = read('wheels')\nshow(rows)\n```\n\n"
        "The rows keep the order of the files, so the first row is that of the first file.\n"
    )
    made = drafted({**FILES, "docs/folder.md": guide})
    text = "\n".join(made.texts.values())
    assert "This example relies on `show`, defined elsewhere" in text
    assert "`wheels`" not in text


def test_an_exception_stands_bare_only_where_it_has_no_message() -> None:
    code = FILES["src/gearbox/tables.py"].replace(
        "    return [path]\n",
        "    if not path:\n        raise GearError\n    return [path]\n",
    )
    text = "\n".join(drafted({**FILES, "src/gearbox/tables.py": code}).texts.values())
    assert "- `GearError`: `limit must be positive`" in text
    assert "- `GearError`\n" not in text
