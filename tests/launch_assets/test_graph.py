"""The graph that Dagster loads: its edges, its declarations, the size of its functions."""

import ast
import subprocess
import sys
from pathlib import Path

import dagster as dg
import pytest
from dagster._core.remote_origin import RemoteJobOrigin

from launch.gates.registry import GATES
from launch_assets.definitions import PILOT_JOB, STAGES, defs
from launch_assets.execution import _origin
from resources.run_store.code_version import code_version
from resources.run_store.lineage import ORIGINS
from resources.run_store.places import PROJECT

_SOURCES = {"product_repo", "docs_site"}
_LONGEST = 12


def test_the_edges_of_the_graph_are_those_of_the_lineage() -> None:
    graph = defs.resolve_asset_graph()
    for name, origin in ORIGINS.items():
        parents = {key.to_user_string() for key in graph.get(dg.AssetKey(name)).parent_keys}
        assert parents - _SOURCES == set(origin.artifacts), name


def test_every_asset_says_what_it_is_whose_and_of_which_kind() -> None:
    graph = defs.resolve_asset_graph()
    for name in (*ORIGINS, *_SOURCES):
        node = graph.get(dg.AssetKey(name))
        assert node.description
        assert node.owners
        assert node.kinds
        assert node.group_name != "default"
        assert node.partitions_def is not None


def test_every_artifact_carries_the_code_version_that_it_is_remembered_by() -> None:
    graph = defs.resolve_asset_graph()
    for name, origin in ORIGINS.items():
        assert graph.get(dg.AssetKey(name)).code_version == code_version(origin.part)


def test_every_gate_is_a_blocking_check_with_its_sentence() -> None:
    specs = {spec.name: spec for stage in STAGES for spec in stage.check_specs}
    for gate in GATES:
        names = {
            "content": [gate.id],
            "delivery": [f"{gate.id}_as_sent"],
            "both": [gate.id, f"{gate.id}_as_sent"],
        }[gate.phase]
        for name in names:
            assert specs[name].blocking
            assert specs[name].description == gate.holds


def test_the_job_has_every_stage() -> None:
    assert len(defs.resolve_job_def(PILOT_JOB).nodes) == len(STAGES)


def test_the_workspace_tells_the_ui_where_a_run_of_the_command_line_comes_from() -> None:
    origin = _origin(PROJECT / "workspace.yaml")
    assert isinstance(origin, RemoteJobOrigin)
    assert origin.job_name == PILOT_JOB
    assert origin.repository_origin.code_location_origin.location_name == "launch"


_FILES = sorted((PROJECT / "launch_assets").glob("*.py"))


@pytest.mark.parametrize("file", _FILES, ids=lambda path: path.name)
def test_an_asset_function_has_at_most_a_dozen_lines(file: Path) -> None:
    for node in ast.walk(ast.parse(file.read_text())):
        if not isinstance(node, ast.FunctionDef) or not node.decorator_list:
            continue
        if "asset" in ast.unparse(node.decorator_list[0]):
            body = node.body[1:] if ast.get_docstring(node) else node.body
            lines = (node.end_lineno or 0) - body[0].lineno + 1
            assert lines <= _LONGEST, f"{node.name}: {lines}"


def test_no_module_of_the_graph_defers_its_annotations() -> None:
    for file in _FILES:
        assert "from __future__ import annotations" not in file.read_text(), file.name


def test_what_only_a_computing_stage_needs_is_not_loaded_with_the_definitions() -> None:
    program = "import sys, launch_assets.execution; print(*sys.modules)"
    command = [sys.executable, "-W", "ignore", "-c", program]
    loaded = subprocess.run(command, cwd=PROJECT, check=True, capture_output=True, text=True)
    rooms = ("launch.intake.product.scan", "launch.knowledge", "launch.planning", "launch.rounds",
             "resources.hugo", "resources.llm", "anthropic", "httpx")  # fmt: skip
    assert not [name for name in loaded.stdout.split() if name.startswith(rooms)]
