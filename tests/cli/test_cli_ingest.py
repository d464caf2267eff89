"""`liuhen ingest` on a real folder, beside a product that is running on the same data."""

import json
import shutil
import signal
import subprocess
import time
from datetime import UTC, datetime
from pathlib import Path

import pytest

from house.installation import LIUHEN, Installation, Live
from liuhen.media.samples import make_sample

BEGAN = datetime(2026, 11, 20, 1, 10, tzinfo=UTC)


@pytest.fixture(scope="module")
def film(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """One second of a real film."""
    return make_sample(tmp_path_factory.mktemp("film") / "一.mp4", seconds=1, started=BEGAN, title="现场")


def test_a_card_is_read_while_the_product_serves_and_said_as_json(live: Live, film: Path, tmp_path: Path) -> None:
    card = tmp_path / "card"
    card.mkdir()
    shutil.copy(film, card / "A07_20261120_091000.mp4")
    (card / "空.mp4").touch()
    words = ("ingest", str(card), "--as", "zhoumingyuan", "--device", "A-07", "--offset", "-420", "--json")
    first, second = (live.installation.run(*words) for _ in range(2))
    told = [json.loads(line) for line in first.stdout.splitlines()]
    assert first.returncode == 1, first.stderr
    assert [one["state"] for one in told[:-1]] == ["taken", "refused"]
    assert told[-1]["total"]["taken"] == 1
    assert (told[0]["device"], told[0]["started"]) == ("A-07", "2026-11-20T01:10:00.000000Z")
    assert json.loads(second.stdout.splitlines()[0])["state"] == "known"
    assert live.installation.run("rebuild", "--check").returncode == 0


def test_a_wrong_call_says_what_to_do_and_nothing_begins(installation: Installation, tmp_path: Path) -> None:
    nobody = installation.run("ingest", str(tmp_path), "--officer", "某某", "--as", "zhoumingyuan")
    refused = installation.run("ingest", str(tmp_path), "--as", "fengyiming")
    assert (nobody.returncode, "不知道“某某”是谁" in nobody.stderr) == (2, True)
    assert (refused.returncode, "收入音像" in refused.stderr) == (2, True)


def test_a_slot_is_watched_until_somebody_ends_it(installation: Installation, film: Path, tmp_path: Path) -> None:
    copy, slot = installation.copied_to(tmp_path / "data"), tmp_path / "slot"
    words = ["ingest", str(slot), "--as", "zhoumingyuan", "--watch", "--settle", "0.3", "--json"]
    with subprocess.Popen([LIUHEN, *words], stdout=subprocess.PIPE, text=True, env=copy.environment) as process:
        try:
            slot.mkdir()
            (slot / "一.mp4").write_bytes(film.read_bytes()[:10_000])
            time.sleep(0.2)
            shutil.copy(film, slot / "一.mp4")
            assert process.stdout is not None
            assert json.loads(process.stdout.readline())["state"] == "taken"
            process.send_signal(signal.SIGINT)
            assert process.wait(30) == 0
        finally:
            process.kill()
