"""The registry: profiles, skips, phases, and that each gate is needed."""

from pathlib import Path

import pytest

import launch.gates
from launch.contracts.pilot import SkippedGate
from launch.contracts.validation_report import Profile
from launch.errors import PilotError
from launch.gates.registry import GATES, check_skips, look_at
from tests.support.gate_world import subject_of, without

UNSKIPPABLE = {
    "contracts_valid",
    "paths_allowed",
    "claims_hold",
    "sentences_grounded",
    "no_residue",
    "no_secrets",
    "no_injection",
}


def test_a_gate_is_one_file() -> None:
    folder = Path(launch.gates.__file__).parent
    files = {path.stem for path in folder.glob("*.py")} - {"__init__", "registry", "subject"}
    assert files == {gate.id for gate in GATES}
    assert len(GATES) == len(files)


def test_every_gate_has_a_page_and_a_test() -> None:
    root = Path(launch.gates.__file__).parents[2]
    for gate in GATES:
        assert (root / "docs" / "gates" / f"{gate.id}.md").is_file(), gate.id
        assert (root / "tests" / "launch" / "gates" / f"test_{gate.id}.py").is_file(), gate.id


def test_these_gates_cannot_be_skipped_and_are_errors_in_every_profile() -> None:
    assert {gate.id for gate in GATES if not gate.skippable} == UNSKIPPABLE
    for gate in GATES:
        if not gate.skippable:
            assert set(gate.severity.values()) == {"error"}


def test_skipping_one_of_them_is_refused() -> None:
    for gate in UNSKIPPABLE:
        with pytest.raises(PilotError, match=gate):
            look_at(subject_of(), "local", (SkippedGate(gate=gate, reason="slow"),), "content")
    assert "no gate is called" in str(check_skips(["gossip"]))


def test_a_skip_passes_and_shows_its_reason() -> None:
    skips = (SkippedGate(gate="hugo_builds", reason="no Hugo here"),)
    results = {r.gate: r for r in look_at(subject_of(), "ci", skips, "content")}
    assert (results["hugo_builds"].status, results["hugo_builds"].reason) == (
        "skipped",
        "no Hugo here",
    )
    assert results["links_resolve"].status == "failed"


def test_off_by_profile_is_no_skip() -> None:
    results = {r.gate: r for r in look_at(subject_of(), "local", (), "content")}
    assert results["external_links_answer"].status == "passed"
    assert "off" in results["external_links_answer"].reason


def test_each_phase_has_its_gates() -> None:
    content = {r.gate for r in look_at(subject_of(), "ci", (), "content")}
    delivery = {r.gate for r in look_at(subject_of(), "ci", (), "delivery")}
    assert content | delivery == {gate.id for gate in GATES}
    assert delivery == {"contracts_valid", "paths_allowed", "no_secrets", "rollback_ready"}


def test_a_gate_whose_input_is_missing_fails_in_every_profile() -> None:
    profiles: tuple[Profile, ...] = ("local", "ci", "prod")
    for profile in profiles:
        results = look_at(without("facts"), profile, (), "content")
        failed = {r.gate for r in results if r.status == "failed" and r.severity == "error"}
        assert {"claims_hold", "sentences_grounded", "snippets_parse", "no_injection"} <= failed


def test_every_gate_is_one_file_of_at_most_a_hundred_lines() -> None:
    folder = Path(launch.gates.__file__).parent
    heights = {gate.id: len((folder / f"{gate.id}.py").read_text().splitlines()) for gate in GATES}
    assert {name: lines for name, lines in heights.items() if lines > 100} == {}
