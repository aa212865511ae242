"""What the file system refused, wherever it came up, as a StorageError that a person can act on.

SQLite, and what wraps it, says in words what the system says in numbers.
"""

import errno
import sqlite3
from collections.abc import Iterator

from launch.errors import StorageError

_ELSEWHERE = "LAUNCH_RUNS_DIR, LAUNCH_CACHE_DIR and DAGSTER_HOME say where files go"
_FREE = "free some space, then resume the run"
HINTS = {
    errno.ENOSPC: _FREE,
    errno.EDQUOT: "free some space or raise the quota, then resume the run",
    errno.EROFS: f"the file system is read-only; {_ELSEWHERE}",
    errno.EACCES: f"make the folder writable; {_ELSEWHERE}",
    errno.EPERM: f"make the folder writable; {_ELSEWHERE}",
    errno.ENOENT: f"no such folder can be made; {_ELSEWHERE}",
    errno.ENOTDIR: "a file stands where a folder is needed; move it away",
    errno.EEXIST: "a file stands where a folder is needed; move it away",
}
_NEVER_OURS = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EROFS})
_DATABASE = {
    "disk is full": _FREE,
    "disk I/O error": "check the disk that holds DAGSTER_HOME, then resume the run",
    "readonly database": f"make the folder writable; {_ELSEWHERE}",
    "unable to open database": f"make the folder writable; {_ELSEWHERE}",
    "not a database": "move the folder that DAGSTER_HOME names away; runs/ keeps every run",
    "malformed": "move the folder that DAGSTER_HOME names away; runs/ keeps every run",
}


def as_storage_error(error: BaseException) -> StorageError | None:
    """Return the full, read-only or broken disk behind a failure, or None where it is no such."""
    for one in _behind(error):
        match one:
            case StorageError():
                return one
            case OSError() if one.errno in _NEVER_OURS:
                place = one.filename or "a file"
                return StorageError(
                    f"{place} cannot be written: {one.strerror}", hint=HINTS[one.errno]
                )
            case sqlite3.DatabaseError():
                for words, hint in _DATABASE.items():
                    if words in str(one):
                        return StorageError(f"Dagster's database: {one}", hint=hint)
    return None


def _behind(error: BaseException) -> Iterator[BaseException]:
    seen: list[BaseException] = []
    waiting: list[BaseException] = [error]
    while waiting:
        one = waiting.pop(0)
        if one in seen:
            continue
        seen.append(one)
        yield one
        inner = (getattr(one, "user_exception", None), one.__cause__, one.__context__)
        waiting += [other for other in inner if isinstance(other, BaseException)]
