"""Pull requests of a local repository, as refs: numbered, and changed by compare-and-swap."""

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Literal

from pydantic import BaseModel, ConfigDict

from resources.commit_service.forges.moving import move_refs
from resources.commit_service.refusals import RefusedRequestError
from resources.git.environment import run_git

State = Literal["open", "closed", "merged"]
_ATTEMPTS = 50


class PullRecord(BaseModel):
    """One pull request as it stands in ``refs/pull/N/meta``."""

    model_config = ConfigDict(frozen=True, strict=True, extra="forbid")

    number: int
    state: State
    base_ref: str
    branch: str
    head: str
    content: str
    """Digest of what the branch changes."""
    title: str
    body: str
    draft: bool
    key: str
    """Idempotency key of the request that wrote this."""
    time: int
    """Unix seconds."""


class PullRefs:
    """The pull requests of one repository; who changes them is its `one_writer`."""

    def __init__(self, git_dir: Path) -> None:
        self.git_dir = git_dir

    def open(self, record: PullRecord) -> int:
        """Open a pull request and return its number; one number a key, one open one a branch.

        RefusedRequestError where a person closed one with the same content.
        """
        for _ in range(_ATTEMPTS):
            standing = self.all()
            number = self._settled(standing, record)
            if number is not None:
                return number
            following = max((one.number for one, _ in standing), default=0) + 1
            if self._put(record.model_copy(update={"number": following}), None):
                return following
        raise RefusedRequestError(503, "busy", "too many pull requests at once; try again")

    def set_state(self, number: int, state: State) -> None:
        """Change a record's state."""
        record, blob = next(pair for pair in self.all() if pair[0].number == number)
        if not self._put(record.model_copy(update={"state": state}), blob):
            raise RefusedRequestError(409, "changed", "the pull request changed meanwhile")

    def all(self) -> tuple[tuple[PullRecord, str], ...]:
        """Return every record as stored with its blob id, by number; two processes for all."""
        pattern = "--format=%(objectname) %(refname)"
        listed = run_git(self.git_dir, "for-each-ref", pattern, "refs/pull/*/meta").stdout.decode()
        blobs = [line.split(" ")[0] for line in listed.splitlines()]
        records = (
            (_record(data), blob) for blob, data in zip(blobs, self._read(blobs), strict=True)
        )
        found = [(record, blob) for record, blob in records if record is not None]
        return tuple(sorted(found, key=lambda pair: pair[0].number))

    def _settled(
        self, standing: tuple[tuple[PullRecord, str], ...], record: PullRecord
    ) -> int | None:
        """Return the number if an earlier pull request answers this one, bringing it up to date."""
        for one, _ in standing:
            if one.key == record.key:
                self._point(one)
                return one.number
        for stored, blob in standing:
            if stored.branch != record.branch or stored.base_ref != record.base_ref:
                continue
            one = self.as_it_stands(stored)
            if one.state == "open":
                newer = record.model_copy(update={"number": one.number})
                return one.number if self._put(newer, blob) else None
            if one.content == record.content:
                raise RefusedRequestError(
                    409,
                    f"already_{one.state}",
                    f"pull request {one.number} with the same content was {one.state}; "
                    "it is not opened again",
                    details={"pr_number": str(one.number)},
                )
        return None

    def as_it_stands(self, record: PullRecord) -> PullRecord:
        """Return an open record whose head is in the base branch as merged; others as they are."""
        if record.state != "open":
            return record
        base = f"refs/heads/{record.base_ref}"
        done = run_git(self.git_dir, "merge-base", "--is-ancestor", record.head, base)
        return record.model_copy(update={"state": "merged"}) if done.returncode == 0 else record

    def _read(self, blobs: Sequence[str]) -> list[bytes]:
        """Return the bytes of blobs, with one process; empty for one that is missing."""
        wanted = "".join(f"{blob}\n" for blob in blobs).encode()
        output = run_git(self.git_dir, "cat-file", "--batch", stdin=wanted).stdout
        found, start = [], 0
        for _ in blobs:
            end = output.index(b"\n", start)
            header = output[start:end].split()
            size = int(header[2]) if len(header) == 3 else -1
            found.append(output[end + 1 : end + 1 + max(size, 0)])
            start = end + 1 + size + 1
        return found

    def _put(self, record: PullRecord, old: str | None) -> bool:
        """Store a record; False where another one was faster."""
        text = json.dumps(record.model_dump(), ensure_ascii=False, sort_keys=True, indent=1)
        made = run_git(self.git_dir, "hash-object", "-w", "--stdin", stdin=f"{text}\n".encode())
        blob = made.stdout.decode().strip()
        name = f"refs/pull/{record.number}/meta"
        swap = f"create {name} {blob}" if old is None else f"update {name} {blob} {old}"
        if not move_refs(self.git_dir, (swap,)):
            return False
        self._point(record)
        return True

    def _point(self, record: PullRecord) -> None:
        move_refs(self.git_dir, (f"update refs/pull/{record.number}/head {record.head}",))


def _record(data: bytes) -> PullRecord | None:
    try:
        return PullRecord.model_validate_json(data)
    except ValueError:
        return None
