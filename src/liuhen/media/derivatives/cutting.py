"""A stretch of a recording encoded anew, picture by picture: H.264 and AAC in MP4, which every browser plays.

It begins with the picture that the original shows at the first millisecond and ends before the last; every picture in
between is there, at full size. What the plan covers or mutes is gone from it before anything is encoded.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path
from typing import Any, Final, cast

import av
from av.audio.frame import AudioFrame
from av.audio.stream import AudioStream
from av.codec.context import Flags as CodecFlags
from av.container import Flags, InputContainer, OutputContainer
from av.packet import Packet
from av.video.frame import VideoFrame
from av.video.stream import VideoStream

from liuhen.media.decoding import frames, origin, second_of
from liuhen.media.derivatives.boxes import areas
from liuhen.media.derivatives.canvas import band_for, canvas, cover
from liuhen.media.derivatives.entering import LARGEST, Entry
from liuhen.media.derivatives.plans import Plan
from liuhen.media.derivatives.tape import HERTZ, Tape
from liuhen.media.jpegs import upright

LABEL: Final = "label.png"
"""Beside what is made, where it gets a line of words below it."""
TICK: Final = Fraction(1, 90_000)
NAMED: Final = "音像副本，不是原始记录"
"""Written into every copy that can carry a title; nothing of the device's own notes goes in."""

_H264: Final = {"preset": "veryfast", "crf": "20", "g": "50", "bf": "0", "threads": "1"}
"""Without pictures out of order (`bf`): the length that an MP4 tells is reckoned in the order of decoding."""
_LONG, _SHOWN = Fraction(1, 5), Fraction(1, 25)
"""Seconds: a last picture shown for longer is written twice; and for how long a player shows what nothing follows."""
_PATIENCE: Final = 10  # seconds of one stream beyond the end, while another has not come there


@dataclass(frozen=True, slots=True)
class Cut:
    """What was written: pixels of a picture and how many pictures, all 0 where there is only sound."""

    width: int
    height: int
    pictures: int


def cut(source: InputContainer, target: Path, plan: Plan, entry: Entry, *, said: Callable[[int], None]) -> Cut:
    """Write the stretch that a plan names to `target`.

    Args:
        source: just opened; is read from the entry on.
        entry: where to begin reading, and how large the picture is when upright.
        said: told how far it has come, in per cent.

    Raises:
        FFmpegError, OSError: it could not be written.
        ValueError: there is nothing in the stretch that can be decoded.
    """
    with av.open(str(target), mode="w", format="mp4", options={"movflags": "+faststart"}) as out:
        out.flags |= cast("int", Flags.bitexact.value)
        out.metadata["title"] = NAMED
        cutting = _Cutting(
            out, plan, origin(source), band=entry.size and band_for(target.parent / "label.png", entry.size[0])
        )
        cutting.run(source, entry, said=said)
    if not cutting.written:
        raise ValueError("nothing in this stretch")
    return Cut(*cutting.size, cutting.pictures)


class _Cutting:
    """One pass over the packets of the stretch."""

    def __init__(self, out: OutputContainer, plan: Plan, begins: Fraction, *, band: VideoFrame | None) -> None:
        self._out, self._plan, self._begins, self._band = out, plan, begins, band
        self._start = Fraction(plan.start_ms, 1000)
        self._end = Fraction(plan.end_ms if plan.end_ms is not None else plan.start_ms, 1000)
        self._video: VideoStream | None = None
        self._audio: AudioStream | None = None
        self._tape: Tape | None = None
        self._aspect: Fraction | None = None
        self._held: tuple[Fraction, VideoFrame] | None = None
        self.size, self.pictures, self.written = (0, 0), 0, 0

    def run(self, source: InputContainer, entry: Entry, *, said: Callable[[int], None]) -> None:
        """Decode the stretch in the order of the file and write it."""
        self._prepare(entry)
        entry.go(source, self._begins)
        for frame in self._until_end(source, entry, said=said):
            if isinstance(frame, VideoFrame):
                self._see(frame)
            elif self._tape is not None:
                for piece in self._tape.pieces(frame, second_of(frame, self._begins)):
                    self._hear(piece)
        self._finish()

    def _prepare(self, entry: Entry) -> None:
        if entry.video is not None and entry.size is not None:
            self._aspect = entry.video.sample_aspect_ratio
            self.size = (entry.size[0], entry.size[1] + (self._band.height if self._band else 0))
            self._video = self._out.add_stream("libx264", rate=30, options=_H264)
            self._video.width, self._video.height, self._video.pix_fmt = *self.size, "yuv420p"
            self._video.codec_context.time_base = self._video.time_base = TICK
            self._video.codec_context.flags |= CodecFlags.bitexact.value
        if entry.audio is not None:
            channels = 2 if (entry.audio.codec_context.channels or 1) > 1 else 1
            self._tape = Tape(channels, self._start, self._end, self._plan.mutes)
            self._audio = self._out.add_stream("aac", rate=HERTZ, layout=self._tape.layout, bit_rate=96_000 * channels)
            self._audio.codec_context.flags |= CodecFlags.bitexact.value

    def _until_end(
        self, source: InputContainer, entry: Entry, *, said: Callable[[int], None]
    ) -> Iterator[VideoFrame | AudioFrame]:
        """Give what lies before the end; stop when every stream has come there, or one is far beyond."""
        open_ends = {type(one): True for one in (entry.video, entry.audio) if one is not None}
        for frame in frames(source, entry.streams):
            second = second_of(frame, self._begins)
            said(min(99, max(0, int((second - self._start) * 100 / max(TICK, self._end - self._start)))))
            if second < self._end:
                yield frame
                continue
            open_ends[VideoStream if isinstance(frame, VideoFrame) else AudioStream] = False
            if not any(open_ends.values()) or second > self._end + _PATIENCE:
                return

    def _see(self, frame: VideoFrame) -> None:
        """Take a picture, and write the one before it: only now it is known until when that is shown."""
        second = second_of(frame, self._begins)
        if self._held is not None:
            if second <= self._held[0]:
                return
            self._write_picture(until=second)
        self._held = (second, frame)

    def _write_picture(self, *, until: Fraction) -> None:
        if self._held is None or self._video is None or until <= self._start:
            return
        second, frame = self._held
        flat = upright(frame, most=LARGEST, aspect=self._aspect)
        inner = (self.size[0], self.size[1] - (self._band.height if self._band else 0))
        if (flat.width, flat.height) != inner:
            flat = flat.reformat(width=inner[0], height=inner[1])
        fresh = canvas(flat, band=self._band)
        cover(fresh, areas(self._plan.boxes, shown=(second * 1000, until * 1000), size=inner))
        begins = max(second, self._start) - self._start
        self._encode(fresh, begins)
        # Nothing in an MP4 says until when the last picture is shown: where that is long, it is written once more.
        length = self._end - self._start
        if until >= self._end and length - begins > _LONG:
            self._encode(canvas(fresh, band=None), length - _SHOWN)

    def _encode(self, picture: VideoFrame, second: Fraction) -> None:
        if self._video is not None:
            picture.pts, picture.time_base = round(second / TICK), TICK
            self.pictures += 1
            self._write(self._video.encode(picture))

    def _hear(self, piece: AudioFrame) -> None:
        if self._audio is not None:
            self._write(self._audio.encode(piece))

    def _finish(self) -> None:
        self._write_picture(until=self._end)
        if self._tape is not None and self._audio is not None:
            for piece in self._tape.rest():
                self._hear(piece)
            if self._tape.used:
                self._write(self._audio.encode(None))
        if self._video is not None and self.pictures:
            self._write(self._video.encode(None))

    def _write(self, packets: "Sequence[Packet[Any]]") -> None:
        self._out.mux(packets)
        self.written += len(packets)
