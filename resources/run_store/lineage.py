"""What each artifact is made from: the one table behind digests, inheritance and staleness.

A test holds it against the asset graph.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from launch.contracts.settings import Settings
from launch.contracts.tree import RepoPin
from launch.digests import digest_of

_SITE = ("frontmatter_index", "site_context", "hugo_facts")
_KNOWN = ("product_facts", "evidence_map", "snippet_catalog")
_JUDGED = ("page_plan", "draft_content", *_KNOWN, *_SITE, "patch_bundle")


@dataclass(frozen=True)
class Origin:
    """How an artifact comes to be."""

    part: str
    """Name of its code version."""
    artifacts: tuple[str, ...] = ()
    """Artifacts that it is made from."""
    facets: tuple[str, ...] = ()
    """What it takes from pins and settings: names of `facet`."""

    @property
    def stage(self) -> str:
        """``W1`` ... ``W9``."""
        return self.part[:2]


ORIGINS: dict[str, Origin] = {
    "repo_inventory": Origin("W1 product", facets=("product",)),
    **dict.fromkeys(_SITE, Origin("W1 site", facets=("allowed", "site", "names"))),
    "product_facts": Origin("W2", ("repo_inventory",), ("names",)),
    "evidence_map": Origin("W2", ("repo_inventory",), ("names",)),
    "snippet_catalog": Origin("W3", ("repo_inventory", "product_facts")),
    "page_plan": Origin("W4", ("repo_inventory", *_KNOWN, *_SITE), ("content", "delivered")),
    "draft_content": Origin("W5", ("page_plan", *_KNOWN, *_SITE), ("content", "writer")),
    "patch_bundle": Origin(
        "W6", ("draft_content", "page_plan", *_SITE), ("content", "site", "delivered")
    ),
    "validation_report": Origin("W7", _JUDGED, ("content", "writer", "delivered")),
    "fixed_patch_bundle": Origin("W7", _JUDGED, ("content", "writer", "delivered")),
    "create_commit_bundle": Origin(
        "W9",
        ("fixed_patch_bundle", "validation_report", "page_plan", "product_facts", "evidence_map"),
        ("content", "delivery"),
    ),
    "open_pr_bundle": Origin(
        "W9",
        (
            "create_commit_bundle",
            "fixed_patch_bundle",
            "validation_report",
            "page_plan",
            "product_facts",
            "evidence_map",
        ),
        ("content", "delivery"),
    ),
}


@dataclass(frozen=True)
class Ground:
    """What a run stands on before its first stage."""

    settings: Settings
    product: RepoPin
    site: RepoPin
    delivered: str = ""
    """Digest of what was delivered to the site and stands there; empty where nothing was."""


def facet(name: str, ground: Ground) -> str:
    """Return the digest of one aspect of pins and settings.

    A setting that a stage does not read is in none of its facets: changing it recomputes nothing.
    """
    settings, pilot = ground.settings, ground.settings.pilot
    match name:
        case "product":
            return digest_of(ground.product.model_dump(mode="json"), pilot.input.subdir)
        case "site":
            return digest_of(ground.site.model_dump(mode="json"))
        case "allowed":
            return digest_of(*pilot.output.allowed_paths)
        case "names":
            return digest_of(pilot.input.repo_url, pilot.input.product_url, pilot.input.subdir)
        case "content":
            output = pilot.output.model_dump(mode="json", exclude={"branch_name"})
            parts = (pilot.input, pilot.plan, pilot.budget, pilot.gates, pilot.flags)
            dumped = [part.model_dump(mode="json", exclude={"dry_run"}) for part in parts]
            return digest_of(settings.pilot_key, output, *dumped)
        case "writer":
            return digest_of(settings.provider, pilot.llm.model_dump(mode="json"))
        case "delivered":
            return digest_of(ground.delivered)
        case "delivery":
            return digest_of(pilot.output.branch_name, pilot.run_id)
        case _:
            raise KeyError(name)


def input_digests(
    name: str, ground: Ground, artifact_digest: Callable[[str], str]
) -> tuple[tuple[str, str], ...]:
    """Return name and digest of everything that the artifact is made from, by name."""
    origin = ORIGINS[name]
    facets = [(f"{part} (setting)", facet(part, ground)) for part in origin.facets]
    return tuple(sorted([*facets, *((up, artifact_digest(up)) for up in origin.artifacts)]))


def together(names: Iterable[str]) -> frozenset[str]:
    """Return the artifacts with all that one step makes along with them."""
    origins = {ORIGINS[name] for name in names}
    return frozenset(name for name, origin in ORIGINS.items() if origin in origins)


def above(names: frozenset[str]) -> frozenset[str]:
    """Return the artifacts and everything that they are made from, directly or not."""
    found = set(names)
    for name in reversed(ORIGINS):
        if name in found:
            found.update(ORIGINS[name].artifacts)
    return frozenset(found)


def below(names: frozenset[str]) -> frozenset[str]:
    """Return the artifacts and everything that is made from them, directly or not."""
    found = set(names)
    for name, origin in ORIGINS.items():
        if found.intersection(origin.artifacts):
            found.add(name)
    return frozenset(found)
