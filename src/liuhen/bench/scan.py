"""Goal 12: looking for gaps in an hour's recording beside a bare demux of the same file by PyAV."""

import resource
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from time import perf_counter, process_time
from typing import Final

import av
from av.packet import Packet

from liuhen.bench.figure import AT_MOST, Figure, Goal, absolute, compared
from liuhen.kernel.errors import UnusableError
from liuhen.media.probe import Probe, probe
from liuhen.media.samples import make_sample

_CLOCK: Final = Goal(12, "scan.continuity", "查找一小时录像的中断：容器、时间标记、是否完整", 1.3, AT_MOST)
_PROCESSOR: Final = Goal(12, "scan.continuity.cpu", "同上，只计处理器时间", 1.3, AT_MOST)
_MEMORY: Final = Goal(12, "scan.memory", "查找期间常驻内存的增长", 16, AT_MOST)
_AGAINST: Final = "PyAV 逐包读同一文件，什么也不记"
_PIECE: Final = 10  # seconds of the sample that is repeated
_STEP: Final = 11  # seconds from one repetition to the next: shorter than an interruption
_MISSING: Final = 9  # repetitions left out in the middle
_MIB: Final = 1 << 20


def measure(*, runs: int, quick: bool, folder: Path) -> list[Figure]:
    """Return the ratio by the clock and by the processor, and what the memory grew by."""
    times, mib = (24, 24) if quick else (328, 1_024)
    moment = datetime(2026, 11, 19, 1, 2, 3, tzinfo=UTC)
    sample = make_sample(folder / "sample.mp4", seconds=_PIECE, started=moment, title="测速")
    path = recording(sample, folder / "long.mp4", times=times, mib=mib)
    _require_found(probe(path, name=path.name), times)  # the file is then in the memory of the machine, for both
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    peer, ours = [], []
    for _ in range(runs):
        peer.append(_timed(lambda: _bare(path)))
        ours.append(_timed(lambda: _require_found(probe(path, name=path.name), times)))
    grown = (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) / 1024
    note = f"{times * _STEP // 60} 分钟，{path.stat().st_size // _MIB} MiB，中间缺 {_MISSING * _STEP} 秒"
    figures = [_figure(goal, ours, peer, at=at, note=note) for at, goal in enumerate((_CLOCK, _PROCESSOR))]
    return [*figures, absolute(_MEMORY, [grown], unit="MiB", note=note)]


def recording(sample: Path, path: Path, *, times: int, mib: int) -> Path:
    """Repeat the packets of a sample into a long recording, with a hole in the middle, filled up to about `mib` MiB."""
    with av.open(str(sample)) as source:
        streams = list(source.streams)
        packets = [one for one in source.demux() if one.dts is not None]
        pictures = sum(one.stream.type == "video" for one in packets)
        padding = bytes(max(0, mib * _MIB // times - sample.stat().st_size) // pictures)
        with av.open(str(path), "w", format="mp4") as out:
            twins = {stream.index: out.add_stream_from_template(stream) for stream in streams}
            for number in range(times):
                if 0 <= number - times // 2 < _MISSING:
                    continue
                for one in packets:
                    again = Packet(bytes(one) + (padding if number and one.stream.type == "video" else b""))
                    later = int(number * _STEP / one.time_base)
                    again.stream, again.time_base = twins[one.stream_index], one.time_base
                    again.pts, again.dts = (one.pts or 0) + later, (one.dts or 0) + later
                    again.duration, again.is_keyframe = one.duration, one.is_keyframe
                    out.mux(again)
    return path


def _bare(path: Path) -> None:
    with av.open(str(path)) as container:
        for _packet in container.demux():
            pass


def _require_found(seen: Probe, times: int) -> None:
    wanted = ((times // 2 - 1) * _STEP + _PIECE, (times // 2 + _MISSING) * _STEP)
    found = [(start / 1000, end / 1000) for start, end in seen.gaps]
    if len(found) != 1 or max(abs(a - b) for a, b in zip(found[0], wanted, strict=True)) > 0.2:  # noqa: PLR2004  # seconds
        raise UnusableError("测量用的中断没有找对，测量无效。", why=f"应为 {wanted}，实为 {found}。")


def _timed(work: Callable[[], None]) -> tuple[float, float]:
    began, spent = perf_counter(), process_time()
    work()
    return perf_counter() - began, process_time() - spent


def _figure(
    goal: Goal, ours: list[tuple[float, float]], peer: list[tuple[float, float]], *, at: int, note: str
) -> Figure:
    own, other = [one[at] for one in ours], [one[at] for one in peer]
    told = {"ours_ms": min(own) * 1000, "against_ms": min(other) * 1000}
    return compared(goal, ours=own, peer=other, against=_AGAINST, faster=False, note=note, extra=told)
