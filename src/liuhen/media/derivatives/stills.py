"""One picture of a recording, or a photo with parts of it covered: at full size, without the device's notes."""

from fractions import Fraction
from pathlib import Path
from typing import Final

import av
from av.video.frame import VideoFrame

from liuhen.media.decoding import frames, origin, pictures, second_of
from liuhen.media.derivatives.boxes import areas
from liuhen.media.derivatives.canvas import band_for, canvas, cover
from liuhen.media.derivatives.cutting import LABEL, Cut
from liuhen.media.derivatives.entering import LARGEST, way_in
from liuhen.media.derivatives.plans import Plan
from liuhen.media.jpegs import jpeg, upright
from liuhen.media.packets import opened

_BEST: Final = 2
_DEMUXERS: Final = {"image/jpeg": "jpeg_pipe", "image/png": "png_pipe"}


def still(original: Path, demuxer: str, target: Path, plan: Plan) -> Cut:
    """Write the picture that is shown at the plan's moment as PNG.

    Raises:
        ValueError: there is none.
    """
    start = Fraction(plan.start_ms, 1000)
    with opened(original, demuxer) as source:
        entry = way_in(original, demuxer, source, start_ms=plan.start_ms)
        if entry.video is None:
            raise ValueError("no picture")
        begins = origin(source)
        entry.go(source, begins)
        shown: VideoFrame | None = None
        for frame in frames(source, [entry.video]):
            if not isinstance(frame, VideoFrame) or (shown is not None and second_of(frame, begins) > start):
                break
            shown = frame
        if shown is None:
            raise ValueError("no picture")
        return _write(shown, target, plan, aspect=entry.video.sample_aspect_ratio)


def photo(original: Path, media_type: str, target: Path, plan: Plan) -> Cut:
    """Write a photo with the plan's boxes on it, as JPEG or PNG by the name of `target`."""
    return _write(decoded(original, media_type), target, plan, aspect=None)


def decoded(original: Path, media_type: str) -> VideoFrame:
    """Return a photo at full size, not yet turned upright.

    Raises:
        ValueError, FFmpegError, OSError: it cannot be decoded.
    """
    if media_type not in _DEMUXERS:
        from liuhen.media.heifs import heic  # noqa: PLC0415  # its reader is loaded where it is needed, in here only

        return heic(original, most=LARGEST)
    with av.open(f"file:{original}", format=_DEMUXERS[media_type]) as container:
        frame = next(pictures(container, container.streams.video[0]), None)
        if frame is None:
            raise ValueError("no picture")
        return frame


def _write(frame: VideoFrame, target: Path, plan: Plan, *, aspect: Fraction | None) -> Cut:
    flat = upright(frame, most=LARGEST, aspect=aspect)
    fresh = canvas(flat, band=band_for(target.parent / LABEL, flat.width))
    moment = Fraction(plan.start_ms)
    cover(fresh, areas(plan.boxes, shown=(moment, moment + 1), size=(flat.width, flat.height)))
    target.write_bytes(jpeg(fresh, quality=_BEST) if target.suffix == ".jpg" else _png(fresh))
    return Cut(fresh.width, fresh.height, 1)


def _png(frame: VideoFrame) -> bytes:
    context = av.CodecContext.create("png", "w")
    context.width, context.height, context.pix_fmt, context.time_base = frame.width, frame.height, "rgb24", Fraction(1)
    whole = frame.reformat(format="rgb24")
    whole.pts, whole.time_base = 0, Fraction(1)
    return b"".join(bytes(packet) for packet in (*context.encode(whole), *context.encode(None)))
