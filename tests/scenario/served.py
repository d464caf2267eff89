"""Plays scenarios in Chromium against a server whose clock can be moved: one server, one browser, a case for each."""

import json
import os
import shutil
import tempfile
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from socketserver import ThreadingMixIn
from typing import Any
from wsgiref.simple_server import WSGIRequestHandler, WSGIServer, make_server

from django.core.wsgi import get_wsgi_application
from playwright.sync_api import Page, sync_playwright

from liuhen.kernel import clock
from liuhen.scenario.bureau import People, set_up
from liuhen.scenario.playing import play
from liuhen.scenario.reading import read_scenario
from liuhen.scenario.times import STARTS
from liuhen.scenario.ways import Actions
from scenario.browsing import AtTheBrowser


class Quiet(WSGIRequestHandler):
    """Says nothing of every request."""

    def log_message(self, *_: Any) -> None:
        """Say nothing."""


class Threads(ThreadingMixIn, WSGIServer):
    """A thread for every request."""

    daemon_threads = True


class Present:
    """The time that the server takes for now: moved by whoever plays."""

    now: datetime

    def move(self, now: datetime) -> None:
        self.now = now

    def around(self, application: Callable[..., Any]) -> Callable[..., Any]:
        def at_present(environ: dict[str, Any], start: Callable[..., Any]) -> list[bytes]:
            with clock.at(self.now):
                answer = application(environ, start)
                try:
                    return list(answer)
                finally:
                    getattr(answer, "close", lambda: None)()

        return at_present


@contextmanager
def served(present: Present) -> Iterator[str]:
    """Serve the product at the told time on a free port of this machine."""
    application = present.around(get_wsgi_application())
    with make_server("127.0.0.1", 0, application, server_class=Threads, handler_class=Quiet) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()


def perform_all(results: Path, files: list[Path]) -> None:
    people, present = set_up(), Present()
    present.move(STARTS)
    rooted = ["--no-sandbox"] if os.geteuid() == 0 else []
    with served(present) as url, sync_playwright() as playwright, tempfile.TemporaryDirectory() as folder:
        browser = playwright.chromium.launch(
            executable_path=shutil.which("chromium"), args=["--disable-gpu", "--no-first-run", *rooted]
        )
        page = browser.new_context(locale="zh-CN", timezone_id="Asia/Shanghai").new_page()
        page.set_default_timeout(60_000)  # milliseconds: two browsers and two products share two processors
        with results.open("w", encoding="utf-8") as out:
            for file in files:
                out.write(json.dumps([str(file), played(file, people, page, url, Path(folder), present)]) + "\n")
                out.flush()
        browser.close()


def played(file: Path, people: People, page: Page, url: str, folder: Path, present: Present) -> str:
    """Return what went wrong; "" where everything came as told."""
    way = AtTheBrowser(page, url, folder, told=present.move)
    return play(read_scenario(file), way, people, given=Actions()).words
