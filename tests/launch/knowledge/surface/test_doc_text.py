"""What a doc comment says first: its first sentence, with what narrows it."""

import pytest

from launch.knowledge.surface.doc_text import summary_of


@pytest.mark.parametrize(
    ("doc", "summary"),
    [
        ("Prints the message. If it is nil, it does nothing.", None),
        ("Returns the rows. They are sorted.", "Returns the rows."),
        ("Closes it. Readers may go on. It must not be called twice. Then rest.",
         "Closes it. Readers may go on. It must not be called twice."),
        ("Reads rows. Only files are read. For example:", "Reads rows. Only files are read."),
        ("Reads rows. If in doubt, see the guide.", "Reads rows."),
        ("Reads e.g. rows.\n\nIf it is closed, it fails.", "Reads e.g. rows."),
        ("- a list", ""),
        ("Reads. " + "It does not read " + "very " * 80 + "fast.", "Reads."),
    ],
)  # fmt: skip
def test_a_summary_keeps_what_narrows_it(doc: str, summary: str | None) -> None:
    assert summary_of(doc) == (doc if summary is None else summary)
