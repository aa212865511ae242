"""What a person can do about a refusal of the commit service: by its code, else by its status."""

_BY_CODE = {
    "branch_taken": "delete the branch that is in the way in the site's repository and resume this"
    " run, or set another `output.branch_name` and start a new one",
    "branch_edited": "merge or close that pull request, then start a new run",
    "branch_checked_out": "switch that repository to another branch, then resume this run",
    "already_closed": "reopen that pull request, or change what the pilot asks for",
    "already_merged": "nothing is left to do: the base branch holds these pages",
    "nothing_to_commit": "nothing is left to do: the base branch holds these pages",
    "too_large": "plan fewer pages (`plan.max_pages`), then start a new run",
    "forge_unauthorised": "the operator of the commit service must renew its forge token",
    "forge_forbidden": "the operator of the commit service must widen its forge token's rights",
    "forge_token": "set GITHUB_TOKEN where the commit service runs",
}


def hint_for(status: int, code: str | None) -> str:
    """Return what to do about an answer; ``code`` is None where the answer is not ours."""
    if code in _BY_CODE:
        return _BY_CODE[code]
    match status:
        case 301 | 302 | 303 | 307 | 308:
            return "redirects are not followed: set COMMIT_SERVICE_URL to the final address"
        case 401:
            return "GITHUB_TOKEN is wrong or has expired: set another one"
        case 403:
            return "the token's rights or the service's `allowed_paths` do not cover this change"
        case 404:
            return "check that COMMIT_SERVICE_URL ends in /v1 and that the repository exists"
        case 409:
            return "the site has changed meanwhile: start a new run on it"
        case _:
            return "read the exchange in evidence/delivery/ and the service's log"
