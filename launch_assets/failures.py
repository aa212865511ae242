"""Why a run stopped, as the snapshot keeps it."""

from dagster._core.errors import DagsterExecutionInterruptedError

from launch.contracts.snapshot import RunError
from launch.errors import LaunchError
from launch_assets.signals import received_signal, was_signalled


def reason(stage: str, error: BaseException) -> RunError:
    """Return why a stage stopped, as a value."""
    match error:
        case LaunchError():
            return RunError(
                stage=stage,
                kind=error.label or type(error).__name__,
                message=error.message,
                hint=error.hint,
                exit_code=error.exit_code,
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


def stopped_between(unfinished: tuple[str, ...]) -> RunError:
    """Return why a run ended with artifacts left to make and no stage that failed."""
    if was_signalled():
        return reason("run", KeyboardInterrupt())
    return RunError(
        stage="run",
        kind="IncompleteRun",
        message=f"the run ended before `{unfinished[0]}` was made, and no stage failed",
        hint="Dagster's own events say why: `python -m launch dev`",
        exit_code=70,
    )


def first_line(error: BaseException) -> str:
    """Return the error's kind and its message, on one line."""
    return f"{type(error).__name__}: {_text(error)}"


def _text(error: BaseException) -> str:
    text = error.message if isinstance(error, LaunchError) else str(error)
    return (text.strip() or "no message").splitlines()[0][:300]
