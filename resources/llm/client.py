"""The one client of a process, made when the first call needs it, and the key that it carries."""

import os
import threading
from typing import TYPE_CHECKING

from launch.errors import MissingKeyError
from resources.llm.attempt import FAILED, KEY_VARIABLE

if TYPE_CHECKING:
    import anthropic


class Connection:
    """A client that threads share; making one takes a quarter of a second."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._client: anthropic.Anthropic | None = None

    def client(self, timeout_s: float) -> "anthropic.Anthropic":
        """Return the client; MissingKeyError where the environment has no usable key."""
        key = usable_key()
        with self._lock:
            if self._client is None:
                from resources.llm.connection import connected

                self._client = connected(key, timeout_s)
            return self._client

    def close(self) -> None:
        """Hang up."""
        with self._lock:
            if self._client is not None:
                self._client.close()
                self._client = None


def usable_key() -> str:
    """Return the key to the API; MissingKeyError where none is set or no header can carry it."""
    key = os.environ.get(KEY_VARIABLE, "").strip()
    if not key:
        raise MissingKeyError(
            f"{FAILED}: {KEY_VARIABLE} is not set",
            hint=f"export {KEY_VARIABLE}, or set LLM_PROVIDER=offline to write without a model",
        )
    if not key.isascii() or not key.isprintable() or " " in key:
        raise MissingKeyError(
            f"{FAILED}: {KEY_VARIABLE} holds characters that no key has",
            hint=f"export {KEY_VARIABLE} as one word, without line breaks or quotes around it",
        )
    return key
