"""The error tree: every expected failure that stops a run, with its exit code and what to do.

    LaunchError
    ├── InputError (2)           what the person gave is wrong: pilot, flag, environment, path
    │   ├── PilotError           a pilot file, with file and line
    │   ├── RepositoryError      a repository, ref, commit or subdirectory that cannot be read
    │   └── StorageError         a directory that cannot be written, a full disk
    ├── ArtifactError (2)        an artifact is missing, changed, or from another version
    ├── RefusalError (1)         a gate or a budget said no
    ├── ServiceError (3)         something outside failed or refused
    │   ├── LLMError             the language model
    │   │   └── MissingKeyError (2)  its key is not set; shown as LLMError
    │   ├── CommitServiceError   the commit service or its forge
    │   └── HugoError            Hugo could not be run
    └── InterruptedRunError (130, 143)  Ctrl-C, SIGTERM

Anything else that reaches the command line is a bug of ours: exit 70.
"""

from typing import ClassVar


def printable(text: str) -> str:
    """Return text with everything but printable characters and line ends escaped."""
    return "".join(
        letter
        if letter.isprintable() or letter == "\n"
        else letter.encode("unicode_escape").decode("ascii")
        for letter in text
    )


class LaunchError(Exception):
    """An expected failure: one sentence of what was found, and a hint of what to do.

    ``message`` never holds a secret; ``hint`` is an instruction that a person can follow. What a
    terminal would obey or hide is shown escaped in both.
    """

    exit_code: ClassVar[int] = 70
    label: ClassVar[str] = ""
    """The name shown to people, where it is not the class's own."""

    def __init__(self, message: str, *, hint: str = "") -> None:
        self.message = printable(message)
        self.hint = printable(hint)
        super().__init__(self.message)

    def __str__(self) -> str:
        """Return the class name, the message and the hint, as the runbook shows them."""
        text = f"{self.label or type(self).__name__}: {self.message}"
        return f"{text}\n  What to do: {self.hint}" if self.hint else text


class InputError(LaunchError):
    """What the person gave cannot be used."""

    exit_code = 2


class PilotError(InputError):
    """A pilot file is wrong; the message names file and line where there is one."""


class RepositoryError(InputError):
    """A repository, ref, commit or subdirectory does not exist or cannot be read."""


class StorageError(InputError):
    """A directory cannot be written, or the disk is full."""


class ArtifactError(LaunchError):
    """An artifact is missing, was changed since it was recorded, or is of another version."""

    exit_code = 2


class RefusalError(LaunchError):
    """A delivery gate or a budget refused to go on."""

    exit_code = 1


class ServiceError(LaunchError):
    """Something outside this machine's control failed or refused."""

    exit_code = 3


class LLMError(ServiceError):
    """The language model could not be used."""


class MissingKeyError(LLMError):
    """The language model's key is not set: something the person can mend at once."""

    exit_code = 2
    label = "LLMError"


class CommitServiceError(ServiceError):
    """The commit service or its forge could not be used."""


class HugoError(ServiceError):
    """Hugo could not be run."""


class InterruptedRunError(LaunchError):
    """The run was stopped by a signal; exit code 128 + its number."""

    exit_code = 130

    def __init__(self, signal_number: int) -> None:
        super().__init__(
            f"stopped by signal {signal_number}",
            hint="nothing is lost; continue with `python -m launch resume --run-id <run_id>`",
        )
        self.signal_number = signal_number
