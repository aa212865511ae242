"""Commit trailers that tie a commit to its request, so that a lost memory finds it again."""

from resources.commit_service.contract import CommitRequest

_KEY = "Launch-Key: "
_REQUEST = "Launch-Request: "
_PILOT = "Launch-Pilot: "


def marked(request: CommitRequest, fingerprint: str) -> str:
    """Return the commit's message: subject, body, and the trailers as the last two lines."""
    trailers = f"{_KEY}{request.idempotency_key}\n{_REQUEST}{fingerprint}"
    body = request.commit_body.strip()
    last = body.rpartition("\n\n")[2]
    joined = bool(body) and all(": " in line for line in last.splitlines())
    parts = [request.commit_message.strip(), *([body] if body else [])]
    return "\n\n".join(parts) + ("\n" if joined else "\n\n") + trailers


def trailers_of(message: str) -> tuple[str, ...]:
    """Return the last two lines of a message: for a commit of ours, its key and its request."""
    return tuple(message.rstrip("\n").split("\n")[-2:])


def names_request(message: str, key: str, fingerprint: str) -> bool:
    """Return whether a commit's message says that this very request made it."""
    return trailers_of(message) == (f"{_KEY}{key}", f"{_REQUEST}{fingerprint}")


def pilot_of(text: str) -> str:
    """Return the pilot that a message or body names in its trailers, or an empty text."""
    lines = (line for line in reversed(text.split("\n")) if line.startswith(_PILOT))
    return next(lines, "").removeprefix(_PILOT).strip()


def is_ours(message: str) -> bool:
    """Return whether a commit's message says that this service made it."""
    last = trailers_of(message)
    return len(last) == 2 and last[0].startswith(_KEY) and last[1].startswith(_REQUEST)
