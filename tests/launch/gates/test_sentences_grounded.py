"""The gate `sentences_grounded`: grades found again from the final bytes, ledgers that lie caught."""

from dataclasses import replace

import pytest

from launch.contracts.claims import Edit
from launch.contracts.draft_content import (
    Block,
    ConnectiveUse,
    Paragraph,
    ParaphrasedFrom,
    ProvedBy,
    QuotedFrom,
    Sentence,
    Source,
)
from launch.gates.sentences_grounded import look
from tests.support.gate_world import (
    BLOCKS,
    DEFAULT,
    FACTS,
    NOTES,
    OVERVIEW,
    PAGE,
    PLAN,
    PRODUCT_PIN,
    VERSION,
    rewritten,
    subject_of,
    with_blocks,
    with_page,
    without,
)


def lying(text: str, source: Source) -> str:
    """Return what the gate finds about one sentence with this label."""
    paragraph: Block = Paragraph(sentences=(Sentence(text=text, source=source),))
    findings = look(subject_of(with_blocks(*BLOCKS, paragraph))).findings
    return " ".join(finding.found for finding in findings)


def test_a_good_page_passes() -> None:
    looked = look(subject_of())
    assert looked.findings == ()
    assert looked.looked_at == 9


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("never writes", "writes"),
        ("`12`", "`21`"),
        ("2.1.0", "2.2.0"),
        ("into charts", "into PDFs"),
        ("## Install", "## Installing"),
        ("title: Install", "title: Installing"),
        ("- Teeth are counted from one.", "- Teeth are counted from one.\n- It is fast."),
        ("as PNG by default", "as PNG"),
    ],
)
def test_a_changed_text_has_no_ledger_entry(old: str, new: str) -> None:
    findings = look(rewritten(lambda text: text.replace(old, new))).findings
    assert len(findings) == 1
    assert findings[0].line


@pytest.mark.parametrize(
    "more", ["<b>Fast</b>", "![the best charts](a.png)", '{{< alert title="Free for all" >}}']
)
def test_raw_html_and_image_texts_are_texts_too(more: str) -> None:
    assert look(rewritten(lambda text: f"{text}\n{more}\n")).findings


def test_a_rendering_that_the_claim_does_not_have_is_caught() -> None:
    source = ProvedBy(claim_id=VERSION.claim.id, rendering=0)
    assert "is not what" in lying("This page describes Sprocket 3.", source)
    assert "has no rendering 7" in lying("x", ProvedBy(claim_id=VERSION.claim.id, rendering=7))
    unknown = ProvedBy(claim_id="c-0000000000000000", rendering=0)
    assert "do not hold" in lying("Sprocket is free.", unknown)


def test_another_claim_s_words_are_caught() -> None:
    source = ProvedBy(claim_id=DEFAULT.claim.id, rendering=0)
    assert "is not what" in lying(VERSION.claim.renderings[0], source)


@pytest.mark.parametrize(
    ("text", "edits", "expected"),
    [
        ("Charts are saved as PNG.", (), "is not what the edits make"),
        ("Charts are saved.", (Edit(name="cut"),), "cannot be replayed"),
        (
            "Charts are saved as PNG by default.",
            (Edit(name="name_product", arguments=("Cog",)),),
            "names the product",
        ),
    ],
)
def test_a_quote_with_other_words_or_edits_is_caught(
    text: str, edits: tuple[Edit, ...], expected: str
) -> None:
    source = QuotedFrom(claim_id=NOTES.claim.id, block=0, text=0, edits=edits)
    assert expected in lying(text, source)


@pytest.mark.parametrize(
    "cut", ["Charts are saved as PNG", "writes to the input file.", "It never"]
)
def test_a_passage_whose_source_is_cut_out_of_a_sentence_is_caught(cut: str) -> None:
    """The facts lie as well: their passage holds a part of a sentence as if it were whole."""
    told = OVERVIEW if "It" in cut or "writes" in cut else NOTES
    claim = told.claim
    assert claim.passage is not None
    block = claim.passage.blocks[0].model_copy(update={"source": (cut,), "texts": (cut,)})
    passage = claim.passage.model_copy(update={"blocks": (block,)})
    lie = claim.model_copy(update={"passage": passage})
    facts = FACTS.model_copy(
        update={"claims": tuple(lie if c.id == claim.id else c for c in FACTS.claims)}
    )
    source = QuotedFrom(claim_id=claim.id, block=0, text=0, edits=())
    paragraph = Paragraph(sentences=(Sentence(text=cut, source=source),))
    found = look(subject_of(with_blocks(paragraph), facts=facts)).findings
    assert "does not stand, as a whole text" in found[0].found


@pytest.mark.parametrize(
    ("text", "connective", "arguments", "expected"),
    [
        ("Sprocket is fast.", "fast", (), "no entry of the catalogue"),
        ("Install Sprocket quickly:", "install_with", (("subject", "Sprocket"),), "is not what"),
        (
            "Install the fastest tool with this command:",
            "install_with",
            (("subject", "the fastest tool"),),
            "is no subject",
        ),
        (
            "[Fastest of all](https://evil.example.net/x)",
            "link",
            (("target", "https://evil.example.net/x"), ("title", "Fastest of all")),
            "of the page",
        ),
    ],
)
def test_a_smuggled_connective_is_caught(
    text: str, connective: str, arguments: tuple[tuple[str, str], ...], expected: str
) -> None:
    assert expected in lying(text, ConnectiveUse(connective=connective, arguments=arguments))


TITLE = PLAN.pages[0].title


def test_a_link_to_a_file_of_the_product_at_the_pin_is_the_products_own() -> None:
    home, commit = PRODUCT_PIN.url.removesuffix(".git"), PRODUCT_PIN.commit
    for target, fine in (
        (f"{home}/blob/{commit}/README.md", True),
        (f"{home}/blob/{commit}/MISSING.md", False),
        (f"{home}/blob/{'f' * 40}/README.md", False),
        (f"{home}-evil/blob/{commit}/README.md", False),
    ):
        use = ConnectiveUse(connective="link", arguments=(("target", target), ("title", TITLE)))
        assert (lying(f"[{TITLE}]({target})", use) == "") == fine


def test_a_paraphrase_is_refused_where_no_model_writes() -> None:
    source = ParaphrasedFrom(claim_ids=(VERSION.claim.id,), verdict="supported", verifier="k")
    assert "does not allow" in lying("It is version 2.1.0.", source)


def test_text_that_the_site_had_before_needs_no_entry() -> None:
    subject = rewritten(lambda text: text + "\nA person's own words.\n")
    before = (subject.after[PAGE.path] or b"") + b"\n"
    assert look(replace(subject, before={PAGE.path: before})).findings == ()


def test_a_gate_without_its_input_does_not_run() -> None:
    for missing in ("draft", "facts", "evidence", "product_tree", "plan", "site", "front_matter"):
        assert look(without(missing)).could_not_run


def test_a_title_that_no_entry_accounts_for_is_caught() -> None:
    found = look(subject_of(with_page(front_matter_sentences=()))).findings
    assert [finding.found.split(" ")[0] for finding in found] == ["title"]


def test_a_front_matter_key_that_nobody_decided_is_caught() -> None:
    changed = rewritten(lambda text: text.replace("---\n", "---\ndraft: true\n", 1))
    assert "key 'draft'" in look(changed).findings[0].found


def test_a_rendering_that_says_more_than_its_claim_is_caught() -> None:
    text = "The current version of Sprocket is 2.1.0 on every platform."
    claim = VERSION.claim.model_copy(update={"renderings": (text,)})
    claims = tuple(claim if one.id == claim.id else one for one in FACTS.claims)
    sentence = Sentence(text=text, source=ProvedBy(claim_id=claim.id, rendering=0))
    subject = subject_of(with_blocks(Paragraph(sentences=(sentence,))))
    lied = replace(subject, facts=FACTS.model_copy(update={"claims": claims}))
    assert any("every platform" in one.found for one in look(lied).findings)
