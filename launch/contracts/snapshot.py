"""The state of a run: status, pins, artifacts, events. Written atomically after every change."""

from typing import Literal

from launch.contracts.delivery import PrResult
from launch.contracts.model import Contract, PageId, PilotKey, RepoPath, Sha256
from launch.contracts.tree import RepoPin

RunStatus = Literal[
    "running",
    "w1_ok",
    "w2_ok",
    "w3_ok",
    "w4_ok",
    "w5_ok",
    "w6_ok",
    "w8_converged",
    "w8_exhausted",
    "w9_ok",
    "w9_deferred",
    "failed",
    "cancelled",
]


class ArtifactRecord(Contract):
    """An artifact of the run."""

    name: str
    """Asset key."""
    file: str
    """File name below ``artifacts/``."""
    sha256: Sha256
    """Digest of the file's bytes."""
    input_digests: tuple[tuple[str, Sha256], ...]
    """Name and digest of everything it was made from, by name."""
    code_version: str
    """Code version of the stage that made it."""
    made_by: str
    """Run that computed it."""
    inherited: bool
    """Whether it was taken over from that run."""
    memoised: bool = False
    """Whether the stage ran and found it computed already."""
    why: str = ""
    """Why the stage computed it; empty where it was taken over."""


class PageRecord(Contract):
    """A page of the draft, and whether this run drafted it."""

    page_id: PageId
    """Page of the plan."""
    path: RepoPath
    """Path in the site repository."""
    drafted_by: str
    """Run that drafted it."""
    why: str = ""
    """Why this run drafted it; empty where it was kept."""


class Event(Contract):
    """Something that happened, in order."""

    time: str
    """UTC, ISO 8601."""
    stage: str
    """``W1`` ... ``W9``, or ``run``."""
    message: str
    """One line."""


class RunError(Contract):
    """Why a run stopped."""

    stage: str
    """Stage."""
    kind: str
    """Class of the error."""
    message: str
    """What was found."""
    hint: str
    """What to do."""
    exit_code: int
    """Exit code of the command line."""


class PageCost(Contract):
    """What one page cost."""

    page_id: str
    """Page of the plan."""
    calls: int
    """Calls made."""
    replayed: int
    """Answers replayed."""
    input_tokens: int
    """Input tokens, cache included."""
    output_tokens: int
    """Output tokens, thinking included."""
    usd: float
    """US dollars by the price table."""


class Cost(Contract):
    """What the run spent on a model."""

    calls: int = 0
    """Calls made."""
    replayed: int = 0
    """Answers replayed."""
    input_tokens: int = 0
    """Input tokens, cache included."""
    output_tokens: int = 0
    """Output tokens, thinking included."""
    usd: float = 0.0
    """US dollars by the price table."""
    unknown: int = 0
    """Calls whose outcome is not known; they count as spent, at their worst case."""
    pages: tuple[PageCost, ...] = ()
    """The same by page, by page id."""


class RunState(Contract):
    """State of a run."""

    status: RunStatus
    """Status."""
    pr_result: PrResult | None
    """The pull request, or None."""
    artifact_index: dict[str, ArtifactRecord]
    """By asset key."""
    stale: tuple[str, ...] = ()
    """Artifacts that were not inherited because their inputs changed."""
    unchanged: bool = False
    """Whether the ledger says that this was delivered already."""
    event_log: tuple[Event, ...]
    """Events."""
    page_index: tuple[PageRecord, ...] = ()
    """Pages of the draft that this run made, in the plan's order."""
    error: RunError | None = None
    """Why it stopped, or None."""
    cost: Cost = Cost()
    """Bill."""


class Process(Contract):
    """The process that works on a run."""

    pid: int
    """Process id."""
    host: str
    """Host name."""
    started: float
    """Start time of the process, Unix seconds: tells a reused id from the same process."""


class Snapshot(Contract):
    """One run."""

    schema_version: Literal["1.0"] = "1.0"
    """Version of this file's format."""
    run_id: str
    """Directory name."""
    created: str = ""
    """UTC, ISO 8601."""
    serial: int = 0
    """Number of the run among the pilot's: their order, whatever a clock says."""
    pilot: PilotKey
    """Pilot."""
    sealed: bool
    """Whether only `submit` may still change it."""
    dagster_run_ids: tuple[str, ...]
    """Dagster runs that worked on it, in order."""
    selection: tuple[str, ...]
    """Assets that the run was asked for."""
    pages: tuple[PageId, ...] = ()
    """Pages that the run was asked to draft anew."""
    product: RepoPin | None
    """Pin of the product repository."""
    site: RepoPin | None
    """Pin of the site repository."""
    process: Process | None
    """Who works on it now, or None."""
    run_state: RunState
    """State."""
