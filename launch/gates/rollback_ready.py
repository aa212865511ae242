"""The gate `rollback_ready`: the delivery can be undone by steps with real commits and paths."""

import re
from collections.abc import Iterator

from pydantic import ValidationError

from launch.contracts.delivery import CreateCommitBundle
from launch.contracts.validation_report import Finding
from launch.gates.subject import Gate, Looked, Subject

_COMMIT = re.compile(r"\b[0-9a-f]{40}(?:[0-9a-f]{24})?\b")


def look(subject: Subject) -> Looked:
    """Read the commit bundle and compare it with the patches and their base."""
    data = subject.artifacts.get("create_commit_bundle")
    if data is None:
        return Looked((), 0, "the commit bundle is missing")
    try:
        commit = CreateCommitBundle.from_bytes(data)
    except ValidationError:
        return Looked((), 0, "the commit bundle cannot be read")
    return Looked(tuple(_findings(subject, commit)), len(commit.payload.files))


def _findings(subject: Subject, commit: CreateCommitBundle) -> Iterator[Finding]:
    base, payload = subject.bundle.site.commit, commit.payload
    if payload.base_commit != base:
        yield _finding(f"the base commit {payload.base_commit}", base)
    if not base.strip("0"):
        yield _finding("a base commit of zeros", "a real commit")
    changed = {path: data for path, data in subject.after.items()
               if data != subject.before.get(path)}  # fmt: skip
    named = {file.path: file.change for file in payload.files}
    for path in sorted(set(changed) ^ set(named)):
        yield _finding(f"{path} is not in both the change and the rollback", "every changed path")
    for path in sorted(set(changed) & set(named)):
        expected = _change(subject.before.get(path), changed[path])
        if named[path] != expected:
            yield _finding(f"{path} is called {named[path]}", expected)
    steps = "\n".join(commit.rollback)
    if not steps.strip():
        yield _finding("no steps", "steps that undo the delivery")
        return
    for found in sorted(set(_COMMIT.findall(steps)) - {base}):
        yield _finding(f"a step names the commit {found}", base)
    for path in sorted(changed):
        if path not in steps:
            yield _finding(f"no step undoes {path}", "a step for every changed path")
    if payload.branch_name not in steps and base not in steps:
        yield _finding("steps without the branch or the base commit", "what they are run on")


def _change(before: bytes | None, after: bytes | None) -> str:
    if after is None:
        return "deleted"
    return "added" if before is None else "modified"


def _finding(found: str, expected: str) -> Finding:
    return Finding(
        gate=GATE.id, severity="error", path=None, line=None, found=found, expected=expected
    )


GATE = Gate(
    id="rollback_ready",
    holds="Base commit, changed paths and the steps that undo the delivery are all there and real.",
    phase="delivery",
    severity={"local": "error", "ci": "error", "prod": "error"},
    skippable=True,
    look=look,
)
