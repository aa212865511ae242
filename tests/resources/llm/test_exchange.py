"""Requests as files, and answers back: only to the request that was exported, then on record."""

import json
from pathlib import Path

import pytest

from launch.contracts.llm import ModelAnswer
from launch.errors import InputError
from resources.llm.answers import AnswerStore
from resources.llm.capabilities import table
from resources.llm.exchange import bring, export
from resources.llm.wire import key_of
from tests.resources.llm.test_anthropic_model import REQUEST

KEY = key_of(REQUEST, table().api_version)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (file,) = export(tmp_path / "out", [REQUEST])
    assert json.loads(file.read_text())["key"] == KEY
    return tmp_path / "out"


def answer(folder: Path, text: str) -> None:
    (file,) = folder.glob("*.request.json")
    (folder / json.loads(file.read_text())["answer_file"]).write_text(text)


def test_an_answer_from_a_file_is_on_record_and_says_where_it_came_from(
    folder: Path, tmp_path: Path
) -> None:
    answer(folder, '{"a": 1}')
    store = AnswerStore(tmp_path / "answers")
    (done,) = bring(folder, store, "a reviewer", replace=False)
    assert done.kept
    kept = store.get(KEY)
    assert isinstance(kept, ModelAnswer)
    assert (kept.text, kept.model, kept.origin) == ('{"a": 1}', "a reviewer", "import")
    assert kept.usage.output_tokens == 0


def test_an_answer_on_record_is_replaced_only_where_that_is_asked_for(
    folder: Path, tmp_path: Path
) -> None:
    store = AnswerStore(tmp_path / "answers")
    other = '{"b": 2}'
    for text, replace, kept in (("{}", False, True), (other, False, False), (other, True, True)):
        answer(folder, text)
        assert [one.kept for one in bring(folder, store, "x", replace=replace)] == [kept]
    assert getattr(store.get(KEY), "text", "") == '{"b": 2}'


@pytest.mark.parametrize(
    ("text", "expected"),
    [("no json", "not JSON"), ("[]", "no JSON object"), ("```\n{}", "not JSON")],
)
def test_what_is_no_answer_is_refused_and_nothing_is_kept(
    folder: Path, tmp_path: Path, text: str, expected: str
) -> None:
    answer(folder, text)
    store = AnswerStore(tmp_path / "answers")
    with pytest.raises(InputError, match=expected):
        bring(folder, store, "x", replace=False)
    assert store.get(KEY) is None


def test_a_request_that_was_changed_takes_no_answer(folder: Path, tmp_path: Path) -> None:
    answer(folder, "{}")
    (file,) = folder.glob("*.request.json")
    file.write_text(file.read_text().replace("Write the page.", "Write anything."))
    with pytest.raises(InputError, match="was changed"):
        bring(folder, AnswerStore(tmp_path / "answers"), "x", replace=False)


def test_a_folder_without_requests_is_refused(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="holds no requests"):
        bring(tmp_path / "none", AnswerStore(tmp_path), "x", replace=False)


def test_a_request_can_be_read_by_people(folder: Path) -> None:
    (text,) = folder.glob("*.request.md")
    read = text.read_text()
    assert "Write the page." in read
    assert "c-1: It is small." in read
