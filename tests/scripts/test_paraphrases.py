"""The sets of prose are whole, and no false sentence of theirs passes rule and verifier."""

from collections import Counter

from scripts.bench_paraphrases import judged, page


def test_rule_and_verifier_together_let_no_false_sentence_of_the_sets_through() -> None:
    found = judged()
    assert Counter(one.product for one in found).keys() == {"commander", "fzf", "pushgateway"}
    false = [one for one in found if one.fault]
    assert len(false) > 100
    assert [one.text for one in false if not (one.by_rule or one.by_verifier)] == []


def test_the_rule_refuses_no_more_careful_sentences_than_it_did_at_first() -> None:
    true = [one for one in judged() if not one.fault]
    assert sum(one.by_rule for one in true) <= sum(one.at_first for one in true)


def test_the_page_tells_every_class_of_fault() -> None:
    found = judged()
    text = page(found)
    assert all(f"| {one.fault} |" in text for one in found if one.fault)
