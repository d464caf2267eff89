"""Watch and listen to a whole recording, in the process that decodes: where it is black, covered or silent."""

import json
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Annotated, Final, TypeAlias

from av.audio.stream import AudioStream
from pydantic import Field

from liuhen.kernel.errors import BadInputError
from liuhen.media import darkness, silence
from liuhen.media.continuity import Stretch
from liuhen.media.darkness import dark
from liuhen.media.derived import Strict
from liuhen.media.formats import recognise
from liuhen.media.packets import opened
from liuhen.media.probe import probe
from liuhen.media.silence import silences
from liuhen.media.streams import playable

ASKED: Final = "asked.json"

_MOST: Final = 5_000
Millisecond: TypeAlias = Annotated[int, Field(ge=0)]
Stretches: TypeAlias = Annotated[list[tuple[Millisecond, Millisecond]], Field(max_length=_MOST)]


class Asked(Strict):
    """From how long a stretch counts, in milliseconds, and what counts as silence."""

    silence_ms: int = silence.LEAST_MS
    decibels: int = silence.DECIBELS
    dark_ms: int = darkness.LEAST_MS


class Survey(Strict):
    """What was seen and heard, in milliseconds from the start of the file.

    Args:
        silence: no sound, though the recording has a sound stream; None where it has none.
        black, covered: nothing to see; None where it has no picture stream.
        trouble: a sentence where picture or sound could not be decoded.
    """

    silence: Stretches | None = None
    black: Stretches | None = None
    covered: Stretches | None = None
    trouble: str = Field(default="", max_length=300)


def surveyed(original: Path, folder: Path, *, said: Callable[[int], None]) -> dict[str, object]:
    """Watch and listen as `ASKED` in the folder says; for the process that decodes.

    Raises:
        LiuhenError, FFmpegError, OSError, MemoryError: it cannot be read at all.
    """
    asked = Asked.model_validate(json.loads((folder / ASKED).read_text("utf-8")))
    found, seen = recognise(original, name="原件"), probe(original, name="原件")
    length, kinds = max(1, seen.duration_ms or 0), [stream.kind for stream in seen.streams]
    pictures: dict[str, list[Stretch]] = {}
    if "video" in kinds:
        told = dark(
            lambda: opened(original, found.demuxer),
            duration_ms=length,
            least_ms=asked.dark_ms,
            seen=lambda at: said(min(49, 50 * at // length)),
        )
        pictures = {"black": told["black"][:_MOST], "covered": told["covered"][:_MOST]}
    quiet: dict[str, list[Stretch]] = {}
    if "audio" in kinds:
        with opened(original, found.demuxer) as container:
            heard = silences(
                container,
                next(one for one in playable(container) if isinstance(one, AudioStream)),
                least_ms=asked.silence_ms,
                decibels=asked.decibels,
                heard=lambda at: said(min(99, 50 + 50 * at // length)),
            )
        quiet = {"silence": heard[:_MOST]}
    return {**pictures, **quiet}


def survey(path: Path, *, duration_ms: int, asked: Asked, said: Callable[[int], None] = lambda _: None) -> Survey:
    """Let a process of its own watch and listen to a recording; what it cannot decode is said, and no error.

    Args:
        path: absolute.
        said: told how far it has come, in per cent.
    """
    from liuhen.media.apart import limits_for, make_apart  # noqa: PLC0415  # it starts the process this runs in

    with tempfile.TemporaryDirectory(prefix="liuhen-") as name:
        folder = Path(name)
        (folder / ASKED).write_text(asked.model_dump_json(), "utf-8")
        try:
            told = make_apart("survey", path, folder, limits=limits_for("copy", duration_ms=duration_ms), said=said)
        except BadInputError as refused:
            return Survey(trouble=(refused.message + refused.why)[:300])
    return Survey.model_validate_json(json.dumps(told))
