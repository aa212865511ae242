"""The sections of the pull request, each from the artifacts that it reports on.

All text of the product goes through `neutral`; figures are counted here, never copied.
"""

from collections import Counter
from collections.abc import Iterable, Iterator

from launch.contracts.claims import Grade
from launch.contracts.draft_content import (
    DraftContent,
)
from launch.contracts.product_facts import ProductFacts
from launch.contracts.snapshot import Cost
from launch.contracts.validation_report import GateResult, ValidationReport
from launch.delivery.body import Section, folded
from launch.delivery.evidence import evidence_sections
from launch.delivery.links import permalink
from launch.delivery.neutral import cell, code, inline
from launch.delivery.subject import PrSubject

_GRADES: tuple[tuple[Grade, str], ...] = (
    ("proved", "a rendering of a claim that a check re-proves"),
    ("quoted", "the product's own words after named edits"),
    ("paraphrased", "a model's words over named claims, judged by a verifier"),
    ("connective", "a catalogue sentence that says nothing about the product"),
)
_MAX_LISTED = 25


def sections_of(subject: PrSubject) -> tuple[Section, ...]:
    """Return every section that has something to say, the most needed first."""
    made = (
        _pages(subject),
        _attention(subject),
        _grades(subject),
        _gates(subject.report),
        _cost(subject.cost),
        _undo(subject),
        _reproduce(subject),
        *evidence_sections(subject),
    )
    return tuple(section for section in made if section is not None)


def _pages(subject: PrSubject) -> Section:
    titles = {page.path: page.title for page in subject.plan.pages}
    order = {page.path: number for number, page in enumerate(subject.plan.pages)}
    folders: dict[str, list[str]] = {}
    for file in sorted(subject.commit.files, key=lambda one: order.get(one.path, len(order))):
        link = permalink(subject.commit.repo_url, subject.commit.branch_name, file.path)
        title = inline(titles.get(file.path, "")) or code(file.path)
        named = f"[{title}]({link})" if link and file.change != "deleted" else title
        where = "" if title == code(file.path) else f" {code(file.path)}"
        lines = f"+{file.lines_added} −{file.lines_removed}"
        folder = file.path.rpartition("/")[0]
        folders.setdefault(folder, []).append(f"- {named}{where} ({file.change}, {lines})")
    parts = [f"**{code(folder or '/')}**\n\n" + "\n".join(rows) for folder, rows in folders.items()]
    return Section("Pages", "\n\n".join(parts))


def _attention(subject: PrSubject) -> Section | None:
    facts, report = subject.facts, subject.report
    skipped = [r for r in report.results if r.status == "skipped"]
    warned = [r for r in report.results if r.status == "failed"]
    groups = (
        ("Skipped gates", (f"{code(r.gate)}: {inline(r.reason)}" for r in skipped)),
        ("Gates that only warn", (f"{code(r.gate)}: {len(r.findings)} findings" for r in warned)),
        ("Written by the offline writer instead of the model", _fallbacks(subject.draft)),
        (
            "The product disagrees with itself; none of this is on a page",
            (
                f"{inline(c.subject)}, {_attribute(c.attribute)}: "
                f"{' / '.join(map(code, c.values))} ({', '.join(map(code, c.sources))}). "
                f"{_sentence(c.resolution)}"
                for c in facts.conflicts
            ),
        ),
        (
            "Not found in the repository",
            (f"{inline(g.about)}: {inline(g.note)}" for g in facts.gaps),
        ),
        (
            "Left alone, because the text belongs to a person",
            (f"{code(p.path)}: {inline(p.why)}" for p in subject.bundle.proposals),
        ),
        ("Dropped during repair", (_told(facts, claim) for claim in report.lost_claims)),
    )
    parts = [f"**{title}**\n\n{rows}" for title, found in groups if (rows := _limited(found))]
    return Section("Look here first", "\n\n".join(parts)) if parts else None


def _attribute(text: str) -> str:
    kind, colon, name = text.partition(":")
    return f"{inline(kind)} of {code(name)}" if colon else inline(text)


def _sentence(text: str) -> str:
    shown = inline(text).rstrip(".")
    return f"{shown[:1].upper()}{shown[1:]}." if shown else ""


def _told(facts: ProductFacts, claim_id: str) -> str:
    """Return what a claim says, or its id where it has no plain sentence."""
    claim = next((one for one in facts.claims if one.id == claim_id), None)
    if claim is None:
        return code(claim_id)
    if claim.renderings:
        return inline(claim.renderings[0])
    heading = " / ".join(claim.passage.heading_path) if claim.passage else claim.attribute
    return f"{claim.kind.replace('_', ' ')}: {inline(heading or claim.subject)}"


def _fallbacks(draft: DraftContent) -> Iterator[str]:
    for page in draft.pages:
        if page.fallback_reason is not None:
            yield f"{code(page.path)}: {inline(page.fallback_reason)}"


def _limited(found: Iterable[str]) -> str:
    rows = [f"- {text}" for text in found]
    if len(rows) > _MAX_LISTED:
        rows = [*rows[:_MAX_LISTED], f"- and {len(rows) - _MAX_LISTED} more, listed in the run"]
    return "\n".join(rows)


def _grades(subject: PrSubject) -> Section:
    titles = {page.id: page.title for page in subject.plan.pages}
    total: Counter[Grade] = Counter()
    rows = []
    for share in subject.report.grades:
        counts = dict(share.counts)
        total.update(counts)
        figures = " | ".join(str(counts.get(grade, 0)) for grade, _ in _GRADES)
        rows.append(f"| {cell(titles.get(share.page_id, share.page_id))} | {figures} |")
    everything = sum(total.values()) or 1
    meaning = "\n".join(
        f"- **{grade}**, {100 * total[grade] / everything:.0f} % ({total[grade]}): {what}"
        for grade, what in _GRADES
        if total[grade]
    )
    header = f"| page | {' | '.join(grade for grade, _ in _GRADES)} |\n|---|---|---|---|---|"
    table = folded(f"By page ({len(rows)})", "\n".join([header, *rows]))
    return Section("Where each sentence comes from", f"{meaning}\n\n{table}")


def _gates(report: ValidationReport) -> Section:
    rows = [
        f"| {code(result.gate)} | {_verdict(result)} | {result.looked_at} | {cell(result.holds)} |"
        for result in report.results
    ]
    rounds = len(report.rounds)
    repairs = sum(len(one.repairs) for one in report.rounds)
    verdict = "Green at once" if report.status == "ok" else f"Green after {repairs} repairs"
    intro = f"{verdict}, profile {code(report.profile)}, {rounds} round{'s' * (rounds != 1)}."
    header = "| gate | verdict | looked at | what must hold |\n|---|---|---|---|"
    return Section("Gates", "\n".join([intro, "", header, *rows]))


def _verdict(result: GateResult) -> str:
    if result.status == "failed":
        return f"warns ({len(result.findings)})"
    if result.status == "passed" and result.looked_at == 0:
        return "nothing to look at"
    return result.status


def _cost(cost: Cost | None) -> Section | None:
    if cost is None or not (cost.calls or cost.replayed):
        return None
    tokens = f"{cost.input_tokens} tokens in, {cost.output_tokens} out"
    calls = f"{cost.calls} calls, {cost.replayed} answers replayed"
    return Section("Cost", f"{calls}, {tokens}, {cost.usd:.2f} USD.")


def _undo(subject: PrSubject) -> Section:
    base = f"Built on {code(subject.commit.base_ref)} at {code(subject.commit.base_commit)}."
    steps = (_step(number, text) for number, text in enumerate(subject.rollback, start=1))
    return Section("Undo", "\n".join([base, "", *steps]))


def _step(number: int, text: str) -> str:
    words, colon, command = text.partition(": ")
    return f"{number}. {words}{colon}{code(command)}"


def _reproduce(subject: PrSubject) -> Section:
    pin = subject.facts.pin
    text = (
        f"Run {code(subject.run_id)} of the pilot {code(subject.pilot_path)}. With "
        f"{code(f'sha: {pin.commit}')} under {code('input:')} and the site's "
        f"{code(subject.commit.base_ref)} at {code(subject.commit.base_commit)}, the same "
        "version of the launcher makes the same bytes again:"
    )
    command = f"python -m launch run --config {subject.pilot_path}"
    return Section("Reproduce", f"{text}\n\n    {' '.join(command.split())}")
