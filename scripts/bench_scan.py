"""Figures of reading a product: speed and memory of a scan with facts, cold and from kept readings.

Trees are made here; real ones are those below LAUNCH_BENCH_REPOSITORIES, where it is set.
"""

import importlib
import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping
from pathlib import Path

from scripts.figures import Figure

_PROJECT = Path(__file__).resolve().parents[1]
_TIMES = 3
_FILES = 1_200
_FEW = 150
_HUGE = 200_000
_REAL = ("google+gson", "JamesNK+Newtonsoft.Json", "App-vNext+Polly", "date-fns+date-fns",
         "colinhacks+zod", "encode+httpx", "serde-rs+serde", "spf13+cobra", "Seldaek+monolog",
         "redis+hiredis")  # fmt: skip
_READ = """
import json, resource, sys, time
from pathlib import Path
from launch.contracts.tree import RepoPin
from launch.intake.product.scan import scan
from launch.knowledge.facts import extract
from launch.readings import UNKEPT
from resources.git.tree import GitTree
from resources.kept_readings import KeptReadings
where, commit, cache = sys.argv[1:4]
readings = KeptReadings(Path(cache), "bench") if cache != "none" else UNKEPT
tree = GitTree(Path(where), commit)
pin = RepoPin(url="https://example.com/made.git", ref="main", commit=commit, tree=commit, time=0)
start = time.perf_counter()
inventory = scan(tree, pin, (), None)
facts, _ = extract(inventory, tree, None, None, readings)
taken = time.perf_counter() - start
if cache != "none":
    readings.close()
peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
print(json.dumps({"seconds": taken, "megabytes": peak}))
"""


def scan_figures() -> list[Figure]:
    """Cold scan with facts over `git archive`, files a second, memory and linearity."""
    with tempfile.TemporaryDirectory(prefix="bench-scan-") as name:
        folder = Path(name)
        large = repository_of(folder / "large", _made(_FILES))
        few = repository_of(folder / "few", _made(_FEW))
        many = repository_of(folder / "many", _made(_FEW * 10))
        floor = statistics.median(_archive(large) for _ in range(_TIMES))
        rows = [_read(large) for _ in range(_TIMES)]
        taken = statistics.median(float(str(row["seconds"])) for row in rows)
        memory = max(float(str(row["megabytes"])) for row in rows)
        _read(large, folder / "cache")
        warm = min(float(str(_read(large, folder / "cache")["seconds"])) for _ in range(_TIMES))
        huge = _read(repository_of(folder / "huge", _rows(_HUGE)))
        small = min(float(str(_read(few)["seconds"])) for _ in range(_TIMES))
        tenfold = min(float(str(_read(many)["seconds"])) for _ in range(_TIMES))
    ratio, speed, growth = taken / floor, _FILES / taken, tenfold / small / 10
    told = f"{_FILES} files in {taken:.2f} s, git archive {floor:.3f} s, one process"
    return [
        Figure("cold scan with facts over git archive", ratio, "ratio", "<= 25", ratio <= 25, told),
        Figure("cold scan with facts", speed, "files/s", ">= 1000", speed >= 1000, told),
        Figure("memory of a scan", memory, "MB", "<= 150", memory <= 150, "peak, with imports"),
        Figure(
            "ten copies with distinct blobs over ten times one", growth, "ratio", "0.85 to 1.15",
            0.85 <= growth <= 1.15, f"{_FEW} files {small:.2f} s, {_FEW * 10} {tenfold:.2f} s",
        ),
        Figure(
            "scan with facts, readings kept, over git archive", warm / floor, "ratio", "<= 2",
            warm / floor <= 2, f"{warm:.2f} s, cold {taken:.2f} s",
        ),
        Figure(
            "memory of a scan of 200,000 files", float(str(huge["megabytes"])), "MB", "<= 150",
            float(str(huge["megabytes"])) <= 150, f"{float(str(huge['seconds'])):.1f} s",
        ),
        *_real(),
    ]  # fmt: skip


def _real() -> Iterator[Figure]:
    """Cold scans of real trees over what each may take: 0.5 s and 0.1 s for each MB."""
    home = os.environ.get("LAUNCH_BENCH_REPOSITORIES")
    bare = [Path(home, name, "repo") for name in _REAL] if home else []
    for folder in filter(Path.exists, bare):
        size = int(subprocess.run("git archive HEAD | wc -c", shell=True, cwd=folder, check=True,
                                  capture_output=True).stdout)  # fmt: skip
        floor = min(_archive(folder) for _ in range(_TIMES))
        taken = float(str(_read(folder, revision="HEAD")["seconds"]))
        files = len(_git(folder, "ls-tree", "-r", "--name-only", "HEAD").splitlines())
        share = taken / (0.5 + size / 10_000_000)
        yield Figure(
            f"cold scan of {folder.parent.name.replace('+', '/')} over what it may take",
            share, "ratio", "<= 1", share <= 1,
            f"{files} files, {size / 1e6:.1f} MB in {taken:.2f} s, "
            f"{taken / floor:.0f} x git archive",
        )  # fmt: skip


def _rows(count: int) -> Iterator[tuple[str, bytes]]:
    yield "pyproject.toml", b'[project]\nname = "made"\nversion = "1.0.0"\n'
    for number in range(count):
        yield f"data/part_{number // 500}/row_{number}.json", b'{"row": %d}\n' % number


def _made(count: int) -> Iterator[tuple[str, bytes]]:
    yield "pyproject.toml", b'[project]\nname = "made"\nversion = "1.0.0"\n'
    yield "README.md", b"# Made\n\nMade reads gears.\n"
    yield "src/made/__init__.py", b'"""Gears."""\n'
    for number in range(count - 3):
        text = (
            f'"""Gear {number}."""\n\n\ndef turn_{number}(teeth: int = {number}) -> int:\n'
            f'    """Turn gear {number}."""\n    if teeth < 0:\n'
            f'        raise ValueError("gear {number} has no teeth")\n    return teeth\n'
        )
        docs = f"# Gear {number}\n\nCall `turn_{number}` to turn gear {number}.\n"
        third = number % 3 == 0
        path = f"docs/gear_{number}.md" if third else f"src/made/gear_{number}.py"
        yield path, (docs if third else text).encode()


def sources_of(package: str) -> Iterator[tuple[str, bytes]]:
    """Yield an installed package's Python files under a manifest, by path."""
    folder = Path(str(importlib.import_module(package).__file__)).parent
    yield "pyproject.toml", f'[project]\nname = "{package}"\nversion = "1.0.0"\n'.encode()
    for path in sorted(folder.rglob("*.py")):
        yield f"{package}/{path.relative_to(folder).as_posix()}", path.read_bytes()


def repository_of(folder: Path, files: Iterator[tuple[str, bytes]]) -> Path:
    """Make a bare repository of one commit by `git fast-import`."""
    folder.mkdir(parents=True)
    _git(folder, "init", "--quiet", "--bare", "--initial-branch=main", ".")
    rows = [b"commit refs/heads/main\ncommitter A <a@example.com> 1700000000 +0000\ndata 0\n"]
    rows += [b"M 100644 inline %s\ndata %d\n%s\n" % (path.encode(), len(data), data)
             for path, data in files]  # fmt: skip
    _git(folder, "fast-import", "--quiet", stdin=b"".join(rows))
    return folder


def _git(folder: Path, *arguments: str, stdin: bytes = b"") -> bytes:
    command = ["git", "-C", str(folder), *arguments]
    return subprocess.run(command, input=stdin, capture_output=True, check=True).stdout


def _archive(folder: Path) -> float:
    before = time.perf_counter()
    subprocess.run("git archive HEAD | wc -c", shell=True, cwd=folder, check=True,
                   capture_output=True)  # fmt: skip
    return time.perf_counter() - before


def _read(folder: Path, cache: Path | None = None, revision: str = "main") -> Mapping[str, object]:
    commit = _git(folder, "rev-parse", revision).decode().strip()
    command = [sys.executable, "-c", _READ, str(folder), commit, str(cache or "none")]
    done = subprocess.run(command, cwd=_PROJECT, check=True, capture_output=True)
    found: dict[str, object] = json.loads(done.stdout)
    return found
