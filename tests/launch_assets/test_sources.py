"""The two repositories as Dagster observes them: a commit with its address, and no run of ours."""

import dagster as dg
import pytest

from launch_assets.definitions import defs
from resources.run_store.layout import all_runs
from resources.run_store.places import PROJECT
from tests.support.runs import World


def _observed(
    asset: str, world: World, monkeypatch: pytest.MonkeyPatch, pilot: str | None
) -> list[dg.AssetObservation]:
    for name, value in world.environment(LAUNCH_PILOTS_DIR=str(PROJECT / "pilots")).items():
        monkeypatch.setenv(name, value)
    job = defs.resolve_implicit_global_asset_job_def().get_subset(
        asset_selection={dg.AssetKey(asset)}
    )
    with dg.DagsterInstance.ephemeral() as instance:
        instance.add_dynamic_partitions("pilots", ["example_pilot"])
        done = job.execute_in_process(instance=instance, partition_key=pilot)
    events = [one for one in done.all_events if one.is_asset_observation]
    return [event.asset_observation_data.asset_observation for event in events]


@pytest.mark.parametrize(
    ("asset", "address"),
    [("product_repo", "hugo-site"), ("docs_site", "docs-site")],
)
def test_a_repository_is_observed_with_its_commit_and_opens_no_run(
    asset: str, address: str, world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    (seen,) = _observed(asset, world, monkeypatch, "example_pilot")
    assert seen.partition == "example_pilot"
    assert seen.metadata["repository"] == dg.MetadataValue.url(
        f"https://github.com/example/{address}"
    )
    assert seen.metadata["ref"] == dg.MetadataValue.text("main")
    assert len(str(seen.metadata["commit"].value)) == 40
    assert seen.tags["dagster/data_version"]
    assert all_runs(world.runs) == ()


def test_observing_without_a_choice_means_every_pilot(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen = {one.partition: one for one in _observed("docs_site", world, monkeypatch, None)}
    pilots = {"dry_run_example", "example_pilot", "live_run_example"}
    assert set(seen) == {None, *pilots}
    for pilot in pilots:
        assert seen[pilot].tags["dagster/data_version"]
        assert "commit" in seen[pilot].metadata
    assert all_runs(world.runs) == ()
