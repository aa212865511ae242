"""A verifier's verdict holds only as it was recorded, about the text and evidence it was shown."""

import json

import pytest

from launch.checks.prose import prose_problem
from launch.checks.verdicts import evidence_text, judged_digest, verdict_problem
from launch.contracts.draft_content import JudgedText, ParaphrasedFrom, Verification
from launch.contracts.product_facts import Claim

CLAIM = Claim(
    id="c-0000000000000001",
    kind="default_value",
    subject="tally.add",
    attribute="default:step",
    value="4",
    renderings=("`tally.add` takes a step, which is 4 by default.",),
)
TEXT = "By default, `tally.add` takes a step of 4."
KEY = "0" * 64


def recorded(*, plant: bool = False, ours: bool = True, answer: str | None = None) -> Verification:
    verdicts = [{"id": "v1", "supported": ours}, {"id": "v2", "supported": plant}]
    return Verification(
        key=KEY,
        model="v",
        answer=json.dumps({"verdicts": verdicts}) if answer is None else answer,
        judged=(
            JudgedText(id="v1", digest=judged_digest(TEXT, evidence_text((CLAIM,))), planted=False),
            JudgedText(id="v2", digest="f" * 64, planted=True),
        ),
    )


def problem(
    verification: Verification | None,
    text: str = TEXT,
    claims: tuple[Claim, ...] = (CLAIM,),
    verdict: str = "supported",
) -> str | None:
    source = ParaphrasedFrom.model_validate(
        {"claim_ids": (CLAIM.id,), "verdict": verdict, "verifier": KEY}
    )
    return verdict_problem(text, source, claims, {KEY: verification} if verification else {})


def test_a_recorded_verdict_about_this_text_and_evidence_holds() -> None:
    assert problem(recorded()) is None


@pytest.mark.parametrize(
    ("verification", "expected"),
    [
        (None, "not recorded"),
        (recorded(ours=False), "did not support"),
        (recorded(plant=True), "did not support"),
        (recorded(answer="{}"), "did not support"),
        (recorded(answer='{"verdicts": [{"id": "v1", "supported": true}]}'), "did not support"),
        (recorded().model_copy(update={"judged": recorded().judged[:1]}), "did not support"),
    ],
    ids=["no record", "refused", "missed plant", "no verdicts", "half", "no plant"],
)
def test_a_verdict_that_the_record_does_not_bear_out_is_caught(
    verification: Verification | None, expected: str
) -> None:
    assert expected in (problem(verification) or "")


def test_a_text_or_evidence_that_changed_since_is_caught() -> None:
    other = CLAIM.model_copy(update={"renderings": ("`tally.add` takes a step.",)})
    assert "did not support" in (problem(recorded(), text=TEXT.replace("4", "5")) or "")
    assert "did not support" in (problem(recorded(), claims=(other,)) or "")
    assert "unverified" in (problem(recorded(), verdict="unverified") or "")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("`tally.add` takes a step <b>of 4</b> by default.", "tag"),
        ("By default, `tally.add` takes a step of 4, see [here](/x).", "link"),
        ("By default, `tally.add` takes a {{< evil >}} step of 4.", "shortcode"),
        ("By default, `tally.add` takes a\u200b step of 4.", "hidden"),
        ("# By default, `tally.add` takes a step of 4.", "heading"),
        ("By default, mail somebody@evil.test about the step of 4.", "address"),
        ("By default, purchase premium tickets from friendly strangers of 4.", "half of its words"),
    ],
)
def test_prose_is_one_plain_line_about_its_claims(text: str, expected: str) -> None:
    assert expected in (prose_problem(text, (CLAIM,)) or "")


def test_prose_in_the_words_of_its_claims_passes() -> None:
    assert prose_problem(TEXT, (CLAIM,)) is None
