"""Near duplicates: an exact join of shingle sets by prefix filtering."""

import math
import re
from collections import Counter, defaultdict
from collections.abc import Sequence

_TOKEN = re.compile(r"\w+|[^\w\s]")
_SHINGLE = 3


def shingles(code: str) -> frozenset[str]:
    """Return the code's runs of three tokens, white space aside."""
    tokens = _TOKEN.findall(code)
    if len(tokens) < _SHINGLE:
        return frozenset({" ".join(tokens)})
    last = len(tokens) - _SHINGLE + 1
    return frozenset(" ".join(tokens[at : at + _SHINGLE]) for at in range(last))


def near_pairs(sets: Sequence[frozenset[str]], least: float) -> tuple[tuple[int, int], ...]:
    """Return every pair of indexes whose sets share at least ``least`` of their union (Jaccard).

    Two such sets share a token among their rarest ones, so only those are indexed.
    """
    frequency = Counter(token for items in sets for token in items)
    ordered = [sorted(items, key=lambda token: (frequency[token], token)) for items in sets]
    by_size = sorted(range(len(sets)), key=lambda at: (len(sets[at]), at))
    index: dict[str, list[int]] = defaultdict(list)
    pairs: list[tuple[int, int]] = []
    for at in by_size:
        size = len(sets[at])
        prefix = ordered[at][: size - math.ceil(least * size) + 1]
        candidates = {other for token in prefix for other in index[token]}
        for other in sorted(candidates):
            if len(sets[other]) >= least * size:
                shared = len(sets[at] & sets[other])
                if shared >= least * (size + len(sets[other]) - shared):
                    pairs.append((min(at, other), max(at, other)))
        for token in prefix:
            index[token].append(at)
    return tuple(sorted(pairs))
