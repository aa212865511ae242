"""Only files that code opens are the reader's to have."""

import pytest

from launch.wording.files_read import is_read


@pytest.mark.parametrize(
    ("code", "language", "name", "read"),
    [
        ("rows = open('rows.csv')", "python", "rows.csv", True),
        ("print('rows.csv')", "python", "rows.csv", False),
        ("db = Database('logs.db')", "python", "logs.db", False),
        ("program.option('-c <file>', 'config', './deploy.conf')", "js", "./deploy.conf", False),
        ("gear rows.csv", "bash", "rows.csv", True),
        ("gear --profile-block /tmp/block.pprof", "bash", "/tmp/block.pprof", False),
        ("gear -o out.csv", "bash", "out.csv", False),
    ],
)
def test_a_file_is_read_where_the_code_opens_it(
    code: str, language: str, name: str, *, read: bool
) -> None:
    assert is_read(code, language, name) is read
