"""Goal 1: taking in a recording beside `cp; sync; sha256sum; openssl dgst -sm3` on the same file and disk."""

import os
import secrets
import subprocess
from pathlib import Path
from time import perf_counter
from typing import Final

from liuhen.bench.figure import Figure, Goal, compared, unmeasured
from liuhen.bench.tools import missing_tools
from liuhen.kernel.errors import UnusableError
from liuhen.media.store import take_in

_STORE: Final = Goal(1, "ingest.store", "接收一份录像并存为原件", 1.4)
_AGAINST: Final = "cp；sync；sha256sum；openssl dgst -sm3"
_PIPELINE: Final = (("cp", "{source}", "{copy}"), ("sync", "{copy}"), ("sha256sum", "{copy}"))
_SM3: Final = ("openssl", "dgst", "-sm3", "{copy}")
_MIB: Final = 1 << 20


def measure(*, runs: int, quick: bool, folder: Path) -> list[Figure]:
    """Return how many times as fast `take_in` is."""
    if missing := missing_tools("cp", "sync", "sha256sum", "openssl"):
        return [unmeasured(_STORE, against=_AGAINST, why=missing)]
    size = 16 if quick else 512
    source = random_file(folder / "recording.bin", size)
    ours, peer = [], []
    for number in range(runs):
        digests, took = _take_in(source, folder / "originals" / str(number))
        ours.append(took)
        printed, took = _pipeline(source, folder / "copy.bin")
        peer.append(took)
        if digests not in printed:
            raise UnusableError("两种工具的校验值不一致，测量无效。", why=f"{digests}；{printed}")
    told = {"ours_ms": min(ours) * 1000, "against_ms": min(peer) * 1000}
    return [compared(_STORE, ours=ours, peer=peer, against=_AGAINST, note=f"{size} MiB 随机内容", extra=told)]


def random_file(path: Path, size: int) -> Path:
    """Write `size` MiB that no disk can shorten, and wait until they are on it."""
    with path.open("wb") as file:
        for _ in range(size):
            file.write(secrets.token_bytes(_MIB))
        file.flush()
        os.fsync(file.fileno())
    return path


def _take_in(source: Path, root: Path) -> tuple[str, float]:
    root.mkdir(parents=True)
    with source.open("rb") as file:
        began = perf_counter()
        stored = take_in(file, root=root, name=source.name)
        took = perf_counter() - began
    stored.path.unlink()
    return f"{stored.digests.sha256} {stored.digests.sm3}", took


def _pipeline(source: Path, copy: Path) -> tuple[str, float]:
    printed = []
    began = perf_counter()
    for command in (*_PIPELINE, _SM3):
        words = [word.format(source=source, copy=copy) for word in command]
        answer = subprocess.run(words, check=True, capture_output=True, text=True)  # noqa: S603  # named above
        printed.append(answer.stdout)
    took = perf_counter() - began
    copy.unlink()
    return f"{printed[2].split()[0]} {printed[3].split()[-1]}", took
