"""`launch estimate`: calls, tokens and cost of a pilot before any is spent, by its real prompts."""

import json
import sys
from collections.abc import Iterator, Sequence
from contextlib import redirect_stdout
from dataclasses import asdict, dataclass
from pathlib import Path

from launch.contracts.llm import ModelUsage
from launch.errors import InputError
from launch.reporting.bill import dollars
from launch.writing.model.estimate import Expected, expected_calls
from launch_assets.cli.run import planned_run
from launch_assets.pending import Outlook, outlook
from launch_assets.stored import StoredRun
from resources.llm.capabilities import cost_usd, is_priced, table, tokens_of
from resources.run_store.pilots import load_pilot_file, settings_of
from resources.run_store.places import places_now

_CACHED_FROM = 1024
"""Tokens below which a provider keeps no prefix."""
_TURNS = 2


@dataclass(frozen=True)
class Estimate:
    """What a run will probably spend on a model, and what it can spend at most."""

    run_id: str
    model: str
    verifier_model: str
    pages: int
    pages_without_call: int
    answers_on_record: int
    calls: int
    input_tokens: int
    output_tokens: int
    """Thinking not included."""
    usd: float
    most_calls: int
    most_usd: float
    """With a second turn for every page and every answer as long as it may be."""
    priced: bool
    batch: bool


def estimate_pilot(config: str, *, as_json: bool) -> int:
    """Read and plan as a run would, up to the page plan, and tell what the writing will cost."""
    places = places_now()
    settings = settings_of(load_pilot_file(Path(config), places), places)
    if settings.provider == "offline":
        raise InputError(
            "the offline writer writes this pilot's pages: no model is asked, nothing is spent",
            hint="set LLM_PROVIDER=anthropic, or the pilot's `llm.provider`, to estimate a model",
        )
    with redirect_stdout(sys.stderr):
        run_id = planned_run(config)
    with StoredRun(places, run_id) as run:
        found = outlook(run.record, places)
    made = estimated(run_id, found, batch=settings.pilot.llm.batch)
    print(json.dumps(asdict(made), indent=2) if as_json else "\n".join(_lines(made, found)))
    return 0


def estimated(run_id: str, found: Outlook, *, batch: bool) -> Estimate:
    """Return the estimate of an outlook: what is on record costs nothing."""
    verifier = found.settings.verifier_model
    asked = [page.request for page in found.pages if page.request is not None]
    calls = [one for request in asked for one in expected_calls(request, verifier)]
    usd = _usd(calls, batch=batch)
    most = _most(found, calls, batch=batch)
    return Estimate(
        run_id=run_id,
        model=found.settings.model,
        verifier_model=found.settings.verifier_model,
        pages=len(found.pages),
        pages_without_call=sum(page.request is None for page in found.pages),
        answers_on_record=sum(page.recorded for page in found.pages),
        calls=round(sum(one.share for one in calls)),
        input_tokens=round(sum(one.share * tokens_of(one.model, one.characters) for one in calls)),
        output_tokens=round(sum(one.share * tokens_of(one.model, one.answer) for one in calls)),
        usd=round(usd, 4),
        most_calls=sum(_turns(one) for one in calls),
        most_usd=round(most, 4),
        priced=is_priced(found.settings.model) and is_priced(found.settings.verifier_model),
        batch=batch,
    )


def _usd(calls: Sequence[Expected], *, batch: bool) -> float:
    """Return the price: the first call writes the shared prefix to the cache, others read it."""
    total, warm = 0.0, False
    for one in calls:
        prefix = tokens_of(one.model, one.prefix)
        cached = prefix >= _CACHED_FROM
        usage = ModelUsage(
            input_tokens=tokens_of(one.model, one.characters) - (prefix if cached else 0),
            cache_write_tokens=prefix if cached and not warm else 0,
            cache_read_tokens=prefix if cached and warm else 0,
            output_tokens=tokens_of(one.model, one.answer),
        )
        warm = warm or cached
        total += one.share * cost_usd(one.model, usage, batch=batch)
    return total


def _most(found: Outlook, calls: Sequence[Expected], *, batch: bool) -> float:
    bounds = {
        found.settings.model: found.settings.max_tokens,
        found.settings.verifier_model: found.settings.verifier_max_tokens,
    }
    usages = (
        (
            one,
            ModelUsage(
                input_tokens=tokens_of(one.model, one.characters),
                cache_read_tokens=0,
                cache_write_tokens=0,
                output_tokens=bounds[one.model],
            ),
        )
        for one in calls
    )
    return sum(_turns(one) * cost_usd(one.model, usage, batch=batch) for one, usage in usages)


def _turns(call: Expected) -> int:
    """Return how often a call can be made: a second turn is for the whole page or for its prose."""
    match call.purpose:
        case "draft":
            return _TURNS
        case "repair":
            return 1 if call.share == 1.0 else 0
        case _:
            return 1


def _lines(made: Estimate, found: Outlook) -> Iterator[str]:
    verifier = f", judged by {made.verifier_model}" if found.settings.mode == "write" else ""
    yield f"Writing    {made.model}{verifier}{', in batches' if made.batch else ''}"
    none = made.pages_without_call
    recorded = f"{made.answers_on_record} answers on record"
    yield f"Pages      {made.pages}, {none} of them without a call ({recorded})"
    yield f"Calls      {made.calls} (at most {made.most_calls})"
    yield f"Tokens     {made.input_tokens:,} in, {made.output_tokens:,} out, thinking not included"
    as_of = f"prices of {table().prices_as_of}"
    cost = f"{dollars(made.usd)} (at most {dollars(made.most_usd)}; {as_of})"
    yield f"Cost       {cost if made.priced else 'not known: no price is on the table'}"
    for warning in found.warnings:
        yield f"  Note: {warning}"
    yield "\nNext"
    yield "  python -m launch run --config <the same pilot>    (what was read and planned is kept)"
