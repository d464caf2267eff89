"""How a job at work learns that its process is to end."""

import threading
from typing import Final

_asked: Final = threading.Event()


class HandedBackError(Exception):
    """Raised by a job that was asked to stop before its end: it waits again as if nobody had taken it."""


def ask() -> None:
    """Ask every job of this process to stop soon."""
    _asked.set()


def asked() -> bool:
    """Say whether jobs were asked to stop. A long job looks about twice a second."""
    return _asked.is_set()


def wait(seconds: float) -> bool:
    """Wait, at most until jobs are asked to stop; return whether they were."""
    return _asked.wait(seconds)
