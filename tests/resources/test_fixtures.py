"""The bundled product and site: the same repositories everywhere, working, with their traps."""

import subprocess
import sys
from pathlib import Path

import pytest

from launch.contracts.pilot import Pilot
from launch.errors import StorageError
from resources import fixtures
from resources.fixtures import materialise
from resources.git.tree import GitTree

HEADS = {
    "product": "0a0d0503b90f063c44912b7f07798f61b425fb06",
    "site": "c5aefdcc16e7c119348e6369d3b99153f6e17fb7",
}
PROJECT = Path(fixtures.__file__).parents[1]


def git(repository: Path, *arguments: str) -> str:
    command = ["git", f"--git-dir={repository}", *arguments]
    return subprocess.run(command, capture_output=True, text=True, check=True).stdout.strip()


@pytest.fixture
def product(tmp_path: Path) -> GitTree:
    repository = materialise("product", tmp_path)
    return GitTree(repository, git(repository, "rev-parse", "main"))


@pytest.fixture
def product_folder(product: GitTree, tmp_path: Path) -> Path:
    folder = tmp_path / "checkout"
    for entry in product.entries:
        data = product.read(entry.path)
        if entry.kind == "file" and data is not None:
            (folder / entry.path).parent.mkdir(parents=True, exist_ok=True)
            (folder / entry.path).write_bytes(data)
    product.close()
    return folder


def run_python(folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-B", *arguments],
        cwd=folder,
        env={"PYTHONPATH": "src"},
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.mark.parametrize("kind", ["product", "site"])
def test_commit_ids_are_the_same_on_every_machine(
    kind: fixtures.FixtureKind, tmp_path: Path
) -> None:
    repository = materialise(kind, tmp_path / "somewhere" / "new")
    assert git(repository, "rev-parse", "HEAD") == HEADS[kind]
    assert git(repository, "symbolic-ref", "HEAD") == "refs/heads/main"
    assert git(repository, "fsck", "--strict", "--full") == ""


def test_a_repository_that_is_there_is_kept(tmp_path: Path) -> None:
    repository = materialise("site", tmp_path)
    git(repository, "update-ref", "refs/heads/delivered", "main")
    assert materialise("site", tmp_path) == repository
    assert git(repository, "rev-parse", "delivered") == HEADS["site"]
    assert [path.name for path in tmp_path.iterdir()] == [repository.name]


def test_a_folder_that_cannot_be_made_is_an_error_with_a_hint(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    with pytest.raises(StorageError) as caught:
        materialise("product", tmp_path / "file" / "below")
    assert "LAUNCH_CACHE_DIR" in caught.value.hint


def test_the_head_is_ahead_of_the_tag_by_markdown_reports(tmp_path: Path) -> None:
    repository = materialise("product", tmp_path)
    assert git(repository, "tag") == "v0.9.0"
    assert git(repository, "rev-list", "--count", "v0.9.0..main") == "1"
    changed = git(repository, "diff", "--name-only", "v0.9.0", "main").splitlines()
    assert "src/driftmark/markdown.py" in changed
    assert "to_markdown" not in git(repository, "show", "v0.9.0:src/driftmark/__init__.py")


def test_the_products_own_tests_pass(product_folder: Path) -> None:
    done = run_python(product_folder, "-m", "pytest", "-q", "-p", "no:cacheprovider", "tests")
    assert done.returncode == 0, done.stdout + done.stderr


@pytest.mark.parametrize("document", ["README.md", "docs/guides/large-files.md"])
def test_documented_programs_print_what_the_documents_say(
    document: str, product_folder: Path
) -> None:
    text = (product_folder / document).read_text()
    program = text.split("```python\n")[1].split("```")[0]
    expected = text.split("```text\n")[1].split("```")[0]
    assert run_python(product_folder, "-c", program).stdout == expected


def test_the_first_example_and_the_command_run_offline(product_folder: Path) -> None:
    assert run_python(product_folder, "examples/first_report.py").stdout == "changed poem.txt\n"
    taken = run_python(product_folder, "-m", "driftmark", "take", "docs")
    assert taken.stdout.endswith("in snapshot.json\n")
    compared = run_python(product_folder, "-m", "driftmark", "compare", "snapshot.json", "src")
    assert "removed cli.md" in compared.stdout


def test_traps_are_planted(product: GitTree) -> None:
    link = product.entry("docs/system.md")
    assert link is not None
    assert link.kind == "symlink"
    assert b"\0" in (product.read("docs/archive.bin") or b"")
    with pytest.raises(UnicodeDecodeError):
        (product.read("docs/origins.md") or b"").decode()
    example = product.read("examples/send_report.py") or b""
    assert b"gh" + b"p_" in example
    assert product.entry("docs/tuning.md") is None
    product.close()


def test_the_site_builds_without_a_warning(tmp_path: Path) -> None:
    repository = materialise("site", tmp_path)
    subprocess.run(["git", "clone", "-q", repository, tmp_path / "site"], check=True)
    done = subprocess.run(
        [Path(sys.prefix) / "bin" / "hugo", "--panicOnWarning", "--destination", tmp_path / "out"],
        cwd=tmp_path / "site",
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    assert "WARN" not in done.stdout + done.stderr
    page = tmp_path / "out" / "docs" / "example-product" / "line-endings" / "index.html"
    assert 'class="note note-note"' in page.read_text()
    assert (tmp_path / "out" / "docs" / "windlass" / "installation" / "index.html").is_file()


@pytest.mark.parametrize("name", ["example_pilot", "dry_run_example", "live_run_example"])
def test_the_pilots_are_valid(name: str) -> None:
    yaml = pytest.importorskip("yaml")
    values = yaml.safe_load((PROJECT / "pilots" / f"{name}.yml").read_text())
    values["output"]["allowed_paths"] = tuple(values["output"]["allowed_paths"])
    pilot = Pilot.model_validate(values)
    assert pilot.output.allowed_paths == ("content/docs/example-product/**",)
    assert pilot.flags.dry_run == (name == "dry_run_example")
