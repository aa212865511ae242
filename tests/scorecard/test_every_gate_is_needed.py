"""One seeded fault for every gate that no other gate finds: taking any gate out lets one through.

The site is real and built by real Hugo; the page, its ledger and its product are the small ones.
"""

from collections.abc import Callable
from dataclasses import replace

import pytest

from launch.contracts.claims import PathCheck
from launch.contracts.delivery import (
    CommitFile,
    CommitPayload,
    CreateCommitBundle,
    Delivery,
    WireRequest,
)
from launch.contracts.draft_content import Code, DraftContent, DraftPage, Heading, Paragraph
from launch.contracts.page_plan import FrontMatterValue
from launch.contracts.pilot import PilotBudget, PilotGates
from launch.digests import sha256
from launch.gates.registry import GATES
from launch.gates.subject import Subject
from launch.patching.apply import apply
from launch.patching.bundle import make_bundle
from launch.wording.connectives import say
from tests.support.gate_world import (
    BLOCKS,
    DEFAULT,
    EVIDENCE,
    FACTS,
    PAGE,
    PATH,
    PLAN,
    PRODUCT_TREE,
    SNIPPETS,
    settings,
)
from tests.support.read_sites import themeless

DESCRIBED = PAGE.model_copy(
    update={
        "front_matter": (
            *PAGE.front_matter[:1],
            FrontMatterValue(key="description", value="Install Sprocket"),
            *PAGE.front_matter[1:],
        ),
        "front_matter_sentences": (
            *PAGE.front_matter_sentences,
            *PAGE.front_matter_sentences,
        ),
    }
)


def made(page: DraftPage = DESCRIBED) -> Subject:
    """Return the subject of a page on the site: rendered, patched, linted and built for real."""
    site = themeless()
    wanted = settings()
    draft = DraftContent(pages=(page,))
    bundle = make_bundle(draft, PLAN, site.tree, site.pin, wanted, site.context, None)
    after = apply(bundle, site.tree)
    artifacts = (FACTS, EVIDENCE, PLAN, draft, bundle)
    return replace(
        site.subject(after),
        settings=wanted,
        bundle=bundle,
        product_tree=PRODUCT_TREE,
        plan=PLAN,
        draft=draft,
        facts=FACTS,
        evidence=EVIDENCE,
        snippets=SNIPPETS,
        artifacts={
            **{one.artifact: one.to_bytes() for one in artifacts},
            "create_commit_bundle": _commit(site.pin.commit).to_bytes(),
        },
    )


def _commit(base: str, *paths: str) -> CreateCommitBundle:
    payload = CommitPayload(
        repo_url="https://example.org/site.git",
        base_ref="main",
        base_commit=base,
        branch_name="launch/sprocket/1",
        commit_message="Add Sprocket",
        files=tuple(
            CommitFile(path=path, change="added", lines_added=30, lines_removed=0)
            for path in (PATH, *paths)
        ),
    )
    return CreateCommitBundle(
        request=WireRequest(path="/commit", idempotency_key="k", body="{}", sha256="0" * 64),
        payload=payload,
        rollback=(
            f"git revert {base} # {PATH} {' '.join(paths)}",
            "git push origin --delete launch/sprocket/1",
        ),
        delivery=Delivery(state="deferred", reason="not sent"),
    )


def _text(change: Callable[[str], str]) -> Subject:
    """Return the good subject with the final text changed behind everybody's back."""
    good = made()
    text = change((good.after[PATH] or b"").decode())
    return replace(good, after={PATH: text.encode()})


def _with_stated_digest(subject: Subject) -> Subject:
    """Let the bundle state the digest of the bytes that are there: only the text is wrong."""
    patches = tuple(
        one.model_copy(update={"after_sha256": sha256(subject.after[PATH] or b"")})
        for one in subject.bundle.patches
    )
    bundle = subject.bundle.model_copy(update={"patches": patches})
    artifacts = {**subject.artifacts, "patch_bundle": bundle.to_bytes()}
    return replace(subject, bundle=bundle, artifacts=artifacts)


def _key(name: str, value: str) -> Subject:
    page = DESCRIBED.model_copy(
        update={
            "front_matter": (
                *(one for one in DESCRIBED.front_matter if one.key != name),
                FrontMatterValue(key=name, value=value, style="quoted"),
            )
        }
    )
    return made(page)


def _link(target: str) -> Subject:
    sentence = say("link", target=target, title="Gears")
    blocks = (*BLOCKS, Paragraph(sentences=(sentence,)))
    return made(DESCRIBED.model_copy(update={"blocks": blocks}))


def _weak_check() -> Subject:
    weak = DEFAULT.evidence.model_copy(update={"check": PathCheck(path="README.md")})
    others = (one for one in EVIDENCE.evidence if one.claim_id != DEFAULT.claim.id)
    evidence = EVIDENCE.model_copy(update={"evidence": (*others, weak)})
    good = made()
    artifacts = {**good.artifacts, "evidence_map": evidence.to_bytes()}
    return replace(good, evidence=evidence, artifacts=artifacts)


def _other_version() -> Subject:
    identity = FACTS.identity.model_copy(update={"version": "3.0.0"})
    facts = FACTS.model_copy(update={"identity": identity})
    good = made()
    return replace(
        good, facts=facts, artifacts={**good.artifacts, "product_facts": facts.to_bytes()}
    )


def _unparsable() -> Subject:
    code = BLOCKS[5]
    assert isinstance(code, Code)
    said = code.model_copy(update={"language": "json"})
    return made(DESCRIBED.model_copy(update={"blocks": (*BLOCKS[:5], said, *BLOCKS[6:])}))


def _moved_base() -> Subject:
    good = made()
    commit = _commit("0" * 39 + "1").to_bytes()
    return replace(good, artifacts={**good.artifacts, "create_commit_bundle": commit})


def _unanswered() -> Subject:
    wanted = settings(gates=PilotGates(external_links=True))
    good = _text(lambda text: text)
    return replace(good, settings=wanted, answers=None)


def _jump() -> Subject:
    heading = BLOCKS[1]
    assert isinstance(heading, Heading)
    deep = heading.model_copy(update={"level": 6})
    return made(DESCRIBED.model_copy(update={"blocks": (BLOCKS[0], deep, *BLOCKS[2:])}))


def _stray_file() -> Subject:
    good = made()
    stray = "content/docs/other/a.png"
    commit = _commit(good.bundle.site.commit, stray).to_bytes()
    return replace(
        good,
        after={**good.after, stray: b"x"},
        before={**good.before, stray: None},
        artifacts={**good.artifacts, "create_commit_bundle": commit},
    )


def _unreadable_artifact() -> Subject:
    good = made()
    data = good.artifacts["product_facts"].replace(b'"pypi"', b'"pypi "', 1)
    return replace(good, artifacts={**good.artifacts, "product_facts": data})


FAULTS: dict[str, Callable[[], Subject]] = {
    "contracts_valid": _unreadable_artifact,
    "paths_allowed": _stray_file,
    "front_matter_valid": lambda: _key("weight", "ten"),
    "markdown_clean": _jump,
    "hugo_builds": lambda: _key("url", "/docs/axles/"),
    "links_resolve": lambda: _link("../nowhere/"),
    "external_links_answer": _unanswered,
    "snippets_parse": _unparsable,
    "claims_hold": _weak_check,
    "sentences_grounded": lambda: _with_stated_digest(_text(lambda text: f"{text}\nIt is fast.\n")),
    "facts_consistent": _other_version,
    "no_residue": lambda: _with_stated_digest(
        _text(lambda text: f"{text}\n<!-- claim: c-0123456789abcdef -->\n")
    ),
    "no_secrets": lambda: replace(made(), texts={"message": "gh" + "p_" + "q7Zk2Lm9Xw" * 4}),
    "no_injection": lambda: _with_stated_digest(_text(lambda text: f"{text}\n<!-- \u200b -->\n")),
    "plan_fulfilled": lambda: made(
        DESCRIBED.model_copy(update={"blocks": (*BLOCKS[:1], *BLOCKS[4:])})
    ),
    "change_within_budget": lambda: replace(
        made(), settings=settings(budget=PilotBudget(max_lines_per_file=5))
    ),
    "rollback_ready": _moved_base,
}


def refusing(subject: Subject) -> set[str]:
    """Return the gates that find an error or cannot look."""
    return {
        gate.id
        for gate in GATES
        if (looked := gate.look(subject)).could_not_run
        or any(one.severity == "error" for one in looked.findings)
    }


def test_every_gate_of_the_registry_has_a_fault() -> None:
    assert list(FAULTS) == [gate.id for gate in GATES]


def test_the_page_without_a_fault_passes_every_gate() -> None:
    assert refusing(made()) == set()


@pytest.mark.parametrize("gate", FAULTS)
def test_taking_a_gate_out_leaves_a_fault_unfound(gate: str) -> None:
    assert refusing(FAULTS[gate]()) == {gate}
