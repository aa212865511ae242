"""A page's trace: it is whole, and it changes exactly with what the page says."""

import ast

import pytest

from launch.contracts.draft_content import DraftPage
from launch.contracts.product_facts import Claim, ProductFacts, Symbol
from launch.markdown.habits import habits_of
from launch.writing.offline.known import Known
from launch.writing.offline.material import Material
from launch.writing.offline.reads import Read, Watched
from launch.writing.offline.write import write_with
from resources.run_store.places import PROJECT
from tests.support.pages import Drafted, drafted
from tests.support.small_product import FILES

Traced = dict[str, tuple[DraftPage, tuple[Read, ...]]]


@pytest.fixture(scope="module")
def made() -> Drafted:
    return drafted(FILES)


def _traced(made: Drafted, facts: ProductFacts) -> Traced:
    known, found = Known(facts, made.snippets), {}
    habits = habits_of(made.plan.section, made.site.context)
    for planned in made.plan.pages:
        material = Material(facts, made.snippets, habits, shared=known)
        page = write_with(planned, material)
        found[planned.id] = (page, material.reads)
    return found


def _reworded(claim: Claim) -> Claim:
    renderings = tuple(f"{text} Really." for text in claim.renderings)
    return claim.model_copy(update={"renderings": renderings})


def test_a_page_from_a_trace_is_the_page_of_the_whole_draft(made: Drafted) -> None:
    pages = [page for page, _ in _traced(made, made.facts).values()]
    assert pages == list(made.draft.pages)


def test_whatever_one_claim_says_changes_the_pages_that_looked_it_up_and_no_other(
    made: Drafted,
) -> None:
    before = _traced(made, made.facts)
    touched = 0
    for number, claim in enumerate(made.facts.claims):
        claims = list(made.facts.claims)
        claims[number] = _reworded(claim)
        facts = made.facts.model_copy(update={"claims": tuple(claims)})
        known, after = Known(facts, made.snippets), _traced(made, facts)
        for page_id, (page, reads) in before.items():
            if known.holds(reads):
                assert after[page_id][0] == page, (claim.id, page_id)
            else:
                assert ("claim", claim.id) in {(read.kind, read.key) for read in reads}
                touched += after[page_id][0] != page
    assert touched


def _moved(symbol: Symbol) -> Symbol:
    last = symbol.last_line + 40
    return symbol.model_copy(update={"first_line": symbol.first_line + 40, "last_line": last})


def test_a_symbol_that_only_moved_writes_nothing_anew(made: Drafted) -> None:
    moved = tuple(_moved(symbol) for symbol in made.facts.symbols)
    known = Known(made.facts.model_copy(update={"symbols": moved}), made.snippets)
    assert all(known.holds(reads) for _, reads in _traced(made, made.facts).values())


def test_a_symbol_that_is_gone_is_seen_by_the_page_that_asked_for_it(made: Drafted) -> None:
    known = Known(made.facts.model_copy(update={"symbols": ()}), made.snippets)
    _, reads = _traced(made, made.facts)["api-reference"]
    assert not known.holds(reads)


def test_a_question_without_an_answer_is_remembered_as_well() -> None:
    seen: set[tuple[str, str]] = set()
    watched = Watched("claim", {"a": 1}, seen)
    assert watched.get("b") is None
    assert "c" not in watched
    assert seen == {("claim", "b"), ("claim", "c")}
    assert list(watched) == ["a"]
    assert ("claim", "*") in seen


_UNSAID = {"doc", "parameters", "returns", "raises", "visibility", "aliases", "bases", "qualname"}
_UNSAID |= {"inherited_from", "exported_by", "first_line", "last_line", "facts", "catalogue"}


@pytest.mark.parametrize("name", ["material", "passages", "reference", "tables", "write"])
def test_the_writer_reads_no_more_of_a_symbol_than_the_digest_covers(name: str) -> None:
    tree = ast.parse((PROJECT / "launch" / "writing" / "offline" / f"{name}.py").read_text())
    read = {node.attr for node in ast.walk(tree) if isinstance(node, ast.Attribute)}
    own = {"facts", "catalogue"} if name == "material" else set()
    assert not (read - own) & _UNSAID


def test_a_version_that_no_recipe_of_a_page_says_writes_nothing_anew(made: Drafted) -> None:
    identity = made.facts.identity.model_copy(update={"version": "9.9.9", "summary": "Other."})
    known = Known(made.facts.model_copy(update={"identity": identity}), made.snippets)
    traced = _traced(made, made.facts)
    asked = {page for page, (_, reads) in traced.items() if not known.holds(reads)}
    assert all("9.9.9" not in str(traced[page]) for page in asked)
    assert "api-reference" not in asked


_REPLY = '''

class Reply:
    """What was read."""

    def __init__(self, rows: list[str], marks: dict[str, str] | None = None) -> None:
        self.rows = rows
        self.marks{annotation} = {{}} if marks is None else marks

    def row(self, number: int) -> str:
        """Return a row."""
        if number > 9:
            raise ValueError("no row " + {f}"{{number}}")
        return self.rows[number]
'''


@pytest.mark.parametrize("later", [{"annotation": "", "f": "f"}, {"annotation": ": dict", "f": ""}])
def test_what_no_page_tells_of_a_symbol_writes_nothing_anew(later: dict[str, str]) -> None:
    def product(**parts: str) -> dict[str, str]:
        names = FILES["src/gearbox/__init__.py"].replace("parse, read", "Reply, parse, read")
        code = FILES["src/gearbox/tables.py"] + _REPLY.format(**parts)
        names = names.replace('"parse"', '"Reply", "parse"')
        return {**FILES, "src/gearbox/tables.py": code, "src/gearbox/__init__.py": names}

    made, now = drafted(product(annotation=": dict[str, str]", f="f")), drafted(product(**later))
    assert made.facts.claims != now.facts.claims
    assert made.draft == now.draft
    known = Known(now.facts, now.snippets)
    for page_id, (_, reads) in _traced(made, made.facts).items():
        assert known.holds(reads), page_id
