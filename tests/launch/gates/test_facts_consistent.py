"""The gate `facts_consistent`: one name, one version, one install command."""

import pytest

from launch.contracts.draft_content import Code, Paragraph
from launch.gates.facts_consistent import look
from tests.support.gate_world import (
    BLOCKS,
    FACTS,
    OVERVIEW,
    VERSION,
    proved,
    quoted,
    rewritten,
    subject_of,
    with_blocks,
    without,
)


def test_a_good_page_passes() -> None:
    assert look(subject_of()).findings == ()


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("Sprocket turns", "SprocKet turns"),
        ("The current version of Sprocket is 2.1.0.", "Sprocket 2.0.9 is current."),
        ("The current version of Sprocket is 2.1.0.", "Sprocket version 3.0 is current."),
        ("The current version of Sprocket is 2.1.0.", "The current version of Sprocket is 3.0."),
        ("The current version of Sprocket is 2.1.0.", "The latest release is `v2.2.0`."),
        ("The current version of Sprocket is 2.1.0.", "It is released under the GPL-3.0 License."),
    ],
)
def test_another_spelling_or_version_is_caught(old: str, new: str) -> None:
    assert look(rewritten(lambda text: text.replace(old, new))).findings


@pytest.mark.parametrize(
    "new",
    [
        "Sprocket, version 2.1.0, is released under the MIT License.",
        "It ran with Gear 9.9 in the latest test.",
        "See [issues](https://example.org/a/sprocket/issues) and [more](https://example.org/b).",
    ],
)
def test_what_agrees_or_is_about_something_else_passes(new: str) -> None:
    home = FACTS.pin.model_copy(update={"url": "https://example.org/a/sprocket.git"})
    facts = FACTS.model_copy(update={"pin": home})
    old = "The current version of Sprocket is 2.1.0."
    subject = rewritten(lambda text: text.replace(old, new), subject_of(facts=facts))
    assert look(subject).findings == ()


@pytest.mark.parametrize("owner", ["b", "A"])
def test_another_home_of_the_product_is_caught(owner: str) -> None:
    home = FACTS.pin.model_copy(update={"url": "https://example.org/a/sprocket.git"})
    subject = subject_of(facts=FACTS.model_copy(update={"pin": home}))
    link = f"\n[Issues](https://example.org/{owner}/sprocket/issues)\n"
    assert "address" in look(rewritten(lambda text: text + link, subject)).findings[0].found


def test_a_quote_may_spell_the_name_as_its_author_did() -> None:
    identity = FACTS.identity.model_copy(update={"name": "sprocket"})
    facts = FACTS.model_copy(update={"identity": identity})
    good = with_blocks(Paragraph(sentences=(quoted(OVERVIEW),)))
    assert look(subject_of(good, facts)).findings == ()
    told = with_blocks(Paragraph(sentences=(proved(VERSION),)))
    assert [one.found for one in look(subject_of(told, facts)).findings] == ["the name 'Sprocket'"]


def test_a_version_claim_that_is_not_the_resolved_one_is_caught() -> None:
    identity = FACTS.identity.model_copy(update={"version": "3.0.0"})
    found = look(subject_of(facts=FACTS.model_copy(update={"identity": identity}))).findings
    assert any("version 2.1.0" in finding.found for finding in found)


def test_two_values_of_one_property_are_caught() -> None:
    other = VERSION.claim.model_copy(
        update={"id": "c-0123456789abcdef", "value": "2.2.0", "renderings": ("It is 2.2.0.",)}
    )
    facts = FACTS.model_copy(update={"claims": (*FACTS.claims, other)})
    sentence = proved(VERSION).model_copy(
        update={
            "text": "It is 2.2.0.",
            "source": proved(VERSION).source.model_copy(update={"claim_id": other.id}),
        }
    )
    draft = with_blocks(*BLOCKS, Paragraph(sentences=(sentence,)))
    assert look(subject_of(draft, facts)).findings


def test_another_install_command_is_caught() -> None:
    code = Code(language="bash", code="pip install sprocket-x", recipe="pypi.install")
    assert look(subject_of(with_blocks(*BLOCKS, code))).findings


def test_a_gate_without_the_facts_does_not_run() -> None:
    assert look(without("facts")).could_not_run
