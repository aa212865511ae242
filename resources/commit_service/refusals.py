"""Refusals of the service as exceptions within it: status, stable code, what was found, what to do.

They leave the service as answers, never as tracebacks.
"""

from collections.abc import Callable, Mapping


class RefusedRequestError(Exception):
    """A request that is not carried out."""

    def __init__(
        self,
        status: int,
        code: str,
        message: str,
        *,
        details: Mapping[str, str] | None = None,
        retry_after: int | None = None,
    ) -> None:
        super().__init__(message)
        self.status = status
        self.code = code
        self.message = message
        self.details = dict(details or {})
        self.retry_after = retry_after


def branch_taken(branch: str, head: str) -> RefusedRequestError:
    """Return the refusal for a branch that is there and is not this request's."""
    return RefusedRequestError(
        409,
        "branch_taken",
        f"the branch {branch} exists with another content",
        details={"branch": branch, "head": head},
    )


def branch_blocked(branch: str, head_of: Callable[[str], str | None]) -> RefusedRequestError:
    """Return the refusal for a branch that git could not make, and what is in its way."""
    head = head_of(branch)
    if head is not None:
        return branch_taken(branch, head)
    parts = branch.split("/")
    above = ("/".join(parts[:end]) for end in range(1, len(parts)))
    other = next((name for name in above if head_of(name) is not None), None)
    return RefusedRequestError(
        409,
        "branch_taken",
        f"the branch {branch} cannot be made beside "
        + (f"the branch {other}" if other else f"branches whose names begin with {branch}/"),
        details={"branch": branch, "head": ""},
    )


def base_moved(base_ref: str, expected: str, found: str) -> RefusedRequestError:
    """Return the refusal for a base branch that has moved on."""
    return RefusedRequestError(
        409,
        "base_moved",
        f"{base_ref} is at {found[:12]}, the change was made for {expected[:12]}; run again",
        details={"base_ref": base_ref, "expected": expected, "found": found},
    )


def branch_edited(branch: str, head: str) -> RefusedRequestError:
    """Return the refusal for a rolling branch on which a person has committed."""
    return RefusedRequestError(
        409,
        "branch_edited",
        f"the head of {branch} is not a commit of this service: a person works on it; "
        "merge or close that pull request first",
        details={"branch": branch, "head": head},
    )
