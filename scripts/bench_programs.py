"""Do the programs on the pages run: in page order, product installed, without network of their own.

For products that are trusted: their code is run here, in a folder of its own, never by the
pipeline. A program that ends with a message of its own, such as one about arguments, has run;
one that does not compile, does not find what it imports, or throws, has not.
"""

import os
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from launch.contracts.draft_content import Code
from launch.contracts.snippet_catalog import Snippet
from resources.git.environment import git_command
from scripts.bench_pages import Product, Written, addresses, read_ground, read_product, write
from scripts.figures import Figure

_LONGEST = 20
"""Seconds after which a program that still runs, such as a server, has run."""
_INSTALLING = 300
_SEVERAL = 0.9
_BROKEN = re.compile(
    r"Traceback \(most recent|SyntaxError|ModuleNotFound|ImportError|ERR_MODULE"
    r"|^\s+at .+:\d+:\d+\)?$|^panic: |^# command-line-arguments|\.go:\d+:\d+: "
    r"|cannot find (?:module|package)",
    re.MULTILINE,
)
"""What interpreters and compilers say of programs that are broken."""
_TYPED = "Ada\n" * 5
"""What a program reads that asks its user."""
_LISTED = 5


@dataclass(frozen=True)
class Bench:
    """A language: how a product's work tree is installed, and how a program is run."""

    client: str
    suffix: str
    install: Callable[[Product, Path, Path], tuple[str, ...]]
    run: Callable[[Path, Path], tuple[str, ...]]


def _venv(product: Product, work: Path, tools: Path) -> tuple[str, ...]:
    subprocess.run([sys.executable, "-m", "venv", str(tools)], check=True, capture_output=True)
    claims = product.facts.claims
    extras = sorted(
        claim.attribute.removeprefix("extra:")
        for claim in claims
        if claim.kind == "install_command" and claim.attribute.startswith("extra:")
    )
    named = f"[{','.join(extras)}]" if extras else ""
    return (str(tools / "bin" / "python"), "-m", "pip", "install", "-q", f"{work}{named}")


def _npm(product: Product, work: Path, tools: Path) -> tuple[str, ...]:
    tools.mkdir(parents=True, exist_ok=True)
    options = ("--silent", "--no-audit", "--install-links", "--prefix", str(tools))
    return ("npm", "install", *options, str(work))


def _go(product: Product, work: Path, tools: Path) -> tuple[str, ...]:
    return ("go", "build", ".")


BENCHES: Mapping[str, Bench] = {
    "Python": Bench(
        "python3", ".py", _venv, lambda tools, file: (str(tools / "bin/python"), str(file))
    ),
    "JavaScript": Bench("npm", ".mjs", _npm, lambda _, file: ("node", str(file))),
    "Go": Bench("go", ".go", _go, lambda _, file: ("go", "run", str(file))),
}


def programs() -> list[Figure]:
    """Share of programs on the pages that run, by product."""
    with tempfile.TemporaryDirectory(prefix="bench-programs-") as name:
        folder = Path(name)
        site = read_ground(folder)
        found: list[Figure] = []
        for address in addresses():
            product = read_product(address, folder)
            bench = BENCHES.get(product.facts.identity.language)
            if bench is not None and shutil.which(bench.client):
                found.append(_figure(product, write(product, site), bench, folder / product.name))
        return found


def _figure(product: Product, made: Written, bench: Bench, folder: Path) -> Figure:
    work, tools = folder / "work", folder / "tools"
    _check_out(product, work)
    installed = _outcome(bench.install(product, work, tools), work, _INSTALLING)
    if installed:
        return _judged(product, 0, [f"not installed: {installed}"])
    failed: list[str] = []
    count = 0
    for page_id, snippet in _offline(product, made):
        count += 1
        problem = _run(snippet, bench, work, tools, count)
        if problem:
            failed.append(f"{page_id}: {problem}")
    return _judged(product, count, failed)


def _offline(product: Product, made: Written) -> Iterator[tuple[str, Snippet]]:
    """Yield programs in page order that name no file or package which is not there."""
    snippets = {snippet.id: snippet for snippet in product.snippets.snippets}
    language = product.facts.identity.language.lower()
    for page in made.draft.pages:
        for block in page.blocks:
            snippet = snippets.get(block.snippet_id or "") if isinstance(block, Code) else None
            if snippet is None or snippet.form != "program" or snippet.needs_network:
                continue
            if snippet.language == language and _is_ready(product, snippet):
                yield page.page_id, snippet


def _is_ready(product: Product, snippet: Snippet) -> bool:
    files = {file.path for file in product.inventory.files}
    return all(name in files for name in snippet.undeclared)


def _run(snippet: Snippet, bench: Bench, work: Path, tools: Path, number: int) -> str:
    where = tools if bench.suffix == ".mjs" else work
    file = where / f"page_program_{number}{bench.suffix}"
    if bench.suffix == ".go":  # A folder is a package: no program stands beside the product.
        file = work / f"page_program_{number}" / "main.go"
        file.parent.mkdir()
    file.write_text(snippet.code + "\n", encoding="utf-8")
    return _outcome(bench.run(tools, file), work, _LONGEST)


def _outcome(command: tuple[str, ...], work: Path, seconds: int) -> str:
    """Return the last line of what went wrong; empty where it ended well or still runs."""
    env = {key: os.environ[key] for key in ("PATH", "HOME", "LANG") if key in os.environ}
    try:
        done = subprocess.run(
            command, cwd=work, env=env, capture_output=True, text=True, timeout=seconds,
            input=_TYPED, check=False,
        )  # fmt: skip
    except subprocess.TimeoutExpired:
        return "" if seconds == _LONGEST else "it took too long"
    installs = seconds == _INSTALLING
    if done.returncode == 0 or not (installs or _BROKEN.search(done.stderr)):
        return ""
    lines = done.stderr.strip().split("\n")
    return lines[-1][:160] or f"exit code {done.returncode}"


def _check_out(product: Product, work: Path) -> None:
    work.mkdir(parents=True)
    commit = product.facts.pin.commit
    archive = subprocess.run(
        git_command(product.git_dir, "archive", commit), check=True, capture_output=True
    )
    subprocess.run(["tar", "-x", "-C", str(work)], input=archive.stdout, check=True)


def _judged(product: Product, count: int, failed: list[str]) -> Figure:
    share = (count - len(failed)) / count if count else 0.0
    told = f"{max(0, count - len(failed))} of {count}"
    if failed:
        told += "; " + "; ".join(failed[:_LISTED])
    holds = share >= _SEVERAL or (count == 0 and not failed)
    return Figure(f"{product.name}: programs that run", share, "share", ">= 0.9", holds, told)
