"""Read every packet of a recording once, in constant memory, without decoding a picture."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from fractions import Fraction
from pathlib import Path
from typing import Final, cast

import av
from av.container import InputContainer
from av.error import FFmpegError

from liuhen.kernel.errors import BadInputError
from liuhen.media.continuity import NEVER, THRESHOLD_MS, Stretch, Track, interruptions, shared
from liuhen.media.streams import MOST_PIXELS, Playable, Stream, described, playable, require_picture_or_sound
from liuhen.media.structure import REMEDY, truncated

_EARLIEST: Final = datetime(1990, 1, 1, tzinfo=UTC)
_DECRYPT: Final = "请用设备配套的软件解密导出后再上传，并保留设备中的原始文件。"
_MOST_STREAMS: Final = 64
_READER: Final = {"protocol_whitelist": "file", "max_streams": str(_MOST_STREAMS)}
# Opening tries a few pictures where a header says too little; this refuses one that would take gigabytes. Given for
# each stream, it also makes the reader refuse a file that hides its streams from the header.
_PICTURES: Final = [{"max_pixels": str(MOST_PIXELS)}] * _MOST_STREAMS


@dataclass(frozen=True, slots=True)
class Scanned:
    """What the packets of a recording say.

    Args:
        duration_ms: from the first packet to the end of the last.
        created: as the device wrote it into the file, None where it wrote nothing usable. Devices often write local
            time and call it UTC: kept as given, never corrected.
        gaps: milliseconds (start, end) in which no stream has a packet.
        rewinds: milliseconds at which the clock of the file steps back.
    """

    duration_ms: int
    streams: tuple[Stream, ...]
    created: datetime | None
    gaps: tuple[Stretch, ...]
    rewinds: tuple[int, ...]


def scan(path: Path, *, demuxer: str, name: str, threshold_ms: int = THRESHOLD_MS) -> Scanned:
    """Read a recording from its first to its last packet.

    Args:
        path: where the bytes are.
        demuxer: the one FFmpeg reader to use; nothing else is tried.
        name: the file name the sender gave, for messages.
        threshold_ms: a jump of the time stamps longer than this is an interruption.

    Raises:
        BadInputError: damaged, cut off, encrypted, or without picture and sound.
    """
    try:
        with opened(path, demuxer) as container:
            return _scan(container, name=name, threshold_ms=threshold_ms)
    except (FFmpegError, ValueError) as error:
        raise BadInputError(
            f"“{name}”无法读取，已损坏或不完整。", why="文件结构不符合其格式。", remedy=REMEDY
        ) from error


def opened(path: Path, demuxer: str) -> InputContainer:
    """Open a recording with the one reader for it, bounded; raise FFmpegError or ValueError where it cannot be."""
    # The prefix keeps a path from being read as an address.
    return av.open(
        f"file:{path}",
        mode="r",
        format=demuxer,
        container_options=_READER,
        stream_options=cast("list[str]", _PICTURES),  # its own type is too narrow: it takes a mapping for each stream
        metadata_errors="replace",
    )


def _scan(container: InputContainer, *, name: str, threshold_ms: int) -> Scanned:
    streams = playable(container)
    require_picture_or_sound(streams, name=name)
    tracks = {stream.index: _track(stream, threshold_ms) for stream in streams}
    _read(container, streams, tracks, name=name)
    lived = {index: track for index, track in tracks.items() if track.first != NEVER}
    if not lived:
        raise truncated(name, why="文件中没有图像和声音的数据。")
    origin = _origin(container, lived.values())
    total = max(track.milliseconds(track.ends(), origin=origin) for track in lived.values())
    gaps = {
        index: interruptions(track, origin=origin, total_ms=total, threshold_ms=threshold_ms)
        for index, track in lived.items()
    }
    return Scanned(
        duration_ms=total,
        streams=tuple(described(stream, gaps=gaps.get(stream.index, ((0, total),))) for stream in streams),
        created=_created(container.metadata),
        gaps=shared(gaps.values(), threshold_ms=threshold_ms),
        rewinds=tuple(
            sorted(track.milliseconds(stamp, origin=origin) for track in lived.values() for stamp in track.rewinds)
        ),
    )


def _track(stream: Playable, threshold_ms: int) -> Track:
    return Track(stream.time_base or Fraction(1, av.time_base), threshold_ms=threshold_ms)


def _read(container: InputContainer, streams: list[Playable], tracks: dict[int, Track], *, name: str) -> None:
    """Show every packet to its track; raise BadInputError at the first that is encrypted or incomplete."""
    for packet in container.demux(streams):
        stamp = packet.pts
        if stamp is None:
            stamp = packet.dts  # AVI knows no other
        if stamp is None or not packet.size:
            continue  # the end of a stream, or a frame the recorder says it dropped
        track = tracks[packet.stream_index]
        if packet.is_corrupt:
            raise truncated(name, why="其中有数据残缺。")
        if track.first == NEVER and packet.has_sidedata("encryption_info"):
            raise BadInputError(f"“{name}”的内容已加密。", remedy=_DECRYPT)
        track.see(stamp, packet.duration or 0)


def _origin(container: InputContainer, tracks: Iterable[Track]) -> Fraction:
    """Return the second at which playing begins: sound codecs put a few samples before it."""
    if container.start_time is not None:
        return Fraction(container.start_time, av.time_base)
    return min(track.begins() for track in tracks)


def _created(metadata: dict[str, str]) -> datetime | None:
    written = metadata.get("creation_time") or metadata.get("com.apple.quicktime.creationdate") or ""
    try:
        moment = datetime.fromisoformat(written)
    except ValueError:
        return None
    return moment.astimezone(UTC) if moment.tzinfo and moment > _EARLIEST else None
