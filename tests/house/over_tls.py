"""The product over TLS, for tests that need a secure context."""

import contextlib
import os
import ssl
import subprocess
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest

from house.installation import LIUHEN, PATIENCE, Installation, end, free_port
from liuhen.upkeep.tls import place


@contextlib.contextmanager
def serving_over_tls(installation: Installation, *, log: Path, host: str = "127.0.0.1") -> Iterator[int]:
    """Serve an installation that has its own certificate until the block ends; give the port."""
    port = free_port()
    with log.open("w") as out:
        server = subprocess.Popen(
            [LIUHEN, "serve", "--host", host, "--port", str(port)],
            env={**os.environ, **installation.environment},
            stdout=out,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
    try:
        _wait(port, place(installation.data).authority, server, log)
        yield port
    finally:
        end(server)


def _wait(port: int, authority: Path, server: subprocess.Popen[bytes], log: Path) -> None:
    trusting = ssl.create_default_context(cafile=authority)
    deadline = time.monotonic() + PATIENCE
    while time.monotonic() < deadline and server.poll() is None:
        not_yet = contextlib.suppress(urllib.error.URLError, ConnectionError, TimeoutError)
        with not_yet, urllib.request.urlopen(f"https://127.0.0.1:{port}/healthz", timeout=5, context=trusting):
            return
        time.sleep(0.1)
    pytest.fail(f"the product did not start:\n{log.read_text()}")
