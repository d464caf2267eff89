"""Promise 6: what is backed up under load is restored on an empty machine, to the same heads, and works there."""

import hashlib
import json
import secrets
import sqlite3
import threading
import urllib.error
import urllib.request
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from urllib.parse import quote

from playwright.sync_api import Browser

from e2e.officers import PASSWORD, Desk
from house.installation import Installation, Live, serving
from liuhen.media.samples import make_sample
from promises.conftest import Keep
from promises.figures import rounds
from promises.trials import tried
from upkeep.copies import Copies, entries_of, read_list

CLUE = {
    "source": "inspection",
    "summary": "结算数据有疑点。",
    "violation": "串换药品",
    "party": {"name": "青禾药店（示例）", "kind": "individual_business"},
}
HANDLER = "zhoumingyuan"
BACKUPS = 2  # while acts are done


class Program:
    """A program that has signed in as the handler and does acts over HTTP."""

    def __init__(self, url: str) -> None:
        self._url, self.token = url, ""
        self.token = self.sent("/api/token", {"account": HANDLER, "password": PASSWORD})["token"]

    def sent(self, path: str, content: object) -> Any:
        data = content if isinstance(content, bytes) else json.dumps(content).encode()
        told = {"Content-Type": "application/json", "Authorization": f"Bearer {self.token}"}
        request = urllib.request.Request(self._url + path, data, told)  # noqa: S310  # loopback
        with urllib.request.urlopen(request, timeout=60) as answer:  # noqa: S310
            return json.loads(answer.read())

    def act(self, kind: str, form: object, *, ref: str = "") -> dict[str, Any]:
        path = f"/api/cases/{ref}/acts/{kind}" if ref else f"/api/acts/{kind}"
        said: dict[str, Any] = self.sent(path, {"form": form, "key": f"under-load-{secrets.token_hex(8)}"})
        return said

    def record(self, clip: Path) -> tuple[str, str]:
        """Store a recording in the case that is inquired into; return the case and the digest."""
        digest = self.sent(f"/api/uploads?name={quote('现场.mp4')}", clip.read_bytes())["sha256"]
        form = {"file": digest, "started": datetime.now(UTC).isoformat(), "device": "A-07", "stage": "other"}
        ref = self.act("clue.registered", CLUE)["ref"]
        self.act("recording.stored", form, ref=ref)
        return ref, digest


class Load(threading.Thread):
    """Registers clues one after the other until told to stop; keeps what was acknowledged, and when."""

    def __init__(self, program: Program) -> None:
        super().__init__(daemon=True)
        self._program, self._over = program, threading.Event()
        self.acknowledged: list[tuple[datetime, str]] = []

    def run(self) -> None:
        while not self._over.is_set():
            entry = self._program.act("clue.registered", CLUE)["entry"]
            self.acknowledged.append((datetime.now(UTC), entry))

    def stop(self) -> None:
        self._over.set()
        self.join(60)


def test_a_backup_taken_under_load_is_restored_on_an_empty_machine(
    live: Live, browser: Browser, tmp_path: Path, figure: Keep
) -> None:
    clip = make_sample(tmp_path / "clip.mp4", seconds=6, started=datetime(2026, 11, 19, 1, tzinfo=UTC), title="现场")
    program = Program(live.url)
    ref, digest = program.record(clip)
    copies, load = Copies(live.installation, tmp_path / "backup"), Load(Program(live.url))
    load.start()
    moments = [datetime.fromisoformat(copies.backup()["at"]) for _ in range(BACKUPS)]
    load.stop()
    assert load.acknowledged[-1][0] > moments[-1]

    restored = copies.restored(tmp_path / "empty" / "data")
    name = copies.layout.names()[-1]
    heads = read_list(copies.layout.snapshot(name))["heads"]
    assert {organ: [one["entries"], one["sha256"]] for organ, one in entries_of(restored).items()} == heads
    answer = restored.run("rebuild", "--check")
    assert answer.returncode == 0, answer.stdout
    kept = digests_in(restored)
    before = [entry for moment, entry in load.acknowledged if moment < moments[-1]]
    assert before
    assert set(before) <= kept
    assert kept < digests_in(live.installation)

    with serving(restored, log=tmp_path / "restored.log") as url:
        assert signed_out(url, program.token)
        watch(Desk(browser, url, HANDLER), ref, digest)
    figure(6, f"办理 {len(load.acknowledged)} 件的同时备份 {BACKUPS} 次；恢复后首尾一致，登录、播放正常")


def digests_in(installation: Installation) -> set[str]:
    with closing(sqlite3.connect(installation.data / "liuhen.sqlite3")) as raw:
        return {digest for (digest,) in raw.execute("SELECT digest FROM ledger_head")}


def signed_out(url: str, token: str) -> bool:
    request = urllib.request.Request(f"{url}/api/cases", headers={"Authorization": f"Bearer {token}"})  # noqa: S310
    try:
        urllib.request.urlopen(request, timeout=30).close()  # noqa: S310
    except urllib.error.HTTPError as error:
        error.close()
        return error.code == 401
    return False


def watch(desk: Desk, ref: str, digest: str) -> None:
    """Play the recording in a browser, and compare its bytes."""
    desk.page.goto(f"{desk.url}/cases/{ref}")
    desk.page.locator("a[href*='/recordings/']").first.click()
    video = desk.page.locator("video")
    video.evaluate("one => { one.muted = true; one.currentTime = 3; return one.play() }")
    desk.page.wait_for_function("() => document.querySelector('video').currentTime > 3.3")
    answer = desk.page.request.get(f"{desk.page.url.split('?')[0].split('#')[0].rstrip('/')}/file")
    assert hashlib.sha256(answer.body()).hexdigest() == digest


def test_a_backup_that_is_killed_or_meets_a_full_disk_leaves_nothing_half(
    bureau_folder: Path, tmp_path: Path, figure: Keep
) -> None:
    copy = Installation(bureau_folder).copied_to(tmp_path / "data")
    said = tried("backups", copy.data, rounds=rounds(6, 250), seed=3)
    assert said["killed"] == said["full"] == rounds(6, 250)
    half = said["killed"] - said["whole"]
    figure(1, f"备份被终止 {half} 次、遇磁盘写满 {said['full']} 次：快照要么完整要么没有，下一次接着做完")
