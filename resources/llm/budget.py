"""Caps on calls, tokens and cost: the worst case is reserved before a call and settled after it.

A call whose outcome is unknown keeps its reservation: it may have been billed.
"""

import threading
from dataclasses import dataclass, field

from launch.contracts.pilot import PilotBudget

_BYTES_PER_TOKEN = 2
"""On the safe side: English text and code have three or four, other scripts about two."""


@dataclass(frozen=True)
class Spending:
    """Calls, tokens and US dollars."""

    calls: int = 0
    tokens: int = 0
    usd: float = 0.0

    def __add__(self, other: "Spending") -> "Spending":
        return Spending(self.calls + other.calls, self.tokens + other.tokens, self.usd + other.usd)

    def __sub__(self, other: "Spending") -> "Spending":
        return Spending(self.calls - other.calls, self.tokens - other.tokens, self.usd - other.usd)


def worst_input_tokens(body: str) -> int:
    """Return an upper bound of the tokens of a request's text."""
    return len(body.encode()) // _BYTES_PER_TOKEN + 1


@dataclass
class Budget:
    """What a run may spend; safe to share between threads."""

    caps: PilotBudget
    spent: Spending = Spending()
    """What earlier attempts of the same run spent already, and everything since."""
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def reserve(self, worst: Spending) -> str | None:
        """Set the worst case of one call aside; return the cap that forbids it, or None."""
        with self._lock:
            after = self.spent + worst
            reached = _reached(self.caps, after)
            if reached is None:
                self.spent = after
            return reached

    def settle(self, worst: Spending, actual: Spending) -> None:
        """Put the actual spending in the reservation's place."""
        with self._lock:
            self.spent = self.spent - worst + actual


def _reached(caps: PilotBudget, after: Spending) -> str | None:
    if caps.max_llm_calls is not None and after.calls > caps.max_llm_calls:
        return f"budget.max_llm_calls ({caps.max_llm_calls})"
    if caps.max_llm_tokens is not None and after.tokens > caps.max_llm_tokens:
        return f"budget.max_llm_tokens ({caps.max_llm_tokens})"
    if caps.max_cost_usd is not None and after.usd > caps.max_cost_usd:
        return f"budget.max_cost_usd ({caps.max_cost_usd})"
    return None
