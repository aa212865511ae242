"""The first call with a prefix goes ahead alone: others then find that in the provider's cache."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from launch.digests import digest_of
from resources.llm.wire import prefix_of


class Warming:
    """Prefixes that a call went out with; safe to share between threads."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._answered: dict[str, threading.Event] = {}

    @contextmanager
    def ahead(self, body: dict[str, Any], longest_s: float) -> Iterator[None]:
        """Make a call in the block: at once if it is the first of its prefix, else after that.

        No one waits longer than ``longest_s`` seconds.
        """
        prefix = prefix_of(body)
        if prefix is None:
            yield
            return
        name = digest_of(prefix)
        with self._lock:
            first = name not in self._answered
            event = self._answered.setdefault(name, threading.Event())
        if not first:
            event.wait(longest_s)
        try:
            yield
        finally:
            event.set()
