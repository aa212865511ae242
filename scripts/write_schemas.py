"""Writes docs/schemas from the contracts: `make schemas`."""

from pathlib import Path

from resources.run_store.schemas import schemas


def main() -> None:
    """Write every schema, and remove those of contracts that are gone."""
    folder = Path(__file__).resolve().parents[1] / "docs" / "schemas"
    folder.mkdir(parents=True, exist_ok=True)
    wanted = schemas()
    for path in folder.glob("*.json"):
        if path.name not in wanted:
            path.unlink()
    for name, text in wanted.items():
        (folder / name).write_text(text)
    print(f"{len(wanted)} schemas in {folder}")


if __name__ == "__main__":
    main()
