"""Finished pages of an unfinished draft, one file each: a resume goes on after the last one."""

from launch.contracts.draft_content import DraftPage
from launch.contracts.llm import CallRecord
from launch.contracts.model import Contract, Sha256
from launch.digests import sha256
from launch.errors import ArtifactError
from resources.run_store.record import RunRecord, parsed

_ANSWER_CUT = 200_000


class KeptPage(Contract):
    """A finished page and the digest of everything that it was written from."""

    key: Sha256
    """Digest of the page's brief."""
    page: DraftPage
    """The page."""


class PageShelf:
    """The finished pages of one run."""

    def __init__(self, record: RunRecord) -> None:
        self._record = record

    def find(self, page_id: str, key: str) -> DraftPage | None:
        """Return the page if it was finished from exactly this, or None."""
        path = self._record.layout.evidence / "pages" / f"{page_id}.json"
        if not path.is_file():
            return None
        try:
            kept = parsed(KeptPage, path.read_bytes(), path.name)
        except ArtifactError:
            return None
        return kept.page if kept.key == key else None

    def put(self, key: str, page: DraftPage) -> None:
        """Keep a finished page, and the record of how it was written."""
        kept = KeptPage(key=key, page=page).model_dump_json(indent=2)
        self._record.evidence(f"pages/{page.page_id}.json", kept.encode() + b"\n")

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
