"""Whole installations for tests: a data folder, the commands on it, and the product serving it."""

import contextlib
import fcntl
import os
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass
from http import HTTPStatus
from pathlib import Path

import pytest

LIUHEN = Path(sys.executable).with_name("liuhen")
PATIENCE = 60  # seconds for the product to answer after its start


@dataclass(frozen=True)
class Installation:
    """A data folder of its own. `run` starts a `liuhen` command on it, as a person at the machine would."""

    data: Path

    @property
    def environment(self) -> dict[str, str]:
        return {**os.environ, "LIUHEN_DATA": str(self.data), "DJANGO_SETTINGS_MODULE": "liuhen.config.settings"}

    def run(self, *words: str | Path) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [LIUHEN, *words], env=self.environment, capture_output=True, text=True, check=False, timeout=600
        )

    def copied_to(self, folder: Path) -> "Installation":
        """Return a second installation with the same content; the first stays as it is."""
        shutil.copytree(self.data, folder)
        return Installation(folder)


@dataclass(frozen=True)
class Live:
    """A running product: its address, and the installation it works on."""

    url: str
    installation: Installation


@contextlib.contextmanager
def serving(installation: Installation, *, log: Path) -> Iterator[str]:
    """Serve an installation on a free port of the loopback address until the block ends."""
    port = free_port()
    with log.open("w") as out:
        server = subprocess.Popen(
            [LIUHEN, "serve"],
            env={**installation.environment, "PORT": str(port)},
            stdout=out,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
    try:
        wait_until_ready(f"http://127.0.0.1:{port}", server, log)
        yield f"http://127.0.0.1:{port}"
    finally:
        end(server)


@contextlib.contextmanager
def once(mark: Path) -> Iterator[bool]:
    """Say to one of several processes that the work is its own; the others wait until it is done."""
    with mark.with_suffix(".lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield not mark.exists()
        mark.touch()


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def wait_until_ready(url: str, server: subprocess.Popen[bytes], log: Path) -> None:
    deadline = time.monotonic() + PATIENCE
    while time.monotonic() < deadline and server.poll() is None:
        not_yet = contextlib.suppress(urllib.error.URLError, ConnectionError, TimeoutError)
        with not_yet, urllib.request.urlopen(f"{url}/healthz", timeout=5) as answer:  # noqa: S310  # loopback
            assert answer.status == HTTPStatus.OK
            return
        time.sleep(0.1)
    pytest.fail(f"the product did not start:\n{log.read_text()}")


def end(server: subprocess.Popen[bytes]) -> None:
    """Ask the server to stop; after ten seconds end it and its children, which are a process group of their own."""
    server.terminate()
    try:
        server.wait(10)
    except subprocess.TimeoutExpired:
        os.killpg(server.pid, signal.SIGKILL)
        server.wait()
