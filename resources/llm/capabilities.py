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
_CHARACTERS_PER_TOKEN = 3.0


class Model(BaseModel):
    """One row of the table."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    input: float
    """US dollars per million input tokens."""
    output: float
    """US dollars per million output tokens."""
    structured_output: bool
    """Whether it takes a JSON Schema of its answer."""
    thinks_unasked: bool
    """Whether it thinks without being asked to: that counts as output."""
    characters_per_token: float
    """Of English and code, roughly: for estimates alone."""
    max_output: int
    """Tokens that it can answer with at most."""
    retires: date | None = None
    """Day after which the API refuses it."""
    replacement: str | None = None
    """What to send instead."""


class Retired(BaseModel):
    """A model that the API does not know any more."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    last_day: date
    """Last day on which it answered."""
    replacement: str
    """What to send instead."""


class Table(BaseModel):
    """The data file."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    api_version: str
    """API version that the table is about."""
    prices_as_of: date
    """Day of the prices."""
    temperature: bool
    """Whether the API takes a temperature."""
    cache_write: float
    """Price of writing to the cache, times the input price."""
    cache_read: float
    """Price of reading from it, times the input price."""
    batch: float
    """Price in a message batch, times either price."""
    thinking_allowance: int
    """Tokens set aside beside the answer for a model that thinks unasked."""
    models: dict[str, Model]
    """By name."""
    retired: dict[str, Retired]
    """Models that are gone, by name."""

    def end_of(self, name: str) -> Retired | None:
        """Return when a model retires or did, and what to send then; None where that is unknown."""
        model = self.models.get(name)
        if model is None or model.retires is None or model.replacement is None:
            return self.retired.get(name)
        return Retired(last_day=model.retires, replacement=model.replacement)


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
    end = table().end_of(name)
    if end is None:
        return Choice(name, None)
    if today <= end.last_day:
        return Choice(
            name, f"{name} retires on {end.last_day}; its replacement is {end.replacement}"
        )
    if strict:
        raise InputError(
            f"{name} was retired on {end.last_day}, and llm.strict_model is set",
            hint=f"set llm.model to {end.replacement}, or llm.strict_model to false",
        )
    return Choice(
        end.replacement, f"{name} was retired on {end.last_day}; {end.replacement} is used instead"
    )


def answer_bound(name: str, wanted: int) -> tuple[int, str | None]:
    """Return the `max_tokens` to send for an answer of ``wanted`` tokens, and what to tell.

    Thinking counts as output: a model that thinks unasked gets room for it beside the answer.
    """
    row = table().models.get(name)
    if row is None:
        return wanted, None
    if wanted > row.max_output:
        told = f"llm.max_tokens {wanted} is more than {name} can answer with"
        return row.max_output, f"{told}; {row.max_output} is sent"
    if not row.thinks_unasked:
        return wanted, None
    bound = min(wanted + table().thinking_allowance, row.max_output)
    return bound, (
        f"{name} thinks before it answers, and that counts: max_tokens {bound} is sent"
        f" for llm.max_tokens {wanted}"
    )


def takes_schema(name: str) -> bool:
    """Return whether a model takes a JSON Schema of its answer; one that is not listed does."""
    row = table().models.get(name)
    return row is None or row.structured_output


def is_priced(name: str) -> bool:
    """Return whether the table has the model's price."""
    return name in table().models


def tokens_of(name: str, characters: int) -> int:
    """Return roughly how many tokens a text of so many characters is; for estimates alone."""
    row = table().models.get(name)
    return round(characters / (row.characters_per_token if row else _CHARACTERS_PER_TOKEN))


def cost_usd(model: str, usage: ModelUsage, *, batch: bool = False) -> float:
    """Return the price of a call in US dollars; 0.0 for a model that is not in the table."""
    row, known = table().models.get(model), table()
    if row is None:
        return 0.0
    tokens_in = (
        usage.input_tokens
        + known.cache_write * usage.cache_write_tokens
        + known.cache_read * usage.cache_read_tokens
    )
    usd = (tokens_in * row.input + usage.output_tokens * row.output) / _MILLION
    return usd * known.batch if batch else usd
