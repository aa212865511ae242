"""What a run works with: the pilot, the environment's say, templates filled, fixtures chosen.

Kept in the run directory, so that resume and re-execution use the same; holds no secret.
"""

from typing import Literal

from launch.contracts.model import Contract, PilotKey, Sha256
from launch.contracts.pilot import Pilot


class Settings(Contract):
    """The effective settings of one run."""

    pilot_key: PilotKey
    """The pilot's slug."""
    pilot_path: str
    """The pilot file's path relative to the project, or its name alone where it is outside."""
    pilot_digest: Sha256
    """SHA-256 of the pilot file's bytes."""
    pilot: Pilot
    """The pilot after the environment's say; templates still stand in it."""
    provider: Literal["anthropic", "offline"]
    """Who writes: LLM_PROVIDER, else the pilot."""
    product_url_effective: str
    """The product repository actually read: the pilot's, or the fixture's."""
    site_url_effective: str
    """The site repository actually read and delivered to: the pilot's, or the fixture's."""
    offline_fixtures: bool
    """OFFLINE_FIXTURES=1: the bundled product and site stand in."""
    defer_delivery: str | None
    """Why the pull request is held back (OFFLINE_MODE, offline_mode), or None."""
    endpoint_url: str | None
    """The commit service's address (COMMIT_SERVICE_URL, else the pilot), or None: embedded."""
    warnings: tuple[str, ...] = ()
    """What was dropped or overruled, one sentence each."""
