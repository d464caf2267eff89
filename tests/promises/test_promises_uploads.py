"""Promise 3: an upload that is cut goes on where it stands; what is stale, overlapping or changed is refused."""

import contextlib
import hashlib
import random
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from liuhen.media import transfers
from liuhen.media.chunks import Checksum, ChecksumError, OffsetError, claimed, offset
from liuhen.media.store import adopt
from liuhen.media.transfers import TooLargeError, Transfer
from promises.conftest import Keep
from promises.figures import rounds

NOW = datetime(2026, 11, 20, 1, 0, tzinfo=UTC)
CUTS = 20
SIZE = 400_000


class CutError(Exception):
    """The wire was cut."""


def wire(data: bytes, *, cut: int | None, lengths: random.Random) -> Callable[[int], bytes]:
    """Give `data` in pieces of any length, and break after `cut` bytes."""
    at = 0

    def read(most: int) -> bytes:
        nonlocal at
        if cut is not None and at >= cut:
            raise CutError
        piece = data[at : min(at + most, at + lengths.randrange(1, 20_000), cut or len(data))]
        at += len(piece)
        return piece

    return read


def refusals(root: Path, one: Transfer, stands: int, data: bytes, rng: random.Random) -> int:
    """Try what must be refused; return how often it was. Nothing of it stays."""
    tries = (
        (OffsetError, rng.randrange(stands + 1, SIZE + 1), b"x", None),
        (ChecksumError, stands, b"y" * 500, Checksum("sha256", hashlib.sha256(data).digest())),
        (TooLargeError, stands, data[stands:] + b"z", None) if stands > SIZE - 1_000 else None,
        (OffsetError, rng.randrange(stands), b"w" * 100, None) if stands else None,
    )
    done = 0
    for error, at, sent, checksum in filter(None, tries):
        with pytest.raises(error), claimed(root, one) as claim:
            claim.add(wire(sent, cut=None, lengths=rng), at=at, checksum=checksum)
        done += 1
    return done


def brought(root: Path, seed: int) -> tuple[int, int]:
    """Bring one file over a wire that is cut again and again; return how often it was cut, and what was refused."""
    rng = random.Random(seed)
    data = rng.randbytes(SIZE)
    one = transfers.begin(root, owner="p-1", name="现场.mp4", size=SIZE, now=NOW, lasts=timedelta(days=7))
    places = sorted(rng.sample(range(1, SIZE), CUTS))
    refused = 0
    for place in (*places, None):
        stands = offset(root, one)
        refused += refusals(root, one, stands, data, rng)
        rest = data[stands:]
        with claimed(root, one) as claim, contextlib.suppress(CutError):
            claim.add(wire(rest, cut=None if place is None else place - stands, lengths=rng), at=stands)
        assert offset(root, one) == (SIZE if place is None else place)
    told = transfers.place(root, one.id, transfers.BYTES)
    assert adopt(told, root=root, name=one.name).digests.sha256 == hashlib.sha256(data).hexdigest()
    return len(places), refused


def test_an_upload_cut_anywhere_arrives_as_it_was_sent(tmp_path: Path, figure: Keep) -> None:
    files = rounds(1, 25)
    cuts, refused = map(sum, zip(*(brought(tmp_path / "originals", seed) for seed in range(files)), strict=True))
    assert cuts == files * CUTS
    assert refused >= 2 * cuts
    figure(3, f"{files} 个文件在 {cuts} 处随机中断后续传，校验值一致；{refused} 次错位、重叠、改动的数据均被拒绝")
