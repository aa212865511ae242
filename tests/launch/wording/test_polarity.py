"""A sign or label that says no is never lost."""

import pytest

from launch.wording.polarity import denies_by_sign, label_of, say_signs, warns_off


@pytest.mark.parametrize(
    ("text", "polarity"),
    [
        ("❌ DON'T", "wrong"),
        ("✅ DO", "right"),
        ("**Don’t:**", "wrong"),
        ("*Bad*:", "wrong"),
        (":x: Wrong", "wrong"),
        ("Good:", "right"),
        ("Recommended", "right"),
        ("❌", "wrong"),
        ("Do not use it twice.", None),
        ("Avoid locks where you can.", None),
        ("Example", None),
    ],
)
def test_a_label_alone_says_what_is_right_or_wrong(text: str, polarity: str | None) -> None:
    assert label_of(text) == polarity


def test_titles_warn_off() -> None:
    assert warns_off("Anti-patterns")
    assert warns_off("❌ Don't")
    assert not warns_off("Patterns")


def test_a_sign_in_code_denies_nothing() -> None:
    assert denies_by_sign("❌ It is hard to trace.")
    assert not denies_by_sign("Prints `❌` where a test fails.")


@pytest.mark.parametrize(
    ("cell", "said"),
    [("✅", "Yes"), ("❌", "No"), ("❌ Ended 2021", "No: Ended 2021"), ("✅ (new)", "Yes (new)"),
     ("plain", "plain")],
)  # fmt: skip
def test_a_cell_says_its_sign_in_words(cell: str, said: str) -> None:
    assert say_signs(cell) == said
