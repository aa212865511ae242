"""What holds for values of contracts whatever they hold."""

from launch.contracts.model import lean
from launch.contracts.tree import TreeEntry


def _entry() -> TreeEntry:
    return TreeEntry(path="a/b.py", kind="file", blob="a" * 40, size=3)


def test_a_lean_value_is_the_same_value() -> None:
    one, other = lean(_entry()), lean(_entry())
    assert one == _entry()
    assert hash(one) == hash(_entry())
    assert one.model_dump(exclude_unset=True) == _entry().model_dump()
    assert one.model_fields_set is other.model_fields_set


def test_changing_a_copy_of_a_lean_value_leaves_others_alone() -> None:
    one, other = lean(_entry()), lean(_entry())
    assert one.model_copy(update={"size": 4}).size == 4
    assert other.model_fields_set == set(TreeEntry.model_fields)
