"""What a run would still have to ask a model: its requests, from artifacts that are there."""

from collections.abc import Iterator
from dataclasses import dataclass

from launch.contracts.llm import ModelRequest
from launch.contracts.model import Artifact
from launch.contracts.page_plan import PagePlan
from launch.contracts.product_facts import ProductFacts
from launch.contracts.site_context import SiteContext
from launch.contracts.snippet_catalog import SnippetCatalog
from launch.writing.model.asking import ModelSettings
from launch_assets.model_writer import model_settings, page_dialogue
from launch_assets.writer import Brief, Order
from resources.llm.answers import AnswerStore
from resources.llm.capabilities import table
from resources.llm.wire import key_of
from resources.run_store.places import Places
from resources.run_store.record import RunRecord


@dataclass(frozen=True)
class Pending:
    """How far a page gets with what is on record."""

    page_id: str
    recorded: int
    """Answers on record."""
    request: ModelRequest | None
    """The first request without one, or None: the page is written."""


@dataclass(frozen=True)
class Outlook:
    """All pages of a run."""

    settings: ModelSettings
    pages: tuple[Pending, ...]
    warnings: tuple[str, ...]


def outlook(record: RunRecord, places: Places) -> Outlook:
    """Return what the run's pages would ask; nothing is asked, and nothing is written.

    ArtifactError where the run has no page plan or what it rests on.
    """
    brief = Brief(
        _load(record, PagePlan),
        _load(record, ProductFacts),
        _load(record, SnippetCatalog),
        _load(record, SiteContext),
    )
    warned: list[str] = []
    settings = model_settings(record, brief.plan, brief.facts, brief.site, warned.append)
    answers = AnswerStore(places.answers)
    pages = tuple(_pending(brief, settings, answers))
    return Outlook(settings, pages, tuple(warned))


def _pending(brief: Brief, settings: ModelSettings, answers: AnswerStore) -> Iterator[Pending]:
    for planned in brief.plan.pages:
        dialogue = page_dialogue(Order(planned, brief.material(), anew=False), settings)
        recorded, request = 0, None
        try:
            request = next(dialogue)
            while (kept := answers.get(key_of(request, table().api_version))) is not None:
                recorded += 1
                request = dialogue.send(kept)
        except StopIteration:
            request = None
        yield Pending(planned.id, recorded, request)


def _load[A: Artifact](record: RunRecord, model: type[A]) -> A:
    return record.load(model, model.artifact)
