"""A recording comes in whole or not at all."""

import io
import stat
import subprocess
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from liuhen.kernel.digests import Digests
from liuhen.kernel.errors import BadInputError, NotFoundError, UnusableError
from liuhen.media.arrivals import Declared
from liuhen.media.hashing import TwinDigester, pieces_of
from liuhen.media.store import Stored, open_original, printable, receive, take_in
from media.originals import flip_bit, names_under, noise

CLIP = b"".join(noise(3)) + b"tail"


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return tmp_path / "originals"


def openssl(path: Path, digest: str) -> str:
    answer = subprocess.run(["openssl", "dgst", f"-{digest}", path], capture_output=True, text=True, check=True)
    return answer.stdout.split()[-1]


def test_an_original_lies_under_its_own_digest(root: Path) -> None:
    stored = take_in(io.BytesIO(CLIP), root=root, name="现场.mp4")
    assert stored.path == root / stored.digests.sha256[:2] / stored.digests.sha256
    assert stored.path.read_bytes() == CLIP
    assert (stored.size, stored.reused) == (len(CLIP), False)


def test_the_digests_are_those_of_openssl(root: Path) -> None:
    stored = take_in(noise(5), root=root, name="现场.mp4")
    assert stored.digests == Digests(sha256=openssl(stored.path, "sha256"), sm3=openssl(stored.path, "sm3"))


def test_an_original_is_read_only_and_nothing_else_is_left(root: Path) -> None:
    stored = take_in([CLIP], root=root, name="现场.mp4")
    assert stat.S_IMODE(stored.path.stat().st_mode) == 0o444
    assert names_under(root) == [stored.path.relative_to(root).as_posix()]
    assert stored.path.stat().st_nlink == 1


def test_the_same_content_is_kept_once(root: Path) -> None:
    first = take_in([CLIP], root=root, name="现场.mp4")
    second = take_in([CLIP[:10], CLIP[10:]], root=root, name="另一个名字.mp4")
    assert (second.path, second.reused) == (first.path, True)
    assert len(names_under(root)) == 1


def test_a_damaged_original_is_not_taken_for_the_same_content(root: Path) -> None:
    damaged = take_in([CLIP], root=root, name="现场.mp4").path
    flip_bit(damaged, at=1000)
    before = damaged.read_bytes()
    with pytest.raises(UnusableError, match="损坏"):
        take_in([CLIP], root=root, name="现场.mp4")
    assert damaged.read_bytes() == before
    assert len(names_under(root)) == 1


@pytest.mark.parametrize("content", [b"", [], [b"", b""]])
def test_an_empty_file_is_refused(root: Path, content: bytes | list[bytes]) -> None:
    with pytest.raises(BadInputError, match="空"):
        take_in(io.BytesIO(content) if isinstance(content, bytes) else content, root=root, name="现场.mp4")
    assert names_under(root) == []


def test_a_file_beyond_the_limit_is_refused(root: Path) -> None:
    with pytest.raises(BadInputError, match="上限"):
        take_in([CLIP], root=root, name="现场.mp4", limit=len(CLIP) - 1)
    assert names_under(root) == []
    assert take_in([CLIP], root=root, name="现场.mp4", limit=len(CLIP)).size == len(CLIP)


def test_an_endless_stream_is_cut_at_the_limit(root: Path) -> None:
    with pytest.raises(BadInputError, match="上限"):
        take_in(iter(lambda: bytes(1 << 20), None), root=root, name="现场.mp4", limit=5 << 20)
    assert names_under(root) == []


@pytest.mark.parametrize(
    ("declared", "says"),
    [
        (Declared(size=len(CLIP) + 1), "只收到"),
        (Declared(size=len(CLIP) - 1), "多于"),
        (Declared(sha256="0" * 64), "SHA-256"),
        (Declared(sm3="0" * 64), "SM3"),
    ],
)
def test_what_was_not_declared_is_refused(root: Path, declared: Declared, says: str) -> None:
    with pytest.raises(BadInputError) as refusal:
        take_in([CLIP], root=root, name="现场.mp4", declared=declared)
    assert says in str(refusal.value)
    assert refusal.value.remedy
    assert names_under(root) == []


def test_what_was_declared_is_accepted_in_either_case(root: Path) -> None:
    digests = Digests.of(CLIP)
    declared = Declared(size=len(CLIP), sha256=digests.sha256.upper(), sm3=digests.sm3)
    assert take_in([CLIP], root=root, name="现场.mp4", declared=declared).digests == digests


def cut_off(after: int, error: BaseException) -> Iterator[bytes]:
    yield CLIP[:after]
    raise error


@pytest.mark.parametrize("after", [0, 1, 1 << 20, len(CLIP)])
def test_a_sender_who_is_cut_off_leaves_nothing(root: Path, after: int) -> None:
    with pytest.raises(BadInputError, match="中断"):
        take_in(cut_off(after, ConnectionResetError()), root=root, name="现场.mp4")
    assert names_under(root) == []


@pytest.mark.parametrize("error", [KeyboardInterrupt(), SystemExit(), MemoryError(), RuntimeError()])
def test_whatever_ends_the_upload_leaves_nothing(root: Path, error: BaseException) -> None:
    with pytest.raises(type(error)):
        take_in(cut_off(100, error), root=root, name="现场.mp4")
    assert names_under(root) == []
    assert [thread.name for thread in threading.enumerate() if thread.name.startswith("digest")] == []


def test_what_is_looked_at_and_not_kept_vanishes(root: Path) -> None:
    with receive([CLIP], root=root, name="现场.mp4") as arrival:
        assert arrival.path.read_bytes() == CLIP
        assert (arrival.digests, arrival.size) == (Digests.of(CLIP), len(CLIP))
    assert names_under(root) == []


def test_what_is_refused_at_the_look_vanishes(root: Path) -> None:
    with pytest.raises(BadInputError, match="不是录像"), receive([CLIP], root=root, name="现场.mp4"):
        raise BadInputError("不是录像。")
    assert names_under(root) == []


def test_many_senders_of_the_same_content_all_get_the_one_original(root: Path) -> None:
    got: list[Stored] = []
    start = threading.Barrier(8)

    def send() -> None:
        start.wait()
        got.append(take_in([CLIP], root=root, name="现场.mp4"))

    senders = [threading.Thread(target=send) for _ in range(8)]
    for sender in senders:
        sender.start()
    for sender in senders:
        sender.join()
    assert sorted(stored.reused for stored in got) == [False] + [True] * 7
    assert names_under(root) == [got[0].path.relative_to(root).as_posix()]
    assert got[0].path.read_bytes() == CLIP


def test_an_original_is_read_back(root: Path) -> None:
    stored = take_in([CLIP], root=root, name="现场.mp4")
    with open_original(root, stored.digests.sha256) as file:
        assert file.read() == CLIP


def test_a_lost_original_is_said_to_be_lost(root: Path) -> None:
    with pytest.raises(UnusableError, match="打不开"):
        open_original(root, "0" * 64)


@pytest.mark.parametrize("name", ["", "../../etc/passwd", "0" * 63, "0" * 64 + "\n", "A" * 64, "０" * 64])
def test_nothing_but_a_digest_becomes_a_path(root: Path, name: str) -> None:
    with pytest.raises(NotFoundError):
        open_original(root, name)


def test_a_name_in_a_message_is_printable_and_short() -> None:
    assert printable("现场\x00\n\u202e.mp4") == "现场.mp4"
    assert printable("\n") == "未命名文件"
    assert len(printable("录" * 500 + ".mp4")) == 80


@given(st.lists(st.binary(max_size=300), max_size=20), st.integers(1, 256))
def test_pieces_carry_the_same_bytes(chunks: list[bytes], size: int) -> None:
    pieces = list(pieces_of(chunks, size=size))
    assert b"".join(pieces) == b"".join(chunks)
    assert all(len(piece) == size for piece in pieces[:-1])
    assert all(pieces)


@given(st.lists(st.binary(max_size=5000), max_size=20))
def test_two_threads_find_the_same_digests_as_one(pieces: list[bytes]) -> None:
    with TwinDigester() as digester:
        for piece in pieces:
            digester.update(piece)
        assert digester.digests() == Digests.of(b"".join(pieces))
