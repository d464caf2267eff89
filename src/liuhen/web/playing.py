"""What the page of a recording shows: the player and its source, the row of small pictures, the wave form."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, Literal

from liuhen.kernel.clock import BEIJING
from liuhen.media.derived import Look
from liuhen.queries.file_shapes import RecordingRow
from liuhen.queries.previews import Preview
from liuhen.web.wording import day_words, duration_words

HEIGHT: Final = 100
"""Of the wave form's view box; its width is the number of stretches."""

BAR: Final = 1_000
"""Units of the bar that shows where somebody speaks."""

_QUIET: Final = 20  # per cent of full amplitude: below this the wave form stays small, so that noise is not enlarged
_SPEEDS: Final = (("0.5", "0.5×"), ("1", "1×"), ("1.5", "1.5×"), ("2", "2×"), ("4", "4×"))
_SHOWN_AS_IS: Final = frozenset({"image/jpeg", "image/png"})
_TRIED: Final = frozenset({"video/mp4", "video/webm", "video/quicktime", "audio/mp4", "audio/mpeg", "audio/wav"})
"""Kinds given to the browser as they are while nobody knows yet whether it can play them."""


@dataclass(frozen=True, slots=True)
class Gap:
    """A stretch in which nothing was recorded."""

    second: str
    text: str


@dataclass(frozen=True, slots=True)
class Shot:
    """One small picture of the row: its place in the file of all of them, its second, and a gap just before it."""

    x: int
    second: str
    words: str
    gap: str


@dataclass(frozen=True, slots=True)
class Voice:
    """A stretch near the beginning in which somebody seems to speak: its place on a bar of `BAR` units, and where."""

    x: int
    width: int
    second: str
    words: str


@dataclass(frozen=True, slots=True)
class Stage:
    """The player.

    Args:
        source: what is played: the original, the copy, or nothing yet.
        frame: seconds from one picture to the next, as a decimal number.
        wave: path of the wave form, empty where there is none.
        voices: where somebody seems to speak within the first `heard` of the recording.
        heard: how much was listened to, in words; empty where there is no sound.
        playable: it was not found broken when it was taken in.
        by_voice: told by what sounds like a voice, not by loudness alone.
    """

    kind: Literal["video", "audio", "photo"]
    source: Literal["original", "copy", "none"]
    poster: bool
    shots: tuple[Shot, ...]
    shot_width: int
    shot_height: int
    row_width: int
    frame: str
    wave: str
    stretches: int
    voices: tuple[Voice, ...] = ()
    heard: str = ""
    by_voice: bool = False
    playable: bool = True
    speeds: tuple[tuple[str, str], ...] = _SPEEDS


def stage(row: RecordingRow, preview: Preview, *, playable: bool = True) -> Stage:
    """Return how a recording is shown now; of one that cannot be played nothing is tried."""
    look = preview.look
    return Stage(
        kind=look.kind if look else _kind(row.media_type),
        source=_source(row, preview) if playable else "none",
        playable=playable,
        poster=look is not None and look.kind != "audio",
        shots=_shots(look, row.gaps) if look else (),
        shot_width=look.shot_width if look else 0,
        shot_height=look.shot_height if look else 0,
        row_width=len(look.shots) * look.shot_width if look else 0,
        frame=f"{(look.frame_us if look else 40_000) / 1_000_000:.6f}",
        wave=_wave(look.peaks) if look else "",
        stretches=len(look.peaks) if look else 0,
        voices=_voices(look) if look else (),
        heard=duration_words(look.heard_ms) if look and look.speech_by and look.heard_ms else "",
        by_voice=look is not None and look.speech_by == "voice",
    )


def span(row: RecordingRow) -> str:
    """Return from when to when it was recorded, to the second: `2026年11月21日 09:02:11 至 09:20:01`."""
    started, ended = row.started.astimezone(BEIJING), row.ended.astimezone(BEIJING)
    first = f"{day_words(started)} {started:%H:%M:%S}"
    if row.duration_ms is None:
        return first
    last = "" if ended.date() == started.date() else f"{day_words(ended)} "
    return f"{first} 至 {last}{ended:%H:%M:%S}"


def measured(row: RecordingRow) -> str:
    """Return how the clock of the device went, and when it truly began: `校时测得时钟慢 7 分 02 秒`."""
    if not row.clock_offset_ms:
        return ""
    way = "快" if row.clock_offset_ms > 0 else "慢"
    began = row.truly_started.astimezone(BEIJING)
    return f"校时测得时钟{way} {duration_words(abs(row.clock_offset_ms))}，实为 {began:%H:%M:%S} 起"


def gaps(row: RecordingRow) -> list[Gap]:
    """Return the interruptions of a recording in words."""
    return [
        Gap(_seconds(start), f"{clock(start)} 起，{duration_words(end - start)}没有内容") for start, end in row.gaps
    ]


def _source(row: RecordingRow, preview: Preview) -> Literal["original", "copy", "none"]:
    if preview.copy is not None:
        return "copy"
    if preview.look is not None:
        return "original" if preview.look.plays else "none"
    return "original" if row.media_type in _TRIED | _SHOWN_AS_IS else "none"


def _kind(media_type: str) -> Literal["video", "audio", "photo"]:
    family = media_type.partition("/")[0]
    return "video" if family == "video" else "audio" if family == "audio" else "photo"


def _shots(look: Look, gaps: Sequence[tuple[int, int]]) -> tuple[Shot, ...]:
    found, before = [], -1
    for place, moment in enumerate(look.shots):
        between = [end - start for start, end in gaps if before <= start and end <= moment]
        words = duration_words(sum(between)) if between else ""
        found.append(Shot(place * look.shot_width, _seconds(moment), clock(moment), words))
        before = moment
    return tuple(found)


def _voices(look: Look) -> tuple[Voice, ...]:
    heard = max(1, look.heard_ms)
    return tuple(
        Voice(
            BAR * start // heard, max(2, BAR * (end - start) // heard), _seconds(start), f"{clock(start)}—{clock(end)}"
        )
        for start, end in look.speech
    )


def _wave(peaks: Sequence[int]) -> str:
    """Return the outline of the wave form, along the top and back below; a quiet recording fills the height as well."""
    if not peaks:
        return ""
    half, loudest = HEIGHT // 2, max(_QUIET, *peaks)
    high = [max(1, half * peak // loudest) for peak in peaks]
    above = [f"{place} {half - one}H{place + 1}" for place, one in enumerate(high)]
    below = [f"{place + 1} {half + one}H{place}" for place, one in reversed(list(enumerate(high)))]
    return "M" + "L".join([*above, *below]) + "Z"


def _seconds(milliseconds: int) -> str:
    return f"{milliseconds // 1000}.{milliseconds % 1000:03d}"


def clock(milliseconds: int) -> str:
    """Return a place in a recording as `01:05`, or `1:00:05` from an hour on."""
    minutes, seconds = divmod(milliseconds // 1000, 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02d}:{seconds:02d}" if hours else f"{minutes:02d}:{seconds:02d}"
