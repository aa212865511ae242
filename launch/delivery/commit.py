"""The commit as a value: the exact request, the same for readers, and how to undo it.

Nothing is sent here, and a bundle that a gate refused never becomes a request.
"""

from collections.abc import Mapping
from difflib import SequenceMatcher

from launch.contracts.delivery import CommitFile, CommitPayload, CreateCommitBundle, Delivery
from launch.contracts.page_plan import PagePlan
from launch.contracts.patch_bundle import FixedPatchBundle
from launch.contracts.product_facts import ProductFacts
from launch.contracts.settings import Settings
from launch.contracts.validation_report import ValidationReport
from launch.delivery.branch import branch_of, is_rolling
from launch.delivery.neutral import message
from launch.delivery.wire import WIRE_VERSION, wire_request
from launch.digests import sha256
from launch.errors import RefusalError
from launch.ports import Tree

_SUBJECT_LENGTH = 72


def commit_bundle(
    settings: Settings,
    run_id: str,
    timestamp: str,
    *,
    bundle: FixedPatchBundle,
    report: ValidationReport,
    plan: PagePlan,
    facts: ProductFacts,
    site_tree: Tree,
    changes: Mapping[str, bytes | None],
    delivery: Delivery,
) -> CreateCommitBundle:
    """Return the commit request for a green bundle.

    ``changes`` is what applying the bundle to ``site_tree`` gives: bytes by path, None deletes.
    ``timestamp`` fills the branch template. RefusalError for a bundle that is not green or changes
    nothing.
    """
    refuse_unless_green(bundle, report, changes)
    output = settings.pilot.output
    values = {
        "run_id": run_id,
        "pilot": settings.pilot_key,
        "timestamp": timestamp,
        "sha": facts.pin.commit[:12],
    }
    branch = branch_of(output.branch_name, values, output.base_ref)
    files = tuple(_file(path, site_tree, changes[path]) for path in sorted(changes))
    subject, text = _message(settings, run_id, plan, facts, files)
    body = {
        "schema_version": WIRE_VERSION,
        "run_id": run_id,
        "repo_url": settings.site_url_effective,
        "base_ref": output.base_ref,
        "base_commit": bundle.site.commit,
        "branch_name": branch,
        "on_existing_branch": "append" if is_rolling(output.branch_name) else "refuse",
        "allowed_paths": list(output.allowed_paths),
        "commit_message": subject,
        "commit_body": text,
        "patch_bundle": {"schema_version": WIRE_VERSION, "patches": _patches(site_tree, changes)},
        "require_clean_base": True,
    }
    payload = CommitPayload(
        repo_url=settings.site_url_effective,
        base_ref=output.base_ref,
        base_commit=bundle.site.commit,
        branch_name=branch,
        commit_message=f"{subject}\n\n{text}",
        files=files,
    )
    return CreateCommitBundle(
        request=wire_request("/commit", body),
        payload=payload,
        rollback=rollback(payload),
        delivery=delivery,
    )


def rollback(payload: CommitPayload) -> tuple[str, ...]:
    """Return the steps that undo a delivery: commands with their real commits and paths."""
    base = payload.base_commit
    restored = [file.path for file in payload.files if file.change != "added"]
    removed = [file.path for file in payload.files if file.change == "added"]
    steps = [
        "Before the merge, close the pull request and delete its branch: "
        f"git push origin --delete {payload.branch_name}",
        f"After the merge, start from the branch it went to: git switch {payload.base_ref}",
    ]
    if removed:
        steps.append(f"Remove what was added: git rm -- {_quoted(removed)}")
    if restored:
        steps.append(f"Restore what was changed: git checkout {base} -- {_quoted(restored)}")
    steps.append(f'Record it: git commit -m "Undo the documentation built on {base[:12]}"')
    return tuple(steps)


def too_small(files: tuple[CommitFile, ...], min_change: int) -> str | None:
    """Return why a change is not worth a pull request (`output.min_change`), or None."""
    lines = sum(file.lines_added + file.lines_removed for file in files)
    if lines >= min_change:
        return None
    return f"{lines} changed lines are fewer than `output.min_change` ({min_change})"


def refuse_unless_green(
    bundle: FixedPatchBundle, report: ValidationReport, changes: Mapping[str, bytes | None]
) -> None:
    """Return for a green bundle that changes something; RefusalError otherwise."""
    red = [result.gate for result in report.results if _is_red(result.status, result.severity)]
    if report.status == "failed" or bundle.refused or red or report.errors:
        named = f" ({', '.join(red)})" if red else ""
        raise RefusalError(
            f"the bundle is not green{named}: no commit is made of it",
            hint="read `errors` in artifacts/validation_report.json, mend the cause, run again",
        )
    if not changes:
        raise RefusalError(
            "the bundle changes nothing: there is no commit to make",
            hint="the site says all this already, or no page was planned: `left_out` in "
            "artifacts/page_plan.json says why",
        )


def _is_red(status: str, severity: str) -> bool:
    return status == "failed" and severity == "error"


def _patches(tree: Tree, changes: Mapping[str, bytes | None]) -> list[dict[str, object]]:
    return [
        _patch(number, path, tree.read(path), changes[path])
        for number, path in enumerate(sorted(changes), start=1)
    ]


def _patch(number: int, path: str, before: bytes | None, after: bytes | None) -> dict[str, object]:
    """Return one file's patch: whole contents, so that a service needs no patch engine."""
    patch: dict[str, object] = {"patch_id": f"p{number:04d}", "path": path}
    if before is not None:
        patch["before_sha256"] = sha256(before)
    if after is None:
        return {**patch, "type": "delete_file"}
    text = after.decode()
    patch |= {"content_hash": sha256(after), "new_content": text}
    if before is None:
        return {**patch, "type": "create_file"}
    lines = len(before.splitlines())
    return {**patch, "type": "update_file_range", "start_line": 1, "end_line": lines}


def _file(path: str, tree: Tree, after: bytes | None) -> CommitFile:
    before = tree.read(path)
    old = [] if before is None else before.splitlines()
    new = [] if after is None else after.splitlines()
    steps = SequenceMatcher(None, old, new, autojunk=False).get_opcodes()
    changed = [step for step in steps if step[0] != "equal"]
    return CommitFile(
        path=path,
        change="added" if before is None else "deleted" if after is None else "modified",
        lines_added=sum(last - first for _, _, _, first, last in changed),
        lines_removed=sum(last - first for _, first, last, _, _ in changed),
    )


def _message(
    settings: Settings,
    run_id: str,
    plan: PagePlan,
    facts: ProductFacts,
    files: tuple[CommitFile, ...],
) -> tuple[str, str]:
    name = message(facts.identity.name) or settings.pilot_key
    subject = _cut(f"{headline(files)} for {name}")
    pages = [page for page in plan.pages if any(file.path == page.path for file in files)]
    lines = [
        f"Built from {name} at commit {facts.pin.commit}.",
        "",
        *(f"- {message(page.title)} ({page.path})" for page in pages),
        *([""] if pages else []),
        f"Launch-Run: {run_id}",
        f"Launch-Pilot: {settings.pilot_key}",
    ]
    return subject, "\n".join(lines)


def headline(files: tuple[CommitFile, ...]) -> str:
    """Return what a change does to the documentation, in two words."""
    return (
        "Add documentation" if any(f.change == "added" for f in files) else "Update documentation"
    )


def _cut(text: str) -> str:
    return text if len(text) <= _SUBJECT_LENGTH else f"{text[: _SUBJECT_LENGTH - 1].rstrip()}…"


def _quoted(paths: list[str]) -> str:
    return " ".join("'" + path.replace("'", "'\\''") + "'" for path in paths)
