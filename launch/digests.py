"""Digests of bytes and of what a value says: the one place where ids and hashes are made."""

import hashlib
import json


def sha256(data: bytes | str) -> str:
    """Return the hexadecimal SHA-256 of bytes, or of a text's UTF-8."""
    return hashlib.sha256(data.encode() if isinstance(data, str) else data).hexdigest()


def digest_of(*parts: object) -> str:
    """Return the SHA-256 of JSON-able parts, unambiguous in their boundaries and order of keys."""
    return sha256(json.dumps(parts, ensure_ascii=False, sort_keys=True, separators=(",", ":")))


def short_id(prefix: str, *parts: object) -> str:
    """Return ``<prefix>-<16 hex>`` for a claim ("c") or a snippet ("s")."""
    return f"{prefix}-{digest_of(*parts)[:16]}"
