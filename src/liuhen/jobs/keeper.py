"""Keep the worker running beside a server: start it, start it again when it dies, stop it with the server."""

import subprocess
import sys
import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Final

COMMAND: Final = (sys.executable, "-m", "liuhen.cli", "work")

_LIVED: Final = 30.0  # seconds after which a death is taken for an accident
_PAUSES: Final = (0.5, 2.0, 10.0, 60.0)  # seconds before each further start, where it dies at once
_PATIENCE: Final = 20.0


@contextmanager
def kept(command: Sequence[str] = COMMAND) -> Iterator[None]:
    """Keep `command` running in a process of its own for as long as the block lasts.

    The process sees its standard input end when this one dies in whatever way, and leaves by itself.
    """
    keeper = _Keeper(command)
    keeper.start()
    try:
        yield
    finally:
        keeper.stop()


def _let_go(process: "subprocess.Popen[bytes]") -> None:
    if process.stdin is not None:
        process.stdin.close()


class _Keeper(threading.Thread):
    def __init__(self, command: Sequence[str]) -> None:
        super().__init__(name="keeper", daemon=True)
        self._command = list(command)
        self._over = threading.Event()
        self._turn = threading.Lock()
        self._process: subprocess.Popen[bytes] | None = None

    def run(self) -> None:
        """Start the process again and again until it is over."""
        early = 0
        while (process := self._next_process()) is not None:
            began = time.monotonic()
            process.wait()
            _let_go(process)
            early = 0 if time.monotonic() - began > _LIVED else early + 1
            self._over.wait(_PAUSES[min(early, len(_PAUSES) - 1)])

    def stop(self) -> None:
        """End the process, kindly first."""
        with self._turn:
            self._over.set()
            process = self._process
        if process is not None:
            process.terminate()
            try:
                process.wait(_PATIENCE)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()
        self.join(_PATIENCE)

    def _next_process(self) -> "subprocess.Popen[bytes] | None":
        with self._turn:
            if self._over.is_set():
                return None
            # The pipe is never written to: that it ends tells the process that nobody keeps it any more.
            self._process = subprocess.Popen(  # noqa: S603  # our own command
                self._command,
                stdin=subprocess.PIPE,
                start_new_session=True,  # a Ctrl+C at the terminal reaches it through us, and once
            )
            return self._process
