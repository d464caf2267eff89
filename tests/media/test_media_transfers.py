"""A transfer breaks off where it likes and goes on where it stands; nothing is taken twice, nothing out of order."""

import hashlib
import io
import os
import random
import resource
import signal
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from liuhen.kernel.errors import BadInputError, NotFoundError, UnusableError
from liuhen.media import transfers
from liuhen.media.arrivals import sweep as sweep_arrivals
from liuhen.media.chunks import BusyError, Checksum, ChecksumError, OffsetError, claimed, offset
from liuhen.media.space import GIB, room_of
from liuhen.media.store import adopt
from liuhen.media.transfers import TooLargeError, Transfer, TransferOverError

NOW = datetime(2026, 11, 20, 1, 0, tzinfo=UTC)
WEEK = timedelta(days=7)
CLIP = random.Random(8).randbytes(3_000_000)


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return tmp_path / "originals"


@pytest.fixture
def begun(root: Path) -> Transfer:
    return begin(root, len(CLIP))


def begin(root: Path, size: int, *, owner: str = "p-1", now: datetime = NOW, reserve: int | None = 0) -> Transfer:
    return transfers.begin(root, owner=owner, name="现场.mp4", size=size, now=now, lasts=WEEK, reserve=reserve)


def add(root: Path, to: Transfer, data: bytes, *, at: int, checksum: Checksum | None = None) -> int:
    with claimed(root, to) as claim:
        return claim.add(io.BytesIO(data).read, at=at, checksum=checksum)


def broken_after(data: bytes) -> Callable[[int], bytes]:
    file = io.BytesIO(data)

    def read(most: int) -> bytes:
        piece = file.read(most)
        if not piece:
            raise ConnectionResetError("the cable was pulled")
        return piece

    return read


def bytes_of(root: Path, one: Transfer) -> bytes:
    return transfers.place(root, one.id, transfers.BYTES).read_bytes()


def test_chunks_of_any_length_make_the_file(root: Path, begun: Transfer) -> None:
    lengths, at = random.Random(1), 0
    while at < len(CLIP):
        at = add(root, begun, CLIP[at : at + lengths.randrange(1, 700_000)], at=at)
    stored = adopt(transfers.place(root, begun.id, transfers.BYTES), root=root, name=begun.name)
    assert stored.path.read_bytes() == CLIP
    assert stored.digests.sha256 == hashlib.sha256(CLIP).hexdigest()


def test_the_original_is_the_very_file_that_came_and_no_copy(root: Path, begun: Transfer) -> None:
    add(root, begun, CLIP, at=0)
    came = transfers.place(root, begun.id, transfers.BYTES)
    assert adopt(came, root=root, name=begun.name).path.stat().st_ino == came.stat().st_ino


def test_nothing_is_added_to_bytes_that_are_an_original(root: Path, begun: Transfer) -> None:
    add(root, begun, CLIP, at=0)
    adopt(transfers.place(root, begun.id, transfers.BYTES), root=root, name=begun.name)
    with pytest.raises(BusyError, match="已经收完"):
        add(root, begun, b"", at=len(CLIP))


def test_what_came_before_the_cable_was_pulled_is_kept(root: Path, begun: Transfer) -> None:
    with pytest.raises(ConnectionResetError), claimed(root, begun) as claim:
        claim.add(broken_after(CLIP[:1_500_000]), at=0)
    assert offset(root, begun) == 1_500_000
    assert add(root, begun, CLIP[1_500_000:], at=1_500_000) == len(CLIP)
    assert bytes_of(root, begun) == CLIP


@pytest.mark.parametrize("at", [0, 500, 1_000_001, len(CLIP)])
def test_a_chunk_that_begins_elsewhere_is_refused_and_changes_nothing(root: Path, begun: Transfer, at: int) -> None:
    add(root, begun, CLIP[:1_000_000], at=0)
    with pytest.raises(OffsetError, match="1000000 字节"):
        add(root, begun, b"x" * 10, at=at)
    assert bytes_of(root, begun) == CLIP[:1_000_000]


def test_more_than_was_announced_is_refused(root: Path, begun: Transfer) -> None:
    with pytest.raises(TooLargeError, match="多于"):
        add(root, begun, CLIP + b"x", at=0)
    assert bytes_of(root, begun) == CLIP


@pytest.mark.parametrize("name", ["sha1", "sha256", "sm3"])
def test_a_chunk_with_the_wrong_checksum_leaves_nothing(root: Path, begun: Transfer, name: str) -> None:
    right = Checksum(name, hashlib.new(name, CLIP[:1_000]).digest())
    with pytest.raises(ChecksumError):
        add(root, begun, CLIP[1:1_001], at=0, checksum=right)
    assert offset(root, begun) == 0
    assert add(root, begun, CLIP[:1_000], at=0, checksum=right) == 1_000


def test_a_chunk_cut_off_before_its_checksum_could_be_compared_leaves_nothing(root: Path, begun: Transfer) -> None:
    add(root, begun, CLIP[:7], at=0)
    told = Checksum("sha256", hashlib.sha256(CLIP[7:2_000_000]).digest())
    with pytest.raises(ConnectionResetError), claimed(root, begun) as claim:
        claim.add(broken_after(CLIP[7:1_000_000]), at=7, checksum=told)
    assert offset(root, begun) == 7


DYING = """
import os, signal, sys
from datetime import UTC, datetime
from pathlib import Path
from liuhen.media import transfers
from liuhen.media.chunks import Checksum, claimed
root, name, tried = Path(sys.argv[1]), sys.argv[2], sys.argv[3] == "tried"
one = transfers.find(root, name, owner="p-1", now=datetime(2026, 11, 20, 1, 0, tzinfo=UTC))
left = [b"b" * 1_000_000, b"c" * 1_000_000]
def read(most):
    if left:
        return left.pop(0)
    os.kill(os.getpid(), signal.SIGKILL)
with claimed(root, one) as claim:
    claim.add(read, at=10, checksum=Checksum("sha256", b"") if tried else None)
"""


@pytest.mark.parametrize(("way", "left"), [("plain", 2_000_010), ("tried", 10)])
def test_a_process_killed_in_the_middle_leaves_what_is_whole(root: Path, begun: Transfer, way: str, left: int) -> None:
    add(root, begun, b"a" * 10, at=0)
    answer = subprocess.run([sys.executable, "-c", DYING, root, begun.id, way], check=False)
    assert answer.returncode == -signal.SIGKILL
    assert offset(root, begun) == left
    assert add(root, begun, b"d", at=left) == left + 1
    assert bytes_of(root, begun)[-2:] == (b"cd" if way == "plain" else b"ad")


def test_of_two_connections_one_adds_and_the_other_is_told_to_wait(root: Path, begun: Transfer) -> None:
    with claimed(root, begun), pytest.raises(BusyError, match="另一个连接"):
        add(root, begun, b"x", at=0)
    assert add(root, begun, b"x", at=0) == 1


def test_a_connection_that_fell_silent_is_passed_over_and_can_write_no_more(root: Path, begun: Transfer) -> None:
    arrived, go_on, said = threading.Event(), threading.Event(), []
    pieces = iter([b"a" * 1_000, b"b" * 1_000])

    def read(_most: int) -> bytes:
        arrived.set()
        piece = next(pieces)
        if piece[:1] == b"b":
            go_on.wait(10)
        return piece

    def silent() -> None:
        with claimed(root, begun) as claim:
            try:
                claim.add(read, at=0)
            except OffsetError as error:
                said.append(error.message)

    thread = threading.Thread(target=silent)
    thread.start()
    while offset(root, begun) < 1_000:
        assert arrived.wait(10)
    with claimed(root, begun, silent=0.0) as claim:
        go_on.set()
        thread.join(10)
        assert claim.add(io.BytesIO(b"c" * 5).read, at=1_000) == 1_005
    assert ["另一个连接接着上传" in one for one in said] == [True]
    assert bytes_of(root, begun) == b"a" * 1_000 + b"c" * 5


def test_many_connections_at_once_never_mix_their_bytes(root: Path) -> None:
    one = begin(root, 400_000)

    def storm(seed: int) -> None:
        lengths = random.Random(seed)
        while (stands := offset(root, one)) < one.size:
            try:
                add(root, one, CLIP[stands : min(one.size, stands + lengths.randrange(1, 20_000))], at=stands)
            except (BusyError, OffsetError):
                continue

    threads = [threading.Thread(target=storm, args=(seed,)) for seed in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    assert bytes_of(root, one) == CLIP[:400_000]


def test_a_transfer_is_known_to_its_owner_only(root: Path, begun: Transfer) -> None:
    assert transfers.find(root, begun.id, owner="p-1", now=NOW) == begun
    for name, owner in ((begun.id, "p-2"), ("0" * 32, "p-1"), ("../" + begun.id, "p-1"), ("", "p-1")):
        with pytest.raises(NotFoundError):
            transfers.find(root, name, owner=owner, now=NOW)
    assert transfers.of_owner(root, owner="p-2", now=NOW) == []


def test_a_transfer_outlives_the_start_of_a_server_until_its_time_is_over(root: Path, begun: Transfer) -> None:
    add(root, begun, CLIP[:100], at=0)
    for file in (root / ".incoming").iterdir():
        os.utime(file, (0, 0))
    assert sweep_arrivals(root) == 0
    assert transfers.sweep(root, now=NOW + WEEK - timedelta(seconds=1)) == 0
    assert offset(root, begun) == 100
    with pytest.raises(TransferOverError):
        transfers.find(root, begun.id, owner="p-1", now=NOW + WEEK)
    assert transfers.sweep(root, now=NOW + WEEK) == 1
    assert [path for path in (root / ".incoming").rglob("*") if path.is_file()] == []


def test_an_empty_file_is_refused(root: Path) -> None:
    with pytest.raises(BadInputError, match="空的"):
        begin(root, 0)


def test_fifty_gigabytes_are_refused_before_the_first_byte_where_they_do_not_fit(root: Path) -> None:
    free = room_of(root).free
    with pytest.raises(UnusableError, match="存储空间不足"):
        begin(root, 50 * GIB, reserve=max(0, free - 49 * GIB))
    assert list((root / ".incoming").iterdir()) == []


def test_room_promised_to_one_is_not_promised_to_another(root: Path) -> None:
    reserve = room_of(root).free - 3 * GIB
    now = datetime.now(UTC)
    begin(root, 2 * GIB, now=now, reserve=reserve)
    with pytest.raises(UnusableError, match="存储空间不足"):
        begin(root, 2 * GIB, now=now, reserve=reserve)
    begin(root, 2 * GIB, now=now + timedelta(hours=2), reserve=reserve)


@pytest.fixture
def small_disk() -> Iterator[None]:
    """Let no file grow beyond 1.5 MB, as a full disk would."""
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    former = signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (1_500_000, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
        signal.signal(signal.SIGXFSZ, former)


def test_what_fitted_on_a_disk_that_is_full_stays_and_goes_on_later(
    root: Path, begun: Transfer, request: pytest.FixtureRequest
) -> None:
    request.getfixturevalue("small_disk")
    with pytest.raises(UnusableError):
        add(root, begun, CLIP, at=0)
    assert offset(root, begun) == 1_500_000
    resource.setrlimit(resource.RLIMIT_FSIZE, (resource.RLIM_INFINITY, resource.getrlimit(resource.RLIMIT_FSIZE)[1]))
    assert add(root, begun, CLIP[1_500_000:], at=1_500_000) == len(CLIP)
