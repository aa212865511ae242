"""The schemas in docs/schemas are those of the contracts."""

from resources.run_store.places import PROJECT
from resources.run_store.schemas import stale_schemas


def test_the_schemas_in_the_docs_are_current() -> None:
    assert stale_schemas(PROJECT / "docs" / "schemas") == (), "run `make schemas`"
