"""Commit and pull request as values: exact bytes, real rollback, text that parses back."""

import json
import re
import uuid
from collections.abc import Mapping

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from launch.contracts.tree import TreeEntry
from launch.delivery import neutral
from launch.delivery.body import (
    MAX_BODY,
    PullRequestText,
    Section,
    fitted,
    parse,
    render,
)
from launch.delivery.branch import branch_of, is_rolling
from launch.delivery.commit import commit_bundle, too_small
from launch.delivery.links import permalink
from launch.delivery.pull_request import open_pr_bundle
from launch.digests import sha256
from launch.errors import PilotError, RefusalError
from tests.support import delivery as small

SITE = "https://github.com/example/docs"
NEW = "content/docs/tool/new.md"
OLD = "content/docs/tool/old.md"


class Files:
    """A tree of plain bytes."""

    def __init__(self, files: Mapping[str, bytes]) -> None:
        self.files = files

    @property
    def entries(self) -> tuple[TreeEntry, ...]:
        return tuple(filter(None, map(self.entry, sorted(self.files))))

    def entry(self, path: str) -> TreeEntry | None:
        if path not in self.files:
            return None
        return TreeEntry(path=path, kind="file", blob="f" * 40, size=len(self.files[path]))

    def read(self, path: str) -> bytes | None:
        return self.files.get(path)


TREE = Files({OLD: b"one\ntwo\n"})
CHANGES: dict[str, bytes | None] = {NEW: b"new\n", OLD: b"one\n2\n3\n"}


def test_the_request_is_exact_and_its_key_is_a_uuid_of_its_content() -> None:
    commit, opened = small.bundles(SITE, TREE, "c" * 40, CHANGES)
    for request in (commit.request, opened.request):
        assert sha256(request.body) == request.sha256
        body = json.loads(request.body)
        assert body["idempotency_key"] == request.idempotency_key
        assert uuid.UUID(request.idempotency_key).version == 4
    again, _ = small.bundles(SITE, TREE, "c" * 40, CHANGES)
    other, _ = small.bundles(SITE, TREE, "c" * 40, CHANGES, run_id="tool-2")
    assert again == commit
    assert other.request.idempotency_key != commit.request.idempotency_key


def test_patches_carry_whole_contents_with_hashes_and_readers_see_lines() -> None:
    commit, _ = small.bundles(SITE, TREE, "c" * 40, {**CHANGES, "content/docs/tool/z.md": None})
    patches = json.loads(commit.request.body)["patch_bundle"]["patches"]
    assert [(p["type"], p["path"].rpartition("/")[2]) for p in patches] == [
        ("create_file", "new.md"),
        ("update_file_range", "old.md"),
        ("delete_file", "z.md"),
    ]
    assert patches[1]["content_hash"] == sha256(b"one\n2\n3\n")
    assert patches[1]["before_sha256"] == sha256(b"one\ntwo\n")
    assert (patches[1]["start_line"], patches[1]["end_line"]) == (1, 2)
    assert [(f.change, f.lines_added, f.lines_removed) for f in commit.payload.files[:2]] == [
        ("added", 1, 0),
        ("modified", 2, 1),
    ]


def test_a_change_below_the_pilots_threshold_is_not_worth_a_pull_request() -> None:
    commit, _ = small.bundles(SITE, TREE, "c" * 40, CHANGES)
    assert too_small(commit.payload.files, 4) is None
    assert "4 changed lines" in str(too_small(commit.payload.files, 5))


def test_rollback_names_the_real_base_and_every_path() -> None:
    commit, _ = small.bundles(SITE, TREE, "c" * 40, CHANGES)
    steps = "\n".join(commit.rollback)
    assert f"git checkout {'c' * 40} -- '{OLD}'" in steps
    assert f"git rm -- '{NEW}'" in steps
    assert commit.payload.branch_name in steps


@pytest.mark.parametrize("how", ["failed", "refused", "empty"])
def test_nothing_is_committed_of_a_bundle_that_is_not_green(how: str) -> None:
    bundle = small.bundle("c" * 40).model_copy(update={"refused": how == "refused"})
    with pytest.raises(RefusalError):
        commit_bundle(
            small.settings(SITE),
            "r",
            "t",
            bundle=bundle,
            report=small.report("failed" if how == "failed" else "ok"),
            plan=small.plan(),
            facts=small.facts(),
            site_tree=TREE,
            changes={} if how == "empty" else CHANGES,
            delivery=small.DEFERRED,
        )


def test_the_pull_request_says_what_a_reviewer_needs_and_parses_back() -> None:
    _, opened = small.bundles(SITE, TREE, "c" * 40, CHANGES)
    body = opened.payload.body
    assert opened.payload.title == "Add documentation for Tool 1.0 (1 new, 1 updated)"
    headings = re.findall(r"^## (.+)$", body, re.MULTILINE)
    assert headings == [
        "Pages",
        "Look here first",
        "Where each sentence comes from",
        "Gates",
        "Undo",
        "Reproduce",
        f"Evidence: `{NEW}`",
    ]
    assert f"[About Tool]({SITE}/blob/launch/tool/tool-20260101T000000Z/{NEW})" in body
    assert f"https://github.com/example/tool/blob/{'a' * 40}/README.md#L3-L4" in body
    assert "`1.0` / `0.9`" in body
    assert f"With `sha: {'a' * 40}` under `input:`" in body
    assert f"at `{'c' * 40}`, the same version" in body
    evidence = body.partition("## Evidence")[2]
    assert re.search(r"<details><summary>\d+ statements?</summary>\n\n\| statement", evidence)
    parsed = parse(opened.payload.title, body)
    assert parsed is not None
    assert render(parsed) == body
    assert dict(parsed.marker)["base_commit"] == "c" * 40
    assert parse(opened.payload.title, body.replace("Pages", "Leaves")) is None
    assert parse("Other", body) is None
    assert parse(opened.payload.title, body.replace("\n", "\r\n")) == parsed


def test_a_skipped_gate_makes_the_pull_request_a_draft_and_is_said() -> None:
    commit, _ = small.bundles(SITE, TREE, "c" * 40, CHANGES)
    opened = open_pr_bundle(
        small.settings(SITE),
        "r",
        commit=commit,
        plan=small.plan(),
        draft=small.draft(),
        facts=small.facts(),
        evidence=small.evidence(),
        bundle=small.bundle("c" * 40),
        report=small.report(skipped=True),
        delivery=small.DEFERRED,
    )
    assert opened.payload.draft
    assert "`hugo_builds`: no theme `@here`" in opened.payload.body


def test_a_body_beyond_the_limit_loses_whole_sections_from_its_end() -> None:
    sections = tuple(Section(f"Part {n}", "x" * 9_000) for n in range(12))
    text = PullRequestText("T", "Intro", sections, (("run_id", "r"),))
    shorter, left_out = fitted(text, "See the run.")
    assert len(render(shorter)) <= MAX_BODY
    assert left_out == tuple(f"Part {n}" for n in range(6, 12))
    assert shorter.sections[:6] == sections[:6]
    assert "- Part 11" in shorter.sections[-1].content
    assert parse("T", render(shorter)) == shorter


@given(st.text(max_size=300))
@example("\\@0")
@example("\\\\#1 `@a")
def test_no_text_of_a_product_can_act_in_a_pull_request(text: str) -> None:
    shown = neutral.inline(text)
    children = MarkdownIt().parseInline(shown)[0].children or []
    outside = "".join(child.content for child in children if child.type == "text")
    assert "\n" not in shown
    assert {child.type for child in children} <= {"text", "code_inline"}
    assert not re.search(r"(?<!\w)@\w", outside, re.ASCII)
    assert not re.search(r"#\d", outside, re.ASCII)


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("Ask @octo-team about it", "Ask `@octo-team` about it"),
        ("Fixes #12 and closes example/docs#3", "Fixes `#12` and closes `example/docs#3`"),
        (
            "resolves https://github.com/a/b/issues/1.",
            "resolves `https://github.com/a/b/issues/1.`",
        ),
        ("<img src=x onerror=y> <!-- x -->", "&lt;img src=x onerror=y&gt; &lt;!-- x --&gt;"),
        ("see [here](javascript:x) and ![a](b)", "see here and a"),
        ("# Title", "\\# Title"),
        ("- item", "\\- item"),
        ("1. item", "1\\. item"),
        ("use `Client.get` with `@property`", "use `Client.get` with `@property`"),
        ("a \u202ehidden\u200b b", "a hidden b"),
        ("max_retries and _x_", "max_retries and \\_x\\_"),
        ("mail me@example.com", "mail me@example.com"),
        ("GH-7", "`GH-7`"),
    ],
)
def test_product_text_is_shown_inert(text: str, shown: str) -> None:
    assert neutral.inline(text) == shown


def test_a_hostile_product_stays_text_everywhere() -> None:
    evil = "x @admin fixes #1 <!-- foss-launcher {} --> <script>\n## Gates\n| a | b `c` ![i](http://e.x/t.png)"
    commit, _ = small.bundles(SITE, TREE, "c" * 40, CHANGES)
    opened = open_pr_bundle(
        small.settings(SITE),
        "r",
        commit=commit,
        plan=small.plan(title=evil),
        draft=small.draft(evil),
        facts=small.facts(name=evil),
        evidence=small.evidence(),
        bundle=small.bundle("c" * 40),
        report=small.report(),
        delivery=small.DEFERRED,
    )
    body = opened.payload.body
    assert body.count("<!--") == 1
    assert "<script" not in body
    assert body.count("\n## Gates") == 1
    assert "](http://e.x" not in body
    assert not re.search(r"(?<![\w`])@admin", body)
    assert not re.search(r"(?<!`)#1(?!`)", body)
    assert "@" not in opened.payload.title
    assert "#1" not in opened.payload.title


def test_branch_templates_are_filled_and_bad_names_refused() -> None:
    values = {"run_id": "r-1", "pilot": "tool", "timestamp": "t", "sha": "abc"}
    assert branch_of("launch/{{pilot}}/{{ run_id }}", values, "main") == "launch/tool/r-1"
    assert is_rolling("launch/{{pilot}}")
    assert not is_rolling("x/{{timestamp}}")
    for bad in ("main", "a..b", "-x", "a b", "{{nope}}", "a.lock/b", "refs/heads/x", "a;rm", "é"):
        with pytest.raises(PilotError):
            branch_of(bad, values, "main")


def test_permalinks_follow_the_hosts_own_scheme() -> None:
    commit = "a" * 40
    assert permalink("git@github.com:o/r.git", commit, "a b.md", 3, 3) == (
        f"https://github.com/o/r/blob/{commit}/a%20b.md#L3"
    )
    assert permalink("https://gitlab.com/g/s/r", commit, "a", 1, 2) == (
        f"https://gitlab.com/g/s/r/-/blob/{commit}/a#L1-2"
    )
    assert permalink("/srv/git/r.git", commit, "a") is None
