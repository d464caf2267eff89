"""Each part that is made from an original, and what to say when it cannot be made."""

import errno
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Final

import av
from av.audio.stream import AudioStream
from av.container import InputContainer
from av.error import FFmpegError
from av.video.frame import VideoFrame
from av.video.stream import VideoStream

from liuhen.kernel.errors import LiuhenError
from liuhen.media.copying import make_copy
from liuhen.media.decoding import pictures
from liuhen.media.derivatives.making import make_derivative
from liuhen.media.derived import COPIES, PIECES, POSTER, SHOTS, SLEEVE, Copy, Look
from liuhen.media.formats import recognise
from liuhen.media.jpegs import jpeg, side_by_side, smaller, upright
from liuhen.media.packets import opened
from liuhen.media.probe import Probe, probe
from liuhen.media.shots import shots
from liuhen.media.speech import HEARD_MS, speech
from liuhen.media.streams import playable
from liuhen.media.survey import surveyed
from liuhen.media.waves import peaks

Said = Callable[[int], None]

_SLEEVE: Final = (144, 108)  # pixels
_SHOT: Final = (320, 108)
_POSTER: Final = (1280, 720)
_PHOTO: Final = (1600, 1200)
_PHOTO_COPY: Final = (4096, 4096)
_STILLS: Final = {"image/jpeg": "jpeg_pipe", "image/png": "png_pipe"}
_NAME: Final = "原件"
_KEPT: Final = "原件未受影响，可以下载后用播放器查看。"
_UNDECODED: Final = ("内容不能解码，没有制作预览：编码无法识别，或者数据损坏。", _KEPT)
_WORDS: Final = {
    errno.ENOMEM: ("解码需要的内存超过上限，没有制作预览。", _KEPT),
    errno.EFBIG: ("转码副本超过大小上限，没有制作。", _KEPT),
    errno.ENOSPC: ("存储空间不足，没有制作预览。", "请系统管理员清理或者扩充存储，然后再试一次；" + _KEPT),
}


def make_part(part: str, original: Path, folder: Path, *, said: Said) -> dict[str, object]:
    """Make one part of an original into `folder`; return what `derived.Look` or `derived.Copy` reads.

    Raises:
        LiuhenError, FFmpegError, OSError, MemoryError, ValueError: it cannot be made.
    """
    if part == "derivative":
        return make_derivative(original, folder, said=said)
    if part == "survey":
        return surveyed(original, folder, said=said)
    if part == "search":
        from liuhen.media.finding.looking import searched  # noqa: PLC0415  # a large library, for this part only

        return searched(original, folder, said=said)
    found = recognise(original, name=_NAME)
    if part == "copy":
        return _copy(original, folder, found.demuxer, said=said)
    seen = probe(original, name=_NAME)
    if seen.kind == "photo":
        return _photo(original, folder, seen)
    with opened(original, found.demuxer) as container:
        look = _recording(container, folder, seen, said=said)
    return look.model_copy(update=_spoken(original, found.demuxer, seen.duration_ms or 0)).model_dump()


def trouble_of(error: Exception) -> tuple[str, str]:
    """Return what to say of an error: what failed, and what the reader can do."""
    if isinstance(error, MemoryError):
        return _WORDS[errno.ENOMEM]
    if isinstance(error, LiuhenError):
        return error.message + error.why, error.remedy or _KEPT
    return _WORDS.get(getattr(error, "errno", 0) or 0, _UNDECODED)


def _photo(original: Path, folder: Path, seen: Probe) -> dict[str, object]:
    poster = _photo_of(original, seen, most=_PHOTO)
    _pictures(folder, poster)
    return Look(kind="photo", plays=seen.plays_in_browser, width=poster.width, height=poster.height).model_dump()


def _photo_of(original: Path, seen: Probe, *, most: tuple[int, int]) -> VideoFrame:
    if seen.media_type not in _STILLS:
        from liuhen.media.heifs import heic  # noqa: PLC0415  # its reader is loaded where it is needed, in here only

        return smaller(heic(original, most=most), most=most)
    with av.open(f"file:{original}", format=_STILLS[seen.media_type]) as container:
        frame = next(pictures(container, container.streams.video[0]), None)
    if frame is None:
        raise ValueError("no picture")
    return upright(frame, most=most)


def _recording(container: InputContainer, folder: Path, seen: Probe, *, said: Said) -> Look:
    streams = playable(container)
    video = next((one for one in streams if isinstance(one, VideoStream)), None)
    if video is not None:
        return _video(container, video, folder, seen, said=said)
    audio = next(one for one in streams if isinstance(one, AudioStream))
    length = seen.duration_ms or 0
    heard = peaks(container, audio, duration_ms=length, said=said)
    return Look(kind="audio", plays=seen.plays_in_browser, duration_ms=length, peaks=heard)


def _spoken(original: Path, demuxer: str, duration_ms: int) -> dict[str, object]:
    """Return where somebody speaks at the beginning; sound that cannot be decoded has no marks, and is no failure."""
    with opened(original, demuxer) as container:
        audio = next((one for one in playable(container) if isinstance(one, AudioStream)), None)
        try:
            found, by = speech(container, audio) if audio else ([], "")
        except (FFmpegError, ValueError):
            return {}
    return {"speech": [list(one) for one in found], "speech_by": by, "heard_ms": min(HEARD_MS, duration_ms)}


def _video(container: InputContainer, video: VideoStream, folder: Path, seen: Probe, *, said: Said) -> Look:
    length, aspect = seen.duration_ms or 0, video.sample_aspect_ratio
    times: list[int] = []
    small: list[VideoFrame] = []
    poster: VideoFrame | None = None
    for moment, frame in shots(container, video, duration_ms=length, said=said):
        if poster is None:
            poster = upright(frame, most=_POSTER, aspect=aspect)
        times.append(moment)
        small.append(upright(frame, most=_SHOT, aspect=aspect))
    if poster is None:
        raise ValueError("no picture")
    one_size = [
        one
        if (one.width, one.height) == (small[0].width, small[0].height)
        else one.reformat(width=small[0].width, height=small[0].height)
        for one in small
    ]
    _pictures(folder, poster)
    (folder / SHOTS).write_bytes(jpeg(side_by_side(one_size), quality=6))
    return Look(
        kind="video",
        plays=seen.plays_in_browser,
        duration_ms=length,
        width=poster.width,
        height=poster.height,
        frame_us=_frame_us(video),
        shots=times,
        shot_width=small[0].width,
        shot_height=small[0].height,
    )


def _frame_us(video: VideoStream) -> int:
    rate = video.average_rate or video.guessed_rate
    return max(1, round(1_000_000 / rate)) if rate else 40_000


def _pictures(folder: Path, poster: VideoFrame) -> None:
    (folder / POSTER).write_bytes(jpeg(poster, quality=4))
    (folder / SLEEVE).write_bytes(jpeg(smaller(poster, most=_SLEEVE), quality=6))


def _copy(original: Path, folder: Path, demuxer: str, *, said: Said) -> dict[str, object]:
    seen = probe(original, name=_NAME)
    if seen.kind == "photo":
        made = folder / COPIES["image/jpeg"]
        made.write_bytes(jpeg(_photo_of(original, seen, most=_PHOTO_COPY), quality=3))
        return Copy(media_type="image/jpeg", size=made.stat().st_size).model_dump()
    draft = folder / "copy.part"
    kept = folder.parent / PIECES
    pieces = kept if kept.is_dir() else folder / PIECES
    pieces.mkdir(exist_ok=True)
    kind = make_copy(lambda: opened(original, demuxer), draft, pieces, duration_ms=seen.duration_ms or 0, said=said)
    shutil.rmtree(folder / PIECES, ignore_errors=True)
    made = draft.rename(folder / COPIES[kind])
    return Copy.model_validate({"media_type": kind, "size": made.stat().st_size}).model_dump()
