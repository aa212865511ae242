"""Names of the product that its code does not have are told neither in prose nor in code."""

from launch.contracts.product_facts import ProductFacts
from tests.support.small_product import FILES, facts_of, texts_of

_SOURCE = {
    "composer.json": '{"name": "acme/gear", "require": {"php": ">=8.1"}, '
    '"autoload": {"psr-4": {"Acme\\\\": "src/"}}}',
    "src/Client.php": "<?php\nnamespace Acme;\n\nuse Acme\\Shared\\Utils;\n\n/** Sends. */\nclass Client\n{\n"
    "    /** Send it. */\n    public function sendRowID(): void {}\n}\n",
    "src/Row.php": "<?php\nnamespace Acme\\Rows;\n\n/** A row. */\nclass Row\n{\n}\n",
    "LICENSE": FILES["LICENSE"],
}


def _facts(readme: str) -> ProductFacts:
    return facts_of({**_SOURCE, "README.md": f"# Gear\n\n{readme}\n"})[0]


def test_a_name_that_the_code_writes_otherwise_is_not_told() -> None:
    facts = _facts("Call `sendRowId()` to send rows to the server.\n\nCall `sendRowID()` for one.")
    assert "for one" in texts_of(facts)
    assert "sendRowId" not in texts_of(facts)
    assert any("is written `sendRowID`" in row.note for row in facts.withheld)


def test_code_that_imports_what_the_product_does_not_have_is_not_told() -> None:
    facts = _facts(
        "Send a row:\n\n```php\nuse Acme\\Stream\\Stream;\n\nnew Stream();\n```\n\n"
        "Read a row:\n\n```php\nuse Acme\\Client;\nuse Acme\\Shared\\Other;\n\nnew Client();\n```"
    )
    codes = [
        block.snippet_code
        for claim in facts.claims
        if claim.passage is not None
        for block in claim.passage.blocks
    ]
    assert any("new Client" in code for code in codes)
    assert not any("new Stream" in code for code in codes)
    assert any("imports `Acme" in row.note for row in facts.withheld)
