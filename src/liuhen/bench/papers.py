"""Goal 11: a thousand different papers beside a bare warm typst compiler and beside WeasyPrint.

One page of one kind first, then every kind of the catalogue with its code to be scanned, as officers make them.
"""

import gc
import json
import subprocess
import sys
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from time import perf_counter
from typing import Any, Final

from liuhen.bench import catalogue, pages
from liuhen.bench.figure import AT_MOST, Figure, Goal, absolute, compared, unmeasured
from liuhen.kernel.errors import UnusableError
from liuhen.papers import faces, render

_BARE: Final = Goal(11, "papers.render", "制作一页文书（校核、排版、PDF/A、校验值）", 1.5, AT_MOST)
_CATALOGUE: Final = Goal(11, "papers.catalogue", "制作目录中的各种文书（同上，并编二维码）", 1.5, AT_MOST)
_WEASY: Final = Goal(11, "papers.weasyprint", "制作一页文书快于 WeasyPrint 的倍数", 7.0)
_MEMORY: Final = Goal(11, "papers.memory", "制作全部文书期间内存增长", 32.0, AT_MOST)
_AGAINST_BARE: Final = "裸用并已预热的 typst.Compiler，同样的页面"
_AGAINST_WEASY: Final = "已预热的 WeasyPrint，同样的内容，PDF/A-2b"

_PEERS: Final = Path(__file__).parent / "peers"
_VENV_PYTHON: Final = Path(__file__).resolve().parents[3] / "build" / "bench-venv" / "bin" / "python"
_SET: Final = "同上，目录中各种文书的同样页面"
_WARM: Final = 20  # pages before counting
_EVERY: Final = 4  # one page in so many is also set by WeasyPrint
_FEW: Final = 7  # pages one side sets before it is the other's turn: as in a batch, yet under the same weather


class Peer:
    """A program that sets a page a line and says how long it took, in seconds."""

    def __init__(self, process: "subprocess.Popen[str]") -> None:
        self._process = process

    def seconds(self, told: dict[str, Any]) -> float:
        """Let it set one page.

        Raises:
            UnusableError: it ended instead.
        """
        if self._process.stdin is None or self._process.stdout is None:
            raise UnusableError("对照程序没有启动，测量无效。")
        self._process.stdin.write(json.dumps(told) + "\n")
        self._process.stdin.flush()
        answer = self._process.stdout.readline()
        if not answer:
            raise UnusableError("对照程序中途退出，测量无效。")
        return float(json.loads(answer)["seconds"])


def measure(*, runs: int, quick: bool, folder: Path) -> list[Figure]:
    """Return the ratio to the bare compiler, the ratio to WeasyPrint where it is installed, and memory growth."""
    del folder
    numbers = range(_WARM, _WARM + (60 if quick else 1000))
    batches = [numbers[first::runs] for first in range(runs)]
    with ExitStack() as stack:
        bare = stack.enter_context(_peer(Path(sys.executable), "bare_typst.py"))
        weasy = stack.enter_context(_peer(_VENV_PYTHON, "weasy.py")) if _VENV_PYTHON.exists() else None
        for number in range(_WARM):
            _set(number, bare)
        for number, kind in enumerate(catalogue.forms()):
            _make(kind, number)  # what is read of each form stays: once each, it does not grow
        before = _resident()
        timed = [[_set(number, bare) for number in batch] for batch in batches]
        every = [[_any(number, bare) for number in batch] for batch in batches]
        grown = (_resident() - before) / 1024
        slow = [_beside_weasy(batch, weasy) for batch in batches] if weasy else []
    kinds = f"{len(catalogue.forms())} 种文书，"
    return [
        _beside_bare(_BARE, timed, against=_AGAINST_BARE),
        _beside_bare(_CATALOGUE, every, against=_SET, note=kinds),
        _fast(slow),
        absolute(_MEMORY, [grown], unit="MiB", note=f"{2 * len(numbers)} 份"),
    ]


def _set(number: int, bare: Peer) -> tuple[float, float]:
    """Return how long we took for one paper and how long the bare compiler took for the same page."""
    told = {"files": pages.source(number), "timestamp": pages.MOMENT.isoformat()}
    if number % 2:  # neither side is always the second
        peer = bare.seconds(told)
        return _render(number), peer
    return _render(number), bare.seconds(told)


def _any(number: int, bare: Peer) -> tuple[float, float]:
    """Return the same of a paper of any kind: the kinds of the catalogue one after the other."""
    kinds = catalogue.forms()
    kind = kinds[number % len(kinds)]
    told = {"files": catalogue.source(kind, number), "timestamp": pages.MOMENT.isoformat()}
    if number // len(kinds) % 2:
        peer = bare.seconds(told)
        return _make(kind, number), peer
    return _make(kind, number), bare.seconds(told)


def _make(kind: str, number: int) -> float:
    sheet = catalogue.sheet(kind, number)
    began = perf_counter()
    render(kind, sheet, moment=pages.MOMENT, check_code=catalogue.code(number), check_at=catalogue.CHECK_AT)
    return perf_counter() - began


def _render(number: int) -> float:
    sheet = pages.sheet(number)
    began = perf_counter()
    made = render(pages.FORM, sheet, moment=pages.MOMENT)
    took = perf_counter() - began
    if made.pages != 1:
        raise UnusableError("测量用的文书不是一页，测量无效。")
    return took


def _beside_bare(goal: Goal, timed: list[list[tuple[float, float]]], *, against: str, note: str = "") -> Figure:
    ours = [sum(one for one, _peer in batch) / len(batch) for batch in timed]
    peer = [sum(other for _one, other in batch) / len(batch) for batch in timed]
    told = {"ours_ms": min(ours) * 1000, "against_ms": min(peer) * 1000}
    note = f"{note}{sum(map(len, timed))} 份各不相同，每轮 {len(timed[0])} 份"
    return compared(goal, ours=ours, peer=peer, against=against, faster=False, note=note, extra=told)


def _beside_weasy(batch: range, weasy: Peer) -> tuple[float, float]:
    """Return what a page takes each side when some are set one after the other, as a batch of papers is."""
    # Other kinds of paper came before: both sides set this one again until they know it.
    for number in range(_WARM):
        _render(number + 200_000)
        weasy.seconds({"html": pages.html(number)})
    some = batch[::_EVERY]
    ours, peer = [], []
    for few in (some[at : at + _FEW] for at in range(0, len(some), _FEW)):
        # Numbers nobody has set before: a page that typst remembers would flatter us.
        ours += [_render(number + 100_000) for number in few]
        peer += [weasy.seconds({"html": pages.html(number)}) for number in few]
    return sum(ours) / len(ours), sum(peer) / len(peer)


def _fast(slow: list[tuple[float, float]]) -> Figure:
    if not slow:
        return unmeasured(_WEASY, against=_AGAINST_WEASY, why="对照程序未安装，执行 make bench 时安装")
    ours, peer = [one for one, _ in slow], [other for _, other in slow]
    told = {"ours_ms": min(ours) * 1000, "against_ms": min(peer) * 1000}
    return compared(_WEASY, ours=ours, peer=peer, against=_AGAINST_WEASY, extra=told)


@contextmanager
def _peer(python: Path, program: str) -> Iterator[Peer]:
    command = [str(python), str(_PEERS / program), str(faces.folder())]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:  # noqa: S603
        yield Peer(process)  # afterwards its input ends, and with it the program


def _resident() -> int:
    """Return the memory this process holds now, in KiB."""
    gc.collect()
    for line in Path("/proc/self/status").read_text("utf-8").splitlines():
        if line.startswith("VmRSS:"):
            return int(line.split()[1])
    raise UnusableError("这个系统没有给出内存用量。")
