"""Shared plumbing: a browser from the system, and whole installations for tests that need a running product."""

import contextlib
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
from typing import Any

import pytest

LIUHEN = Path(sys.executable).with_name("liuhen")
PATIENCE = 60  # seconds for the product to answer after its start

# Playwright keeps an event loop alive in the main thread; Django would take every later test for an asynchronous one.
os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")


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


@pytest.fixture(scope="session")
def installation(tmp_path_factory: pytest.TempPathFactory) -> Installation:
    """The demo, prepared once through the command line. Do not change it: take a copy, or use `live`."""
    prepared = Installation(tmp_path_factory.mktemp("installation") / "data")
    answer = prepared.run("demo", "--prepare")
    assert answer.returncode == 0, answer.stdout + answer.stderr
    return prepared


@pytest.fixture
def live(installation: Installation, tmp_path: Path) -> Iterator[Live]:
    """The demo on a data folder of the test's own, served by a process of its own."""
    copy = installation.copied_to(tmp_path / "data")
    with serving(copy, log=tmp_path / "serve.log") as url:
        yield Live(url, copy)


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


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args: dict[str, Any]) -> dict[str, Any]:
    """Debian's Chromium, without its calls home."""
    chromium = shutil.which("chromium")
    assert chromium, "没有找到 Chromium；请先执行 make test，或以管理员身份执行：apt-get install chromium"
    quiet = ["--disable-gpu", "--disable-background-networking", "--disable-component-update", "--disable-sync"]
    rooted = ["--no-sandbox"] if os.geteuid() == 0 else []
    return {**browser_type_launch_args, "executable_path": chromium, "args": [*quiet, "--no-first-run", *rooted]}


@pytest.fixture(scope="session")
def browser_context_args(browser_context_args: dict[str, Any]) -> dict[str, Any]:
    """A reader in China at a desk."""
    size = {"width": 1440, "height": 900}
    return {**browser_context_args, "locale": "zh-CN", "timezone_id": "Asia/Shanghai", "viewport": size}
