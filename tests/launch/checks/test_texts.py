"""Words of texts: where one begins and ends."""

import re

from hypothesis import given
from hypothesis import strategies as st

from launch.checks.texts import has_word

_LETTERS = st.text(alphabet="ab_1 .-é", max_size=12)


@given(text=_LETTERS, word=st.text(alphabet="ab_1é", min_size=1, max_size=3))
def test_a_word_is_found_where_a_pattern_finds_it(text: str, word: str) -> None:
    pattern = re.search(rf"(?<!\w){re.escape(word)}(?!\w)", text)
    assert has_word(text, word) == (pattern is not None)


def test_no_word_is_in_no_text() -> None:
    assert not has_word("a text", "")
