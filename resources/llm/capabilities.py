"""What each model accepts, when it retires and what it costs: one data file, read once."""

from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib import resources

import yaml
from pydantic import BaseModel, ConfigDict

from launch.contracts.llm import ModelUsage
from launch.errors import InputError

_MILLION = 1_000_000


class Model(BaseModel):
    """One row of the table."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    input: float
    """US dollars per million input tokens."""
    output: float
    """US dollars per million output tokens."""
    retires: date | None = None
    """Day after which the API refuses it."""
    replacement: str | None = None
    """What to send instead."""


class Table(BaseModel):
    """The data file."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    api_version: str
    """API version that the table is about."""
    prices_as_of: date
    """Day of the prices."""
    models: dict[str, Model]
    """By name."""


@dataclass(frozen=True)
class Choice:
    """The model to send, and what to tell about it."""

    model: str
    warning: str | None


@cache
def table() -> Table:
    """Return the table of `models.yaml`."""
    text = resources.files("resources.llm").joinpath("models.yaml").read_text(encoding="utf-8")
    return Table.model_validate(yaml.safe_load(text))


def choose(name: str, today: date, *, strict: bool) -> Choice:
    """Return the model to send for the one that the pilot names.

    A retired model is replaced with a warning; with ``strict`` it is refused (InputError).
    """
    model = table().models.get(name)
    if model is None or model.retires is None or model.replacement is None:
        return Choice(name, None)
    if today <= model.retires:
        return Choice(
            name, f"{name} retires on {model.retires}; its replacement is {model.replacement}"
        )
    if strict:
        raise InputError(
            f"{name} was retired on {model.retires}, and llm.strict_model is set",
            hint=f"set llm.model to {model.replacement}, or llm.strict_model to false",
        )
    return Choice(
        model.replacement,
        f"{name} was retired on {model.retires}; {model.replacement} is used instead",
    )


def cost_usd(model: str, usage: ModelUsage) -> float:
    """Return the price of a call in US dollars; 0.0 for a model that is not in the table."""
    row = table().models.get(model)
    if row is None:
        return 0.0
    tokens_in = usage.input_tokens + 1.25 * usage.cache_write_tokens + 0.1 * usage.cache_read_tokens
    return (tokens_in * row.input + usage.output_tokens * row.output) / _MILLION
