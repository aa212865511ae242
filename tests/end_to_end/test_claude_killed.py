"""A run with a model, killed while it writes, goes on; no stored answer is asked again."""

from pathlib import Path

from tests.support.llm_kills import as_json, killed


def test_killed_runs_end_like_an_undisturbed_one_and_ask_nothing_twice(tmp_path: Path) -> None:
    result = killed(tmp_path, kills=2, seed=3)
    assert result.kills == 2
    assert (result.asked_again, result.different, result.problems) == (0, (), ()), as_json(result)
