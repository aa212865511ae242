"""W7 and W8: the verdict of every gate, the blocking findings, each round of repair."""

from typing import Annotated, Literal

from pydantic import Field

from launch.contracts.draft_content import GradeShare
from launch.contracts.model import Artifact, ClaimId, Contract, PageId, RepoPath

Severity = Literal["error", "warning"]
Phase = Literal["content", "delivery", "both"]
Profile = Literal["local", "ci", "prod"]


class ReplaceText(Contract):
    """Put one text in another's place, within one visible node or front matter value."""

    type: Literal["replace_text"] = "replace_text"
    old: str
    """Text that is there."""
    new: str
    """Text to put there."""


class DropBlock(Contract):
    """Take a block out."""

    type: Literal["drop_block"] = "drop_block"
    block: int
    """Index of the block in the draft page."""


class UseRendering(Contract):
    """Put a claim's own rendering in place of the sentence."""

    type: Literal["use_rendering"] = "use_rendering"
    claim_id: ClaimId
    """The claim."""


class SetFrontMatter(Contract):
    """Set or remove a front matter key."""

    type: Literal["set_front_matter"] = "set_front_matter"
    key: str
    """Key."""
    value: str | int | float | bool | tuple[str, ...] | None
    """Value; None removes it."""


class Retell(Contract):
    """Give a front matter key another sentence of the page."""

    type: Literal["retell"] = "retell"
    key: str
    """Key whose text has no ground, or that is missing."""


class Fix(Contract):
    """A repair as data."""

    safe: bool
    """Whether it cannot change what the page says of the product."""
    change: Annotated[
        ReplaceText | DropBlock | UseRendering | SetFrontMatter | Retell,
        Field(discriminator="type"),
    ]
    """The repair."""


class Finding(Contract):
    """Something that a gate found."""

    gate: str
    """Gate id."""
    severity: Severity
    """Whether it blocks."""
    path: RepoPath | None
    """File it is in, or None for the bundle as a whole."""
    line: int | None
    """Line in that file as it would be delivered, or None."""
    found: str
    """What is there; a secret is shown masked."""
    expected: str
    """What must hold instead."""
    page_id: PageId | None = None
    """Page of the plan, or None."""
    block: int | None = None
    """Index of the draft block, or None."""
    offset: int | None = None
    """Lines below the block's first one, or None."""
    fix: Fix | None = None
    """Repair, or None."""


class GateResult(Contract):
    """The verdict of one gate."""

    gate: str
    """Gate id."""
    holds: str
    """The sentence that says what must hold."""
    phase: Phase
    """When it runs."""
    severity: Severity
    """Severity under the profile."""
    status: Literal["passed", "failed", "skipped"]
    """Verdict; a gate that could not run failed."""
    reason: str = ""
    """Why it was skipped or could not run; empty otherwise."""
    findings: tuple[Finding, ...] = ()
    """Findings."""
    looked_at: int = 0
    """Number of things it looked at."""


class Repair(Contract):
    """A repair that was made."""

    finding: Finding
    """What it repairs."""
    how: Literal["fix", "rewritten", "rendering", "dropped"]
    """Way."""
    note: str
    """What was done, in one sentence."""


class Round(Contract):
    """One round: gates, then repairs."""

    number: int
    """From 1."""
    failed_gates: tuple[str, ...]
    """Gates that refused."""
    findings: int
    """Number of blocking findings."""
    repairs: tuple[Repair, ...]
    """What was repaired afterwards."""
    reverted: tuple[str, ...] = ()
    """Repairs taken back, because they made another gate refuse."""


class ValidationReport(Artifact):
    """The verdict on the bundle."""

    artifact = "validation_report"

    status: Literal["ok", "w8_converged", "failed"]
    """Green at once, green after repair, or red."""
    profile: Profile
    """Profile used."""
    results: tuple[GateResult, ...]
    """Every content gate's last verdict, in the registry's order."""
    errors: tuple[Finding, ...]
    """Blocking findings of the last round; empty unless failed."""
    rounds: tuple[Round, ...]
    """Rounds."""
    grades: tuple[GradeShare, ...]
    """Grades by page."""
    lost_claims: tuple[ClaimId, ...] = ()
    """Planned claims that repair dropped."""
    draft_pr: bool
    """Whether a skipped gate makes the pull request a draft."""
