"""Reading pilots: what is accepted, and what one clear message each refuses."""

import random
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from launch.configuration.pilot_file import read_pilot
from launch.errors import PilotError

PILOTS = Path(__file__).parents[3] / "pilots"

RUNBOOK = b"""\
schema_version: "1.0"
run_id: "live-run-{{timestamp}}"

input:
  repo_url: "https://github.com/example/hugo-site"
  sha: "main"
  product_url: "https://example.com/product"

output:
  site_repo_url: "https://github.com/example/docs-site"
  base_ref: "main"
  branch_name: "launch/example-product/{{run_id}}"
  allowed_paths:
    - "content/docs/example-product/**"

llm:
  provider: "anthropic"
  model: "claude-sonnet-4-5"
  temperature: 0.0
  max_tokens: 4096

commit_service:
  endpoint_url: "https://commit-service.example.com/v1"
  offline_mode: false  # Live-run: make real API calls
  timeout: 120
  max_retries: 3

flags:
  allow_manual_edits: false
  dry_run: false
"""


def refusal_of(data: bytes) -> str:
    with pytest.raises(PilotError) as caught:
        read_pilot(data, "pilots/x.yml")
    assert caught.value.hint
    return str(caught.value)


def test_the_runbook_s_pilot_is_valid_as_it_stands() -> None:
    pilot = read_pilot(RUNBOOK, "pilots/x.yml")
    assert pilot.output.allowed_paths == ("content/docs/example-product/**",)
    assert pilot.commit_service.max_retries == 3
    assert pilot.gates.profile == "ci"


def test_every_pilot_in_the_repository_is_valid() -> None:
    files = sorted(PILOTS.glob("*.yml"))
    assert files
    for file in files:
        read_pilot(file.read_bytes(), str(file))


def test_an_unknown_key_is_named_with_its_line_and_the_nearest_known_key() -> None:
    message = refusal_of(RUNBOOK.replace(b"  base_ref", b"  base_reff"))
    assert "pilots/x.yml:11: unknown key `output.base_reff`; did you mean `base_ref`?" in message


def test_a_key_in_the_wrong_block_is_told_where_it_belongs() -> None:
    message = refusal_of(RUNBOOK.replace(b"flags:\n", b"flags:\n  endpoint_url: x\n"))
    assert "unknown key `flags.endpoint_url`; it belongs under `commit_service`" in message


def test_a_missing_key_is_named_with_the_line_of_its_block() -> None:
    message = refusal_of(
        RUNBOOK.replace(b'  repo_url: "https://github.com/example/hugo-site"\n', b"")
    )
    assert "pilots/x.yml:4: `input.repo_url` is missing" in message


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        (b'schema_version: "1.0"', b'schema_version: "2.0"', "x.yml:1: `schema_version` is `2.0`"),
        (b'schema_version: "1.0"', b"schema_version: 1.0", "expected '1.0'"),
        (
            b"dry_run: false",
            b"dry_run: maybe",
            "`flags.dry_run` is `maybe`; expected true or false",
        ),
        (b'sha: "main"', b"sha: 1234567", "`input.sha` is `1234567`; expected a text; put it in q"),
        (b"timeout: 120", b"timeout: .inf", "is not a usable number"),
        (b"timeout: 120", b"timeout: 0", "x.yml:25: `commit_service.timeout` is `0`"),
        (b"flags:\n", b"flags: &a\n", "x.yml:28: YAML anchors are not accepted"),
        (b"timeout: 120", b"timeout: *a", "x.yml:25: YAML aliases are not accepted"),
        (b"timeout: 120", b"timeout: !!python/name:os.system x", "YAML tags are not accepted"),
        (b"timeout: 120", b"timeout: 120\n  timeout: 121", "`timeout` stands twice (see line 25)"),
        (b"timeout: 120", b"timeout: {{x}}", "a key must be plain text"),
        (b"main", b"{{secret}}", "{{secret}} is no placeholder"),
        (b"flags:\n", b"\tflags:\n", "x.yml:28: this is not valid YAML"),
        (b"timeout: 120", b"timeout: 1" + b"0" * 5000, "this number is too long"),
        (b'    - "content/docs/example-product/**"', b"    []", "`output.allowed_paths`"),
    ],
)
def test_a_wrong_pilot_is_refused_with_its_line(old: bytes, new: bytes, expected: str) -> None:
    assert old in RUNBOOK
    assert expected in refusal_of(RUNBOOK.replace(old, new, 1))


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        (b"", "the file is empty"),
        (b"\n\n# nothing\n", "a pilot is a block of keys, and this is nothing"),
        (b"- a\n- b\n", "and this is a list"),
        (b"hello", "and this is `hello`"),
        (b"\x89PNG\r\n\x1a\n\0\0", "x.yml:1: this is not UTF-8 text"),
        (b"a: \0", "binary file"),
        (b"a: 1\n---\nb: 2\n", "x.yml:2: a second YAML document starts here"),
        (b"[" * 5000, "levels of nesting"),
        (b"a: " + b"{a: " * 5000, "levels of nesting"),
        (b"a: [" + b"1," * 30_000 + b"]", "too many for a pilot"),
        (b"x" * 300_000, "bytes are too many"),
        (b"a: &a [x, x]\nb: &b [*a, *a]\nc: [*b, *b]\n", "anchors are not accepted"),
        (b"a: \x07", "not valid YAML"),
    ],
)
def test_what_is_no_pilot_is_refused(data: bytes, expected: str) -> None:
    assert expected in refusal_of(data)


def test_many_problems_are_listed_and_bounded() -> None:
    message = refusal_of(RUNBOOK + b"".join(b"k%d: 1\n" % n for n in range(20)))
    assert "and 12 more" in message


def mutated(rng: random.Random) -> bytes:
    data = bytearray(RUNBOOK)
    for _ in range(rng.randint(1, 6)):
        at = rng.randrange(len(data))
        match rng.randrange(5):
            case 0:
                data[at] = rng.randrange(256)
            case 1:
                del data[at : at + rng.randint(1, 30)]
            case 2:
                data[at:at] = rng.choice(
                    [
                        b"\n",
                        b"  ",
                        b": ",
                        b"- ",
                        b"{",
                        b"[",
                        b'"',
                        b"*a ",
                        b"&a ",
                        b"!!int ",
                        b"\t",
                        b"{{x}}",
                        b"\xff",
                        b"? ",
                    ]
                )
            case 3:
                data[at:at] = data[max(0, at - rng.randint(1, 80)) : at]
            case _:
                line = rng.choice(data.split(b"\n"))
                data += b"\n" + line
    return bytes(data)


@pytest.mark.parametrize("seed", range(10))
def test_a_thousand_mutated_pilots_are_accepted_or_refused_by_name(seed: int) -> None:
    rng = random.Random(seed)
    outcomes = {"accepted": 0, "refused": 0}
    for _ in range(1000):
        try:
            read_pilot(mutated(rng), "pilots/x.yml")
            outcomes["accepted"] += 1
        except PilotError as error:
            assert str(error).startswith("PilotError: pilots/x.yml")
            outcomes["refused"] += 1
    assert min(outcomes.values()) > 20


@given(st.binary(max_size=400))
@settings(max_examples=200, deadline=None)
def test_any_bytes_are_accepted_or_refused_by_name(data: bytes) -> None:
    with pytest.raises(PilotError, match=r"pilots/x\.yml"):
        read_pilot(data, "pilots/x.yml")
