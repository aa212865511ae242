"""Why a run stopped, as the snapshot keeps it."""

import sys

from dagster._core.errors import DagsterExecutionInterruptedError

from launch.contracts.snapshot import RunError
from launch.errors import LaunchError
from launch_assets.signals import received_signal, was_signalled
from resources.run_store.disk import as_storage_error


def reason(stage: str, error: BaseException) -> RunError:
    """Return why a stage stopped, as a value."""
    match known(error):
        case LaunchError() as expected:
            return RunError(
                stage=stage,
                kind=expected.label or type(expected).__name__,
                message=expected.message,
                hint=expected.hint,
                exit_code=expected.exit_code,
            )
        case DagsterExecutionInterruptedError() | KeyboardInterrupt():
            number = received_signal()
            return RunError(
                stage=stage,
                kind="InterruptedRunError",
                message=f"stopped by {'SIGTERM' if number == 15 else 'Ctrl-C (SIGINT)'}",
                hint="nothing is lost; continue with `python -m launch resume --run-id <run_id>`",
                exit_code=128 + number,
            )
        case _:
            return RunError(
                stage=stage,
                kind=type(error).__name__,
                message=_text(error),
                hint="this is a bug of the launcher: report it with the run's logs/run.log",
                exit_code=70,
            )


def known(error: BaseException) -> BaseException:
    """Return an expected failure for what is one at heart, such as a full disk; else the error."""
    if isinstance(error, LaunchError):
        return error
    return as_storage_error(error) or error


def stopped_between(unfinished: tuple[str, ...]) -> RunError:
    """Return why a run ended with artifacts left to make and no stage that failed."""
    if was_signalled():
        return reason("run", KeyboardInterrupt())
    pending = sys.exception()
    if pending is not None and isinstance(known(pending), LaunchError):
        return reason("run", pending)
    return RunError(
        stage="run",
        kind="IncompleteRun",
        message=f"the run ended before `{unfinished[0]}` was made, and no stage failed",
        hint="Dagster's own events say why: `python -m launch dev`",
        exit_code=70,
    )


def first_line(error: BaseException) -> str:
    """Return the error's kind and its message, on one line."""
    told = known(error)
    kind = (isinstance(told, LaunchError) and told.label) or type(told).__name__
    return f"{kind}: {_text(told)}"


def _text(error: BaseException) -> str:
    text = error.message if isinstance(error, LaunchError) else str(error)
    return (text.strip() or "no message").splitlines()[0][:300]
