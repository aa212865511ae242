"""The part of the scorecard that is held apart, as a section of the page."""

import json
from collections.abc import Sequence
from pathlib import Path

from tests.scorecard.apart.faults import APART
from tests.scorecard.score import Card, by_class, wilson

_LOOKS = Path(__file__).parent / "first_looks.json"


def first_looks() -> list[str]:
    """Return the table of looks at products that no gate had been tried on, by commit."""
    lines = ["| at commit | products | faults | caught | missed | clean pages with a finding |"]
    lines.append("| --- | --- | --- | --- | --- | --- |")
    for look in json.loads(_LOOKS.read_text(encoding="utf-8")):
        missed = (f"`{name}` {there} of {all_}" for name, (there, all_) in look["missed"].items())
        clean = f"{look['alarmed']} of {look['clean']}" if look["clean"] else "not counted"
        lines.append(
            f"| `{look['commit']}` | {', '.join(look['products'])} | {look['planted']} | "
            f"{look['caught']} | {', '.join(missed)} | {clean} |"
        )
    return lines


def keep_first_look(card: Card, products: Sequence[str], commit: str) -> None:
    """Add a look at products that no gate had been tried on."""
    scores = card.scores
    look = {
        "commit": commit,
        "products": [*products],
        "planted": sum(score.planted for score in scores.values()),
        "caught": sum(score.caught for score in scores.values()),
        "missed": {
            name: [score.caught, score.planted]
            for name, score in scores.items()
            if score.caught < score.planted
        },
        "clean": card.clean,
        "alarmed": card.alarmed,
    }
    looks = [*json.loads(_LOOKS.read_text(encoding="utf-8")), look]
    _LOOKS.write_text(json.dumps(looks, indent=1) + "\n", encoding="utf-8")


def section(card: Card, products: Sequence[str]) -> str:
    """Return the section: its faults were chosen from the requirements, not from the gates."""
    planted = sum(score.planted for score in card.scores.values())
    caught = sum(score.caught for score in card.scores.values())
    low, high = wilson(caught, planted)
    alarms = wilson(card.alarmed, card.clean)
    lines = [
        "",
        "## Held apart",
        "",
        f"{planted} faults of {len(card.scores)} classes, chosen by someone who knew the "
        f"requirements and had not read the gates, on {', '.join(products)}: {caught} caught "
        f"({low:.1%} to {high:.1%}).",
        "",
        f"Clean pages with a finding: {card.alarmed} of {card.clean} "
        f"({alarms[0]:.1%} to {alarms[1]:.1%}).",
        "",
        *by_class(card, APART),
        "",
        "### First looks",
        "",
        "What was caught before a gate was changed for it: the classes on the bundled product, then "
        "all of them on products read for the first time. The gates were mended for the kinds that "
        "were missed, so the table above is of gates that know these classes.",
        "",
        *first_looks(),
    ]
    return "\n".join(lines) + "\n"
