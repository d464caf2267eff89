"""What one picture or sound stream of a recording is."""

from dataclasses import dataclass
from typing import Final, Literal, TypeAlias

import av
from av.audio.stream import AudioStream
from av.container import InputContainer
from av.video.stream import VideoStream

from liuhen.kernel.errors import BadInputError
from liuhen.media.continuity import Stretch

Playable: TypeAlias = VideoStream | AudioStream

MOST_PIXELS: Final = 40_000_000
"""Of one picture; 8K has 33 million."""


@dataclass(frozen=True, slots=True)
class Stream:
    """One stream of a recording, or the one picture of a photo.

    Args:
        codec: short technical name, such as `h264` or `aac`; empty where no reader for it is known.
        width: pixels, None for sound; `height` the same.
        rate: pictures per second or sound samples per second, as an exact number in text (`25`, `30000/1001`, `48000`).
        gaps: milliseconds (start, end) without a packet of this stream, a late begin and an early end included.
        pixels: how a picture's pixels are stored (`yuv420p`), empty where it is not known or there is none.
    """

    kind: Literal["video", "audio", "photo"]
    codec: str
    width: int | None
    height: int | None
    rate: str
    gaps: tuple[Stretch, ...] = ()
    pixels: str = ""


def playable(container: InputContainer) -> list[Playable]:
    """Return the picture and sound streams; cover art, subtitles and data of the device are left out."""
    found: list[Playable] = [*container.streams.video, *container.streams.audio]
    return [stream for stream in found if not stream.disposition & av.stream.Disposition.attached_pic]


def require_picture_or_sound(streams: list[Playable], *, name: str) -> None:
    """Raise BadInputError where there is nothing to see or hear, or a picture too large to be one of a recorder."""
    if not streams:
        raise BadInputError(f"“{name}”中没有图像也没有声音。", remedy="请确认导出的是录像或录音文件。")
    for stream in streams:
        if isinstance(stream, VideoStream) and stream.width * stream.height > MOST_PIXELS:
            raise BadInputError(
                f"“{name}”的画面尺寸不可接受：{stream.width} × {stream.height}。", remedy="请上传设备导出的原始文件。"
            )


def described(stream: Playable, *, gaps: tuple[Stretch, ...]) -> Stream:
    """Return what a stream is, from its header alone."""
    codec = stream.codec_context.name
    if isinstance(stream, VideoStream):
        rate = stream.average_rate or stream.guessed_rate
        return Stream(
            "video", codec, stream.width or None, stream.height or None, str(rate or ""), gaps, stream.pix_fmt or ""
        )
    return Stream("audio", codec, None, None, str(stream.sample_rate or ""), gaps)
