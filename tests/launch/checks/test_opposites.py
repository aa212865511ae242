"""A word that turns a statement round is noticed; one that the evidence has as well is not."""

import pytest

from launch.checks.opposites import exchanged, turned_round
from launch.checks.paraphrase import paraphrase_problem


@pytest.mark.parametrize(
    ("text", "near", "word"),
    [
        ("The last label is the job.", "The first label is the job.", "last"),
        ("Appending a tilde sets it.", "By prepending a tilde, you set it.", "append"),
        ("It ignored unknown keys.", "Unknown keys are accepted.", "ignore"),
        ("To pre-process the output, pipe it.", "To post-process the output, pipe it.", "pre-"),
        ("It rejects pushes without a time.", "It rejects pushes with a time.", "without"),
    ],
)
def test_an_opposite_in_the_evidence_s_place_is_found(text: str, near: str, word: str) -> None:
    assert turned_round(text, near) == word


@pytest.mark.parametrize(
    ("text", "near"),
    [
        ("The first label is the job.", "The first label is the job, the last one is free."),
        ("It runs before and after a call.", "It runs after and before each call."),
        ("It shows the `first` page.", "It shows the last page."),
        ("It reads the file.", "The file is parsed."),
    ],
)
def test_what_is_said_there_too_or_has_no_opposite_there_is_left_alone(
    text: str, near: str
) -> None:
    assert turned_round(text, near) is None


def test_the_one_instead_of_the_other_stays_so() -> None:
    told = "Call `run()` rather than `start()` in tests."
    assert not exchanged("In tests, use `run()` rather than `start()`.", told)
    assert exchanged("In tests, use `start()` rather than `run()`.", told)
    assert paraphrase_problem("Call `start()` rather than `run()` in tests.", (told,)) is not None


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("Only the last word counts.", "The last word counts, and _only_ the last word."),
        ("It skips commands such as `cd` and `ls`.", "It skips commands (e.g. `cd`, `ls`)."),
        ("It looks for keys and parses them.", "It looks after parsing keys."),
        ("To complete a name, press Tab.", "Press Tab for the completion of a name."),
    ],
)
def test_careful_words_are_not_refused_for_how_the_evidence_is_set(text: str, told: str) -> None:
    assert paraphrase_problem(text, (told,)) is None


def test_a_comparison_is_kept_exactly() -> None:
    told = "On Shell >= 1.2, aliases are gone."
    assert paraphrase_problem("On Shell >= 1.2, aliases are gone.", (told,)) is None
    assert "comparison" in (paraphrase_problem("On Shell <= 1.2, aliases are gone.", (told,)) or "")
