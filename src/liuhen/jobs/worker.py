"""The worker of an installation: one process, a thread for each lane, until it is asked to stop or left alone."""

import fcntl
import logging
import os
import select
import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from django.db import DatabaseError, close_old_connections, connections

from liuhen.jobs import stopping, waiting
from liuhen.jobs.lanes import LANES
from liuhen.jobs.stopping import HandedBackError

_IDLE: Final = 1.0  # seconds between looks into an empty lane
_SORE: Final = 5.0  # seconds after the database refused
_PATIENCE: Final = 15.0  # seconds that jobs get to stop
_STDIN: Final = 0
_log: Final = logging.getLogger(__name__)


def work(lock: Path, *, leave_with_parent: bool) -> None:
    """Do jobs until asked to stop; return then.

    Args:
        lock: a file that only one worker of an installation can hold; a second one waits until the first is gone.
        leave_with_parent: stop as well when standard input ends, as it does when the process that started this dies.
    """
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: stopping.ask())
    if leave_with_parent:
        threading.Thread(target=_watch_parent, args=(os.getppid(),), name="parent", daemon=True).start()
    with _alone(lock) as mine:
        if mine:
            _serve_lanes()


def drain(*, worker: str) -> int:
    """Do every job that waits now, one after the other, in this process; return how many were done or failed."""
    done = 0
    while turn := sum(_one(lane, worker) for lane in LANES):
        done += turn
    return done


def _serve_lanes() -> None:
    waiting.take_back()
    waiting.forget()
    name = f"{os.uname().nodename}:{os.getpid()}"[:64]
    threads = [threading.Thread(target=_serve, args=(lane, name), name=lane, daemon=True) for lane in LANES]
    for thread in threads:
        thread.start()
    while not stopping.wait(_IDLE):
        if not all(thread.is_alive() for thread in threads):
            break  # whoever started this process starts it again
    stopping.ask()
    for thread in threads:
        thread.join(_PATIENCE)


def _serve(lane: str, worker: str) -> None:
    try:
        while not stopping.asked():
            close_old_connections()
            try:
                pause = 0.0 if _one(lane, worker) else _IDLE
            except DatabaseError:
                _log.warning("the database refused; trying again", exc_info=True)
                pause = _SORE
            stopping.wait(pause)
    finally:
        connections.close_all()


def _one(lane: str, worker: str) -> bool:
    """Do one job of a lane; return whether there was one."""
    job = waiting.take(lane, worker=worker)
    if job is None:
        return False
    try:
        waiting.run(job)
    except HandedBackError:
        waiting.hand_back(job)
    except Exception as error:  # noqa: BLE001  # a job may raise anything; the worker goes on with the next
        again = waiting.failed(job, error)
        _log.warning("job %s failed%s: %s", job.task_path, ", will be tried again" if again else "", error)
    else:
        waiting.done(job)
    return True


def _watch_parent(parent: int) -> None:
    """Ask to stop when standard input ends, or when the parent is gone while another child of it holds the pipe."""
    while os.getppid() == parent:
        # Never read through sys.stdin: its lock, held here, would abort the process at its end.
        if select.select([_STDIN], [], [], _IDLE)[0] and not os.read(_STDIN, 4096):
            break
    stopping.ask()


@contextmanager
def _alone(lock: Path) -> Iterator[bool]:
    """Hold the lock, waiting for it; yield False where jobs were asked to stop meanwhile."""
    with lock.open("w") as file:
        while not stopping.asked():
            try:
                fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                stopping.wait(_IDLE)
            else:
                yield True
                return
        yield False
