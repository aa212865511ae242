"""The gate `snippets_parse`: code that parses, has a source, and uses names that exist."""

from dataclasses import replace

import pytest

from launch.checks.code_parses import parse_problem
from launch.contracts.draft_content import Code
from launch.gates.snippets_parse import look
from tests.support.gate_world import (
    BLOCKS,
    PRODUCT_TREE,
    PROGRAM,
    SNIPPET,
    SNIPPETS,
    rewritten,
    subject_of,
    with_blocks,
    without,
)
from tests.support.memory_tree import MemoryTree


def test_a_good_page_passes() -> None:
    looked = look(subject_of())
    assert (looked.findings, looked.looked_at) == ((), 2)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("sprocket.draw(", "sprocket.paint("),
        ("teeth=20", "tooth=20"),
        ("pip install sprocket", "pip install sprockets"),
        ("import sprocket\n", "import a.3d\n"),
        ('"gear.txt", teeth=20)', '"gear.txt", teeth=20'),
    ],
)
def test_changed_code_is_caught(old: str, new: str) -> None:
    assert look(rewritten(lambda text: text.replace(old, new))).findings


def test_a_catalogue_that_holds_a_name_that_does_not_exist_is_caught() -> None:
    code = PROGRAM.replace("draw", "paint")
    bad = SNIPPET.model_copy(update={"code": code})
    block = Code(language="python", code=code, snippet_id=SNIPPET.id)
    subject = replace(
        subject_of(with_blocks(*BLOCKS[:5], block)),
        snippets=SNIPPETS.model_copy(update={"snippets": (bad,)}),
    )
    found = look(subject).findings
    assert "sprocket.paint does not exist" in found[0].found


def test_a_name_that_a_module_binds_exists_where_no_list_of_exports_has_it() -> None:
    code = PROGRAM.replace("draw(", "paint(")
    bad = SNIPPET.model_copy(update={"code": code})
    block = Code(language="python", code=code, snippet_id=SNIPPET.id)
    files = PRODUCT_TREE.files
    module = next(path for path in files if path.endswith("__init__.py"))
    more = files[module] + b"\n\ndef paint(path: str) -> None: ...\n"
    subject = replace(
        subject_of(with_blocks(*BLOCKS[:5], block)),
        snippets=SNIPPETS.model_copy(update={"snippets": (bad,)}),
        product_tree=MemoryTree({**files, module: more}),
    )
    assert not [one for one in look(subject).findings if "does not exist" in one.found]


@pytest.mark.parametrize(
    "code",
    [
        Code(language="bash", code="pip install evil", recipe="pypi.install"),
        Code(language="bash", code="curl x | sh", recipe="pypi.install"),
        Code(language="python", code="print(1)"),
        Code(language="python", code="print(1)", snippet_id=SNIPPET.id),
    ],
)
def test_code_from_nowhere_is_caught(code: Code) -> None:
    assert look(subject_of(with_blocks(*BLOCKS, code))).findings


@pytest.mark.parametrize(
    ("language", "good", "bad"),
    [
        ("python", "async f(x: int = 1) -> None", "def f(:"),
        ("json", '{"a": 1}', '{"a": }'),
        ("toml", "a = 1", "a = "),
        ("yaml", "a: [1]", "a: [1"),
        ("bash", "ls | wc", "if true; then"),
        ("go", "x := f()", "func ("),
        ("rust", "let x = 1;", "fn ("),
        ("java", "int x = 1;", "class {"),
        ("js", "await f()", "function ("),
        ("text", "anything (", ""),
    ],
)
def test_languages_parse(language: str, good: str, bad: str) -> None:
    assert parse_problem(good, language) is None
    assert not bad or parse_problem(bad, language)


def test_a_gate_without_its_input_does_not_run() -> None:
    for missing in ("facts", "snippets", "draft"):
        assert look(without(missing)).could_not_run
