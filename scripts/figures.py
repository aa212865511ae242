"""A measured figure, as benchmarks give it and pages show it."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Figure:
    """One measured figure."""

    figure: str
    value: float
    unit: str
    goal: str
    holds: bool
    context: str
