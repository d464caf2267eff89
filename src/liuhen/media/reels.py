"""The pictures of a copy in pieces of ten minutes: what is finished stays when the making is interrupted.

A piece that has its name is whole and on the disk. The next making begins where the last one stopped, at the first
piece that is not there.
"""

import os
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from fractions import Fraction
from pathlib import Path
from typing import Any, Final, TypeAlias

import av
from av.container import InputContainer, OutputContainer
from av.packet import Packet
from av.video.frame import PictureType, VideoFrame
from av.video.stream import VideoStream

from liuhen.media.decoding import origin, pictures, second_of
from liuhen.media.jpegs import upright
from liuhen.media.streams import playable

Reopen: TypeAlias = Callable[[], InputContainer]
"""Opens the original anew, from its start."""

MOST: Final = (1280, 720)
"""Width and height a picture is fitted into; one taken upright is fitted into the same, turned."""
PIECE: Final = 600
"""Seconds in a piece."""

# Without pictures that look ahead, so that the last of a piece is never shown after the first of the next.
_H264: Final = {
    "preset": "veryfast",
    "crf": "25",
    "maxrate": "2500k",
    "bufsize": "5000k",
    "g": "60",
    "bf": "0",
    "threads": "1",
}
_TICK: Final = Fraction(1, 90_000)
_CLOSEST: Final = Fraction(1, 31)  # seconds between pictures: those of a 60 Hz recorder are halved
_EMPTY: Final = ".none"
_END: Final = "end"


class Piece:
    """A file that takes its name when it is whole; one into which nothing was written is remembered as empty."""

    def __init__(self, path: Path) -> None:
        self.path, self.written = path, 0
        self._draft = path.with_suffix(".part")
        self._out: OutputContainer | None = None

    @property
    def done(self) -> bool:
        """Say whether it is there, or known to be empty."""
        return self.path.exists() or self.path.with_suffix(_EMPTY).exists()

    def stream(self, codec: str, **how: Any) -> Any:
        """Add the one stream it has."""
        self._out = av.open(str(self._draft), mode="w", format="mp4")
        return self._out.add_stream(codec, **how)

    def write(self, packets: "Sequence[Packet[Any]]") -> None:
        """Write what the encoder gave."""
        if self._out is not None and packets:
            self._out.mux(packets)
            self.written += len(packets)

    @contextmanager
    def writing(self) -> Iterator[None]:
        """Give the piece its name when the block is left in order."""
        try:
            yield
            self.end()
        finally:
            self._close()

    def end(self) -> None:
        """Make it whole and durable."""
        self._close()
        if not self.written:
            self.path.with_suffix(_EMPTY).touch()
            return
        with self._draft.open("rb") as file:
            os.fsync(file.fileno())
        self._draft.rename(self.path)

    def _close(self) -> None:
        if self._out is not None:
            out, self._out = self._out, None
            out.close()


def film(reopen: Reopen, folder: Path, *, reached: Callable[[Fraction], None]) -> list[Path]:
    """Write the pictures of a recording into pieces in `folder`, but for those that are there; return all of them.

    Args:
        reached: told the second that has been reached.
    """
    end = folder / _END
    if not end.exists():
        first = _first_missing(folder)
        filming = _Filming(folder, first, size=_size_of(_whole(folder)), reached=reached)
        filming.run(reopen)
        end.touch()
    return _whole(folder)


def _whole(folder: Path) -> list[Path]:
    return sorted(folder.glob("[0-9]*.mp4"))


def _first_missing(folder: Path) -> int:
    number = 0
    while _piece(folder, number).done:
        number += 1
    return number


def _piece(folder: Path, number: int) -> Piece:
    return Piece(folder / f"{number:04d}.mp4")


def _size_of(whole: list[Path]) -> tuple[int, int] | None:
    """Return the size of the pictures of what is there: all pieces have the same."""
    if not whole:
        return None
    with av.open(str(whole[0])) as piece:
        return piece.streams.video[0].width, piece.streams.video[0].height


class _Filming:
    """One pass over the pictures of the original, from the first missing piece to the end."""

    def __init__(
        self, folder: Path, first: int, *, size: tuple[int, int] | None, reached: Callable[[Fraction], None]
    ) -> None:
        self._folder, self._number, self._size, self._reached = folder, first, size, reached
        self._last = Fraction(first * PIECE) - _CLOSEST
        self._piece = _piece(folder, first)
        self._stream: VideoStream | None = None

    def run(self, reopen: Reopen) -> None:
        with self._piece_after_piece():
            for second, frame, aspect in self._from(reopen):
                if second >= self._last + _CLOSEST:
                    self._last = second
                    while second >= (self._number + 1) * PIECE:
                        self._next()
                    self._see(second, frame, aspect)
                self._reached(second)

    @contextmanager
    def _piece_after_piece(self) -> Iterator[None]:
        try:
            yield
            self._finish()
        finally:
            self._piece._close()  # whatever was begun is left as it is, without a name

    def _from(self, reopen: Reopen) -> Iterator[tuple[Fraction, VideoFrame, Fraction | None]]:
        """Give the pictures from the first missing piece on: by a jump, or, where that goes too far, from the start."""
        start = Fraction(self._number * PIECE)
        with reopen() as source:
            found = _seen(source, start)
            first = next(found, None)
            if first is not None and (not start or first[0] <= start):
                yield first
                yield from found
                return
        if start:
            with reopen() as source:
                yield from _seen(source, Fraction(0))

    def _see(self, second: Fraction, frame: VideoFrame, aspect: Fraction | None) -> None:
        small = upright(frame, most=_frame_for(frame.width, frame.height), aspect=aspect)
        self._size = self._size or (small.width, small.height)
        if (small.width, small.height) != self._size:
            small = small.reformat(width=self._size[0], height=self._size[1])
        small.pts, small.time_base = round(second / _TICK), _TICK
        small.pict_type = PictureType.NONE  # or each would be coded as it was in the original, however large that is
        if self._stream is None:
            self._stream = self._begin(self._size)
        self._piece.write(self._stream.encode(small))

    def _begin(self, size: tuple[int, int]) -> VideoStream:
        stream: VideoStream = self._piece.stream("libx264", rate=30, options=_H264)
        stream.pix_fmt = "yuv420p"
        stream.codec_context.time_base = stream.time_base = _TICK
        stream.width, stream.height = size
        return stream

    def _next(self) -> None:
        self._finish()
        self._number += 1
        self._piece = _piece(self._folder, self._number)

    def _finish(self) -> None:
        if self._stream is not None:
            self._piece.write(self._stream.encode(None))
            self._stream = None
        self._piece.end()


def _seen(source: InputContainer, start: Fraction) -> Iterator[tuple[Fraction, VideoFrame, Fraction | None]]:
    stream = next(one for one in playable(source) if isinstance(one, VideoStream))
    begins = origin(source)
    if start:
        source.seek(int((begins + start) * av.time_base), backward=True)
    for frame in pictures(source, stream):
        yield second_of(frame, begins), frame, stream.sample_aspect_ratio


def _frame_for(width: int, height: int) -> tuple[int, int]:
    return MOST if width >= height else (MOST[1], MOST[0])
