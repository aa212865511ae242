"""The gate `paths_allowed`: the fence asked about what is really written."""

from dataclasses import replace

import pytest

from launch.gates.paths_allowed import look
from tests.support.gate_world import PATH, body_of, settings, subject_of


def test_a_good_page_passes() -> None:
    assert look(subject_of()).findings == ()


@pytest.mark.parametrize(
    "path",
    [
        "content/docs/other/a.md",
        "content/docs/sprocket/../other/x.md",
        "content/docs/sprocket-evil/x.md",
        ".github/workflows/x.yml",
        "content/docs/sprocket/Install.md",
    ],
)
def test_a_path_outside_of_the_fence_is_caught(path: str) -> None:
    subject = subject_of()
    after = {**subject.after, path: b"x"}
    found = look(replace(subject, after=after)).findings
    assert path in {finding.path for finding in found}


def test_a_bundle_cannot_widen_its_own_fence() -> None:
    subject = subject_of()
    wide = body_of(subject.bundle, allowed_paths=("content/**",))
    assert "the bundle's own fence" in look(replace(subject, bundle=wide)).findings[0].found


def test_a_file_that_no_patch_names_is_caught() -> None:
    subject = subject_of()
    extra = {**subject.after, "content/docs/sprocket/extra.md": b"x"}
    assert "same paths" in look(replace(subject, after=extra)).findings[0].found


def test_bytes_that_are_no_text_and_pages_too_large_are_caught() -> None:
    for data in (b"caf\xe9", b"x" * 2_000_000, b"a\0b"):
        assert look(replace(subject_of(), after={PATH: data})).findings


def test_a_fence_around_everything_is_refused() -> None:
    subject = subject_of()
    everything = replace(subject, settings=settings(allowed=("**",)))
    assert "refused" in look(everything).findings[0].found


def test_a_gate_without_the_pilot_does_not_run() -> None:
    assert look(replace(subject_of(), settings=None)).could_not_run
