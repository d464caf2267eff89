"""A worker at work for tests: jobs that write down that they were done, and processes that can be killed."""

import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

PATIENCE = 30.0  # seconds


def until(what: Callable[[], bool], *, patience: float = PATIENCE) -> bool:
    """Wait until something is so; return whether it came to be."""
    deadline = time.monotonic() + patience
    while time.monotonic() < deadline:
        if what():
            return True
        time.sleep(0.05)
    return False


def alive(number: int) -> bool:
    """Say whether a process is there and not only waiting to be buried."""
    try:
        state = Path(f"/proc/{number}/stat").read_text().rsplit(")", 1)[1].split()[0]
    except FileNotFoundError:
        return False
    return state != "Z"


@contextmanager
def worker(data: Path) -> Iterator["subprocess.Popen[bytes]"]:
    """The worker of an installation, as a server starts it."""
    process = subprocess.Popen(
        [sys.executable, "-m", "liuhen.cli", "work"],
        stdin=subprocess.PIPE,
        env={**os.environ, "LIUHEN_DATA": str(data), "DJANGO_SETTINGS_MODULE": "liuhen.config.settings"},
    )
    try:
        yield process
    finally:
        process.kill()
        process.wait()
        if process.stdin is not None:
            process.stdin.close()
