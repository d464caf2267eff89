"""Every way a disk can fail: nothing is acknowledged, nothing half done is left, and the message says what to do."""

import errno
import os
import resource
import signal
import subprocess
import sys
import tracemalloc
from pathlib import Path

import pytest

from liuhen.kernel.errors import UnusableError
from liuhen.media.arrivals import sweep, temporary
from liuhen.media.places import incoming
from liuhen.media.store import take_in
from media.clips import repeated
from media.originals import names_under, noise

CLIP = b"".join(noise(3))


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return tmp_path / "originals"


def failing(monkeypatch: pytest.MonkeyPatch, call: str, code: int, *, on: int) -> None:
    """Let the `on`-th use of a system call fail, counted from one."""
    real, uses = getattr(os, call), iter(range(1, 1000))

    def fail(*words: object, **names: object) -> object:
        if next(uses) == on:
            raise OSError(code, os.strerror(code))
        return real(*words, **names)

    monkeypatch.setattr(os, call, fail)


@pytest.mark.parametrize("on", [1, 2, 3])
@pytest.mark.parametrize(
    ("code", "says"), [(errno.ENOSPC, "空间不足"), (errno.EDQUOT, "空间不足"), (errno.EIO, "写入失败")]
)
def test_a_write_that_fails_leaves_nothing(
    root: Path, monkeypatch: pytest.MonkeyPatch, on: int, code: int, says: str
) -> None:
    failing(monkeypatch, "write", code, on=on)
    with pytest.raises(UnusableError) as refusal:
        take_in([CLIP], root=root, name="现场.mp4")
    assert "“现场.mp4”未保存" in refusal.value.message
    assert says in refusal.value.why
    assert refusal.value.remedy
    assert names_under(root) == []


def test_short_writes_are_completed(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    real = os.write
    monkeypatch.setattr(os, "write", lambda handle, data: real(handle, data[:300_001]))
    assert take_in([CLIP], root=root, name="现场.mp4").path.read_bytes() == CLIP


@pytest.mark.parametrize("call", ["fsync", "fchmod", "link"])
def test_a_file_that_the_disk_does_not_confirm_is_dropped(
    root: Path, monkeypatch: pytest.MonkeyPatch, call: str
) -> None:
    failing(monkeypatch, call, errno.EIO, on=1)
    with pytest.raises(UnusableError, match="未保存"):
        take_in([CLIP], root=root, name="现场.mp4")
    assert names_under(root) == []


@pytest.mark.parametrize("on", [2, 3])
def test_a_folder_that_the_disk_does_not_confirm_is_not_acknowledged(
    root: Path, monkeypatch: pytest.MonkeyPatch, on: int
) -> None:
    failing(monkeypatch, "fsync", errno.EIO, on=on)
    with pytest.raises(UnusableError, match="未保存"):
        take_in([CLIP], root=root, name="现场.mp4")
    # Never removed once it has its name: another upload may have been told that it is there.
    assert [(root / name).read_bytes() for name in names_under(root)] == [CLIP]
    assert take_in([CLIP], root=root, name="现场.mp4").reused


def test_a_root_that_cannot_be_written_is_named(tmp_path: Path) -> None:
    (tmp_path / "originals").write_text("in the way")
    with pytest.raises(UnusableError, match="未保存"):
        take_in([CLIP], root=tmp_path / "originals", name="现场.mp4")


def test_a_file_larger_than_the_system_allows_is_refused(root: Path) -> None:
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (2_500_000, hard))
    try:
        with pytest.raises(UnusableError, match="大小"):
            take_in([CLIP], root=root, name="现场.mp4")
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
    assert names_under(root) == []


UPLOAD = """
import os, signal, sys
from pathlib import Path
from liuhen.media.store import take_in
def stream():
    yield bytes(3 << 20)
    os.kill(os.getpid(), signal.SIGKILL)
    yield b""
take_in(stream(), root=Path(sys.argv[1]), name="x")
"""


def test_an_upload_killed_on_the_way_is_swept_at_the_next_start(root: Path) -> None:
    assert subprocess.run([sys.executable, "-c", UPLOAD, root], check=False).returncode == -signal.SIGKILL
    (leftover,) = names_under(root)
    assert leftover.startswith(".incoming/")
    assert sweep(root, older_than=0) == 1
    assert names_under(root) == []


def test_an_upload_under_way_is_not_swept(root: Path) -> None:
    with temporary(root) as (path, _):
        os.utime(path, (0, 0))
        assert sweep(root) == 0
        assert path.exists()


def test_a_file_just_made_is_not_swept(root: Path) -> None:
    incoming(root).mkdir(parents=True)
    (incoming(root) / "0.part").touch()
    assert sweep(root) == 0


def test_a_sweep_of_nothing_removes_nothing(root: Path) -> None:
    assert sweep(root) == 0


def test_memory_stays_flat_over_two_hundred_megabytes(root: Path) -> None:
    tracemalloc.start()
    try:
        stored = take_in((bytes(65_536) for _ in range(3200)), root=root, name="现场.mp4")
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert stored.size == 200 << 20
    assert peak < 24 << 20


def test_two_sweeps_at_once_do_not_trip_over_each_other(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    incoming(root).mkdir(parents=True)
    left = incoming(root) / "0.part"
    left.touch()
    monkeypatch.setattr(Path, "glob", lambda *_: iter([left, left]))
    assert sweep(root, older_than=0) == 1


PROBE = """
import resource, sys
from pathlib import Path
from liuhen.media.probe import probe
probe(Path(sys.argv[1]), name="x")
before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
probe(Path(sys.argv[2]), name="x")
print((resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) // 1024)
"""


def test_memory_stays_flat_while_a_long_recording_is_looked_into(clip: Path, tmp_path: Path) -> None:
    long = repeated(clip, tmp_path / "long.ts", times=100)
    assert long.stat().st_size > 60 << 20
    answer = subprocess.run([sys.executable, "-c", PROBE, clip, long], capture_output=True, text=True, check=True)
    assert int(answer.stdout) < 24
