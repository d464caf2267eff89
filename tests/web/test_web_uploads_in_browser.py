"""The page itself brings a file: the wire is cut, the page is loaded anew, and no byte is lost or sent twice."""

import hashlib
import random
import re
from pathlib import Path

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, Request, expect

from conftest import Live
from media.conftest import clip
from web.browser import Person
from web.clients import PARTY
from web.tus import Wire

__all__ = ["clip"]

CLUE = {"source": "complaint", "summary": "超量开药", "violation": "超量开药", **PARTY}
EARLY = 2_000_000  # the wire is cut within the first bytes, then a chunk passes, and no second one until the reload
FILE = random.Random(16).randbytes(16 * 1024 * 1024 + EARLY)


def test_a_page_brings_its_files_over_a_broken_wire_and_a_reload(
    live: Live, page: Page, clip: Path, tmp_path: Path
) -> None:
    large, began = tmp_path / "监控.ts", []
    large.write_bytes(FILE)
    page.on("request", lambda asked: began.append(asked.headers.get("upload-offset")))
    with Wire(live.url, cuts=4, within=EARLY).up() as wire:
        person = Person(page, wire.url).sign_in("zhoumingyuan")
        person.register(CLUE)
        form = f"{wire.url}/cases/{person.ref}/acts/recording.stored"
        page.goto(form)
        page.route("**/uploads/*", lambda route: route.continue_() if _begins(route.request) else route.abort())
        page.set_input_files("input[type=file]", large)
        expect(page.locator("[data-file-line]")).to_contain_text("网络断了")
        page.unroute_all()
        page.goto(form)
        began.clear()
        page.set_input_files("input[type=file]", large)
        expect(page.locator("[data-file-line]")).to_contain_text("已经收到“监控.ts”")
        assert [one for one in began if one and int(one) < EARLY] == []
        assert wire.cut == 4
        page.goto(f"{wire.url}/footage/upload")
        page.locator("[data-files]").first.set_input_files([clip])
        expect(page.locator("[data-list]")).to_contain_text(re.compile(r"已收入音像库第 \d+ 条"))
        assert Axe().run(page).response["violations"] == []
    for data in (FILE, clip.read_bytes()):
        sha256 = hashlib.sha256(data).hexdigest()
        assert (live.installation.data / "originals" / sha256[:2] / sha256).read_bytes() == data


def _begins(asked: Request) -> bool:
    """Say whether a request brings no chunk, or one from the beginning of the file."""
    return int(asked.headers.get("upload-offset", "0")) < EARLY
