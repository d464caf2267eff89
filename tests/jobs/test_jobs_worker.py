"""The worker of an installation does what waits, whatever happens to it meanwhile; a server keeps it running."""

import os
import signal
import sqlite3
import subprocess
import sys
import time
from pathlib import Path

import pytest

from jobs.doing import alive, until, worker
from liuhen.jobs import keeper
from liuhen.jobs.keeper import kept
from liuhen.media import derived
from media.clips import picture, repeated, tone

FILL = Path(__file__).with_name("fill.py")


def filled(data: Path, *files: Path) -> list[str]:
    """An installation with these files among its originals, their previews still to be made."""
    environment = {**os.environ, "LIUHEN_DATA": str(data), "DJANGO_SETTINGS_MODULE": "liuhen.config.settings"}
    answer = subprocess.run(
        [sys.executable, FILL, *files], env=environment, capture_output=True, text=True, check=False, timeout=120
    )
    assert answer.returncode == 0, answer.stderr
    return answer.stdout.split()


def states(data: Path) -> list[str]:
    with sqlite3.connect(data / "liuhen.sqlite3") as database:
        asked = "SELECT status FROM django_tasks_database_dbtaskresult WHERE task_path NOT LIKE '%nightly%'"
        rows = database.execute(asked).fetchall()
    return sorted(row[0] for row in rows)


def working(root: Path, digest: str) -> bool:
    told = derived.progress_of(root, digest, "copy")
    return told is not None and told.state == "working" and told.percent > 5


def test_what_waits_is_done(tmp_path: Path) -> None:
    data = tmp_path / "data"
    (digest,) = filled(data, tone(tmp_path / "a.wav", "pcm_s16le", "wav", seconds=2))
    with worker(data):
        assert until(lambda: states(data) == ["SUCCESSFUL"])
    assert derived.look_of(data / "derived", digest)


def test_a_worker_killed_at_its_work_leaves_nothing_half_done_and_the_next_one_finishes(
    clip: Path, tmp_path: Path
) -> None:
    data, root = tmp_path / "data", tmp_path / "data" / "derived"
    (digest,) = filled(data, repeated(clip, tmp_path / "long.ts", times=8))
    with worker(data) as first:
        assert until(lambda: working(root, digest))
        first.send_signal(signal.SIGKILL)
        first.wait()
    assert derived.copy_of(root, digest) is None
    assert "RUNNING" in states(data)
    with worker(data):
        assert until(lambda: derived.copy_of(root, digest) is not None, patience=120)
        assert until(lambda: states(data) == ["SUCCESSFUL", "SUCCESSFUL"])
    left = {path.name for path in (root / digest[:2] / digest).iterdir()}
    assert left == {"look", "copy", "lock"}


def test_a_worker_asked_to_stop_hands_its_job_back_at_once(clip: Path, tmp_path: Path) -> None:
    data, root = tmp_path / "data", tmp_path / "data" / "derived"
    (digest,) = filled(data, repeated(clip, tmp_path / "long.ts", times=8))
    with worker(data) as process:
        assert until(lambda: working(root, digest))
        process.terminate()
        began = time.monotonic()
        assert process.wait(20) == 0
        assert time.monotonic() - began < 10
    assert states(data) == ["READY", "SUCCESSFUL"]
    assert derived.progress_of(root, digest, "copy") == derived.Progress(state="waiting")


def test_a_worker_leaves_when_whoever_started_it_is_gone(tmp_path: Path) -> None:
    data = tmp_path / "data"
    filled(data)
    with worker(data) as process:
        time.sleep(2)
        assert process.stdin is not None
        process.stdin.close()
        assert process.wait(20) == 0


def test_only_one_worker_works_and_the_second_takes_over(tmp_path: Path) -> None:
    data = tmp_path / "data"
    (digest,) = filled(data, picture(tmp_path / "a.avi", "mpeg4", "avi", size=(320, 180), frames=3))
    with worker(data) as first:
        assert until(lambda: derived.copy_of(data / "derived", digest) is not None)
        with worker(data) as second:
            time.sleep(3)
            assert second.poll() is None
            first.terminate()
            assert first.wait(20) == 0
            filled(data, tone(tmp_path / "a.wav", "pcm_s16le", "wav", seconds=2))
            assert until(lambda: states(data) == ["SUCCESSFUL"] * 3)


@pytest.fixture
def numbers(tmp_path: Path) -> tuple[list[str], Path]:
    """A command that writes down its process number and then stays."""
    told = tmp_path / "numbers"
    words = f"import os, time; open({str(told)!r}, 'a').write(f'{{os.getpid()}}\\n'); time.sleep(600)"
    return [sys.executable, "-c", words], told


def read(told: Path) -> list[int]:
    return [int(line) for line in told.read_text().split()] if told.exists() else []


def test_a_server_starts_its_worker_again_and_takes_it_along(
    numbers: tuple[list[str], Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    command, told = numbers
    monkeypatch.setattr(keeper, "_PAUSES", (0.1,))
    with kept(command):
        assert until(lambda: len(read(told)) == 1)
        os.kill(read(told)[0], signal.SIGKILL)
        assert until(lambda: len(read(told)) == 2)
        assert alive(read(told)[1])
    assert not alive(read(told)[1])
    time.sleep(0.5)
    assert len(read(told)) == 2


def test_no_worker_stays_behind_a_server_that_is_killed(tmp_path: Path) -> None:
    data = tmp_path / "data"
    filled(data)
    environment = {**os.environ, "LIUHEN_DATA": str(data), "DJANGO_SETTINGS_MODULE": "liuhen.config.settings"}
    # As a server does, it has another child, which outlives it and holds whatever the server held.
    words = (
        "import os, time\n"
        "from liuhen.jobs import keeper\n"
        "with keeper.kept():\n"
        "    time.sleep(2)\n"
        "    os.fork()\n"
        "    time.sleep(40)\n"
    )
    server = subprocess.Popen([sys.executable, "-c", words], env=environment)
    try:
        assert until(lambda: len(children(server.pid)) == 2)
        ours = [child for child in children(server.pid) if b"liuhen.cli" in command_of(child)]
        other = [child for child in children(server.pid) if child not in ours]
        time.sleep(2)
    finally:
        server.kill()
        server.wait()
    assert until(lambda: not alive(ours[0]))
    assert alive(other[0])
    os.kill(other[0], signal.SIGKILL)


def command_of(number: int) -> bytes:
    return Path(f"/proc/{number}/cmdline").read_bytes()


def children(number: int) -> list[int]:
    told = Path(f"/proc/{number}/task")
    return [int(one) for task in told.iterdir() for one in (task / "children").read_text().split()]
