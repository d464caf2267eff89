"""Shared plumbing: a browser from the system, and whole installations for tests that need a running product."""

import os
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import expect

from house.installation import Installation, Live, once, serving

# Playwright keeps an event loop alive in the main thread; Django would take every later test for an asynchronous one.
os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")

expect.set_options(timeout=20_000)  # milliseconds: two browsers and two products share two processors


LONG = (
    "scenario_in_browser",
    "screens_in_browser",
    "walks",
    "e2e_whole",
    "e2e_papers",
    "demo_seed",
    "case_in_browser",
    "promises",
    "papers_gallery",
    "papers_catalogue",
    "look_in_browser",
    "in_browser",
)
"""Parts of the names of files that take longest, the longest first."""


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Begin with the files that take minutes, so that no process is left alone with one at the end."""
    items.sort(key=lambda item: next((at for at, part in enumerate(LONG) if part in item.path.name), len(LONG)))


@pytest.fixture(scope="session")
def installation(tmp_path_factory: pytest.TempPathFactory) -> Installation:
    """A few cases of the demo, prepared once through the command line. Do not change it: take a copy, or use `live`."""
    prepared = Installation(shared_by_workers(tmp_path_factory) / "data")
    with once(prepared.data.with_name("ready")) as mine:
        # Previews are made once here: otherwise the worker of every product that tests start would make them again.
        for words in (("demo", "--prepare", "--few"), ("derive",)) if mine else ():
            answer = prepared.run(*words)
            assert answer.returncode == 0, answer.stdout + answer.stderr
    return prepared


def shared_by_workers(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder of this run; one and the same for all its processes where there are several."""
    base = tmp_path_factory.getbasetemp()
    folder = (base.parent if "PYTEST_XDIST_WORKER" in os.environ else base) / "installation"
    folder.mkdir(exist_ok=True)
    return folder


@pytest.fixture
def live(installation: Installation, tmp_path: Path) -> Iterator[Live]:
    """The demo on a data folder of the test's own, served by a process of its own."""
    copy = installation.copied_to(tmp_path / "data")
    with serving(copy, log=tmp_path / "serve.log") as url:
        yield Live(url, copy)


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
