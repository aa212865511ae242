"""A repository that git talks to: list its refs, fetch what is missing into our own repository."""

from pathlib import Path

from launch.errors import RepositoryError
from resources.git.address import Role, keys_of, shown
from resources.git.environment import run_git
from resources.git.refs import OBJECT_ID, Refs

_ABSENT = ("not found", "does not exist", "could not read Username", "not appear to be a git")
_DENIED = ("Permission denied", "Authentication failed", "Host key verification failed")


def list_refs(url: str, role: Role) -> Refs:
    """Return what a remote repository offers, without fetching anything."""
    done = run_git(None, "ls-remote", "--symref", "--end-of-options", url, timeout=300)
    if done.returncode != 0:
        raise _cannot_reach(url, role, done.stderr)
    by_name: dict[str, str] = {}
    head: str | None = None
    for line in done.stdout.decode("utf-8", "replace").splitlines():
        value, _, name = line.partition("\t")
        if name == "HEAD":
            head = value.removeprefix("ref: ") if value.startswith("ref: ") else head or value
        elif OBJECT_ID.fullmatch(value) and name.startswith("refs/") and not name.endswith("^{}"):
            by_name[name] = value
    return Refs(by_name, head)


def fetch_history(git_dir: Path, url: str, role: Role) -> None:
    """Fetch every branch and tag with its history."""
    specs = ("+refs/heads/*:refs/heads/*", "+refs/tags/*:refs/tags/*")
    _fetch(git_dir, url, role, "--prune", "--no-tags", specs=specs)


def fetch_commit(git_dir: Path, url: str, revision: str, *, depth: int | None) -> bool:
    """Fetch one object id, with ``depth`` commits of history; False where the host refuses."""
    options = ("--no-tags", *(() if depth is None else (f"--depth={depth}",)))
    spec = f"+{revision}:refs/pins/{revision}"
    done = run_git(git_dir, *_fetch_command(*options), "--end-of-options", url, spec)
    return done.returncode == 0


def _fetch(git_dir: Path, url: str, role: Role, *options: str, specs: tuple[str, ...]) -> None:
    done = run_git(git_dir, *_fetch_command(*options), "--end-of-options", url, *specs)
    if done.returncode != 0:
        raise _cannot_reach(url, role, done.stderr)


def _fetch_command(*options: str) -> tuple[str, ...]:
    fixed = ("--quiet", "--no-write-fetch-head", "--no-recurse-submodules", "--no-auto-maintenance")
    return ("fetch", *fixed, *options)


def _cannot_reach(url: str, role: Role, stderr: bytes) -> RepositoryError:
    key = keys_of(role)[0]
    text = stderr.decode("utf-8", "replace")
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    said = next((line for line in lines if line.startswith(("fatal:", "error:"))), "")
    said = shown(said or (lines[-1] if lines else "git gave no reason"))
    if any(sign in text for sign in _DENIED):
        return RepositoryError(
            f"{shown(url)} refuses access ({said})",
            hint=f"check the ssh agent and known hosts, or use another address in `{key}`",
        )
    if any(sign in text for sign in _ABSENT):
        return RepositoryError(
            f"the repository {shown(url)} does not exist or is private ({said})",
            hint=f"correct `{key}`; for a private repository use an ssh address, "
            "or a local mirror through LAUNCH_GIT_MIRRORS",
        )
    return RepositoryError(
        f"{shown(url)} cannot be read ({said})",
        hint="check the network and the address, or name a mirror in LAUNCH_GIT_MIRRORS",
    )
