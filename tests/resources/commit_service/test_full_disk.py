"""A full disk: the right words, nothing half-done, and the same request goes through afterwards."""

import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from launch.errors import LaunchError
from tests.support.site import make_site


@pytest.fixture
def disk(tmp_path: Path) -> Iterator[Path]:
    place = tmp_path / "disk"
    place.mkdir()
    command = ["mount", "-t", "tmpfs", "-o", "size=1m", "tmpfs", str(place)]
    if subprocess.run(command, capture_output=True, check=False).returncode != 0:
        pytest.skip("a small disk cannot be mounted here")
    yield place
    subprocess.run(["umount", str(place)], check=True)


@pytest.mark.parametrize("left", [0, 8_192, 40_960])
def test_a_full_disk_leaves_nothing_half_done(disk: Path, left: int) -> None:
    site = make_site(disk)
    big = "".join(f"line {number} of a long page\n" for number in range(40_000)).encode()
    commit, opened = site.bundles({"content/docs/tool/new.md": big[:900_000]})
    ballast = disk / "ballast"
    with ballast.open("wb", buffering=0) as file:
        try:
            while True:
                file.write(b"x" * 4096)
        except OSError:
            file.truncate(max(0, file.tell() - left))
    with pytest.raises(LaunchError) as caught, site.client() as client:
        client.commit(commit)
    assert caught.value.hint
    assert site.git("for-each-ref", "--format=%(refname)") == "refs/heads/main"
    ballast.unlink()
    with site.client() as client:
        answer = client.commit(commit)
        client.open_pr(opened)
    assert site.git("rev-parse", commit.payload.branch_name) == answer.commit_sha
    assert not list((site.path / "objects").glob("tmp_*"))
