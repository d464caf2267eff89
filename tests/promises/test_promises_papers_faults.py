"""Promise 2, papers: a paper that the disk does not take is not finalised, and a damaged one is not passed over."""

import errno
import os
from pathlib import Path

import pytest
from django.conf import settings

from liuhen.kernel.digests import Digests
from liuhen.kernel.errors import UnusableError
from liuhen.media.arrivals import Declared
from liuhen.media.store import take_in
from process.bureau import Play, at_ten, bureau, case, house, people

__all__ = ["at_ten", "bureau", "case", "house", "people"]


@pytest.fixture
def interviewed(case: Play) -> Play:
    return case.to("interview.made")


def files(house: Path) -> list[Path]:
    return [path for path in (house / "papers").rglob("*") if path.is_file()]


@pytest.mark.parametrize(("call", "code"), [
    ("write", errno.ENOSPC), ("write", errno.EIO), ("write", errno.EDQUOT), ("fsync", errno.EIO), ("link", errno.EIO),
])  # fmt: skip
def test_a_paper_that_the_disk_refuses_is_not_finalised(
    interviewed: Play, house: Path, monkeypatch: pytest.MonkeyPatch, call: str, code: int
) -> None:
    before, there = interviewed.entries, files(house)

    def fail(*_: object, **__: object) -> None:
        raise OSError(code, os.strerror(code))

    with monkeypatch.context() as bad:
        bad.setattr(os, call, fail)
        with pytest.raises(UnusableError, match=r"询问笔录.*未保存") as refusal:
            interviewed.do("zhou", "paper.finalised", form="interview")
    assert refusal.value.remedy
    assert (interviewed.entries, files(house)) == (before, there)
    interviewed.do("zhou", "paper.finalised", form="interview")


def test_short_writes_of_a_paper_are_completed(interviewed: Play, house: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    real = os.write
    monkeypatch.setattr(os, "write", lambda handle, data: real(handle, data[:10_007]))
    interviewed.do("zhou", "paper.finalised", form="interview")
    assert all(path.stat().st_size > 10_007 for path in files(house))


def test_a_damaged_paper_of_the_same_digest_is_not_taken_for_good(interviewed: Play, house: Path) -> None:
    interviewed.do("zhou", "paper.finalised", form="interview")
    damaged = max(files(house), key=lambda path: path.stat().st_mtime)
    whole = damaged.read_bytes()
    damaged.chmod(0o644)
    damaged.write_bytes(whole[:-1])
    digests = Digests.of(whole)
    said = Declared(size=len(whole), sha256=digests.sha256, sm3=digests.sm3)
    with pytest.raises(UnusableError, match="损坏"):
        take_in([whole], root=settings.LIUHEN_PAPERS, name="询问笔录.pdf", declared=said)
    damaged.write_bytes(whole)
