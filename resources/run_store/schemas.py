"""JSON Schemas of the contracts, generated from the models and never kept by hand."""

import json
from pathlib import Path

from launch.contracts.model import Contract
from launch.contracts.pilot import Pilot
from launch.contracts.registry import ARTIFACTS
from launch.contracts.settings import Settings
from launch.contracts.snapshot import Snapshot


def schemas() -> dict[str, str]:
    """Return the file name and JSON text of every schema."""
    others: dict[str, type[Contract]] = {"pilot": Pilot, "settings": Settings, "snapshot": Snapshot}
    models = {**{model.artifact: model for model in ARTIFACTS}, **others}
    return {f"{name}.schema.json": _text(model) for name, model in sorted(models.items())}


def stale_schemas(folder: Path) -> tuple[str, ...]:
    """Return the files of ``folder`` that are missing, outdated or of no contract."""
    want = schemas()
    have = {path.name: path.read_text() for path in folder.glob("*.json")}
    return tuple(
        sorted(name for name in want.keys() | have.keys() if want.get(name) != have.get(name))
    )


def _text(model: type[Contract]) -> str:
    schema = model.model_json_schema()
    return json.dumps(schema, indent=2, ensure_ascii=False) + "\n"
