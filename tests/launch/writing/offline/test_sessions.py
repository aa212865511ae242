"""A page's examples start with what they take; what nothing gives is said, once and truly."""

import pytest

from launch.contracts.draft_content import Block, Code, Heading, Paragraph, QuotedFrom, Sentence
from launch.contracts.product_facts import Symbol
from launch.contracts.snippet_catalog import Snippet, SnippetSource
from launch.wording.connectives import say
from launch.wording.imports import Imported
from launch.writing.offline.imports import exports_of, imports_of, setups_of
from launch.writing.offline.material import Material
from launch.writing.offline.sessions import with_what_it_takes
from tests.support.pages import drafted
from tests.support.small_product import FILES

_MADE = drafted(FILES)
_CLAIM = f"c-{0:016x}"
_START = "The examples on this page start with:"


def _snippet(number: int, code: str, language: str, form: str = "fragment") -> Snippet:
    source = SnippetSource(
        path="docs/a.md", first_line=number, last_line=number, blob="a" * 40, origin="doc"
    )
    return Snippet.model_validate(
        {"id": f"s-{number:016x}", "language": language, "code": code, "form": form,
         "sources": (source,)}
    )  # fmt: skip


def _symbol(name: str, parent: str, kind: str, language: str) -> Symbol:
    return Symbol(
        name=name, kind=kind, language=language, path="a", first_line=1, last_line=1,
        signature="", parent=parent,
    )  # fmt: skip


def _material(
    snippets: tuple[Snippet, ...], symbols: tuple[Symbol, ...] = (), **identity: str
) -> Material:
    known = _MADE.facts.identity.model_copy(update=identity)
    facts = _MADE.facts.model_copy(
        update={"identity": known, "symbols": (*_MADE.facts.symbols, *symbols)}
    )
    return Material(facts, _MADE.snippets.model_copy(update={"snippets": snippets}), None)


def _page(material: Material, shown: tuple[Snippet, ...], lead: tuple[Block, ...] = ()) -> str:
    codes = tuple(Code(language=s.language, code=s.code, snippet_id=s.id) for s in shown)
    said: list[str] = []
    for block in with_what_it_takes(material, (*lead, *codes)):
        match block:
            case Code():
                said.append(block.code)
            case Paragraph():
                said.append(" ".join(one.text for one in block.sentences))
            case Heading():
                said.append(f"# {block.text.text}")
            case _:
                pass
    return "\n".join(said)


def test_imports_of_the_product_and_the_library_stand_at_the_top_once() -> None:
    first = _snippet(1, "rows = gearbox.read(os.environ['T'])", "python")
    second = _snippet(2, "more = gearbox.read(rows[0])", "python")
    text = _page(_material((first, second)), (first, second))
    assert text.startswith(f"{_START}\nimport os\nimport gearbox\nrows =")
    assert "elsewhere" not in text


def test_what_an_earlier_block_imports_is_not_imported_again() -> None:
    first = _snippet(1, "import gearbox\n\nprint(gearbox.read('a'))", "python", "program")
    second = _snippet(2, "more = gearbox.read('b')", "python")
    assert "start with" not in _page(_material((first, second)), (first, second))


def test_a_line_that_the_product_sets_a_name_up_with_stands_below_the_imports() -> None:
    setup = "table = gearbox.read('wheels')"
    told = tuple(_snippet(n, f"import gearbox\n\n{setup}\nprint({n})", "python") for n in (3, 4))
    use = _snippet(1, "for row in table.rows:\n    print(row)", "python")
    text = _page(_material((use, *told)), (use,))
    assert f"starts with:\nimport gearbox\n\n{setup}\nfor row in table.rows" in text


def test_a_name_that_two_places_set_up_differently_is_not_set_up() -> None:
    told = tuple(
        _snippet(n, f"import gearbox\n\ntable = gearbox.read('{n}')", "python") for n in (3, 4)
    )
    assert not setups_of(told, {"python gearbox": Imported("gearbox", "gearbox")})


def test_what_nothing_defines_is_said_once_a_page() -> None:
    shown = tuple(_snippet(n, f"sheet.cut({n})", "python") for n in (1, 2))
    assert _page(_material(shown), shown).count("`sheet`, defined elsewhere") == 1


@pytest.mark.parametrize(
    ("language", "code"),
    [
        ("javascript", "const bytes = new Uint8Array(4);\nexpect(decodeURIComponent('a'));"),
        ("typescript", "class Test {}\nconst made = new Test();"),
        ("python", "print(len(__name__), NotImplemented)"),
    ],
)
def test_what_every_program_has_is_never_elsewhere(language: str, code: str) -> None:
    shown = (_snippet(1, code, language),)
    assert "elsewhere" not in _page(_material(shown), shown)


def test_what_the_page_defines_further_down_is_not_elsewhere() -> None:
    shown = (
        _snippet(1, "app.use(cut);", "javascript"),
        _snippet(2, "const app = {}; function cut() {}", "javascript"),
    )
    assert "elsewhere" not in _page(_material(shown), shown)


def _quoted() -> QuotedFrom:
    return QuotedFrom(claim_id=_CLAIM, block=0, text=0, edits=())


def test_code_stays_next_to_what_announces_it() -> None:
    text = Sentence(text="Read the rows:", source=_quoted())
    shown = (_snippet(1, "rows = gearbox.cut(sheet)", "python"),)
    lead = (Paragraph(sentences=(text,)),)
    page = _page(_material(shown), shown, lead)
    assert page.index("starts with:") < page.index("elsewhere") < page.index("Read the rows:\nrows")


def test_imports_stand_above_the_first_heading() -> None:
    shown = (_snippet(1, "rows = gearbox.read('a')", "python"),)
    lead = (Heading(level=2, text=say("usage")),)
    page = _page(_material(shown), shown, lead)
    assert page.index("import gearbox") < page.index("# Usage")


def test_signatures_and_printed_values_take_nothing() -> None:
    shown = (
        _snippet(1, "def cut(rows: gearbox.Rows): ...", "python", "signature"),
        _snippet(2, "Row(size=5,\n    unit=mm)", "python"),
    )
    assert "start" not in _page(_material(shown), shown)


def test_scripts_import_in_one_form() -> None:
    told = (
        _snippet(7, "const { Gear } = require('gearbox');\nnew Gear();", "javascript", "program"),
        _snippet(8, "import { Gear, box } from 'gearbox';\nbox(Gear);", "javascript", "program"),
    )
    shown = (_snippet(1, "box(new Gear());", "javascript"),)
    page = _page(_material((*told, *shown)), shown)
    assert 'import { Gear, box } from "gearbox";' in page
    assert "require" not in page


def test_a_package_of_scripts_is_told_and_a_module_of_the_readers_is_not() -> None:
    script = _snippet(1, "import x from 'other-box';\nx.cut(1);", "javascript")
    local = _snippet(2, "from my_rows import rows\nprint(rows)", "python")
    named = script.model_copy(update={"undeclared": ("other-box",)})
    own = local.model_copy(update={"undeclared": ("my_rows",)})
    material = _material((named, own))
    blocks = tuple(
        Code(language=s.language, code=s.code, snippet_id=s.id, claim_ids=(_CLAIM,))
        for s in (named, own)
    )
    said = [b.sentences[0].text for b in with_what_it_takes(material, blocks)
            if isinstance(b, Paragraph)]  # fmt: skip
    assert said == ["This code also uses the package `other-box`."]


def test_code_that_needs_an_extra_is_told_how_to_install_it() -> None:
    manifest = FILES["pyproject.toml"].replace(
        "[project.scripts]", '[project.optional-dependencies]\npdf = ["reportlab"]\n\n'
        "[project.scripts]"
    )  # fmt: skip
    made = drafted({**FILES, "pyproject.toml": manifest})
    shown = (
        _snippet(1, "gearbox.save('a.pdf', Format.PDF)", "python"),
        _snippet(2, "gearbox.save('a.txt')  # no pdf", "python"),
        _snippet(3, "gearbox.load(Format.Pdf)", "python"),
    )
    material = Material(made.facts, made.snippets.model_copy(update={"snippets": shown}), None)
    page = _page(material, shown)
    assert page.count('`pip install "gearbox[pdf]"` installs Gearbox') == 1
    assert "gearbox[pdf]" not in _page(material, shown[1:2])


def test_exports_of_other_languages_are_imported_by_their_public_path() -> None:
    symbols = (
        _symbol("com.acme.Gear", "com.acme", "class", "Java"),
        _symbol("Acme\\Gears\\Box", "Acme\\Gears", "class", "PHP"),
        _symbol("Acme.Wheel", "Acme", "class", "C#"),
        _symbol("gears::Tooth", "gears", "struct", "Rust"),
        _symbol("com.acme.Gear.Inner", "com.acme.Gear", "class", "Java"),
    )
    found = exports_of(_material((), symbols).facts)
    assert found["java Gear"] == Imported("Gear", "com.acme", "Gear")
    assert found["php Box"] == Imported("Box", "Acme\\Gears", "Box")
    assert found["rust Tooth"] == Imported("Tooth", "gears", "Tooth")


def test_a_name_that_two_modules_export_alike_is_not_imported() -> None:
    symbols = tuple(_symbol(f"com.{p}.Gear", f"com.{p}", "class", "Java") for p in ("a", "b"))
    assert "java Gear" not in exports_of(_material((), symbols).facts)


def test_an_import_from_the_readers_own_files_is_none_of_the_products() -> None:
    shown = (_snippet(1, "import x from './gear.js';\nx();", "javascript", "program"),)
    assert not imports_of(shown)


def test_a_php_page_loads_its_packages() -> None:
    line = "require 'vendor/autoload.php';"
    told = _snippet(5, f"<?php\n{line}\necho 1;", "php", "program")
    shown = (_snippet(1, "$box = new Box();\n$box->read();", "php"),)
    symbols = (_symbol("Acme\\Box", "Acme", "class", "PHP"),)
    page = _page(_material((told, *shown), symbols), shown)
    assert page.startswith(f"The example on this page starts with:\nuse Acme\\Box;\n\n{line}\n$box")


def test_a_namespace_that_the_code_imports_itself_is_not_imported_again() -> None:
    symbols = (_symbol("Acme.Wheel", "Acme", "class", "C#"),)
    own = _snippet(1, "using Acme;\n\nvar wheel = new Wheel();", "csharp")
    bare = _snippet(2, "var other = new Wheel();", "csharp")
    material = _material((own, bare), symbols)
    assert "start" not in _page(material, (own, bare))
    assert _page(material, (bare,)).startswith("The example on this page starts with:\nusing Acme;")


def test_steps_before_the_first_code_come_before_its_imports_on_a_quickstart() -> None:
    shown = (_snippet(1, "rows = gearbox.read('a')", "python"),)
    heads = (Heading(level=2, text=say("install")), Heading(level=2, text=say("usage")))
    codes = tuple(Code(language=s.language, code=s.code, snippet_id=s.id) for s in shown)
    found = with_what_it_takes(_material(shown), (*heads, *codes), near=True)
    assert [type(block) for block in found] == [Heading, Heading, Paragraph, Code, Code]


def test_a_name_that_is_its_types_is_set_up_where_the_code_often_does() -> None:
    line = "$box = new Acme\\Box();"
    other = "$stack = new Acme\\BoxStack();"
    told = tuple(_snippet(n, f"{line}\n{other}\necho {n};", "php") for n in range(1, 4))
    more = tuple(
        _snippet(9 + n, f"$box = new Acme\\Box({n});\n$stack = f({n});", "php") for n in range(4)
    )
    assert setups_of((*told, *more), {}) == {"php $box": line}


def test_types_that_other_packages_give_are_all_imported_or_none() -> None:
    told = tuple(
        _snippet(n, f"import okbox.Spec;\n\nclass M{n} {{ Spec s; }}", "java") for n in (5, 6)
    )
    shown = (_snippet(1, "Spec spec = new Spec(Version.ONE);", "java"),)
    assert "start" not in _page(_material((*told, *shown)), shown)


def test_a_type_that_one_block_imports_for_itself_is_not_imported_twice() -> None:
    symbols = (_symbol("gears::Tooth", "gears", "struct", "Rust"),)
    shown = (
        _snippet(1, "let tooth = Tooth::new();", "rust"),
        _snippet(2, "use gears::Tooth;\n\nlet other = Tooth::new();", "rust"),
    )
    material = _material(shown, symbols)
    assert "use gears::Tooth;" in _page(material, shown[:1])
    assert "start" not in _page(material, shown)


def test_a_declaration_that_is_only_shown_takes_nothing() -> None:
    symbols = (_symbol("gears::Tooth", "gears", "struct", "Rust"),)
    shown = (_snippet(1, "enum Part {\n    One(Tooth),\n}", "rust"),)
    assert "start" not in _page(_material(shown, symbols), shown)


def test_a_name_that_an_earlier_block_sets_up_is_not_set_up_at_the_top() -> None:
    setup = "table = gearbox.read('wheels')"
    told = tuple(_snippet(n, f"import gearbox\n\n{setup}\nprint({n})", "python") for n in (3, 4))
    own = _snippet(1, "import gearbox\n\ntable = gearbox.read('own')", "python")
    use = _snippet(2, "print(table.rows)", "python")
    assert "start" not in _page(_material((own, use, *told)), (own, use))


def test_imports_of_parts_stand_below_programs_that_have_their_own() -> None:
    whole = _snippet(
        1, 'package main\n\nimport "log"\n\nfunc main() {\n\tlog.Print(1)\n}', "go", "program"
    )
    part = _snippet(2, "out := new(bytes.Buffer)\nfmt.Fprint(out, 1)", "go")
    page = _page(_material((whole, part), ()), (whole, part))
    said = "The parts of programs below start with:"
    assert page.index("func main") < page.index(said) < page.index("new(bytes.Buffer)")
    assert "examples on this page" not in page
