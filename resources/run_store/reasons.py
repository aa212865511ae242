"""Why an artifact has to be made: what it is made from now, against what it was made from last."""

from launch.contracts.snapshot import ArtifactRecord, Snapshot
from launch.contracts.tree import RepoPin
from resources.run_store.lineage import ORIGINS, Ground

Inputs = tuple[tuple[str, str], ...]
_FACETS = {
    "allowed": "`allowed_paths` changed",
    "names": "the product's address or names changed",
    "content": "the pilot's settings changed",
    "writer": "who writes, or the model's settings, changed",
    "delivered": "what was delivered to the site changed",
    "delivery": "the branch's or the run's name changed",
}


def why_made(
    name: str,
    inputs: Inputs,
    code: str,
    newest: tuple[ArtifactRecord, Snapshot] | None,
    now: Snapshot | Ground,
) -> str:
    """Return why ``name`` is made, given its newest earlier record and the run that has it.

    ``now`` is the run that makes it, or what it stands on.
    """
    if name == "draft_content" and isinstance(now, Snapshot) and now.pages:
        return f"pages to be drafted anew: {', '.join(now.pages)}"
    if newest is None:
        return "no earlier run has it"
    record, run = newest
    changed = [words for words in _changed(inputs, record, run, now) if words]
    if record.code_version != code:
        changed.append(f"the code of {ORIGINS[name].stage} changed")
    if changed:
        return "; ".join(changed)
    if ORIGINS[name].stage == "W9":
        return "a delivery is made by each run"
    if name in {"validation_report", "fixed_patch_bundle"}:
        return "the bundle was refused then: it is judged again"
    return "its file is missing or was changed"


def _changed(
    inputs: Inputs, record: ArtifactRecord, run: Snapshot, now: Snapshot | Ground
) -> list[str]:
    known = dict(record.input_digests)
    found = []
    for what, digest in inputs:
        if known.get(what) == digest:
            continue
        facet = what.removesuffix(" (setting)")
        if facet == what:
            found.append(f"`{what}` changed")
        elif facet in {"product", "site"}:
            old, new = _pin(run, facet), _pin(now, facet)
            found.append(_moved(facet, old, new))
        else:
            found.append(_FACETS[facet])
    return found


def _pin(run: Snapshot | Ground, facet: str) -> RepoPin | None:
    return run.product if facet == "product" else run.site


def _moved(what: str, old: RepoPin | None, new: RepoPin | None) -> str:
    if old is None or new is None or old.commit == new.commit:
        return f"the {what}'s commit or place changed"
    return f"the {what} moved from {old.commit[:12]} to {new.commit[:12]}"
