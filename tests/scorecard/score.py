"""Counting: which faults are caught, by which gate, how often a clean page is refused."""

import random
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from math import sqrt

from launch.contracts.draft_content import DraftContent
from launch.contracts.patch_bundle import BundleBody, PatchBundle
from launch.gates.registry import GATES
from launch.gates.subject import Gate, Subject
from tests.scorecard.faults import FAULTS
from tests.scorecard.in_pages import Fault

_LEFT_OUT = frozenset(
    {"contracts_valid", "hugo_builds", "links_resolve", "markdown_clean", "rollback_ready",
     "external_links_answer"}
)  # fmt: skip
SCORED: tuple[Gate, ...] = tuple(gate for gate in GATES if gate.id not in _LEFT_OUT)


@dataclass
class Score:
    """What came of one class."""

    planted: int = 0
    caught: int = 0
    by_gate: Counter[str] = field(default_factory=Counter)
    missed: list[str] = field(default_factory=list)


@dataclass
class Card:
    """The whole scorecard."""

    clean: int
    alarms: Counter[str]
    alarmed: int
    """Clean pages with a finding of any gate."""
    examples: list[str]
    scores: dict[str, Score]


def found(subject: Subject, gates: Sequence[Gate] = SCORED) -> dict[str, frozenset[str]]:
    """Return by gate what it refuses."""
    return {
        gate.id: frozenset(one.found for one in looked.findings if one.severity == "error")
        | ({looked.could_not_run} if looked.could_not_run else frozenset[str]())
        for gate in gates
        for looked in (gate.look(_alone(subject) if gate.id == "plan_fulfilled" else subject),)
    }


def _alone(subject: Subject) -> Subject:
    """Return the subject with a plan of its own page only: the others are not missing."""
    if subject.plan is None:
        return subject
    pages = tuple(page for page in subject.plan.pages if page.path in subject.after)
    return replace(subject, plan=subject.plan.model_copy(update={"pages": pages}))


def scorecard(
    sets: Iterable[Sequence[Subject]], seed: int, target: int, faults: Sequence[Fault] = FAULTS
) -> Card:
    """Plant about ``target`` faults of every class in the clean pages, and count.

    ``sets`` holds the pages of each product: clean pages are judged as a run judges them, together.
    """
    judged = tuple(sets)
    pages = tuple(page for one in judged for page in one)
    refused = {(gate, path, text) for one in judged for gate, path, text in refusals(one)}
    alarms = Counter(gate for gate, _ in {(gate, path) for gate, path, _ in refused})
    alarmed = len({path for _, path, _ in refused})
    examples = sorted(f"{gate}: {text}" for gate, _, text in refused)
    clean = [found(page) for page in pages]
    scores = {fault.id: _score(fault, pages, clean, seed, target) for fault in faults}
    return Card(len(pages), alarms, alarmed, examples, scores)


def refusals(
    pages: Sequence[Subject], gates: Sequence[Gate] = SCORED
) -> Iterator[tuple[str, str, str]]:
    """Yield gate, page and finding of all that a product's whole set of clean pages is refused for.

    A finding about the set as a whole has the product's address for its page.
    """
    first = pages[0]
    drafts = tuple(page for one in pages if one.draft for page in one.draft.pages)
    patches = tuple(patch for one in pages for patch in one.bundle.patches)
    body = {name: getattr(first.bundle, name) for name in BundleBody.model_fields}
    together = replace(
        first,
        bundle=PatchBundle.model_validate({**body, "patches": patches}),
        draft=DraftContent(pages=drafts),
        before={path: data for one in pages for path, data in one.before.items()},
        after={path: data for one in pages for path, data in one.after.items()},
    )
    home = first.facts.pin.url if first.facts else ""
    for gate in gates:
        looked = gate.look(together)
        if looked.could_not_run:
            yield gate.id, home, looked.could_not_run
        for one in looked.findings:
            if one.severity == "error":
                yield gate.id, f"{home} {one.path or ''}", one.found


def _score(
    fault: Fault,
    pages: Sequence[Subject],
    clean: Sequence[dict[str, frozenset[str]]],
    seed: int,
    target: int,
) -> Score:
    rng = random.Random(f"{seed}:{fault.id}")
    score, order = Score(), list(range(len(pages)))
    for _ in range(4):
        rng.shuffle(order)
        for number in order:
            if score.planted >= target:
                return score
            faulty = fault.plant(pages[number], rng)
            if faulty is not None:
                _count(score, found(faulty), clean[number], faulty)
    return score


def _count(
    score: Score,
    now: dict[str, frozenset[str]],
    before: dict[str, frozenset[str]],
    faulty: Subject,
) -> None:
    score.planted += 1
    gates = [gate for gate, what in now.items() if what - before[gate]]
    score.by_gate.update(gates)
    if gates:
        score.caught += 1
    else:
        score.missed.append(next(iter(faulty.after)))


def wilson(hits: int, total: int) -> tuple[float, float]:
    """Return the 95 % confidence interval of a share, after Wilson."""
    if total == 0:
        return 0.0, 1.0
    z, share = 1.96, hits / total
    middle = share + z * z / (2 * total)
    spread = z * sqrt(share * (1 - share) / total + z * z / (4 * total * total))
    bottom = 1 + z * z / total
    return max(0.0, (middle - spread) / bottom), min(1.0, (middle + spread) / bottom)


def markdown(card: Card, products: Sequence[str], seed: int) -> str:
    """Return the scorecard as a page."""
    total = sum(score.planted for score in card.scores.values())
    low, high = wilson(card.alarmed, card.clean)
    lines = [
        "# Scorecard of the gates",
        "",
        f"{total} faults of {len(card.scores)} classes, planted in {card.clean} pages that the "
        f"offline writer made of {', '.join(products)} (seed {seed}). A fault counts as caught if "
        "a gate finds something that it did not find on the clean page. Hugo, lint and links have "
        "tests of their own. Made by `make scorecard`, which reads the products that "
        "`tests/scorecard/products.toml` names, from their public repositories or a mirror.",
        "",
        f"Clean pages with a finding: {card.alarmed} of {card.clean} ({low:.1%} to {high:.1%}).",
        "",
        "## By class",
        "",
        *by_class(card, FAULTS),
    ]
    lines += ["", "## False alarms by gate", "", "| gate | pages | share |", "| --- | --- | --- |"]
    for gate in SCORED:
        count = card.alarms[gate.id]
        lines.append(f"| {gate.id} | {count} | {count / max(1, card.clean):.1%} |")
    lines += ["", "What was found on clean pages:", ""]
    lines += [f"- {text[:160]}".replace("|", "\\|") for text in card.examples[:30]] or ["- nothing"]
    return "\n".join(lines) + "\n"


def by_class(card: Card, faults: Sequence[Fault]) -> list[str]:
    """Return a table of the classes."""
    lines = [
        "| class | planted in | kind | planted | caught | 95 % interval | gates | why it happens |",
        "| --- | --- | --- | --- | --- | --- | --- | --- |",
    ]
    for fault in faults:
        score = card.scores[fault.id]
        low, high = wilson(score.caught, score.planted)
        gates = ", ".join(f"{gate} {n}" for gate, n in score.by_gate.most_common(3))
        share = f"{score.caught / score.planted:.1%}" if score.planted else "none planted"
        lines.append(
            f"| {fault.id} | {fault.layer} | {fault.kind} | {score.planted} | {share} | "
            f"{low:.1%} to {high:.1%} | {gates} | {fault.why} |"
        )
    return lines
