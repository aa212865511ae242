"""A pilot as its YAML states it: one product, one site, what may be written, and how.

Keys and defaults are the runbook's; nothing here reads the environment.
"""

from typing import Annotated, Literal

from pydantic import Field, StringConstraints

from launch.contracts.model import Contract

Text = Annotated[str, StringConstraints(min_length=1, max_length=2000)]


class PilotInput(Contract):
    """The product repository."""

    repo_url: Text
    """Where the product's git repository is: https, ssh, file URL or local path."""
    sha: Text = "HEAD"
    """Commit id, branch or tag; resolved once per run into a pin."""
    product_url: str | None = None
    """The product's public page: linked to and kept consistent, never fetched."""
    subdir: str | None = None
    """The product's folder in a monorepo, relative to the repository's root."""


class PilotOutput(Contract):
    """The docs site and the fence around what may be written."""

    site_repo_url: Text
    """Where the Hugo site's git repository is."""
    base_ref: Text = "main"
    """The branch that the pull request goes to."""
    branch_name: Text = "launch/{{pilot}}/{{run_id}}"
    """The branch that is written; without a run id in it, one rolling pull request."""
    allowed_paths: Annotated[tuple[str, ...], Field(min_length=1)]
    """Patterns of the paths that may be written, such as ``content/docs/product/**``."""
    claim_markers: Literal["none", "comment"] = "none"
    """Whether published pages carry claim markers as HTML comments."""
    min_change: Annotated[int, Field(ge=0)] = 1
    """Changed lines below which no pull request is opened."""


class PilotLLM(Contract):
    """The language model."""

    provider: Literal["anthropic", "offline", "mock"] = "anthropic"
    """``offline`` (alias ``mock``) composes pages without a model."""
    model: Text = "claude-sonnet-4-5"
    """The model that writes."""
    temperature: Annotated[float, Field(ge=0, le=2)] = 0.0
    """Kept for the runbook's files; the API takes none, so it is dropped with a warning."""
    max_tokens: Annotated[int, Field(ge=1, le=1_000_000)] = 4096
    """Upper bound of one answer, in tokens."""
    mode: Literal["edit", "write"] = "write"
    """``edit``: only choose and order; ``write``: paraphrase under the verifier."""
    verifier_model: Text | None = None
    """The model that judges paraphrases; default: the writing model."""
    replay: Literal["off", "use", "refresh", "only"] = "use"
    """How recorded answers are used."""
    batch: bool = False
    """Whether calls go through message batches."""
    strict_model: bool = False
    """Refuse a retired model instead of sending its replacement."""


class PilotCommitService(Contract):
    """The commit service that pushes the branch and opens the pull request."""

    endpoint_url: Text | None = None
    """Address including ``/v1``; without one the service runs embedded in the run."""
    offline_mode: bool = False
    """Hold the pull request back: both bundles are written and nothing is sent."""
    timeout: Annotated[int, Field(ge=1, le=3600)] = 120
    """Seconds for one request."""
    max_retries: Annotated[int, Field(ge=0, le=20)] = 3
    """How often a retryable answer is retried."""


class PilotFlags(Contract):
    """Switches of a run."""

    allow_manual_edits: bool = False
    """Merge with what people changed since the last delivery, instead of proposing only."""
    dry_run: bool = False
    """Write both bundles and call nothing, health check included."""


class PilotPlan(Contract):
    """Steers the planning; evidence decides where nothing is said."""

    product_type: Literal["library", "cli", "service", "framework", "mixed"] | None = None
    """What the product is, where the evidence would mislead."""
    tier: Literal["minimal", "standard", "rich"] | None = None
    """How many pages; default: by the evidence."""
    locale: Text | None = None
    """The site language to write in; default: the site's own default."""
    section: Text | None = None
    """The content folder that the pages go to; default: from ``allowed_paths``."""
    max_pages: Annotated[int, Field(ge=1, le=1000)] | None = None
    """Upper bound of the number of pages."""


class PilotBudget(Contract):
    """Caps on what a run may spend and change."""

    max_llm_calls: Annotated[int, Field(ge=0)] | None = None
    """Calls per run."""
    max_llm_tokens: Annotated[int, Field(ge=0)] | None = None
    """Input and output tokens per run."""
    max_cost_usd: Annotated[float, Field(ge=0)] | None = None
    """US dollars per run."""
    on_reached: Literal["fallback", "stop"] = "fallback"
    """Leave the rest to the offline writer, or stop the run."""
    max_files_changed: Annotated[int, Field(ge=1)] = 200
    """Files in one pull request."""
    max_lines_per_file: Annotated[int, Field(ge=1)] = 3000
    """Changed lines in one file."""


class SkippedGate(Contract):
    """A gate left out on purpose."""

    gate: Text
    """The gate's id."""
    reason: Text
    """Why; shown in report and pull request."""


class PilotGates(Contract):
    """Which gates are strict."""

    profile: Literal["local", "ci", "prod"] = "ci"
    """How strict: chooses severities and optional gates."""
    skip: tuple[SkippedGate, ...] = ()
    """Gates to skip; some cannot be."""
    external_links: bool = False
    """Whether links to other hosts are asked for an answer."""


class Pilot(Contract):
    """One pilot file."""

    schema_version: Literal["1.0"]
    """Version of this file's format."""
    run_id: Text = "{{pilot}}-{{timestamp}}"
    """Template of the run's directory name."""
    input: PilotInput
    """The product repository."""
    output: PilotOutput
    """The docs site."""
    llm: PilotLLM = PilotLLM()
    """The language model."""
    commit_service: PilotCommitService = PilotCommitService()
    """The commit service."""
    flags: PilotFlags = PilotFlags()
    """Switches."""
    plan: PilotPlan = PilotPlan()
    """Steering of the plan."""
    budget: PilotBudget = PilotBudget()
    """Caps."""
    gates: PilotGates = PilotGates()
    """Gates."""
