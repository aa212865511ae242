"""What the arguments of a connective may be, enumerated from plan, facts, snippets and site."""

from collections.abc import Iterator, Mapping

from launch.contracts.page_plan import Label, PagePlan
from launch.contracts.product_facts import ProductFacts
from launch.contracts.site_context import SiteContext
from launch.contracts.snippet_catalog import SnippetCatalog
from launch.wording.connectives import Argument
from launch.wording.labels import plain_title, shown_title


def allowed_arguments(
    plan: PagePlan, facts: ProductFacts, snippets: SnippetCatalog, site: SiteContext
) -> Mapping[Argument, frozenset[str]]:
    """Return every value that an argument of each enumerable kind may have.

    Kinds that are not among the keys (case, number, site_value) have rules of their own.
    """
    titles = {plain_title(title) for claim in facts.claims if claim.passage is not None
              for title in claim.passage.heading_path}  # fmt: skip
    titles |= {shown_title(title) for title in titles}
    titles |= {plain_title(snippet.title) for snippet in snippets.snippets}
    titles |= {page.title for page in plan.pages} | {page.title for page in site.pages}
    return {
        "title": frozenset(titles - {""}),
        "subject": frozenset(_subjects(facts, snippets)),
        "command": frozenset(_commands(facts)),
        "snippet": frozenset(titles - {""}),
        "link": frozenset(_targets(plan)),
    }


def _subjects(facts: ProductFacts, snippets: SnippetCatalog) -> Iterator[str]:
    identity = facts.identity
    yield from (identity.name, identity.package, identity.import_name, *identity.commands)
    for symbol in facts.symbols:
        file = symbol.path.rsplit("/", 1)[-1]
        yield from (file, file.rsplit(".", 1)[0])
        yield symbol.name
        yield symbol.parent
        yield symbol.name.rsplit(".", 1)[-1].rsplit("::", 1)[-1]
        yield symbol.name.rsplit("/", 1)[-1]
        if symbol.parent:
            yield symbol.name.removeprefix(symbol.parent).lstrip(".:#/\\")
        yield from (raised.exception for raised in symbol.raises)
    for snippet in snippets.snippets:
        yield from snippet.undeclared
        yield from (source.path.rsplit("/", 1)[-1] for source in snippet.sources)


def _commands(facts: ProductFacts) -> Iterator[str]:
    yield from facts.identity.commands
    for command in facts.commands:
        yield command.name


def _targets(plan: PagePlan) -> Iterator[str]:
    labels = [label for page in plan.pages for label in _labels(plan, page.id)]
    for label in labels:
        yield from (value for name, value in label.arguments if name == "target")


def _labels(plan: PagePlan, page_id: str) -> Iterator[Label]:
    for page in plan.pages:
        if page.id == page_id:
            for heading in page.headings:
                yield from heading.lead
                yield from (link.label for link in heading.links if link.label is not None)
