"""A walk through code speaks to its reader; a project that speaks of itself stays as it is."""

import pytest

from launch.wording.readers import address_reader


@pytest.mark.parametrize(
    ("text", "addressed"),
    [
        ("Here we create a client.", "Here you create a client."),
        ("We'll use a group, which lets us nest.", "You'll use a group, which lets you nest."),
        ("Let's suppose that our server is down.", "Suppose that your server is down."),
        ("If we want to find it, we can ask.", "If you want to find it, we can ask."),
        ("We are adding retries.", "You are adding retries."),
        ("We recommend version 2.", "We recommend version 2."),
        ("We don't support it.", "We don't support it."),
        ("We are not affiliated.", "We are not affiliated."),
        ("See our community.", "See our community."),
    ],
)
def test_only_the_we_that_acts_in_code_becomes_you(text: str, addressed: str) -> None:
    assert address_reader(text) == addressed
