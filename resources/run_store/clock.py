"""The clock, as the run store writes it: UTC, to the second."""

from datetime import UTC, datetime


def stamp() -> str:
    """Return now as ``20261122T170403Z``: the template value ``timestamp``."""
    return datetime.now(UTC).strftime("%Y%m%dT%H%M%SZ")


def iso() -> str:
    """Return now as ``2026-11-22T17:04:03Z``."""
    return datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
