"""How much of what a reader's tasks need is on the pages: passages that were marked by hand.

`scripts/truths/passages.toml` holds the marks; the products are local git directories, named in
LAUNCH_BENCH_PRODUCTS by their addresses. A passage counts by its words, wherever they stand.
"""

import re
import subprocess
import tempfile
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from resources.git.environment import git_command
from scripts.bench_pages import addresses, read_ground, read_product, write
from scripts.figures import Figure

_MARKS = Path(__file__).with_name("truths") / "passages.toml"
_RUN = 3
"""Words in a row that count as found together."""
_MOST = 0.5
"""Share of a passage's runs of words from which it is on the pages."""
_GOAL = 0.9
_LINK = re.compile(r"!?\[([^\[\]]*)\](?:\([^()]*\)|\[[^\[\]]*\])")
_WORD = re.compile(r"\w+")


@dataclass(frozen=True)
class Passage:
    """A marked passage: what it is for, and the words that it has."""

    task: str
    lines: str
    words: tuple[str, ...]


def passages() -> list[Figure]:
    """Return the share of marked passages that the pages hold, by product."""
    marked = {
        product["address"]: product for product in tomllib.loads(_MARKS.read_text())["product"]
    }
    with tempfile.TemporaryDirectory(prefix="bench-passages-") as name:
        folder = Path(name)
        site = read_ground(folder)
        found: list[Figure] = []
        for address in addresses():
            if address not in marked:
                continue
            product = read_product(address, folder, str(marked[address]["commit"]))
            made = write(product, site)
            own = tuple(marked_passages(product.git_dir, marked[address]))
            found.append(_figure(product.name, own, tuple(made.texts.values())))
        return found


def marked_passages(git_dir: Path, product: Mapping[str, object]) -> Iterator[Passage]:
    """Yield the marked passages of a product with their words; KeyError for an unfit file."""
    place = f"{product['commit']}:{product['document']}"
    shown = subprocess.run(git_command(git_dir, "show", place), check=True, capture_output=True)
    lines = shown.stdout.decode().split("\n")
    tasks = product["tasks"]
    assert isinstance(tasks, list)
    for task in tasks:
        for span in task["passages"]:
            first, last = (int(number) for number in span.split("-"))
            yield Passage(task["task"], span, words_of("\n".join(lines[first - 1 : last])))


def words_of(text: str) -> tuple[str, ...]:
    """Return a text's words in lower case, without the targets of its links."""
    bare = re.sub(r"(?m)^```.*$|^>\s?|<[^<>]*>", " ", text)
    return tuple(_WORD.findall(_LINK.sub(r"\1", bare).lower()))


def share_of(passage: Passage, runs: frozenset[tuple[str, ...]]) -> float:
    """Return the share of a passage's runs of words that are among ``runs``."""
    own = _runs(passage.words)
    return sum(run in runs for run in own) / len(own) if own else 1.0


def _runs(words: Sequence[str]) -> list[tuple[str, ...]]:
    size = min(_RUN, len(words))
    return [tuple(words[at : at + size]) for at in range(len(words) - size + 1)] if size else []


def _figure(name: str, own: Sequence[Passage], texts: Sequence[str]) -> Figure:
    runs = frozenset(run for text in texts for run in _runs(words_of(text)))
    lost = [passage for passage in own if share_of(passage, runs) < _MOST]
    share = 1 - len(lost) / len(own)
    tasks = len({passage.task for passage in own})
    missing = ", ".join(f"{passage.lines} ({passage.task})" for passage in lost)
    told = f"{len(own) - len(lost)} of {len(own)} passages of {tasks} tasks"
    told += f"; not lines {missing}" if missing else ""
    return Figure(f"{name}: marked passages on the pages", share, "share", ">= 0.9",
                  share >= _GOAL, told)  # fmt: skip
