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
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserType

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


@contextlib.contextmanager
def trusting(
    browser_type: BrowserType, told: dict[str, Any], *, data: Path, home: Path, hosts: str
) -> Iterator[Browser]:
    """Give a browser with an invented camera, on a device on which somebody did what /trust says.

    Args:
        told: how browsers are started here.
        hosts: rules that lead names to this machine, such as `MAP liuhen.test 127.0.0.1`.
    """
    known = home / ".pki" / "nssdb"
    known.mkdir(parents=True)
    store = f"sql:{known}"
    subprocess.run(["certutil", "-N", "-d", store, "--empty-password"], check=True)
    authority = place(data).authority
    subprocess.run(["certutil", "-A", "-d", store, "-n", "liuhen", "-t", "C,,", "-i", authority], check=True)
    camera = ["--use-fake-device-for-media-stream", "--use-fake-ui-for-media-stream"]
    args = [*told["args"], f"--host-resolver-rules={hosts}", *camera]
    browser = browser_type.launch(**{**told, "args": args, "env": {"HOME": str(home), "LANG": "zh_CN.UTF-8"}})
    yield browser
    browser.close()


def _wait(port: int, authority: Path, server: subprocess.Popen[bytes], log: Path) -> None:
    trusting = ssl.create_default_context(cafile=authority)
    deadline = time.monotonic() + PATIENCE
    while time.monotonic() < deadline and server.poll() is None:
        not_yet = contextlib.suppress(urllib.error.URLError, ConnectionError, TimeoutError)
        with not_yet, urllib.request.urlopen(f"https://127.0.0.1:{port}/healthz", timeout=5, context=trusting):
            return
        time.sleep(0.1)
    pytest.fail(f"the product did not start:\n{log.read_text()}")
