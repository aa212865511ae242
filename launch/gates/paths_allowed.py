"""The gate `paths_allowed`: nothing is written outside of the fence, and nothing but files."""

from collections.abc import Iterator

from launch.contracts.validation_report import Finding
from launch.fence import Operation, batch_refusals, check_allowed_paths, content_refusal, index_of
from launch.gates.subject import Gate, Looked, Subject


def look(subject: Subject) -> Looked:
    """Ask the fence about every changed path, and about the patches' paths."""
    if subject.settings is None:
        return Looked((), 0, "the pilot's allowed paths are not known")
    findings = tuple(_findings(subject, subject.settings.pilot.output.allowed_paths))
    return Looked(findings, len(subject.after))


def _findings(subject: Subject, allowed: tuple[str, ...]) -> Iterator[Finding]:
    bad_fence = check_allowed_paths(allowed)
    if bad_fence is not None:
        yield _finding(None, f"a fence that is refused: {bad_fence}")
    if subject.bundle.allowed_paths != allowed:
        yield _finding(None, f"the bundle's own fence {', '.join(subject.bundle.allowed_paths)}")
    operations = [
        (path, _operation(subject.before.get(path), data), "100644")
        for path, data in subject.after.items()
    ]
    base = index_of({entry.path: entry for entry in subject.site_tree.entries})
    for path, reason in batch_refusals(operations, allowed, base):
        yield _finding(path, reason)
    for path, data in subject.after.items():
        reason_of_content = content_refusal(path, data) if data is not None else None
        if reason_of_content is not None:
            yield _finding(path, reason_of_content)
    patched = {patch.path for patch in subject.bundle.patches}
    for path in sorted(patched ^ set(subject.after)):
        yield _finding(path, "the patches and the changed files do not name the same paths")


def _operation(before: bytes | None, after: bytes | None) -> Operation:
    if after is None:
        return "delete"
    return "create" if before is None else "update"


def _finding(path: str | None, found: str) -> Finding:
    return Finding(
        gate=GATE.id,
        severity="error",
        path=path,
        line=None,
        found=found,
        expected="a regular file inside of the pilot's allowed paths",
    )


GATE = Gate(
    id="paths_allowed",
    holds="Every changed path is a regular file inside of the allowed paths, however it is spelt.",
    phase="both",
    severity={"local": "error", "ci": "error", "prod": "error"},
    skippable=False,
    look=look,
)
