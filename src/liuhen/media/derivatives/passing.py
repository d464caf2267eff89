"""A stretch of a recording taken over as it was coded: nothing is decoded or changed, so it begins at a key picture."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path
from typing import Any, Final, TypeAlias, cast

import av
from av.container import Flags, InputContainer
from av.packet import Packet
from av.video.stream import VideoStream

from liuhen.media.decoding import origin
from liuhen.media.derivatives.cutting import NAMED
from liuhen.media.derivatives.entering import Entry
from liuhen.media.derivatives.plans import Plan

_IN_MP4: Final = frozenset({"h264", "hevc", "aac", "mp3", "mp3float", "mpeg4"})

Coded: TypeAlias = "Packet[Any]"


@dataclass(frozen=True, slots=True)
class Passed:
    """The stretch that was really taken over, in milliseconds of the original."""

    start_ms: int
    end_ms: int


def fits_mp4(entry: Entry) -> bool:
    """Say whether players take the coded streams from an MP4; MKV takes all."""
    return all(one.codec_context.name in _IN_MP4 for one in entry.streams)


def pass_over(source: InputContainer, target: Path, plan: Plan, entry: Entry, *, said: Callable[[int], None]) -> Passed:
    """Write the packets of the stretch to `target`.

    Raises:
        ValueError: there is none.
    """
    begins = origin(source)
    start = _key_before(source, entry, begins, Fraction(plan.start_ms, 1000))
    end = last = Fraction(plan.end_ms or plan.start_ms, 1000)
    with av.open(str(target), mode="w", format="mp4" if target.suffix == ".mp4" else "matroska") as out:
        out.flags |= cast("int", Flags.bitexact.value)
        out.metadata["title"] = NAMED
        twins = {one.index: out.add_stream_from_template(one) for one in entry.streams}
        for packet, second, length in _packets(source, entry, begins):
            if second < start:
                continue
            if _decoded(packet, begins) >= end:
                break
            last = max(last, second + length)
            said(min(99, int((second - start) * 100 / max(length, end - start, Fraction(1, 1000)))))
            moved = round((begins + start) / (packet.time_base or 1))
            packet.pts, packet.dts = (packet.pts or 0) - moved, (packet.dts or 0) - moved
            packet.stream = twins[packet.stream_index]
            out.mux(packet)
    return Passed(int(start * 1000), max(plan.end_ms or 0, int(last * 1000)))


def _key_before(source: InputContainer, entry: Entry, begins: Fraction, start: Fraction) -> Fraction:
    """Return the second of the last picture before the start that stands alone."""
    leading, found = entry.streams[0], None
    for packet, second, _ in _packets(source, entry, begins):
        if packet.stream is not leading:
            continue
        if second > start and found is not None:
            break
        if packet.is_keyframe or not isinstance(leading, VideoStream):
            found = second
    if found is None:
        raise ValueError("no picture that stands alone")
    return found


def _packets(source: InputContainer, entry: Entry, begins: Fraction) -> Iterator[tuple[Coded, Fraction, Fraction]]:
    """Give the packets from the entry on, each with its second and how long it lasts."""
    if entry.second is None:
        source.seek(0)
    entry.go(source, begins)
    for packet in source.demux(entry.streams):
        if packet.dts is not None and packet.pts is not None and packet.time_base is not None:
            base = packet.time_base
            yield packet, packet.pts * base - begins, (packet.duration or 0) * base


def _decoded(packet: Coded, begins: Fraction) -> Fraction:
    return (packet.dts or 0) * Fraction(packet.time_base or 1) - begins
