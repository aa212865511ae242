"""Requests to the commit service as exact bytes: canonical JSON, its digest, its key.

The same run and content always give the same key, so a retry from anywhere is a replay.
"""

import hashlib
import json
import uuid
from collections.abc import Mapping
from typing import Literal

from launch.contracts.delivery import WireRequest
from launch.digests import sha256

WIRE_VERSION = "1.0"


def wire_request(path: Literal["/commit", "/open_pr"], body: Mapping[str, object]) -> WireRequest:
    """Return the request whose body is ``body`` plus its idempotency key, as canonical JSON.

    The key hashes path and body, run id included. It is a hash and not a random number so that a
    resumed or repeated run needs no memory of it; it has the shape of UUID version 4 because
    existing services refuse any other.
    """
    key = _key(path, canonical(body))
    text = canonical({**body, "idempotency_key": key})
    return WireRequest(path=path, idempotency_key=key, body=text, sha256=sha256(text))


def canonical(value: Mapping[str, object]) -> str:
    """Return JSON with sorted keys and no blanks: one text for one value."""
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def _key(path: str, text: str) -> str:
    digest = hashlib.sha256(f"{path}\n{text}".encode()).digest()
    return str(uuid.UUID(bytes=digest[:16], version=4))
