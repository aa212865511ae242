"""A line of `launch validate`."""

from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True)
class Checked:
    """One thing that was looked at."""

    what: str
    verdict: Literal["ok", "warning", "error"]
    note: str
