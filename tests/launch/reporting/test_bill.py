"""What a model cost, by run and by page, as people read it."""

from launch.contracts.snapshot import Cost, PageCost
from launch.reporting.bill import bill, dollars

COST = Cost(
    calls=3,
    replayed=1,
    input_tokens=1200,
    output_tokens=300,
    usd=0.0123,
    unknown=1,
    pages=(
        PageCost(
            page_id="quickstart",
            calls=3,
            replayed=1,
            input_tokens=1200,
            output_tokens=300,
            usd=0.0123,
        ),
    ),
)


def test_a_bill_has_a_total_and_a_row_for_each_page() -> None:
    shown = bill(COST)
    assert dict(shown.counts) == {
        "model calls": 3,
        "answers replayed": 1,
        "calls with an unknown outcome": 1,
        "tokens in": 1200,
        "tokens out": 300,
        "cost": "$0.0123",
    }
    assert "| quickstart | 3 | 1 | 1200 | 300 | $0.0123 |" in shown.markdown


def test_dollars_are_shown_as_fine_as_they_matter() -> None:
    assert [dollars(0.00021), dollars(12.3456)] == ["$0.0002", "$12.35"]
