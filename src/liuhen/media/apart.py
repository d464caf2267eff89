"""Start the process that decodes, listen to how far it has come, and end it when it takes too long or too much."""

import json
import os
import selectors
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final, Literal

from liuhen.kernel.errors import BadInputError, LiuhenError
from liuhen.media.derived import Part
from liuhen.media.limits import Limits

MEMORY: Final = 3 << 30
"""Bytes of address space: decoding 8K pictures takes a third of it."""
SILENT: Final = 1_800
"""Seconds without a word after which a process is taken to be stuck; reading 50 GB once is ten minutes of silence."""

_LOOK_SECONDS: Final = 1_800
_COPY_SECONDS, _COPY_PER_SECOND = 600, 8  # on the processor: for any recording, and for each second of it
_COPY_BYTES, _COPY_BYTES_PER_SECOND = 64 << 20, 1 << 20
_LOOK_BYTES: Final = 64 << 20
_POLL: Final = 0.5
_LONGEST_LINE: Final = 1 << 20
_KEPT: Final = "原件未受影响，可以下载后用播放器查看。"


class InterruptedMakingError(LiuhenError):
    """The making was asked to stop before its end; nothing is wrong, it can be begun anew."""

    def __init__(self) -> None:
        super().__init__("制作暂停，下次启动后继续。")


class TooMuchError(BadInputError):
    """The original took more memory, time or room than a preview may; trying again would end the same."""


def limits_for(part: Part, *, duration_ms: int) -> Limits:
    """Return the bounds for making a part of a recording of this length (milliseconds, 0 where it has none)."""
    seconds = duration_ms // 1000
    if part == "look":
        return Limits(memory=MEMORY, processor=_LOOK_SECONDS, file=_LOOK_BYTES)
    return Limits(
        memory=MEMORY,
        processor=_COPY_SECONDS + _COPY_PER_SECOND * seconds,
        file=_COPY_BYTES + _COPY_BYTES_PER_SECOND * seconds,
    )


def make_apart(
    part: Part | Literal["derivative", "survey", "search"],
    original: Path,
    folder: Path,
    *,
    limits: Limits,
    said: Callable[[int], None],
    stopping: Callable[[], bool] = lambda: False,
) -> dict[str, object]:
    """Let a process of its own make one part of an original into `folder`; return what it says it made.

    Args:
        part: of the previews, or `derivative`, `survey`, `search`: what the plan that lies in `folder` asks for.
        said: told how far it has come, in per cent.
        stopping: asked twice a second whether to give up.

    Raises:
        BadInputError: it cannot be made of these bytes, or took too much; trying again would end the same.
        InterruptedMakingError: `stopping` said so.
    """
    with _process(part, original, folder, limits) as process:
        for told in _lines(process, stopping=stopping):
            if isinstance(told.get("percent"), int):
                said(min(99, max(0, int(str(told["percent"])))))
            elif isinstance(made := told.get("made"), dict):
                return made
            elif isinstance(told.get("said"), str):
                raise BadInputError(str(told["said"])[:300], remedy=str(told.get("remedy", ""))[:300])
        raise _ended(process.wait())


@contextmanager
def _process(part: str, original: Path, folder: Path, limits: Limits) -> Iterator["subprocess.Popen[bytes]"]:
    command = [sys.executable, "-I", "-m", "liuhen.media.deriving", part, str(original), str(folder), *limits.words()]
    process = subprocess.Popen(  # noqa: S603  # our own module; the paths are digests
        command,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        env={"PATH": os.environ.get("PATH", ""), "LC_ALL": "C.UTF-8"},
        cwd=folder,
        start_new_session=True,  # what is typed at the terminal is for whoever started this
    )
    try:
        yield process
    finally:
        if process.poll() is None:
            process.kill()
        process.wait()
        if process.stdout is not None:
            process.stdout.close()


def _lines(process: "subprocess.Popen[bytes]", *, stopping: Callable[[], bool]) -> Iterator[dict[str, object]]:
    """Give what the process says, until it ends."""
    if process.stdout is None:
        return
    handle = process.stdout.fileno()
    heard, rest = time.monotonic(), b""
    with selectors.DefaultSelector() as selector:
        selector.register(handle, selectors.EVENT_READ)
        while True:
            if stopping():
                raise InterruptedMakingError
            if time.monotonic() - heard > SILENT:
                raise TooMuchError("长时间没有进展，没有制作。", remedy=_KEPT)
            if not selector.select(_POLL):
                continue
            piece = os.read(handle, 65_536)
            if not piece or len(rest) > _LONGEST_LINE:
                return
            heard = time.monotonic()
            *whole, rest = (rest + piece).split(b"\n")
            for line in whole:
                yield _read(line)


def _read(line: bytes) -> dict[str, object]:
    try:
        told = json.loads(line)
    except ValueError:
        return {}
    return told if isinstance(told, dict) else {}


def _ended(code: int) -> LiuhenError:
    """Return what a process that ended without a last word died of."""
    if code in (-signal.SIGXCPU, -signal.SIGKILL):
        return TooMuchError("解码用时超过上限，没有制作。", remedy=_KEPT)
    return TooMuchError("解码中断，没有制作：内容损坏，或者需要的内存超过上限。", remedy=_KEPT)
