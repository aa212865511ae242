"""Finished pages of an unfinished draft, one file each: a resume goes on after the last one."""

import json

from launch.contracts.draft_content import DraftPage
from launch.contracts.model import Contract, Sha256
from launch.errors import ArtifactError
from resources.run_store.record import RunRecord, parsed


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

    def log_offline_call(self, key: str, page: DraftPage) -> None:
        """Log the offline writer's work on a page as one record, as a model's call would be."""
        entry = {
            "page_id": page.page_id,
            "provider": "offline",
            "key": key,
            "blocks": len(page.blocks),
            "path": page.path,
            "fallback_reason": page.fallback_reason,
        }
        data = json.dumps(entry, indent=2, sort_keys=True, ensure_ascii=False)
        self._record.evidence(f"llm_calls/{page.page_id}-{key[:12]}.json", data.encode() + b"\n")
