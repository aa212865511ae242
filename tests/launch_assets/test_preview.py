import re
import signal

import httpx
import pytest

from tests.launch_assets.conftest import FinishedRun


def test_show_serves_the_changed_site_until_it_is_interrupted(finished: FinishedRun) -> None:
    process = finished.world.start("show", finished.layout.run_id, "--preview")
    assert process.stdout is not None
    first = re.search(r"http://127\.0\.0\.1:\d+/", process.stdout.readline())
    changed = process.stdout.readline().split()
    assert first is not None
    home, page = httpx.get(first.group()), httpx.get(changed[0])
    process.send_signal(signal.SIGINT)
    _, complaint = process.communicate(timeout=60)
    assert "Changed pages" in home.text
    assert f"<h1>{' '.join(changed[1:])}</h1>" in page.text
    assert (process.returncode, complaint) == (0, "")


def test_a_run_without_pages_cannot_be_previewed(finished: FinishedRun) -> None:
    done = finished.world.launch("show", "nothing", "--preview")
    assert done.returncode == 2
    assert "InputError" in done.stderr


def test_a_preview_on_what_is_no_port_is_refused(finished: FinishedRun) -> None:
    run_id = finished.layout.run_id
    done = finished.world.launch("show", run_id, "--preview", "--port", "99999")
    assert done.returncode == 2
    assert "InputError: port 99999 cannot be used" in done.stderr


@pytest.mark.parametrize("name", ["patch_bundle", "fixed_patch_bundle"])
def test_the_ui_says_how_to_read_the_pages(name: str, finished: FinishedRun) -> None:
    from launch.contracts.patch_bundle import FixedPatchBundle, PatchBundle
    from launch_assets.stage import result
    from resources.run_store.record import parsed, read_artifact

    model = FixedPatchBundle if name == "fixed_patch_bundle" else PatchBundle
    snapshot = finished.snapshot
    artifact = parsed(model, read_artifact(finished.layout, snapshot, name), name)
    shown = result(artifact, snapshot.run_state.artifact_index[name]).metadata or {}
    assert finished.layout.run_id in str(shown["read the pages"])
