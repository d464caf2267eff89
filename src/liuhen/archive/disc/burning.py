"""Let a process of its own write the image of a disc, hear how far it is, and end it when asked to."""

import json
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import asdict
from pathlib import Path
from threading import Thread

from liuhen.jobs.stopping import HandedBackError
from liuhen.kernel.errors import LiuhenError, UnusableError
from liuhen.media.disc_image import Plan
from liuhen.media.disk import speaking_of

_POLL = 0.2
_REFUSED = "光盘映像没有做成。"


def burn(plan: Plan, out: Path, *, said: Callable[[int], None], stopping: Callable[[], bool]) -> None:
    """Write the image of a plan to `out`.

    Args:
        said: told how many bytes are written.
        stopping: asked several times a second whether to give up.

    Raises:
        UnusableError: a recording is not in the store, or not what was stored; or the disk refuses.
        HandedBackError: `stopping` said so.
    """
    told = out.with_suffix(".json")
    with speaking_of("光盘映像"):
        told.write_text(json.dumps(asdict(plan), ensure_ascii=False), "utf-8")
    words: list[dict[str, object]] = []
    with _process(told, out) as process:
        listener = Thread(target=_listen, args=(process, words, said), daemon=True)
        listener.start()
        while listener.is_alive():
            listener.join(_POLL)
            if stopping():
                raise HandedBackError
        code = process.wait()
    told.unlink(missing_ok=True)
    last = words[-1] if words else {}
    if code or not last.get("made"):
        raise _failure(last)


@contextmanager
def _process(plan: Path, out: Path) -> "Iterator[subprocess.Popen[bytes]]":
    command = [sys.executable, "-I", "-m", "liuhen.media.disc_image", str(plan), str(out)]
    process = subprocess.Popen(  # noqa: S603  # our own module
        command, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, env={"LC_ALL": "C.UTF-8"}, start_new_session=True
    )
    try:
        yield process
    finally:
        if process.poll() is None:
            process.kill()
        process.wait()
        if process.stdout is not None:
            process.stdout.close()


def _listen(process: "subprocess.Popen[bytes]", words: list[dict[str, object]], said: Callable[[int], None]) -> None:
    for line in process.stdout or ():
        told = json.loads(line)
        words[:] = [told]
        if isinstance(told.get("done"), int):
            said(told["done"])


def _failure(last: dict[str, object]) -> LiuhenError:
    if "changed" in last:
        name = str(last["changed"]).rpartition("/")[2]
        return UnusableError(
            f"{_REFUSED}“{name}”与存入时的记录不符。",
            why="存储中的原件已被改动或者损坏。",
            remedy="请系统管理员在“原件核查”中核查，用备份恢复该原件，再重新制作。",
        )
    if "refused" in last:
        try:
            with speaking_of("光盘映像"):
                raise OSError(last["refused"], "")
        except UnusableError as error:
            return error
    return UnusableError(_REFUSED, why="制作程序中断。", remedy="请稍后重试；反复出现的，请系统管理员查看日志。")
