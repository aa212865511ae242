"""A run's calls: one file each in ``evidence/llm_calls``, and the bill that they add up to.

A call's file is there before the call is made: what a dead process had out counts as spent.
"""

import threading
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

from pydantic import ValidationError

from launch.contracts.llm import CallRecord
from launch.contracts.snapshot import Cost, PageCost
from launch.errors import LLMError
from resources.llm.budget import Spending
from resources.run_store.atomic import disk_errors, make_folder

_TELL_EVERY_S = 1.0
_VERDICT_CUT = 2000


class Journal:
    """The calls of one run; safe to share between threads."""

    def __init__(self, folder: Path, told: Callable[[Cost], None]) -> None:
        """Read what earlier processes of the run left; ``told`` hears the bill now and then."""
        self.folder = folder
        self._told = told
        self._lock = threading.Lock()
        self._heard = 0.0
        self._closed = False
        self._number = 0
        self._calls: dict[int, CallRecord] = {}
        for file in sorted(folder.glob("[0-9]*.json")) if folder.is_dir() else ():
            self._take_over(file)

    def begin(self, record: CallRecord) -> int:
        """Put down a call before it is made; return its number. LLMError once it is closed."""
        with self._lock:
            if self._closed:
                raise LLMError("no call is made after the run has ended")
            self._number += 1
            number = self._number
            self._calls[number] = record
        self._write(number, record)
        return number

    def end(self, number: int, record: CallRecord) -> None:
        """Put down what came of a call."""
        with self._lock:
            if self._closed:
                return
            self._calls[number] = record
        self._write(number, record)
        if time.monotonic() - self._heard > _TELL_EVERY_S:
            self.tell()

    def judged(self, key: str, verdict: str) -> None:
        """Put down what was made of the answer to a call, beside the last record of that call."""
        with self._lock:
            numbers = [number for number, one in self._calls.items() if one.key == key]
            if self._closed or not numbers:
                return
            number = max(numbers)
            record = self._calls[number].model_copy(update={"verdict": verdict[:_VERDICT_CUT]})
            self._calls[number] = record
        self._write(number, record)

    def tell(self) -> None:
        """Tell the bill now."""
        self._heard = time.monotonic()
        self._told(self.bill())

    def close(self) -> None:
        """Tell the bill a last time; calls that are still out stay unknown."""
        with self._lock:
            self._closed = True
        self.tell()

    def spent(self) -> Spending:
        """Return what the run has spent so far; an unknown outcome counts at its worst case."""
        with self._lock:
            return sum((_spending(one) for one in self._calls.values()), Spending())

    def bill(self) -> Cost:
        """Return the bill, for the run and for each page."""
        with self._lock:
            calls = tuple(self._calls.values())
        pages = sorted({one.subject for one in calls})
        bills = tuple(_page(page, [one for one in calls if one.subject == page]) for page in pages)
        return Cost(
            calls=sum(one.calls for one in bills),
            replayed=sum(one.replayed for one in bills),
            input_tokens=sum(one.input_tokens for one in bills),
            output_tokens=sum(one.output_tokens for one in bills),
            usd=round(sum(one.usd for one in bills), 6),
            unknown=sum(_is_unknown(one) for one in calls),
            pages=bills,
        )

    def _take_over(self, file: Path) -> None:
        number = int(file.name.split("-")[0])
        self._number = max(self._number, number)
        with suppress(OSError, ValidationError):
            record = CallRecord.model_validate_json(file.read_bytes())
            if record.outcome == "started":
                record = record.model_copy(update={"outcome": "unknown"})
                self._write(number, record)
            self._calls[number] = record

    def _write(self, number: int, record: CallRecord) -> None:
        """Write without waiting for the disk: a killed process loses nothing by that."""
        make_folder(self.folder)
        path = self.folder / f"{number:04}-{record.key[:16]}.json"
        part = path.with_suffix(".part")
        with disk_errors(path):
            part.write_bytes(record.model_dump_json(indent=2).encode() + b"\n")
            part.replace(path)


def _spending(record: CallRecord) -> Spending:
    if record.replayed:
        return Spending()
    return Spending(1, _in(record) + _out(record) or _reserved(record), record.cost_usd)


def _reserved(record: CallRecord) -> int:
    return record.reserved_tokens if _is_unknown(record) else 0


def _is_unknown(record: CallRecord) -> bool:
    return record.reserved_tokens > 0 and record.usage is None


def _page(page_id: str, records: list[CallRecord]) -> PageCost:
    paid = [one for one in records if not one.replayed]
    return PageCost(
        page_id=page_id,
        calls=len(paid),
        replayed=len(records) - len(paid),
        input_tokens=sum(map(_in, paid)),
        output_tokens=sum(map(_out, paid)),
        usd=round(sum(one.cost_usd for one in paid), 6),
    )


def _in(record: CallRecord) -> int:
    used = record.usage
    if used is None:
        return 0
    return used.input_tokens + used.cache_read_tokens + used.cache_write_tokens


def _out(record: CallRecord) -> int:
    return record.usage.output_tokens if record.usage else 0
