"""Work done several at a time, in order of beginning; what is under way never outlives the process.

Daemon threads: an interrupted run ends at once, however long a provider takes to answer.
"""

import queue
import threading
from collections.abc import Callable, Sequence


def each[A, R](tasks: Sequence[A], work: Callable[[A], R], workers: int) -> list[R]:
    """Return the result of every task, in the tasks' order.

    The first error is raised, and nothing new is begun after it.
    """
    waiting: queue.SimpleQueue[int] = queue.SimpleQueue()
    for number in range(len(tasks)):
        waiting.put(number)
    finished: queue.SimpleQueue[tuple[int, tuple[R] | BaseException]] = queue.SimpleQueue()
    stopping = threading.Event()

    def worker() -> None:
        while not stopping.is_set():
            try:
                number = waiting.get_nowait()
            except queue.Empty:
                return
            try:
                finished.put((number, (work(tasks[number]),)))
            except BaseException as error:
                stopping.set()
                finished.put((number, error))

    threads = [
        threading.Thread(target=worker, name=f"pages-{number}", daemon=True)
        for number in range(min(workers, len(tasks)))
    ]
    for thread in threads:
        thread.start()
    results: dict[int, R] = {}
    try:
        while len(results) < len(tasks):
            number, outcome = finished.get()
            if isinstance(outcome, BaseException):
                raise outcome
            results[number] = outcome[0]
    finally:
        stopping.set()
    return [results[number] for number in range(len(tasks))]
