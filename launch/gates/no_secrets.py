"""The gate `no_secrets`: no credential is in what leaves or stays: pages, bundles, evidence."""

from collections.abc import Iterator, Mapping

from launch.checks.credentials import credentials
from launch.contracts.validation_report import Finding
from launch.gates.subject import Gate, Looked, Subject


def look(subject: Subject) -> Looked:
    """Search everything that leaves, and every artifact that is kept."""
    places = dict(_places(subject))
    if not places:
        return Looked((), 0, "there is nothing to look at")
    return Looked(tuple(_found(places)), len(places))


def _places(subject: Subject) -> Iterator[tuple[str, str]]:
    for path, data in subject.after.items():
        if data is not None:
            yield path, data.decode("utf-8", "replace")
    for name, data in subject.artifacts.items():
        yield name, data.decode("utf-8", "replace")
    yield from subject.texts.items()
    for proposal in subject.bundle.proposals:
        yield proposal.path, proposal.content


def _found(places: Mapping[str, str]) -> Iterator[Finding]:
    for name, text in places.items():
        for one in credentials(text):
            yield Finding(
                gate=GATE.id,
                severity="error",
                path=name,
                line=text.count("\n", 0, one.start) + 1,
                found=f"{one.what}: {one.masked}",
                expected="no credential; one that is real must be revoked as well",
            )


GATE = Gate(
    id="no_secrets",
    holds="No credential is in pages, bundles, messages or evidence.",
    phase="both",
    severity={"local": "error", "ci": "error", "prod": "error"},
    skippable=False,
    look=look,
)
