"""What a person is told to do about a refusal fits what was refused."""

import re
from pathlib import Path

import pytest

from resources.commit_service.hints import hint_for

_PAGE = Path(__file__).parents[3] / "docs" / "commit-service.md"


def _codes() -> list[tuple[int, str]]:
    rows = re.findall(r"^\| ([45][\d, ]+) \| (`[^|]+) \|", _PAGE.read_text(), re.MULTILINE)
    return [
        (int(status.split(",")[0]), code)
        for status, codes in rows
        for code in re.findall(r"`(\w+)`", codes)
    ]


def test_the_table_of_codes_is_read() -> None:
    assert (409, "branch_taken") in _codes()


@pytest.mark.parametrize(("status", "code"), _codes())
def test_every_code_of_the_documentation_has_an_instruction(status: int, code: str) -> None:
    assert hint_for(status, code)


def test_a_branch_in_the_way_is_not_blamed_on_a_site_that_changed() -> None:
    assert "delete the branch" in hint_for(409, "branch_taken")
    assert "output.branch_name" in hint_for(409, "branch_taken")
    assert "start a new run" in hint_for(409, "base_moved")


def test_an_answer_without_a_code_is_judged_by_its_status() -> None:
    assert "GITHUB_TOKEN" in hint_for(401, None)
    assert "final address" in hint_for(302, None)
