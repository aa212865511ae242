"""A token bucket: so many requests a minute, the rest told when to come again."""

import threading
from collections.abc import Callable


class RateLimit:
    """Allows ``per_minute`` requests, saved up to one minute's worth; ``clock`` is in seconds."""

    def __init__(self, per_minute: int, clock: Callable[[], float]) -> None:
        self._per_second = per_minute / 60
        self._most = float(per_minute)
        self._clock = clock
        self._lock = threading.Lock()
        self._left = self._most
        self._seen = clock()

    def wait(self) -> float:
        """Take one request's share and return 0, or the seconds until there is one."""
        with self._lock:
            now = self._clock()
            self._left = min(self._most, self._left + (now - self._seen) * self._per_second)
            self._seen = now
            if self._left >= 1:
                self._left -= 1
                return 0.0
            return (1 - self._left) / self._per_second
