"""A copy that every browser plays: H.264 and AAC in MP4, at most 720 lines, the index in front, one thread.

It keeps the times of the original, so that a second on its page is the same second there: what the original lacks,
the copy shows as a picture that stands still and as silence. The original is only read. It is made in pieces, so that
a making that was interrupted goes on where it stopped.
"""

from collections.abc import Callable, Iterator
from fractions import Fraction
from heapq import merge
from pathlib import Path
from typing import Any, Final, TypeAlias

import av
from av.audio.stream import AudioStream
from av.packet import Packet
from av.video.stream import VideoStream

from liuhen.media.reels import Piece, Reopen, film
from liuhen.media.soundtrack import record
from liuhen.media.streams import playable

Moment: TypeAlias = "tuple[Fraction, int, Packet[Any]]"
"""Second, number of the stream, packet."""

_SOUND_SHARE: Final = 10  # per cent of the time, where there are pictures
_ALMOST: Final = 97  # per cent: what is left is put together


def make_copy(reopen: Reopen, target: Path, pieces: Path, *, duration_ms: int, said: Callable[[int], None]) -> str:
    """Write the copy of a recording to `target` and return its media type.

    Args:
        reopen: opens the recording anew, from its start.
        pieces: a folder for what is finished on the way; what lies there from an earlier making is used.
        said: told how far it has come, in per cent.

    Raises:
        FFmpegError, OSError: it could not be written.
        ValueError: there is nothing that can be decoded.
    """
    with reopen() as source:
        kinds = {type(one) for one in playable(source)}
    shown, total = VideoStream in kinds, Fraction(max(1, duration_ms), 1000)
    sound = Piece(pieces / "sound.mp4")
    if AudioStream in kinds and not sound.done:
        share = _SOUND_SHARE if shown else _ALMOST
        record(reopen, sound, reached=lambda second: said(min(share, int(second * share / total))))
    films = film(reopen, pieces, reached=lambda second: said(_share(second, total))) if shown else []
    if not films and not sound.path.exists():
        raise ValueError("nothing to copy")
    _put_together(films, [sound.path] if sound.path.exists() else [], target)
    return "video/mp4" if films else "audio/mp4"


def _share(second: Fraction, total: Fraction) -> int:
    return min(_ALMOST, _SOUND_SHARE + int(second * (_ALMOST - _SOUND_SHARE) / total))


def _put_together(films: list[Path], sounds: list[Path], target: Path) -> None:
    """Write pictures and sound in the order of time, without coding them anew."""
    reels = [one for one in (films, sounds) if one]
    with av.open(str(target), mode="w", format="mp4", options={"movflags": "+faststart"}) as out:
        twins = []
        for reel in reels:
            with av.open(str(reel[0])) as first:
                twins.append(out.add_stream_from_template(first.streams[0]))
        for _at, number, packet in merge(*(_packets(reel, number) for number, reel in enumerate(reels)), key=_second):
            packet.stream = twins[number]
            out.mux(packet)


def _second(moment: Moment) -> Fraction:
    return moment[0]


def _packets(reel: list[Path], number: int) -> Iterator[Moment]:
    for path in reel:
        with av.open(str(path)) as piece:
            for packet in piece.demux(piece.streams[0]):
                if packet.dts is not None:
                    yield packet.dts * packet.time_base, number, packet
