"""Defects of comparable programs on real products, each tried on a small product made like them."""

import re

from launch.contracts.product_facts import ProductFacts
from launch.wording.edits import apply
from tests.support.small_product import claims_of, facts_of, texts_of

_MANIFEST = """\
[project]
name = "acme-3d"
version = "24.1.0"
description = "3D file formats for Python."
requires-python = ">=3.8"
license = {file = "LICENSE"}
"""
_README = """\
# Acme.3D for Python

[![CI](https://github.com/acme/acme-3d/actions/workflows/ci.yml/badge.svg)](https://github.com/acme/acme-3d)

Acme.3D for Python reads and writes 3D scenes without any other program.

## Features

- Complete list of classes: `Scene`, `Node`, `Quaternion9`.
- `acme.threed.Scene` holds nodes; `e.g.` a cube.

### Import (Implemented)

- **OBJ** - Wavefront OBJ with full material support
- **STL** - Stereolithography

## Installation

```bash
pip install acme-3d
```

## Limitations

Scenes above two gigabytes are refused.
"""
_CODE = '''\
"""3D scenes."""


class Scene:
    """A scene of nodes."""

    def save(self, path: str) -> None:
        """Save the scene to a file."""
'''
_PDF = (
    b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n1 0 obj <</Type /Catalog>> stream \x00\x01 endstream endobj\n"
    * 50
)
_FILES: dict[str, str] = {
    "pyproject.toml": _MANIFEST,
    "README.md": _README,
    "LICENSE": "Acme licence terms: pay us for every use.\n",
    "acme/__init__.py": "",
    "acme/threed/__init__.py": 'from acme.threed.scene import Scene\n\n__all__ = ["Scene"]\n',
    "acme/threed/scene.py": _CODE,
    "docs/manual.md": _PDF.decode("latin-1"),
    "docs/a/start.md": "# Start\n\nOpen a scene of nodes with the reader at first.\n",
    "docs/b/start.md": "# Start\n\nSave a scene of nodes with the writer at last.\n",
    "docs/huge.md": "# Huge\n\n" + "word " * 340_000 + "\n",
    "docs/implementation-plan.md": "# Build plan\n\nAll formats shall be written in spring.\n",
}


def _facts() -> ProductFacts:
    return facts_of(_FILES)[0]


def _all(facts: ProductFacts) -> str:
    return "\n".join([texts_of(facts), *(r for claim in facts.claims for r in claim.renderings)])


def test_installation_names_the_manifest_s_package_and_code_the_real_import() -> None:
    identity = _facts().identity
    assert identity.install_command == "pip install acme-3d"
    assert identity.import_name == "acme.threed"


def test_no_licence_platform_or_term_is_invented() -> None:
    facts = _facts()
    assert facts.identity.licence == ""
    assert "licence" in {gap.about for gap in facts.gaps}
    assert not re.search(r"(?i)windows|linux|macos|per use|free of charge", _all(facts))


def test_neither_badge_nor_bytes_nor_plan_speaks_for_the_product() -> None:
    told = _all(_facts())
    for stranger in ("badge", "%PDF", "endobj", "shall be written", "[claim:", "TODO"):
        assert stranger not in told
    assert _facts().identity.summary == "3D file formats for Python."


def test_no_claim_is_longer_than_a_page() -> None:
    assert max(len(text) for text in _all(_facts()).split("\n")) < 2_000


def test_a_list_that_names_what_cannot_be_imported_is_not_told() -> None:
    assert "Quaternion9" not in _all(_facts())


def test_an_enumeration_keeps_all_its_items_or_goes() -> None:
    told = texts_of(_facts())
    assert ("OBJ" in told) == ("STL" in told)
    assert "full material support" not in told


def test_two_documents_of_one_name_keep_claims_of_their_own() -> None:
    told = texts_of(_facts())
    assert "with the reader at first" in told
    assert "with the writer at last" in told


def test_nothing_is_split_at_a_full_stop_inside_code() -> None:
    for claim in claims_of(_facts(), "statement"):
        assert claim.passage is not None
        for block in claim.passage.blocks:
            for text, source, edits in zip(block.texts, block.source, block.edits, strict=True):
                assert text == apply(source, edits)
                assert text.count("`") % 2 == 0


def test_ids_rest_on_what_is_said_and_where_never_on_a_folder() -> None:
    facts = _facts()
    assert all(re.fullmatch(r"c-[0-9a-f]{16}", claim.id) for claim in facts.claims)
    assert len({claim.id for claim in facts.claims}) == len(facts.claims)
    assert facts.to_bytes() == _facts().to_bytes()


def test_agreeing_documents_make_no_conflict() -> None:
    assert _facts().conflicts == ()
