"""Age files, piece by piece: what went in comes out, and nothing that was cut, changed or meant for others does."""

import io
import os
import resource
import subprocess
import sys
from pathlib import Path

import pytest
from pyrage import x25519

from liuhen.kernel.errors import UnusableError
from liuhen.upkeep.sealing import Sum, UnreadableError, require_written, seal, sum_of, unseal

KEY = x25519.Identity.generate()
SIZES = [0, 1, 65_535, 65_536, 65_537, 3 * 1024 * 1024 + 7]


def sealed(path: Path, content: bytes) -> bytes:
    seal(io.BytesIO(content), path, [KEY.to_public()])
    return path.read_bytes()


def opened(content: bytes, *keys: x25519.Identity) -> bytes:
    out = io.BytesIO()
    unseal(io.BytesIO(content), out, keys or [KEY])
    return out.getvalue()


@pytest.mark.parametrize("size", SIZES)
def test_what_went_in_comes_out(tmp_path: Path, size: int) -> None:
    content = os.urandom(size)
    assert opened(sealed(tmp_path / "x.age", content)) == content


@pytest.mark.parametrize("size", SIZES)
def test_both_digests_are_taken_on_the_way(tmp_path: Path, size: int) -> None:
    (tmp_path / "plain").write_bytes(os.urandom(size))
    with (tmp_path / "plain").open("rb") as source:
        told = seal(source, tmp_path / "x.age", [KEY.to_public()])
    assert (told.plain, told.cipher) == (sum_of(tmp_path / "plain"), sum_of(tmp_path / "x.age"))
    with (tmp_path / "x.age").open("rb") as source:
        assert unseal(source, None, [KEY]) == told


def test_the_same_content_never_looks_the_same_twice(tmp_path: Path) -> None:
    assert sealed(tmp_path / "1.age", b"x" * 999) != sealed(tmp_path / "2.age", b"x" * 999)


def test_each_of_several_recipients_opens_it(tmp_path: Path) -> None:
    other = x25519.Identity.generate()
    seal(io.BytesIO(b"x"), tmp_path / "x.age", [KEY.to_public(), other.to_public()])
    assert opened((tmp_path / "x.age").read_bytes(), other) == b"x"


def test_another_key_opens_nothing(tmp_path: Path) -> None:
    with pytest.raises(UnreadableError):
        opened(sealed(tmp_path / "x.age", b"x"), x25519.Identity.generate())


@pytest.mark.parametrize("cut", [0, 1, 100, 200, 70_000])
def test_what_was_cut_is_found(tmp_path: Path, cut: int) -> None:
    with pytest.raises(UnreadableError):
        opened(sealed(tmp_path / "x.age", os.urandom(140_000))[:cut])


def test_every_changed_byte_is_found(tmp_path: Path) -> None:
    content = sealed(tmp_path / "x.age", os.urandom(100))
    for at in range(len(content)):
        changed = bytearray(content)
        changed[at] ^= 1
        with pytest.raises(UnreadableError):
            opened(bytes(changed))


def test_a_file_that_is_there_is_not_written_over(tmp_path: Path) -> None:
    sealed(tmp_path / "x.age", b"x")
    with pytest.raises(FileExistsError):
        sealed(tmp_path / "x.age", b"y")


def test_a_disk_that_gives_back_something_else_is_found(tmp_path: Path) -> None:
    content = sealed(tmp_path / "x.age", b"x" * 100)
    with pytest.raises(UnusableError, match="读回来"):
        require_written(tmp_path / "x.age", Sum("0" * 64, len(content)))


def test_an_error_of_the_disk_keeps_its_kind(tmp_path: Path) -> None:
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (2_000_000, hard))
    try:
        with pytest.raises(OSError, match="large"):
            sealed(tmp_path / "x.age", os.urandom(5_000_000))
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))


def test_memory_does_not_grow_with_the_file(tmp_path: Path) -> None:
    """A sparse file of 1 GiB, encrypted and read back by a process that may have little more than it starts with."""
    big = tmp_path / "big"
    with big.open("wb") as file:
        file.truncate(1 << 30)
    words = [sys.executable, "-c", GREW, big, tmp_path / "big.age"]
    answer = subprocess.run(words, capture_output=True, text=True, check=False)
    assert answer.returncode == 0, answer.stderr
    assert int(answer.stdout) < 40  # MiB


GREW = """
import resource, sys
from pathlib import Path
from pyrage import x25519
from liuhen.upkeep.sealing import require_written, seal
source, target = map(Path, sys.argv[1:])
before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
told = seal(source.open("rb", buffering=0), target, [x25519.Identity.generate().to_public()])
require_written(target, told.cipher)
print((resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) // 1024)
"""
