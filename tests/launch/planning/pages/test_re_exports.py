"""A name that is public under several paths is told once, under the shortest."""

from launch.contracts.product_facts import ProductFacts
from tests.support.pages import drafted
from tests.support.small_product import FILES


def _also_below_its_module(facts: ProductFacts) -> ProductFacts:
    again = tuple(
        symbol.model_copy(
            update={"name": f"gearbox.tables.{symbol.name[8:]}", "parent": "gearbox.tables"}
        )
        for symbol in facts.symbols
        if symbol.kind == "function"
    )
    return facts.model_copy(update={"symbols": (*facts.symbols, *again)})


def test_what_is_public_under_several_paths_is_told_once() -> None:
    made = drafted(FILES, change=_also_below_its_module)
    assert "gearbox.tables.read" in {symbol.name for symbol in made.facts.symbols}
    pages = [page for page in made.plan.pages if page.type == "api_reference"]
    shown = [name for page in pages for h in page.headings for name in h.symbols]
    assert "gearbox.read" in shown
    assert not [name for name in shown if name.startswith("gearbox.tables.")]
