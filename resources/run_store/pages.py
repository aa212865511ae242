"""Finished pages, one file each, with all that each was written from.

A resume goes on after the last one; a later run of the pilot takes over those that still hold.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from launch.contracts.draft_content import DraftPage
from launch.contracts.llm import CallRecord
from launch.contracts.model import Contract, Sha256
from launch.digests import sha256
from launch.errors import ArtifactError
from launch.writing.offline.reads import Read
from resources.run_store.layout import RunLayout
from resources.run_store.places import Places
from resources.run_store.reading import runs_of
from resources.run_store.record import RunRecord, parsed

_ANSWER_CUT = 200_000
_LOOK_BACK = 10
_FOLDER = "pages"


class KeptPage(Contract):
    """A finished page and what it was written from."""

    key: Sha256
    """Digest of its plan, of who writes and of the writer's code."""
    run_id: str
    """Run that drafted it."""
    reads: tuple[Read, ...]
    """What was looked up of facts and snippets."""
    page: DraftPage
    """The page."""


@dataclass(frozen=True)
class Found:
    """A page that need not be drafted, or the newest one that does not hold any more."""

    kept: KeptPage | None
    outdated: KeptPage | None


class PageShelf:
    """The finished pages of one run, and of the pilot's newest runs before it."""

    def __init__(self, record: RunRecord, places: Places) -> None:
        self._record = record
        self._earlier = _drafting_runs(record, places)

    def find(
        self, page_id: str, key: str, holds: Callable[[tuple[Read, ...]], bool], *, own: bool
    ) -> Found:
        """Return the page if it was finished from exactly this.

        ``own`` looks at what this run finished, before it was interrupted, and no further.
        """
        outdated: KeptPage | None = None
        for layout in (self._record.layout, *(() if own else self._earlier)):
            kept = _read(layout, page_id)
            if kept is None:
                continue
            mine = layout.run_id == self._record.run_id
            if kept.key == key and holds(kept.reads) and (mine or not kept.page.fallback_reason):
                return Found(kept, None)
            outdated = outdated or kept
        return Found(None, outdated)

    def put(self, kept: KeptPage) -> None:
        """Keep a finished page, whole, in this run's directory."""
        data = kept.model_dump_json(indent=2).encode() + b"\n"
        self._record.evidence(f"{_FOLDER}/{kept.page.page_id}.json", data)

    def log_offline_call(self, page: DraftPage) -> None:
        """Log the offline writer's work on a page as one record, as a model's call would be."""
        text = page.model_dump_json(indent=2)
        call = CallRecord(
            purpose="draft",
            subject=page.page_id,
            key=sha256(text),
            attempt=0,
            provider="offline",
            request="",
            answer=text[:_ANSWER_CUT],
            outcome="ok",
            model="",
            usage=None,
            cost_usd=0.0,
            request_id="",
            latency_s=0.0,
            replayed=False,
        )
        data = call.model_dump_json(indent=2).encode() + b"\n"
        self._record.evidence(f"llm_calls/{page.page_id}.json", data)


def _drafting_runs(record: RunRecord, places: Places) -> tuple[RunLayout, ...]:
    """Return where pages of the pilot were drafted last: a run that took over its draft has none.

    The newest first; the run itself is not among them.
    """
    ids: dict[str, None] = {}
    for layout, snapshot in runs_of(places, record.snapshot.pilot):
        draft = snapshot.run_state.artifact_index.get("draft_content")
        for run_id in (layout.run_id, *((draft.made_by,) if draft else ())):
            if (places.runs / run_id / "evidence" / _FOLDER).is_dir():
                ids[run_id] = None
    ids.pop(record.run_id, None)
    return tuple(RunLayout(places.runs / run_id) for run_id in tuple(ids)[:_LOOK_BACK])


def _read(layout: RunLayout, page_id: str) -> KeptPage | None:
    path = layout.evidence / _FOLDER / f"{page_id}.json"
    try:
        return parsed(KeptPage, path.read_bytes(), path.name)
    except (OSError, ArtifactError):
        return None


def changed_reads(kept: KeptPage, holds: Callable[[tuple[Read, ...]], bool]) -> Sequence[Read]:
    """Return what would be found otherwise now."""
    return [read for read in kept.reads if not holds((read,))]
