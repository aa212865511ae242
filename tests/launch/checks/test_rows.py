"""Cells of one table row are about one thing."""

from launch.checks.rows import row_problem
from launch.contracts.draft_content import ConnectiveUse, ProvedBy, QuotedFrom, Sentence
from launch.contracts.product_facts import Claim, Passage, PassageBlock


def _claim(number: int, subject: str, attribute: str, **more: object) -> Claim:
    values = {"kind": "flag", "value": "x", "renderings": (f"text {number}",), **more}
    return Claim.model_validate(
        {"id": f"c-{number:016x}", "subject": subject, "attribute": attribute, **values}
    )


CELLS = ("`a`", "1", "`b`", "2")
BLOCK = PassageBlock(kind="table", texts=CELLS, edits=((),) * 4, source=CELLS, columns=2)
CLAIMS = {
    claim.id: claim
    for claim in (
        _claim(1, "tool take", "flag:--out"),
        _claim(2, "tool take", "default:--out", kind="default_value"),
        _claim(3, "tool take", "flag:--depth"),
        _claim(4, "tool.load", "raises:LoadError", kind="raises"),
        _claim(5, "tool.load", "raises:ReadError", kind="raises"),
        _claim(7, "tool take", "argument:folder"),
        _claim(8, "tool take", "argument:snapshot"),
        _claim(
            6, "Tool", "usage", kind="statement",
            passage=Passage(heading_path=(), role="usage", blocks=(BLOCK,)),
        ),
    )
}  # fmt: skip

TOLD_BY = {"Load": {f"c-{4:016x}"}, "Take": {f"c-{1:016x}", f"c-{6:016x}"}}


def _proved(number: int) -> Sentence:
    return Sentence(text="x", source=ProvedBy(claim_id=f"c-{number:016x}", rendering=0))


def _quoted(text: int) -> Sentence:
    source = QuotedFrom(claim_id=f"c-{6:016x}", block=0, text=text, edits=())
    return Sentence(text=CELLS[text], source=source)


def _name(name: str) -> Sentence:
    use = ConnectiveUse(connective="code_name", arguments=(("subject", name),))
    return Sentence(text=f"`{name}`", source=use)


def test_cells_of_one_option_symbol_or_source_row_pass() -> None:
    assert row_problem((_proved(1), _proved(2)), CLAIMS, TOLD_BY) is None
    assert row_problem((_proved(4), _name("tool.load")), CLAIMS, TOLD_BY) is None
    assert row_problem((_proved(4), _name("load")), CLAIMS, TOLD_BY) is None
    assert row_problem((_quoted(2), _quoted(3)), CLAIMS, TOLD_BY) is None
    assert row_problem((_name("anything"),), CLAIMS, TOLD_BY) is None


def test_cells_of_several_options_exceptions_or_source_rows_are_named() -> None:
    assert "--depth and --out" in (row_problem((_proved(3), _proved(2)), CLAIMS, TOLD_BY) or "")
    assert "about tool take and tool.load" in (
        row_problem((_proved(1), _proved(4)), CLAIMS, TOLD_BY) or ""
    )
    assert "several exceptions" in (row_problem((_proved(4), _proved(5)), CLAIMS, TOLD_BY) or "")
    assert "about folder and snapshot" in (
        row_problem((_proved(7), _proved(8)), CLAIMS, TOLD_BY) or ""
    )
    assert "several rows" in (row_problem((_quoted(0), _quoted(3)), CLAIMS, TOLD_BY) or "")


def test_a_name_beside_what_is_said_of_another_is_named() -> None:
    assert "sets tool.save beside" in (
        row_problem((_name("tool.save"), _proved(4)), CLAIMS, TOLD_BY) or ""
    )


def _link(title: str) -> Sentence:
    use = ConnectiveUse(connective="link", arguments=(("target", "x/"), ("title", title)))
    return Sentence(text=f"[{title}](x/)", source=use)


def test_what_stands_beside_a_link_is_told_on_the_page_it_leads_to() -> None:
    for title, cell, fine in (
        ("Take", _proved(1), True),
        ("Take", _quoted(1), True),
        ("Load", _proved(1), False),
        ("Load", _quoted(1), False),
        ("Elsewhere", _quoted(1), True),
    ):
        problem = row_problem((_link(title), cell), CLAIMS, TOLD_BY)
        assert (problem is None) == fine
