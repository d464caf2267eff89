"""Make what a plan asks for: called in the process that decodes; the plan lies beside what is to be made."""

from collections.abc import Callable
from pathlib import Path
from typing import Final, Literal

from av.container import InputContainer

from liuhen.media.derivatives.cutting import Cut, cut
from liuhen.media.derivatives.entering import Entry, way_in
from liuhen.media.derivatives.passing import fits_mp4, pass_over
from liuhen.media.derivatives.plans import Plan, require_plan
from liuhen.media.derivatives.stills import photo, still
from liuhen.media.derived import Strict
from liuhen.media.formats import recognise
from liuhen.media.limits import Limits
from liuhen.media.packets import opened
from liuhen.media.probe import probe

PLAN, STEM = "plan.json", "result"

_NAME: Final = "原件"
_LOSSLESS: Final = frozenset({"image/png"})  # a photo of any other kind is given out as JPEG, a phone's HEIC as well
_TYPES: Final = {".mp4": "video/mp4", ".m4a": "audio/mp4", ".mkv": "video/x-matroska", ".png": "image/png"}
_MEMORY: Final = 3 << 30
_SECONDS, _PER_SECOND = 900, 40  # on the processor: for any making, and for each second of the stretch
_BYTES, _BYTES_PER_SECOND = 256 << 20, 4 << 20


Said = Callable[[int], None]


class Made(Strict):
    """What came out: the file's ending and kind, its pixels, and the milliseconds of the original that it shows."""

    ending: Literal[".mp4", ".m4a", ".mkv", ".png", ".jpg"]
    media_type: str
    size: int
    width: int
    height: int
    pictures: int
    start_ms: int
    end_ms: int | None


def limits_for(plan: Plan) -> Limits:
    """Return the bounds of the process that makes it: a stretch of 4K costs thirty times its own length."""
    seconds = plan.length_ms // 1000
    return Limits(memory=_MEMORY, processor=_SECONDS + _PER_SECOND * seconds, file=_BYTES + _BYTES_PER_SECOND * seconds)


def make_derivative(original: Path, folder: Path, *, said: Said) -> dict[str, object]:
    """Make what the plan in `folder` asks for; return what `Made` reads.

    Raises:
        LiuhenError, FFmpegError, OSError, MemoryError, ValueError: it cannot be made.
    """
    plan = Plan.model_validate_json((folder / PLAN).read_bytes())
    seen = probe(original, name=_NAME)
    require_plan(plan, kind=seen.kind, duration_ms=seen.duration_ms)
    if seen.kind == "photo":
        target = folder / (STEM + (".png" if seen.media_type in _LOSSLESS else ".jpg"))
        return _made(target, photo(original, seen.media_type, target, plan), start_ms=0, end_ms=None)
    demuxer = recognise(original, name=_NAME).demuxer
    if plan.what == "still":
        target = folder / f"{STEM}.png"
        return _made(target, still(original, demuxer, target, plan), start_ms=plan.start_ms, end_ms=None)
    return _stretch(original, demuxer, folder, plan, longest=seen.duration_ms or 0, said=said)


def _stretch(original: Path, demuxer: str, folder: Path, plan: Plan, *, longest: int, said: Said) -> dict[str, object]:
    with opened(original, demuxer) as source:
        entry = way_in(original, demuxer, source, start_ms=plan.start_ms)
        if plan.exact:
            target = folder / (STEM + (".mp4" if entry.video else ".m4a"))
            done = cut(source, target, plan, entry, said=said)
            return _made(target, done, start_ms=plan.start_ms, end_ms=plan.end_ms)
        return _passed(source, folder, plan, entry, longest=longest, said=said)


def _passed(
    source: InputContainer, folder: Path, plan: Plan, entry: Entry, *, longest: int, said: Said
) -> dict[str, object]:
    target = folder / (STEM + (".mp4" if fits_mp4(entry) else ".mkv"))
    real = pass_over(source, target, plan, entry, said=said)
    size = (entry.video.width, entry.video.height) if entry.video else (0, 0)
    return _made(target, Cut(*size, 0), start_ms=real.start_ms, end_ms=min(longest, real.end_ms))


def _made(target: Path, done: Cut, *, start_ms: int, end_ms: int | None) -> dict[str, object]:
    return Made.model_validate(
        {
            "ending": target.suffix,
            "media_type": _TYPES.get(target.suffix, "image/jpeg"),
            "size": target.stat().st_size,
            "width": done.width,
            "height": done.height,
            "pictures": done.pictures,
            "start_ms": start_ms,
            "end_ms": end_ms,
        }
    ).model_dump()
