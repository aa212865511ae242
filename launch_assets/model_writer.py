"""Claude over the composed pages: one model for the run, its calls logged, its bill kept."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime

from launch.contracts.llm import CallRecord
from launch.contracts.snapshot import Cost
from launch.errors import LLMError
from launch.writing.model.asking import ModelSettings
from launch.writing.model.draft import draft_page
from launch.writing.offline.write import write_with
from launch_assets.run import Run
from launch_assets.writer import Brief, Finished, Order, Write
from resources.llm.answers import AnswerStore
from resources.llm.anthropic_model import AnthropicModel
from resources.llm.budget import Budget, Spending
from resources.llm.capabilities import choose
from resources.run_store.record import RunRecord


def model_writer(run: Run, brief: Brief) -> Write:
    """Return what writes a page with the model, or leaves it composed and says why.

    It raises LLMError where the first pages all went unanswered.
    """
    record = run.record
    settings = _settings(record, brief)
    replay = record.settings.pilot.llm.replay
    model = AnthropicModel(
        AnswerStore(run.places.answers),
        replay,
        lambda call: _keep(record, call),
        Budget(record.settings.pilot.budget, _spent(record.snapshot.run_state.cost)),
    )
    asks_anew = replace(model, replay="refresh" if replay == "use" else replay)
    answers: list[bool] = []

    def write(orders: Sequence[Order], finished: Finished) -> None:
        for order in orders:
            # What prose may rest on is looked up through the page's own mapping: it is traced.
            own = replace(settings, claims=order.material.claims)
            composed = write_with(order.planned, order.material)
            asked = asks_anew if order.anew else model
            page, answered = draft_page(order.planned, composed, asked, own)
            answers.append(answered)
            if not any(answers) and len(answers) >= min(len(orders), _PATIENCE):
                raise LLMError(
                    f"LLM API call failed: no call was answered ({page.fallback_reason})",
                    hint="verify ANTHROPIC_API_KEY, the network and the provider's status page,"
                    " or set LLM_PROVIDER=offline to write without a model",
                )
            finished(order, page, final=answered)

    return write


_PATIENCE = 3


def _settings(record: RunRecord, brief: Brief) -> ModelSettings:
    llm = record.settings.pilot.llm
    today = datetime.now(UTC).date()
    chosen = choose(llm.model, today, strict=llm.strict_model)
    if chosen.warning:
        record.event("W5", chosen.warning)
    verifier = choose(llm.verifier_model or llm.model, today, strict=llm.strict_model)
    habits = next((one for one in brief.site.habits if one.section == brief.plan.section), None)
    return ModelSettings(
        model=chosen.model,
        verifier_model=verifier.model,
        mode=llm.mode,
        max_tokens=llm.max_tokens,
        style=habits.model_dump_json(indent=2) if habits else "No habits were measured.",
    )


def _spent(cost: Cost) -> Spending:
    """Return what a run that is resumed has spent already: its caps hold for all its attempts."""
    return Spending(cost.calls, cost.input_tokens + cost.output_tokens, cost.usd)


def _keep(record: RunRecord, call: CallRecord) -> None:
    number = len(list((record.layout.evidence / "llm_calls").glob("*.json"))) + 1
    name = f"llm_calls/{number:04}-{call.purpose}-{call.subject}.json"
    record.evidence(name, call.model_dump_json(indent=2).encode() + b"\n")
    cost, usage = record.snapshot.run_state.cost, call.usage
    inputs = usage.input_tokens + usage.cache_read_tokens + usage.cache_write_tokens if usage else 0
    record.spent(
        Cost(
            calls=cost.calls + (not call.replayed),
            replayed=cost.replayed + call.replayed,
            input_tokens=cost.input_tokens + (0 if call.replayed else inputs),
            output_tokens=cost.output_tokens
            + (usage.output_tokens if usage and not call.replayed else 0),
            usd=cost.usd + (0.0 if call.replayed else call.cost_usd),
        )
    )
