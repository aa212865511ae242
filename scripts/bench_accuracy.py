"""Recall and precision of the API surface against what other tools say of the same sources.

Judges: Python itself, go/ast, the TypeScript compiler (`typescript` by NODE_PATH), javac's parser,
Ripper, PHP Reflection, gcc, rustdoc; one that this machine has not got is told, not passed.
Products: installed packages, and bare repositories `owner+name/repo` in LAUNCH_BENCH_REPOSITORIES.
"""

import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
import tomllib
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from launch.contracts.product_facts import Symbol
from launch.contracts.repo_inventory import RepoInventory
from launch.contracts.tree import RepoPin
from launch.intake.product.scan import scan
from launch.knowledge.surface.javascript.entries import entry_files
from launch.knowledge.surface.read import read_surface
from resources.git.tree import GitTree
from scripts.bench_scan import repository_of, sources_of
from scripts.figures import Figure

_TRUTHS = Path(__file__).resolve().parent / "truths"
_PACKAGES = ("click", "httpx", "jinja2", "griffe", "attr", "tqdm", "requests", "websockets",
             "uvicorn", "starlette", "tenacity", "filelock")  # fmt: skip
_STRICT, _LOOSE = 0.98, 0.95

type Truth = Callable[[Path, RepoInventory, GitTree], Sequence[str]]


@dataclass(frozen=True)
class Judge:
    """A tool that knows what is public, and the products that it is asked about."""

    language: str
    tool: str
    """Program that must be there."""
    goal: float
    products: tuple[str, ...]
    command: Truth
    """What prints the JSON list of names, given the checked-out product."""
    unseen: Callable[[Path], frozenset[str]] = lambda root: frozenset()
    """Names of modules that the tool is not shown here: what they hold is not judged."""


def _go(root: Path, inventory: RepoInventory, tree: GitTree) -> Sequence[str]:
    """Files that the inventory leaves out as made by a program are left out here too."""
    del tree
    for file in inventory.files:
        if file.skipped == "generated":
            (root / file.path).unlink(missing_ok=True)
    return ("go", "run", str(_TRUTHS / "names.go"), str(root))


def _java(root: Path, inventory: RepoInventory, tree: GitTree) -> Sequence[str]:
    del tree
    opened = (f"--add-exports=jdk.compiler/com.sun.tools.javac.{part}=ALL-UNNAMED"
              for part in ("tree", "code"))  # fmt: skip
    return ("java", *opened, str(_TRUTHS / "Names.java"), str(root / inventory.subdir))


def _ruby(root: Path, inventory: RepoInventory, tree: GitTree) -> Sequence[str]:
    del tree
    return ("ruby", str(_TRUTHS / "names.rb"), str(root / inventory.subdir / "lib"))


def _php(root: Path, inventory: RepoInventory, tree: GitTree) -> Sequence[str]:
    del tree
    return ("php", str(_TRUTHS / "names.php"), str(root / inventory.subdir / "src"))


def _rust(root: Path, inventory: RepoInventory, tree: GitTree) -> Sequence[str]:
    del tree
    return (sys.executable, str(_TRUTHS / "rust_names.py"), str(root / inventory.subdir))


_GATED = re.compile(
    r'#\[cfg\([^\]]*feature = "([\w-]+)"[^\]]*\]\s*(?:#\[[^\]]*\]\s*)*pub mod (\w+)'
)


def _gated(root: Path) -> frozenset[str]:
    """Return modules behind features that are off: their crates would be needed to turn them on."""
    manifest = tomllib.loads((root / "Cargo.toml").read_text())
    on = manifest.get("features", {}).get("default", [])
    found = (
        match
        for path in (root / "src").rglob("*.rs")
        for match in _GATED.finditer(path.read_text())
    )
    return frozenset(match[2] for match in found if match[1] not in on)


def _c(root: Path, inventory: RepoInventory, tree: GitTree) -> Sequence[str]:
    """Headers that gcc gets through here: others need libraries that this machine has not got."""
    headers = {s.path for s in read_surface(inventory, tree).symbols if s.language == "C"}
    known = [path for path in sorted(headers) if _compiles(root, path)]
    return (sys.executable, str(_TRUTHS / "c_names.py"), str(root), *known)


def _compiles(root: Path, path: str) -> bool:
    command = ["gcc", "-w", "-fsyntax-only", f"-I{root}", "-x", "c", str(root / path)]
    return subprocess.run(command, check=False, capture_output=True).returncode == 0


def _typescript(root: Path, inventory: RepoInventory, tree: GitTree) -> Sequence[str]:
    entries = {name: str(root / path) for name, path in entry_files(inventory, tree).items()}
    return ("node", str(_TRUTHS / "typescript.cjs"), json.dumps(entries))


JUDGES: tuple[Judge, ...] = (
    Judge(
        "Go",
        "go",
        _STRICT,
        ("spf13+cobra", "gorilla+mux", "go-task+task", "gin-gonic+gin", "stretchr+testify"),
        _go,
    ),
    Judge(
        "Java",
        "java",
        _STRICT,
        ("google+gson", "FasterXML+jackson-databind", "apache+commons-lang"),
        _java,
    ),
    Judge(
        "TypeScript",
        "node",
        _STRICT,
        ("colinhacks+zod", "date-fns+date-fns", "axios+axios", "isaacs+minimatch"),
        _typescript,
    ),
    Judge(
        "C", "gcc", _STRICT, ("jqlang+jq", "redis+hiredis", "DaveGamble+cJSON", "madler+zlib"), _c
    ),
    Judge(
        "Ruby",
        "ruby",
        _LOOSE,
        ("rack+rack", "sinatra+sinatra", "ruby+rake", "minitest+minitest"),
        _ruby,
    ),
    Judge("PHP", "php", _LOOSE, ("Seldaek+monolog", "guzzle+guzzle", "twigphp+Twig"), _php),
    Judge(
        "Rust",
        "rustdoc",
        _LOOSE,
        ("rayon-rs+either", "BurntSushi+memchr", "dtolnay+anyhow"),
        _rust,
        _gated,
    ),
)
"""JavaScript is judged with TypeScript where types are declared; C# and C++ have no judge here."""


def accuracy() -> list[Figure]:
    """Recall and precision by product, the misses named."""
    figures = [figure for package in _PACKAGES for figure in _python(package)]
    folder = os.environ.get("LAUNCH_BENCH_REPOSITORIES")
    for judge in JUDGES:
        for product in judge.products:
            bare = Path(folder, product, "repo") if folder else None
            figures += _judged(judge, product, bare)
    return figures


def _python(package: str) -> list[Figure]:
    judge = [sys.executable, str(_TRUTHS / "python_names.py"), package]
    truth = _names(judge)
    with tempfile.TemporaryDirectory(prefix="bench-names-") as name:
        symbols, _ = _surface(repository_of(Path(name) / "it", sources_of(package)), package)
    types = {s.name for s in symbols if s.kind in ("class", "enum")}
    classes = {names[0] for names in truth if names[0].count(".") == 1} & types
    shown = [s for s in symbols if s.name.startswith(f"{package}.") and s.kind != "module"
             and (s.name.count(".") == 1 or s.parent in classes)]  # fmt: skip
    return _figures(f"Python, {package}, Python itself", truth, shown, symbols, _STRICT)


def _judged(judge: Judge, product: str, bare: Path | None) -> list[Figure]:
    label = f"{judge.language}, {product.replace('+', '/')}, {judge.tool}"
    if shutil.which(judge.tool) is None or bare is None or not bare.exists():
        missing = f"no {judge.tool} here" if shutil.which(judge.tool) is None else "no repository"
        return [_not_judged(label, judge, missing)]
    with tempfile.TemporaryDirectory(prefix="bench-truth-") as name:
        root = Path(name)
        symbols, scanned = _surface(bare, product)
        write_out(scanned[1], root)
        try:
            command = judge.command(root, *scanned)
            truth = _names(command)
        except subprocess.CalledProcessError as error:
            said = error.stderr.decode("utf-8", "replace").strip().splitlines() or ["nothing"]
            return [_not_judged(label, judge, f"{judge.tool} failed: {said[-1][:120]}")]
        unseen = judge.unseen(root)
    own = [s for s in symbols if s.kind != "module" and (judge.tool != "gcc" or s.path in command)
           and not unseen & set(s.name.split("::"))]  # fmt: skip
    return _figures(label, truth, own, symbols, judge.goal)


def write_out(tree: GitTree, root: Path) -> None:
    """Write the files that are there; a snapshot may lack large ones."""
    for entry in tree.entries:
        data = tree.read(entry.path) if entry.kind in ("file", "executable") else None
        if data is not None:
            (root / entry.path).parent.mkdir(parents=True, exist_ok=True)
            (root / entry.path).write_bytes(data)


def _not_judged(label: str, judge: Judge, why: str) -> Figure:
    goal = f">= {judge.goal}"
    return Figure(f"{label}: not judged", 0.0, "", goal, holds=False, context=why)


def _surface(bare: Path, product: str) -> tuple[tuple[Symbol, ...], tuple[RepoInventory, GitTree]]:
    scanned = inventory_of(bare, product)
    return read_surface(*scanned).symbols, scanned


def inventory_of(bare: Path, product: str) -> tuple[RepoInventory, GitTree]:
    """Return what a bare repository holds at its newest commit; the product is `owner+name`."""
    command = ["git", "-C", str(bare), "rev-parse", "HEAD"]
    commit = subprocess.run(command, check=True, capture_output=True, text=True).stdout.strip()
    url = f"https://example.com/{product.replace('+', '/')}.git"
    tree = GitTree(bare, commit)
    pin = RepoPin(url=url, ref="HEAD", commit=commit, tree=commit, time=0)
    return scan(tree, pin, (), None), tree


def _names(command: Sequence[str]) -> list[list[str]]:
    """Run a judge; a definition that it reaches under several names is a list of them."""
    done = subprocess.run(command, check=True, capture_output=True)
    return [[row] if isinstance(row, str) else row for row in json.loads(done.stdout)]


def _figures(
    label: str,
    truth: Sequence[Sequence[str]],
    shown: Sequence[Symbol],
    symbols: Sequence[Symbol],
    goal: float,
) -> list[Figure]:
    ours = {name for symbol in symbols for name in (symbol.name, *symbol.aliases)}
    again = {symbol.name: symbol.aliases for symbol in symbols if symbol.aliases}
    ours |= {f"{alias}{symbol.name.removeprefix(symbol.parent)}" for symbol in symbols
             for alias in again.get(symbol.parent, ())}  # fmt: skip
    theirs = {name for names in truth for name in names}
    missed = sorted(min(names, key=len) for names in truth if not ours & set(names))
    wrong = sorted(s.name for s in shown if not theirs & {s.name, *s.aliases})
    recall = 1 - len(missed) / max(1, len(truth))
    precision = 1 - len(wrong) / max(1, len(shown))
    told = (f"{len(truth)} names; {len(missed)} missed: {', '.join(missed[:4]) or 'none'}; "
            f"{len(wrong)} not there: {', '.join(wrong[:4]) or 'none'}")  # fmt: skip
    rows = (("recall", recall), ("precision", precision))
    return [Figure(f"{label}: {what}", value, "", f">= {goal}", value >= goal, told)
            for what, value in rows]  # fmt: skip
