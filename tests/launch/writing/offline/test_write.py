import time

import pytest

from launch.contracts.draft_content import Code, DraftPage, Paragraph, Table
from launch.contracts.product_facts import Passage, PassageBlock, ProductFacts
from launch.markdown.front_matter import split
from launch.markdown.nodes import code_blocks, fold, front_matter_nodes, visible_nodes
from launch.markdown.render import ledger
from launch.wording.arguments import allowed_arguments
from launch.wording.connectives import CATALOGUE, text_of
from launch.wording.edits import apply
from launch.writing.offline.reference import wrapped
from launch.writing.offline.write import draft_all, write_page
from tests.support.pages import Drafted, drafted, with_symbols
from tests.support.small_product import FILES

GUIDE = """\
# Read large tables

Set `limit` to read only the first rows of a table. The rest is not read.

```python
from gearbox import read

print(read("wheels.csv", limit=10))
```

## Rows

| Row | Meaning |
| --- | --- |
| `first` | The header of the table |
| `other` | One gear for each |

"""


@pytest.fixture(scope="module")
def small() -> Drafted:
    return drafted({**FILES, "docs/large-tables.md": GUIDE})


def _known(page: DraftPage) -> set[str]:
    known = {fold(entry.sentence.text) for entry in ledger(page)}
    paragraphs = (block for block in page.blocks if isinstance(block, Paragraph))
    return known | {fold(" ".join(s.text for s in block.sentences)) for block in paragraphs}


def test_every_visible_node_of_every_page_is_in_its_ledger(small: Drafted) -> None:
    for page in small.draft.pages:
        front = split(small.texts[page.page_id])
        nodes = front_matter_nodes(front) + visible_nodes(front.body, front.body_line)
        assert nodes
        assert {node.text for node in nodes} <= _known(page), page.page_id


def test_every_sentence_is_what_its_source_says(small: Drafted) -> None:
    claims = {claim.id: claim for claim in small.facts.claims}
    for page in small.draft.pages:
        for entry in ledger(page):
            sentence = entry.sentence
            match sentence.source.grade:
                case "proved":
                    claim = claims[sentence.source.claim_id]
                    assert sentence.text == claim.renderings[sentence.source.rendering]
                case "quoted":
                    passage = claims[sentence.source.claim_id].passage
                    assert passage is not None
                    source = passage.blocks[sentence.source.block].source[sentence.source.text]
                    assert sentence.text == apply(source, sentence.source.edits)
                case "connective":
                    assert sentence.text == text_of(sentence.source)
                case grade:
                    pytest.fail(f"the offline writer wrote something {grade}")


def test_the_arguments_of_connectives_are_things_of_the_page(small: Drafted) -> None:
    allowed = allowed_arguments(small.plan, small.facts, small.snippets, small.site.context)
    for page in small.draft.pages:
        for entry in ledger(page):
            source = entry.sentence.source
            if source.grade != "connective":
                continue
            kinds = CATALOGUE[source.connective].arguments
            for name, value in source.arguments:
                if name != "case" and kinds[name] in allowed:
                    assert value in allowed[kinds[name]], (page.page_id, name, value)


def test_every_code_block_names_where_it_comes_from(small: Drafted) -> None:
    blocks = [b for page in small.draft.pages for b in page.blocks if isinstance(b, Code)]
    assert blocks
    assert all(block.snippet_id or block.recipe or block.claim_ids for block in blocks)


def test_no_sentence_of_the_catalogue_stands_twice_on_a_page(small: Drafted) -> None:
    for page in small.draft.pages:
        said = [
            entry.sentence.text
            for entry in ledger(page)
            if entry.sentence.source.grade == "connective"
            and not CATALOGUE[entry.sentence.source.connective].label
        ]
        assert len(said) == len(set(said)), page.page_id


@pytest.mark.parametrize(
    ("code", "shown"),
    [
        ('{{< figure src="x" >}}', '```text\n{{</* figure src="x" */>}}\n```'),
        ("{{% a %}}\n```", "````text\n{{%/* a */%}}\n```\n````"),
        ("a {{< open", None),
    ],
)
def test_a_shortcode_in_quoted_code_is_escaped_or_its_passage_goes(
    code: str, shown: str | None
) -> None:
    announcement = PassageBlock(
        kind="paragraph", texts=("Write:",), edits=((),), source=("Write:",)
    )
    block = PassageBlock(
        kind="code", texts=(), edits=(), source=(), language="text", snippet_code=code
    )
    passage = Passage(heading_path=("T",), role="usage", blocks=(announcement, block))

    def with_passage(facts: ProductFacts) -> ProductFacts:
        old = next(claim for claim in facts.claims if claim.passage is not None)
        new = old.model_copy(update={"passage": passage})
        return facts.model_copy(
            update={"claims": tuple(new if c is old else c for c in facts.claims)}
        )

    made = drafted(FILES, change=with_passage)
    text = "".join(made.texts.values())
    assert ("Write:" in text) == (shown is not None)
    if shown is not None:
        assert shown in text
        blocks = [b.code for page in made.texts.values() for b in code_blocks(split(page).body)]
        assert code in blocks


def test_no_heading_is_empty_and_no_list_or_table_is(small: Drafted) -> None:
    for page in small.draft.pages:
        types = [block.type for block in page.blocks]
        assert not types or types[-1] != "heading", page.page_id
        for block in page.blocks:
            if isinstance(block, Table):
                assert block.rows
                assert all(len(row) == len(block.header) for row in block.rows)


def test_a_table_has_only_columns_that_half_its_rows_fill(small: Drafted) -> None:
    for page in small.draft.pages:
        for block in (b for b in page.blocks if isinstance(b, Table)):
            for column in range(len(block.header)):
                filled = sum(bool(row[column].text) for row in block.rows)
                assert filled * 2 >= len(block.rows)


def test_the_installation_page_holds_the_command_and_the_requirement(small: Drafted) -> None:
    text = small.texts["installation"]
    assert "```bash\npip install gearbox\n```" in text
    assert text.count("pip install gearbox") == 1
    assert "requires Python 3.10 or later." in text


def test_the_reference_shows_signature_summary_and_message(small: Drafted) -> None:
    text = "".join(t for key, t in small.texts.items() if key.startswith("api"))
    assert "read(path: str, *, limit: int = 100) -> list[str]" in text
    assert "Read the rows of a table." in text
    assert "limit must be positive" in text


def test_an_unreleased_symbol_and_its_passage_are_left_out() -> None:
    made = drafted(FILES, change=lambda facts: facts.model_copy(update={"symbols": tuple(
        s.model_copy(update={"release": "unreleased"}) if s.name.endswith("parse") else s
        for s in facts.symbols
    )}))  # fmt: skip
    text = "".join(t for key, t in made.texts.items() if key.startswith("api"))
    assert "Read the rows of a table." in text
    assert "Split a text into rows." not in text


def test_a_description_is_the_products_own_first_sentence(small: Drafted) -> None:
    page = next(p for p in small.plan.pages if "large" in p.id)
    assert page.description == "" or page.description.startswith("Read the first rows")
    assert small.page("installation").description == "How to install Gearbox."


def test_one_page_is_written_as_all_pages_are(small: Drafted) -> None:
    hugo, context = small.site.hugo, small.site.context
    for planned, page in zip(small.plan.pages, small.draft.pages, strict=True):
        alone = write_page(planned, small.plan, small.facts, small.snippets, context, hugo)
        assert alone == page


def test_a_long_signature_is_wrapped_without_changing_it() -> None:
    signature = (
        f"read(path: str, rows: dict[str, tuple[int, int]] = {{}}, {'x: int, ' * 12}*, y) -> A"
    )
    lines = wrapped(signature)
    assert "\n    rows: dict[str, tuple[int, int]] = {},\n" in lines
    assert "".join(lines.split()) == "".join(signature.split())
    assert wrapped("short(a, b)") == "short(a, b)"
    assert wrapped("no_parentheses" * 20) == "no_parentheses" * 20


def test_forty_pages_from_ready_facts_take_less_than_a_second() -> None:
    made = drafted(FILES, change=lambda facts: with_symbols(facts, 5000))
    start = time.process_time()
    draft_all(made.plan, made.facts, made.snippets, made.site.context, made.site.hugo)
    assert time.process_time() - start < 3
