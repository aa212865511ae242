"""Readings kept in memory as the JSON that a cache would hold."""

from collections.abc import Callable

from launch.readings import Reading


class KeptInMemory:
    """`launch.ports.Readings` over a dictionary; counts what had to be read."""

    def __init__(self) -> None:
        self.kept: dict[tuple[str, str, str], bytes] = {}
        self.made: list[tuple[str, str]] = []
        """Name and path of every reading that was not there."""

    def of[T](self, reading: Reading[T], path: str, blob: str, make: Callable[[], T]) -> T:
        key = (reading.name, path, blob)
        if key not in self.kept:
            self.made.append((reading.name, path))
            self.kept[key] = reading.shape.dump_json(make())
        return reading.shape.validate_json(self.kept[key])
