"""Claude over the composed pages: many calls at once or in batches, all logged, the bill kept."""

import os
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime

from launch.contracts.llm import ModelRequest
from launch.contracts.page_plan import PagePlan
from launch.contracts.product_facts import ProductFacts
from launch.contracts.site_context import SiteContext
from launch.errors import InputError, LLMError
from launch.ports import PageRewriter
from launch.writing.model.asking import ModelSettings
from launch.writing.model.dialogue import Dialogue, Reply, held
from launch.writing.model.draft import Drafted, drafting
from launch.writing.model.prefix import stable_documents
from launch.writing.model.rewrite import ModelRewriter
from launch.writing.offline.write import write_with
from launch_assets.run import Run
from launch_assets.writer import Brief, Finished, Order, Write
from resources.llm.answers import AnswerStore
from resources.llm.anthropic_model import AnthropicModel
from resources.llm.batches import Batches
from resources.llm.budget import Budget
from resources.llm.capabilities import answer_bound, choose, is_priced
from resources.llm.journal import Journal
from resources.llm.pool import each
from resources.llm.slots import Slots, parallel_calls
from resources.run_store.places import Places
from resources.run_store.record import RunRecord

_PATIENCE = 3
"""Pages without any answer, one after the other, after which no more are tried."""


def model_writer(run: Run, brief: Brief) -> Write:
    """Return what writes pages with the model, or leaves them composed and says why.

    Its call raises LLMError where no call is answered, RefusalError where a budget stops the run.
    """
    record = run.record
    llm = record.settings.pilot.llm

    def write(orders: Sequence[Order], finished: Finished) -> None:
        warned: list[str] = []
        settings = model_settings(record, brief.plan, brief.facts, brief.site, warned.append)
        for warning in warned:
            record.event("W5", warning)
        model = opened_model(record, run.places)
        settings = replace(settings, judged=model.journal.judged)
        desk = _Desk(model, finished)
        try:
            batched = [one for one in orders if llm.batch and not one.anew]
            if batched:
                batches = Batches(model, record.layout.evidence / "llm_batches")
                desk.write_in_batches(batched, settings, batches)
            desk.write_at_once([one for one in orders if one not in batched], settings)
            desk.check_heard()
        finally:
            model.close()

    return write


@contextmanager
def model_rewriter(
    run: Run, plan: PagePlan, facts: ProductFacts, site: SiteContext
) -> Iterator[PageRewriter | None]:
    """Open what rewrites failing paragraphs in W8; None where the model writes no prose."""
    record = run.record
    if record.settings.pilot.llm.mode != "write":
        yield None
        return
    settings = model_settings(record, plan, facts, site, lambda _: None)
    claims = {claim.id: claim for claim in facts.claims}
    model = opened_model(record, run.places)
    try:
        told = replace(settings, claims=claims, judged=model.journal.judged)
        yield ModelRewriter(model, told)
    finally:
        model.close()


def opened_model(record: RunRecord, places: Places) -> AnthropicModel:
    """Return the model of a run: its answers, its calls so far, what is left of its budget."""
    journal = Journal(record.layout.evidence / "llm_calls", record.spent)
    return AnthropicModel(
        AnswerStore(places.answers),
        record.settings.pilot.llm.replay,
        journal,
        Budget(record.settings.pilot.budget, journal.spent()),
        Slots(places.cache / "llm-slots", parallel_calls(os.environ)),
    )


def model_settings(
    record: RunRecord,
    plan: PagePlan,
    facts: ProductFacts,
    site: SiteContext,
    warn: Callable[[str], None],
) -> ModelSettings:
    """Return what every call of a run has in common; ``warn`` hears what is not sent as asked."""
    llm, today = record.settings.pilot.llm, datetime.now(UTC).date()
    chosen = [
        choose(name, today, strict=llm.strict_model) for name in (llm.model, _verifier(record))
    ]
    bounds = [answer_bound(one.model, llm.max_tokens) for one in chosen]
    told = (*(one.warning for one in chosen), *(warning for _, warning in bounds))
    for warning in dict.fromkeys(filter(None, told)):
        warn(warning)
    _check_price(record, [one.model for one in chosen])
    return ModelSettings(
        model=chosen[0].model,
        verifier_model=chosen[1].model,
        mode=llm.mode,
        max_tokens=bounds[0][0],
        verifier_max_tokens=bounds[1][0],
        stable=stable_documents(facts, plan, site),
    )


def _verifier(record: RunRecord) -> str:
    llm = record.settings.pilot.llm
    return llm.verifier_model or llm.model


def _check_price(record: RunRecord, models: Sequence[str]) -> None:
    unknown = [name for name in models if not is_priced(name)]
    if record.settings.pilot.budget.max_cost_usd is not None and unknown:
        raise InputError(
            f"the price of {unknown[0]} is not known, so budget.max_cost_usd cannot hold",
            hint="cap with budget.max_llm_tokens, or name a model whose price is known",
        )


def page_dialogue(order: Order, settings: ModelSettings) -> Dialogue[Drafted]:
    """Return a page's dialogue; claims are looked up through the page's own, traced mapping."""
    composed = write_with(order.planned, order.material)
    return drafting(order.planned, composed, replace(settings, claims=order.material.claims))


@dataclass
class _Desk:
    """Where pages are written, and where it is noticed that nobody answers."""

    model: AnthropicModel
    finished: Finished
    _heard: int = 0
    _silent: int = 0
    _reason: str = ""
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def write_at_once(self, orders: Sequence[Order], settings: ModelSettings) -> None:
        """Write pages side by side, one dialogue a thread."""

        def write(order: Order) -> None:
            self._done(order, held(page_dialogue(order, settings), self._model_for(order)))

        each(orders, write, self.model.slots.number)

    def write_in_batches(
        self, orders: Sequence[Order], settings: ModelSettings, batches: Batches
    ) -> None:
        """Write all pages in step: every round's requests go together."""
        open_: list[tuple[Order, Dialogue[Drafted], ModelRequest]] = []
        for order in orders:
            dialogue = page_dialogue(order, settings)
            self._advanced(order, dialogue, None, open_)
        while open_:
            replies = batches.ask_all([request for _, _, request in open_])
            waiting, open_ = open_, []
            for (order, dialogue, _), reply in zip(waiting, replies, strict=True):
                self._advanced(order, dialogue, reply, open_)

    def check_heard(self) -> None:
        """Raise LLMError where pages were asked for and no call was answered."""
        if self._silent and not self._heard:
            raise LLMError(
                f"LLM API call failed: no call was answered; {self._reason}",
                hint="verify ANTHROPIC_API_KEY, the network and the provider's status page,"
                " or set LLM_PROVIDER=offline to write without a model",
            )

    def _advanced(
        self,
        order: Order,
        dialogue: Dialogue[Drafted],
        reply: Reply | None,
        open_: list[tuple[Order, Dialogue[Drafted], ModelRequest]],
    ) -> None:
        try:
            asked = next(dialogue) if reply is None else dialogue.send(reply)
            open_.append((order, dialogue, asked))
        except StopIteration as end:
            self._done(order, end.value)

    def _done(self, order: Order, drafted: Drafted) -> None:
        self.finished(order, drafted.page, final=drafted.is_final)
        with self._lock:
            self._silent += drafted.unreachable
            self._heard += drafted.asked and not drafted.unreachable
            self._reason = drafted.page.fallback_reason or self._reason
            if self._silent >= _PATIENCE:
                self.check_heard()

    def _model_for(self, order: Order) -> AnthropicModel:
        asks_anew = order.anew and self.model.replay == "use"
        return replace(self.model, replay="refresh") if asks_anew else self.model
