"""What a fault is, and faults planted in the final text, behind the page's ledger."""

import random
import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Literal

from launch.gates.subject import Subject

Rng = random.Random
Plant = Callable[[Subject, Rng], Subject | None]


@dataclass(frozen=True)
class Fault:
    """One class of faults."""

    id: str
    layer: Literal["page", "ledger", "facts"]
    kind: Literal["structural", "prose"]
    why: str
    plant: Plant


def text_of(subject: Subject) -> tuple[str, str]:
    (path, data), *_ = subject.after.items()
    return path, (data or b"").decode()


def in_page(change: Callable[[str, Rng], str | None]) -> Plant:
    def plant(subject: Subject, rng: Rng) -> Subject | None:
        path, text = text_of(subject)
        new = change(text, rng)
        if new is None or new == text:
            return None
        return replace(subject, after={path: new.encode()})

    return plant


def swapped(
    shape: str, new: Callable[[re.Match[str], Rng], str]
) -> Callable[[str, Rng], str | None]:
    """Replace one random match in the body, outside of code blocks."""

    def change(text: str, rng: Rng) -> str | None:
        code = [m.span() for m in re.finditer(r"(?ms)^```.*?^```", text)]
        body = text.find("---", 3) + 3
        found = [
            m
            for m in re.finditer(shape, text)
            if m.start() > body and not any(a <= m.start() < b for a, b in code)
        ]
        if not found:
            return None
        match = rng.choice(found)
        return text[: match.start()] + new(match, rng) + text[match.end() :]

    return change


def in_code(shape: str, new: str) -> Callable[[str, Rng], str | None]:
    def change(text: str, rng: Rng) -> str | None:
        blocks = list(re.finditer(r"(?ms)^```\w+\n(.*?)^```", text))
        found = [(b, m) for b in blocks for m in re.finditer(shape, b[1])]
        if not found:
            return None
        block, match = rng.choice(found)
        at = block.start(1) + match.start()
        return text[:at] + match.expand(new) + text[at + len(match[0]) :]

    return change


def appended(*texts: str) -> Callable[[str, Rng], str | None]:
    return lambda text, rng: f"{text}\n{rng.choice(texts)}\n"


def other_word(match: re.Match[str], rng: Rng) -> str:
    words = [w for w in re.findall(r"[a-z]{4,}", match.string) if w != match[0]]
    return rng.choice(words) if words else match[0]


def swapped_cells(text: str, rng: Rng) -> str | None:
    rows = [m for m in re.finditer(r"(?m)^\| (?!---)(.+?) \| (.+?) \|", text) if m[1] != m[2]]
    if len(rows) < 2:
        return None
    row = rng.choice(rows[1:])
    return f"{text[: row.start()]}| {row[2]} | {row[1]} |{text[row.end() :]}"


def doubled(text: str, rng: Rng) -> str | None:
    parts = [p for p in text.split("\n\n") if len(p.split()) > 6 and p[:1].isalpha()]
    return f"{text}\n{rng.choice(parts)}\n" if parts else None


def emptied(text: str, rng: Rng) -> str | None:
    return f"{text}\n## {rng.choice(['Notes', 'Performance', 'Security', 'Support'])}\n"


def elsewhere(path: str) -> Plant:
    def plant(subject: Subject, rng: Rng) -> Subject | None:
        own, text = text_of(subject)
        return replace(subject, after={own: text.encode(), path: b"x\n"})

    return plant
