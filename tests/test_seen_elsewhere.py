"""Defects seen in a comparable generator: each planted and caught here, or held by a named test."""

import re
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from launch.contracts.draft_content import Block, Code, DraftContent, Paragraph
from launch.digests import sha256
from launch.gates.registry import GATES
from launch.gates.subject import Subject
from launch.intake.product.scan import scan
from launch.knowledge.facts import extract
from launch.wording.connectives import say
from tests.scorecard.subjects import fixture
from tests.support.gate_world import (
    BLOCKS,
    OVERVIEW,
    PAGE,
    PATH,
    PLAN,
    quoted,
    rewritten,
    subject_of,
    with_blocks,
)
from tests.support.memory_tree import MemoryTree

ROOT = Path(__file__).resolve().parents[1]


def page_with(text: str) -> Subject:
    return rewritten(lambda page: f"{page}\n{text}\n")


def block_with(*blocks: Block) -> Subject:
    return subject_of(with_blocks(*BLOCKS, *blocks))


def _cut_at_a_full_stop() -> Subject:
    whole = quoted(OVERVIEW)
    half = whole.model_copy(update={"text": whole.text.split(". ")[0] + "."})
    return block_with(Paragraph(sentences=(half,)))


def _four_pages_of_the_same_facts() -> Subject:
    others = [PAGE.model_copy(update={"page_id": f"p-{n}", "path": PATH.replace("install", f"p{n}")})
              for n in range(3)]  # fmt: skip
    planned = [PLAN.pages[0].model_copy(update={"id": page.page_id, "path": page.path})
               for page in others]  # fmt: skip
    plan = PLAN.model_copy(update={"pages": (*PLAN.pages, *planned)})
    return subject_of(DraftContent(pages=(PAGE, *others)), plan=plan)


def _complete_list() -> Subject:
    text = "The complete list of functions: `sprocket.draw`, `sprocket.paint`."
    return page_with(text)


def _overwritten_whole() -> Subject:
    theirs = b"---\ntitle: Ours since 2019\n---\n\n## History\n\nWritten by a person.\n"
    good = subject_of()
    return replace(good, before={PATH: theirs})


def _elsewhere(path: str) -> Subject:
    good = subject_of()
    return replace(good, after={**good.after, path: b"x\n"})


def _code(code: str, language: str = "python") -> Subject:
    return block_with(Code(language=language, code=code, recipe="pypi.install"))


PLANTED: dict[str, tuple[str, Callable[[], Subject]]] = {
    "code fragments as key features": (
        "sentences_grounded",
        lambda: page_with("## Key features\n\n- return path.encode() * teeth"),
    ),
    "raw PDF bytes as prerequisites": (
        "no_residue",
        lambda: page_with("## Prerequisites\n\n%PDF-1.4 1 0 obj"),
    ),
    "a sentence split at a full stop": ("sentences_grounded", _cut_at_a_full_stop),
    "pages that cite the same facts": ("plan_fulfilled", _four_pages_of_the_same_facts),
    "a visible claim marker": ("no_residue", lambda: page_with(f"It reads. [claim: {'0f' * 32}]")),
    "an install command of no package": (
        "facts_consistent",
        lambda: _code("pip install sprocket-that-is-not", "bash"),
    ),
    "an import that is a syntax error": ("snippets_parse", lambda: _code("import a.3d")),
    "an invented platform": ("sentences_grounded", lambda: page_with("It runs on Solaris.")),
    "an invented licence": (
        "facts_consistent",
        lambda: page_with("It is released under the GPL-3.0 License."),
    ),
    "pay-per-use terms": ("sentences_grounded", lambda: page_with("You pay for each chart.")),
    "a fabricated testimonial": (
        "sentences_grounded",
        lambda: page_with('"It saved our team weeks," says a senior engineer.'),
    ),
    "examples announced and none shown": (
        "plan_fulfilled",
        lambda: block_with(Paragraph(sentences=(say("install_with", subject="Sprocket"),))),
    ),
    "instruction text that leaked": (
        "no_residue",
        lambda: page_with("Mandatory docs page: faq"),
    ),
    "a badge as the product's description": (
        "no_injection",
        lambda: rewritten(
            lambda text: (
                text.replace(
                    "title:", 'description: "![build](https://ci-badges.net/x.svg)"\ntitle:', 1
                )
                + "\n![build](https://ci-badges.net/x.svg)\n"
            )
        ),
    ),
    "a path through dots": (
        "paths_allowed",
        lambda: _elsewhere("content/docs/sprocket/../../../.github/x.md"),
    ),
    "a sibling with the same prefix": (
        "paths_allowed",
        lambda: _elsewhere("content/docs/sprocket-evil/x.md"),
    ),
    "a page overwritten whole": ("change_within_budget", _overwritten_whole),
    "a complete list with a name that is none": ("sentences_grounded", _complete_list),
}
HELD: dict[str, str] = {
    "evidence overwritten because two pages share a slug": (
        "tests/launch/planning/test_plan.py::test_paths_addresses_and_identities_are_unique"
    ),
    "a red validation that still opened the pull request": (
        "tests/launch/delivery/test_delivery.py"
        "::test_nothing_is_committed_of_a_bundle_that_is_not_green"
    ),
    "a gate that passes when its input file is missing": (
        "tests/launch/gates/test_registry.py"
        "::test_a_gate_whose_input_is_missing_fails_in_every_profile"
    ),
    "a coverage gate that iterates dictionary keys": (
        "tests/launch/gates/test_plan_fulfilled.py"
        "::test_more_than_a_twentieth_of_the_claims_lost_is_caught"
    ),
    "a link check that skips links that start with a slash": (
        "tests/launch/gates/test_links_resolve.py::test_a_broken_link_is_found"
    ),
    "a front matter gate that no real page passes": (
        "tests/launch/gates/test_front_matter_valid.py::test_the_sites_own_pages_pass_as_new_ones"
    ),
    "rollback metadata of forty zeros": (
        "tests/launch/gates/test_rollback_ready.py::test_another_base_path_or_change_is_caught"
    ),
    "a branch name that collides on the second run": (
        "tests/resources/run_store/test_files.py::test_a_taken_name_gets_a_number"
    ),
    "a budget that nothing imports": (
        "tests/resources/llm/test_anthropic_model.py"
        "::test_a_call_that_could_go_over_a_cap_is_not_made"
    ),
    "a resume that nothing imports": (
        "tests/end_to_end/test_killed_runs.py"
        "::test_a_run_that_was_killed_and_resumed_equals_an_undisturbed_one"
    ),
    "a redaction that nothing imports": (
        "tests/resources/llm/test_anthropic_model.py::test_the_key_stands_in_no_record"
    ),
    "a README's list that names what cannot be imported": (
        "tests/launch/knowledge/test_facts.py::test_an_unknown_identifier_is_withheld"
    ),
    "facts chosen by hash order": (
        "tests/launch/planning/test_plan.py::test_two_runs_are_byte_identical_under_any_hash_seed"
    ),
    "ids that hash an absolute path": (
        "tests/resources/run_store/test_package.py"
        "::test_the_same_run_gives_the_same_bytes_at_another_time_and_place"
    ),
}


@pytest.mark.parametrize("defect", PLANTED)
def test_a_defect_of_a_page_or_a_bundle_is_caught(defect: str) -> None:
    gate, plant = PLANTED[defect]
    (look,) = (one.look for one in GATES if one.id == gate)
    assert look(subject_of()).findings == ()
    looked = look(plant())
    assert any(one.severity == "error" for one in looked.findings)


@pytest.mark.parametrize("defect", HELD)
def test_every_other_defect_has_a_test(defect: str) -> None:
    path, name = HELD[defect].split("::")
    assert re.search(rf"^def {name}\(", (ROOT / path).read_text(), re.MULTILINE), HELD[defect]


def test_a_document_of_a_million_characters_is_no_claim() -> None:
    tree, pin = fixture()
    long = b"\n## Words\n\n" + b"word " * 340_000 + b".\n"
    larger = MemoryTree({**tree.files, "README.md": tree.files["README.md"] + long})
    facts, _ = extract(scan(larger, pin, (), None), larger, None, None)
    texts = [t for c in facts.claims if c.passage for b in c.passage.blocks for t in b.texts]
    told = [text for claim in facts.claims for text in (claim.value, *claim.renderings)]
    assert max(map(len, (*texts, *told))) < 5_000


def test_contradictions_are_few_and_each_names_two_sources() -> None:
    tree, pin = fixture()
    facts, _ = extract(scan(tree, pin, (), None), tree, None, None)
    assert 0 < len(facts.conflicts) < 5
    assert all(len(set(one.sources)) > 1 for one in facts.conflicts)
    assert all(len({sha256(value) for value in one.values}) > 1 for one in facts.conflicts)
