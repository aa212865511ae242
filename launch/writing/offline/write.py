"""W5 without a model: planned pages as typed blocks, every text with its source as it is set."""

from collections.abc import Callable, Iterator, Mapping

from launch.contracts.claims import Edit
from launch.contracts.draft_content import (
    Block,
    Code,
    DraftContent,
    DraftPage,
    Heading,
    ListBlock,
    Paragraph,
    Sentence,
)
from launch.contracts.hugo_facts import HugoFacts
from launch.contracts.page_plan import Layout, PagePlan, PlannedHeading, PlannedPage
from launch.contracts.product_facts import ProductFacts
from launch.contracts.site_context import SiteContext
from launch.contracts.snippet_catalog import SnippetCatalog
from launch.markdown.habits import habits_of
from launch.markdown.shortcodes import can_be_escaped
from launch.wording import recipes
from launch.wording.connectives import CATALOGUE
from launch.wording.edits import apply
from launch.wording.labels import sentence_of
from launch.wording.sentences import sentences
from launch.writing.offline.material import Material, told
from launch.writing.offline.passages import passage_blocks
from launch.writing.offline.reference import index_blocks, symbol_blocks
from launch.writing.offline.sessions import with_what_it_takes
from launch.writing.offline.tables import (
    error_blocks,
    extra_blocks,
    key_blocks,
    option_blocks,
    table,
    variable_blocks,
)


def draft_all(
    plan: PagePlan,
    facts: ProductFacts,
    snippets: SnippetCatalog,
    site: SiteContext,
    hugo: HugoFacts,
) -> DraftContent:
    """Return all pages of the plan, in its order."""
    material = Material(facts, snippets, habits_of(plan.section, site))
    return DraftContent(pages=tuple(_write(planned, material) for planned in plan.pages))


def write_page(
    planned: PlannedPage,
    plan: PagePlan,
    facts: ProductFacts,
    snippets: SnippetCatalog,
    site: SiteContext,
    hugo: HugoFacts,
) -> DraftPage:
    """Return one page of the plan."""
    return _write(planned, Material(facts, snippets, habits_of(plan.section, site)))


def write_with(planned: PlannedPage, material: Material) -> DraftPage:
    """Return one page; afterwards ``material.reads`` is all that it was written from."""
    return _write(planned, material)


def _write(planned: PlannedPage, material: Material) -> DraftPage:
    material.notes.clear()
    material.shown_code.clear()
    material.said.clear()
    material.seen.clear()
    material.documents = dict(planned.documents)
    blocks: list[Block] = []
    for heading in planned.headings:
        own = list(_under(material, heading))
        if heading.text and heading.label is not None:
            label = sentence_of(heading.label, material.claims)
            blocks.append(Heading(level=max(2, heading.level), text=label))
        blocks += own
    return DraftPage(
        page_id=planned.id,
        type=planned.type,
        path=planned.path,
        front_matter_format=planned.front_matter_format,
        front_matter=planned.front_matter,
        front_matter_sentences=tuple(
            sentence_of(label, material.claims) for _, label in planned.labels
        ),
        blocks=with_what_it_takes(material, _tidy(blocks), near=planned.type == "quickstart"),
        writer="offline",
        notes=tuple(dict.fromkeys(material.notes)),
    )


def _under(material: Material, heading: PlannedHeading) -> Iterator[Block]:
    if heading.lead:
        lead = tuple(sentence_of(label, material.claims) for label in heading.lead)
        yield Paragraph(sentences=lead)
    yield from _LAYOUTS[heading.layout](material, heading)


def _items(material: Material, heading: PlannedHeading) -> Iterator[Block]:
    claims = [material.claims[claim_id] for claim_id in heading.claim_ids]
    items = tuple(told(claim) for claim in claims if claim.renderings)
    if items:
        yield ListBlock(ordered=False, items=items)


def _links(material: Material, heading: PlannedHeading) -> Iterator[Block]:
    """Yield the links as a list; as a table where every one says what it leads to."""
    rows: list[tuple[Sentence | None, ...]] = [
        (
            sentence_of(link.label, material.claims),
            sentence_of(link.about, material.claims) if link.about is not None else None,
        )
        for link in heading.links
        if link.label is not None
    ]
    if rows and all(about is not None for _, about in rows):
        yield from table([material.label("page"), material.label("description")], rows)
    elif rows:
        links = tuple(link for link, _ in rows if link is not None)
        yield ListBlock(ordered=False, items=links)


def _index(material: Material, heading: PlannedHeading) -> Iterator[Block]:
    symbols = [material.symbols[n] for n in heading.symbols if n in material.symbols]
    return index_blocks(material, symbols, "")


def _prose(material: Material, heading: PlannedHeading) -> Iterator[Block]:
    """Yield typed claims as one paragraph, passages as they stand."""
    plain: list[Sentence] = []
    for claim_id in heading.claim_ids:
        claim = material.claims[claim_id]
        if claim.passage is not None:
            yield from passage_blocks(material, claim, heading.level)
        elif claim.renderings:
            plain.append(told(claim))
    if plain:
        yield Paragraph(sentences=tuple(plain))


def _recipe(material: Material, heading: PlannedHeading) -> Iterator[Block]:
    code = _filled(material, heading)
    if code is not None:
        material.shown_code.append(code)
        yield Code(
            language=material.fence(recipes.language(heading.recipe)),
            code=code,
            recipe=heading.recipe,
            claim_ids=heading.claim_ids,
        )


def _filled(material: Material, heading: PlannedHeading) -> str | None:
    try:
        wanted = recipes.placeholders(heading.recipe)
        values = {name: _value(name, material.identity, heading) for name in wanted}
        return recipes.fill(heading.recipe, values)
    except recipes.RecipeError as error:
        material.notes.append(f"A recipe was left out: {error}.")
        return None


def _value(name: str, identity: Mapping[str, str], heading: PlannedHeading) -> str:
    """Return what fills a recipe's placeholder; nothing else of the identity is looked at."""
    match name:
        case "group":
            return identity["package"].rpartition(":")[0]
        case "artifact":
            return identity["package"].rpartition(":")[2]
        case "command":
            return heading.command
        case "path":
            return heading.file_name
        case _:
            return identity.get(name, "")


def _snippets(material: Material, heading: PlannedHeading) -> Iterator[Block]:
    """Yield each snippet, how to run it where a recipe says so, and its output."""
    for snippet_id in heading.snippet_ids:
        snippet = material.snippets.get(snippet_id)
        if snippet is None or not can_be_escaped(snippet.code):
            continue
        material.shown_code.append(snippet.code)
        if snippet.transcript.startswith(">>> ") and can_be_escaped(snippet.transcript):
            material.shown_code.append(snippet.transcript)
            yield Code(language="pycon", code=snippet.transcript, snippet_id=snippet.id)
            continue
        yield Code(
            language=material.fence(snippet.language), code=snippet.code, snippet_id=snippet.id
        )
        if heading.recipe and heading.recipe in recipes.RECIPES:
            command = _filled(material, heading)
            if command is not None:
                yield Paragraph(sentences=(material.label("run_program"),))
                yield Code(language=material.fence("bash"), code=command, recipe=heading.recipe)
        if snippet.output and can_be_escaped(snippet.output):
            yield Paragraph(sentences=(material.label("prints"),))
            yield Code(language=material.fence("text"), code=snippet.output, snippet_id=snippet.id)


_LAYOUTS: Mapping[Layout, Callable[[Material, PlannedHeading], Iterator[Block]]] = {
    "prose": _prose,
    "list": _items,
    "facts": _items,
    "recipe": _recipe,
    "snippets": _snippets,
    "symbols": lambda m, h: symbol_blocks(m, h.symbols, h.level),
    "index": _index,
    "options": lambda m, h: option_blocks(m, h.command),
    "keys": lambda m, h: key_blocks(m, h.claim_ids),
    "variables": lambda m, h: variable_blocks(m, h.claim_ids),
    "errors": lambda m, h: error_blocks(m, h.claim_ids),
    "extras": lambda m, h: extra_blocks(m, h.claim_ids),
    "links": _links,
}


def _tidy(blocks: list[Block]) -> tuple[Block, ...]:
    """Drop repeated sentences of ours and blocks said before; then headings without content."""
    said: set[str] = set()
    once: list[Block] = []
    for one in blocks:
        key = _key(one)
        if key is not None and key in said:
            continue
        if key is not None:
            said.add(key)
        once.append(one)
    kept: list[Block] = []
    for found in reversed(once):
        block = _without_lead(found, kept)
        if block is None or (isinstance(block, Heading) and not _filled_below(block, kept)):
            continue
        kept.append(block)
    return _levelled(_joined(list(reversed(kept))))


def _without_lead(block: Block, after: list[Block]) -> Block | None:
    """Return a quoted paragraph without a last sentence that announces what does not follow.

    ``after`` is in reverse; None where nothing is left.
    """
    following = after[-1] if after else None
    if not isinstance(block, Paragraph) or not isinstance(following, Heading | Paragraph | None):
        return block
    last = block.sentences[-1]
    if last.source.grade != "quoted" or not last.text.endswith(":"):
        return block
    if isinstance(following, Paragraph) and following.sentences[0].source.grade != "quoted":
        return block  # A sentence of ours stands between the announcement and its code.
    parts = sentences(last.text)
    if len(parts) < 2:
        return None
    drop = Edit(name="drop_sentence", arguments=(str(len(parts) - 1),))
    source = last.source.model_copy(update={"edits": (*last.source.edits, drop)})
    kept = Sentence(text=apply(last.text, (drop,)), source=source)
    return Paragraph(sentences=(*block.sentences[:-1], kept))


def _joined(blocks: list[Block]) -> list[Block]:
    """Make one list of lists that follow each other: Markdown would read them as one."""
    found: list[Block] = []
    for block in blocks:
        last = found[-1] if found else None
        if (
            isinstance(block, ListBlock)
            and isinstance(last, ListBlock)
            and block.ordered == last.ordered
            and not block.depths
            and not last.depths
        ):
            found[-1] = ListBlock(ordered=last.ordered, items=(*last.items, *block.items))
        else:
            found.append(block)
    return found


def _levelled(blocks: list[Block]) -> tuple[Block, ...]:
    """Let no heading skip a level below the page's title."""
    above: list[int] = []
    found: list[Block] = []
    for block in blocks:
        if isinstance(block, Heading):
            while above and above[-1] >= block.level:
                above.pop()
            above.append(block.level)
            found.append(Heading(level=min(6, 1 + len(above)), text=block.text))
        else:
            found.append(block)
    return tuple(found)


def _filled_below(heading: Heading, after: list[Block]) -> bool:
    """Return whether the next block (``after`` is in reverse) belongs to the heading."""
    following = after[-1] if after else None
    if isinstance(following, Heading):
        return following.level > heading.level
    return following is not None


def _key(block: Block) -> str | None:
    match block:
        case Paragraph() if all(s.source.grade == "connective" for s in block.sentences):
            uses = [s.source.connective for s in block.sentences if s.source.grade == "connective"]
            labels = all(CATALOGUE[use].label for use in uses)
            return None if labels else " ".join(s.text for s in block.sentences)
        case Paragraph():
            return " ".join(s.text for s in block.sentences)
        case _:
            return None
