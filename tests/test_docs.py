"""The documentation says what the code does: keys, gates, commands."""

from pathlib import Path

from pydantic import BaseModel

from launch.contracts.pilot import Pilot

ROOT = Path(__file__).parents[1]


def keys_of(model: type[BaseModel], prefix: str = "") -> list[str]:
    found: list[str] = []
    for name, field in model.model_fields.items():
        inner = field.annotation
        if isinstance(inner, type) and issubclass(inner, BaseModel):
            found += keys_of(inner, f"{prefix}{name}.")
        else:
            found.append(f"{prefix}{name}")
    return found


def test_every_key_of_a_pilot_is_explained_and_no_other() -> None:
    text = (ROOT / "docs" / "pilots.md").read_text()
    rows = [line.split("`")[1] for line in text.splitlines() if line.startswith("| `")]
    told = [row for row in rows if row == row.lower()]
    assert told == keys_of(Pilot)
