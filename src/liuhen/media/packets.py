"""Read every packet of a recording once, in constant memory, without decoding a picture."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from fractions import Fraction
from pathlib import Path
from typing import Final, cast

import av
from av.container import InputContainer
from av.error import FFmpegError
from av.video.stream import VideoStream

from liuhen.media.continuity import NEVER, THRESHOLD_MS, Stretch, Track, interruptions, shared
from liuhen.media.embedded import Embedded, embedded
from liuhen.media.streams import MOST_PIXELS, Playable, Stream, described, playable, require_picture_or_sound
from liuhen.media.structure import REMEDY, BrokenError, last_box_end, truncated

_LONGEST_MS: Final = 31 * 24 * 3_600_000
"""More than any device records into one file."""
_DECRYPT: Final = "请用设备配套的软件解密导出后再上传，并保留设备中的原始文件。"
_MOST_LEAPS: Final = 100
_MISSING: Final = 4
"""Pictures: a recorder that takes them when something moves leaves out some."""
_MOST_STREAMS: Final = 64
_READER: Final = {"protocol_whitelist": "file,subfile", "max_streams": str(_MOST_STREAMS)}
# Opening tries a few pictures where a header says too little; this refuses one that would take gigabytes. Given for
# each stream, it also makes the reader refuse a file that hides its streams from the header.
_PICTURES: Final = [{"max_pixels": str(MOST_PIXELS)}] * _MOST_STREAMS


@dataclass(frozen=True, slots=True)
class Scanned:
    """What the packets of a recording say.

    Args:
        duration_ms: from the first packet to the end of the last.
        gaps: milliseconds (start, end) in which no stream has a packet.
        steps_back: milliseconds (from, to) at which the clock of the file steps back.
        trouble: sentences about what is damaged in it or cannot be believed; empty for a sound recording.
    """

    duration_ms: int
    streams: tuple[Stream, ...]
    embedded: Embedded
    gaps: tuple[Stretch, ...]
    steps_back: tuple[Stretch, ...]
    trouble: tuple[str, ...] = ()


@dataclass(slots=True)
class _Seen:
    """The tracks of the streams, and what went wrong while they were read."""

    tracks: dict[int, Track]
    damaged: int = 0
    broken: bool = False
    lived: dict[int, Track] = field(default_factory=dict)


def scan(path: Path, *, demuxer: str, name: str, threshold_ms: int = THRESHOLD_MS) -> Scanned:
    """Read a recording from its first to its last packet.

    Args:
        path: where the bytes are.
        demuxer: the one FFmpeg reader to use; nothing else is tried.
        name: the file name the sender gave, for messages.
        threshold_ms: a jump of the time stamps longer than this is an interruption.

    Raises:
        BrokenError: encrypted, or nothing in it can be read. A recording that breaks off or has damaged packets is
            read as far as it goes, and its `trouble` says so.
        BadInputError: without picture and sound, or with a picture larger than any recorder's.
    """
    try:
        with opened(path, demuxer) as container:
            return _scan(container, name=name, threshold_ms=threshold_ms)
    except (FFmpegError, ValueError, OverflowError) as error:
        raise BrokenError(f"“{name}”无法读取，已损坏或不完整。", why="文件结构不符合其格式。", remedy=REMEDY) from error


def opened(path: Path, demuxer: str) -> InputContainer:
    """Open a recording with the one reader for it, bounded; raise FFmpegError or ValueError where it cannot be.

    The reader of MP4 refuses a whole file for a box that was begun and never ended: then it is shown what comes before.
    """
    try:
        # The prefix keeps a path from being read as an address.
        return _opened(f"file:{path}", demuxer)
    except FFmpegError:
        end = last_box_end(path) if demuxer == "mov" else 0
        if not end:
            raise
        return _opened(f"subfile,,start,0,end,{end},,:file:{path}", demuxer)


def _opened(address: str, demuxer: str) -> InputContainer:
    return av.open(
        address,
        mode="r",
        format=demuxer,
        container_options=_READER,
        stream_options=cast("list[str]", _PICTURES),  # its own type is too narrow: it takes a mapping for each stream
        metadata_errors="replace",
    )


def _scan(container: InputContainer, *, name: str, threshold_ms: int) -> Scanned:
    streams = playable(container)
    require_picture_or_sound(streams, name=name)
    seen = _Seen({stream.index: _track(stream, threshold_ms) for stream in streams})
    _read(container, streams, seen, name=name)
    lived = seen.lived = {index: track for index, track in seen.tracks.items() if track.first != NEVER}
    if not lived:
        raise truncated(name, why="文件中没有图像和声音的数据。")
    if max(len(track.leaps) for track in lived.values()) > _MOST_LEAPS:
        raise _bewildered(name, "设备时钟反复跳动，多达上百次。")
    origin = _origin(container, lived.values())
    total = max(track.milliseconds(track.ends(), origin=origin) for track in lived.values())
    if total > _LONGEST_MS:
        raise _bewildered(name, f"首尾相差 {total // (24 * 3_600_000)} 天，没有设备会录这样长。")
    gaps = {
        index: interruptions(track, origin=origin, total_ms=total, threshold_ms=threshold_ms)
        for index, track in lived.items()
    }
    return Scanned(
        duration_ms=total,
        streams=tuple(described(stream, gaps=gaps.get(stream.index, ((0, total),))) for stream in streams),
        embedded=embedded(container.metadata, *(stream.metadata for stream in streams)),
        gaps=shared(gaps.values(), threshold_ms=threshold_ms),
        steps_back=_steps_back(lived.values(), origin=origin, threshold_ms=threshold_ms),
        trouble=tuple(_trouble(seen, total, origin)),
    )


def _bewildered(name: str, why: str) -> BrokenError:
    return BrokenError(f"“{name}”的时间标记错乱，无法读取。", why=why, remedy=REMEDY)


def _steps_back(tracks: Iterable[Track], *, origin: Fraction, threshold_ms: int) -> tuple[Stretch, ...]:
    """Return where the clock steps back, once where picture and sound do so together."""
    found: list[Stretch] = []
    for step in sorted(
        (track.milliseconds(before, origin=origin), track.milliseconds(after, origin=origin))
        for track in tracks
        for before, after in track.rewinds
    ):
        if not any(max(abs(step[0] - a), abs(step[1] - b)) <= threshold_ms for a, b in found[-4:]):
            found.append(step)
    return tuple(found)


def _trouble(seen: _Seen, total: int, origin: Fraction) -> Iterator[str]:
    if seen.broken:
        yield f"读到第 {total // 1000} 秒处中断，其后不能读出。"
    if seen.damaged:
        yield f"有 {seen.damaged} 个数据包残缺。"
    strays = sum(track.strays for track in seen.lived.values())
    if strays:
        yield f"有 {strays} 个数据包的时间标记明显不对，未计入时长。"
    leaps = [(track, leap) for track in seen.lived.values() for leap in track.leaps]
    if leaps:
        track, (before, _after) = leaps[0]
        second = track.milliseconds(before, origin=origin) // 1000
        yield f"设备时钟在第 {second} 秒处跳了一天以上，跳过的时间未计入时长。"


def _track(stream: Playable, threshold_ms: int) -> Track:
    """Return the track of a stream; where pictures are taken seldom, a few missing ones are no interruption."""
    rate = stream.average_rate if isinstance(stream, VideoStream) else None
    seldom = round(_MISSING * 1000 / rate) if rate else 0
    return Track(stream.time_base or Fraction(1, av.time_base), threshold_ms=max(threshold_ms, seldom))


def _read(container: InputContainer, streams: list[Playable], seen: _Seen, *, name: str) -> None:
    """Show every packet to its track, as far as there are any; raise BrokenError at the first that is encrypted."""
    tracks = seen.tracks
    try:
        for packet in container.demux(streams):
            stamp = packet.pts
            if stamp is None:
                stamp = packet.dts  # AVI knows no other
            if stamp is None or not packet.size:
                continue  # the end of a stream, or a frame the recorder says it dropped
            if packet.is_corrupt:
                seen.damaged += 1
                continue
            track = tracks[packet.stream_index]
            if track.first == NEVER and packet.has_sidedata("encryption_info"):
                raise BrokenError(f"“{name}”的内容已加密。", why="内容已加密。", remedy=_DECRYPT)
            track.see(stamp, packet.duration or 0)
    except FFmpegError:
        seen.broken = True


def _origin(container: InputContainer, tracks: Iterable[Track]) -> Fraction:
    """Return the second at which playing begins: sound codecs put a few samples before it."""
    first = min(track.begins() for track in tracks)
    if container.start_time is None:
        return first
    begins = Fraction(container.start_time, av.time_base)
    return begins if first <= begins <= first + 1 else first
