"""Which process works on a run, and whether it still lives."""

import os
import socket

import psutil

from launch.contracts.snapshot import Process


def this_process() -> Process:
    """Return the identity of the running process."""
    return Process(
        pid=os.getpid(),
        host=socket.gethostname(),
        started=psutil.Process().create_time(),
    )


def is_alive(process: Process) -> bool:
    """Return whether that very process still runs; one on another host is taken as alive.

    A process id that was given to another program since does not count.
    """
    if process.host != socket.gethostname():
        return True
    try:
        found = psutil.Process(process.pid)
        same = abs(found.create_time() - process.started) < 1.0
        return bool(same and found.status() != psutil.STATUS_ZOMBIE)
    except psutil.NoSuchProcess:
        return False
    except psutil.AccessDenied:
        return True
