"""`launch drift`: a run's claims against its product as it is now; no model, nothing written."""

import json
from dataclasses import asdict
from itertools import groupby

from launch.contracts.evidence_map import EvidenceMap
from launch.contracts.patch_bundle import FixedPatchBundle
from launch.contracts.product_facts import ProductFacts
from launch.contracts.tree import RepoPin
from launch.reporting.drift import Drift, drift
from launch_assets.stored import StoredRun
from resources.run_store.places import places_now


def drift_of_run(run_id: str, ref: str | None, *, as_json: bool) -> int:
    """Print the claims that no longer hold, by page; exit code 1 where there are any.

    ``ref`` is a branch, tag or commit of the product; the pilot's own where it is None.
    """
    with StoredRun(places_now(), run_id) as run:
        record, settings = run.record, run.record.settings
        facts = record.load(ProductFacts, ProductFacts.artifact)
        evidence = record.load(EvidenceMap, EvidenceMap.artifact)
        bundle = record.load(FixedPatchBundle, FixedPatchBundle.artifact)
        wanted = ref or settings.pilot.input.sha
        pin = run.source.resolve(settings.product_url_effective, wanted)
        tree = run.source.tree(pin)
        try:
            found = drift(facts, evidence, bundle, tree)
        finally:
            tree.close()
    if as_json:
        print(json.dumps(_document(run_id, facts.pin, pin, found), indent=2, ensure_ascii=False))
    else:
        _print(facts.pin, pin, found)
    return 1 if found.drifted else 0


def _document(run_id: str, old: RepoPin, new: RepoPin, found: Drift) -> dict[str, object]:
    return {
        "run_id": run_id,
        "delivered_from": old.commit,
        "looked_at": {"ref": new.ref, "commit": new.commit, "claims": found.looked_at},
        "drifted": [asdict(one) for one in found.drifted],
    }


def _print(old: RepoPin, new: RepoPin, found: Drift) -> None:
    print(f"Written from {old.commit[:12]}, looked at {new.commit[:12]} ({new.ref})")
    pages = {one.path for one in found.drifted}
    claims = {one.claim_id for one in found.drifted}
    print(f"{len(claims)} of {found.looked_at} claims no longer hold, on {len(pages)} pages")
    for path, group in groupby(found.drifted, key=lambda one: one.path):
        print(f"  {path}")
        for one in group:
            print(f"    {one.said or one.claim_id}")
            print(f"      {one.found}")
    if found.drifted:
        print("\nA new run of the pilot brings the pages up to date.")
