"""Pictures and copies made from an original: where they lie, what there is, and how far the making has come.

Nothing here is a record. All of it may be deleted at any time and made again from the original; no package, volume or
check of the ledger knows of it. What is there was moved into place whole: it is never found half made.
"""

import json
import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated, Final, Literal, TypeAlias, TypeVar

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from liuhen.kernel.errors import BadInputError
from liuhen.media.disk import speaking_of
from liuhen.media.places import where

Part: TypeAlias = Literal["look", "copy"]
"""`look`: poster, small pictures, wave form. `copy`: what a browser plays where it cannot play the original."""

EDITIONS: Final = {"look": 2, "copy": 1}
"""Raised when a later release makes better ones: what an earlier one made is then made again."""

SLEEVE, POSTER, SHOTS, MADE = "sleeve.jpg", "poster.jpg", "shots.jpg", "made.json"
COPIES: Final = {"video/mp4": "copy.mp4", "audio/mp4": "copy.m4a", "image/jpeg": "copy.jpg"}
PIECES: Final = f"pieces.{EDITIONS['copy']}"
_MOST_SHOTS, _MOST_PEAKS, _MOST_SPANS, _LARGEST = 64, 2_000, 600, 1 << 20


M = TypeVar("M", "Look", "Copy", "Progress")
Span: TypeAlias = Annotated[list[int], Field(min_length=2, max_length=2)]
"""Start and end in milliseconds."""


class Strict(BaseModel):
    """Read from a file that a process at risk wrote: every value is bounded."""

    model_config = ConfigDict(frozen=True, strict=True, extra="forbid")


class Look(Strict):
    """What was made to look at.

    Args:
        plays: whether a browser plays or shows the original itself; where not, a copy is made.
        frame_us: microseconds from one picture to the next.
        shots: milliseconds of the small pictures, side by side in one file, each `shot_width` × `shot_height` pixels.
        peaks: loudness of equal stretches of a sound recording, 0 to 100.
        speech: where somebody seems to speak, within the first `heard_ms` milliseconds: marks, no proof.
        speech_by: how that was told: by the sound of a voice, or by loudness alone; empty where there is no sound.
    """

    edition: int = EDITIONS["look"]
    kind: Literal["video", "audio", "photo"]
    plays: bool
    duration_ms: int | None = Field(default=None, ge=0)
    width: int | None = Field(default=None, gt=0)
    height: int | None = Field(default=None, gt=0)
    frame_us: int = Field(default=40_000, gt=0)
    shots: list[int] = Field(default_factory=list, max_length=_MOST_SHOTS)
    shot_width: int = Field(default=0, ge=0, le=1_000)
    shot_height: int = Field(default=0, ge=0, le=1_000)
    peaks: list[int] = Field(default_factory=list, max_length=_MOST_PEAKS)
    speech: list[Span] = Field(default_factory=list, max_length=_MOST_SPANS)
    speech_by: Literal["", "voice", "level"] = ""
    heard_ms: int = Field(default=0, ge=0)


class Copy(Strict):
    """The copy that a browser shows: H.264 and AAC in MP4, at most 720 lines; of a photo a JPEG."""

    edition: int = EDITIONS["copy"]
    media_type: Literal["video/mp4", "audio/mp4", "image/jpeg"]
    size: int = Field(gt=0)  # bytes


class Progress(Strict):
    """How far the making of a part has come; `said` and `remedy` are for reading, in Chinese."""

    state: Literal["waiting", "working", "failed"]
    percent: int = Field(default=0, ge=0, le=100)
    said: str = Field(default="", max_length=300)
    remedy: str = Field(default="", max_length=300)


def folder(root: Path, sha256: str, part: Part) -> Path:
    """Return where a part of what is made from an original lies, whether it is there or not.

    Raises:
        NotFoundError: `sha256` is not a digest.
    """
    return where(root, sha256) / part


def look_of(root: Path, sha256: str) -> Look | None:
    """Return what there is to look at; None where it was not made, or by another edition."""
    return _read(Look, folder(root, sha256, "look") / MADE)


def copy_of(root: Path, sha256: str) -> Copy | None:
    """Return the copy that there is; None where it was not made, or by another edition."""
    return _read(Copy, folder(root, sha256, "copy") / MADE)


def progress_of(root: Path, sha256: str, part: Part) -> Progress | None:
    """Return how far the making has come; None where nobody has begun."""
    return _read(Progress, _progress_file(root, sha256, part))


def tell(root: Path, sha256: str, part: Part, progress: Progress) -> None:
    """Write down how far the making has come, for whoever looks at the page.

    Raises:
        UnusableError: the disk refuses.
    """
    path = _progress_file(root, sha256, part)
    with speaking_of("制作进度"):
        path.parent.mkdir(mode=0o750, parents=True, exist_ok=True)
        _replace(path, progress.model_dump_json())


def clear(root: Path, sha256: str, part: Part) -> None:
    """Forget how far the making had come."""
    _progress_file(root, sha256, part).unlink(missing_ok=True)


@contextmanager
def making(root: Path, sha256: str, part: Part) -> Iterator[Path]:
    """Yield an empty folder on the same disk; on leaving in order it takes its place, otherwise it vanishes.

    Raises:
        UnusableError: the disk refuses.
    """
    target = folder(root, sha256, part)
    with speaking_of("预览"):
        target.parent.mkdir(mode=0o750, parents=True, exist_ok=True)
        under_way = Path(tempfile.mkdtemp(prefix=f".{part}-", dir=target.parent))
    try:
        yield under_way
        with speaking_of("预览"):
            _put_in_place(under_way, target)
    finally:
        shutil.rmtree(under_way, ignore_errors=True)


@contextmanager
def keeping_pieces(root: Path, sha256: str) -> Iterator[None]:
    """Keep what is finished of a copy while it is made, also when the making is interrupted: it goes on from there.

    It is removed when the copy is there, and when it cannot be made of these bytes.

    Raises:
        UnusableError: the disk refuses.
    """
    pieces = where(root, sha256) / PIECES
    with speaking_of("预览"):
        pieces.mkdir(mode=0o750, parents=True, exist_ok=True)
    try:
        yield
    except BadInputError:
        shutil.rmtree(pieces, ignore_errors=True)
        raise
    shutil.rmtree(pieces, ignore_errors=True)


def sweep(root: Path, sha256: str) -> None:
    """Remove what a making left behind when its process died. For whoever holds this original's making alone."""
    for left in where(root, sha256).glob(".*-*"):
        shutil.rmtree(left, ignore_errors=True)


def finish(under_way: Path, made: Look | Copy) -> None:
    """Write beside the files what they are; without it nothing counts as made."""
    with speaking_of("预览"):
        (under_way / MADE).write_text(made.model_dump_json(), "utf-8")


def _put_in_place(under_way: Path, target: Path) -> None:
    under_way.chmod(0o750)
    if target.exists():  # an earlier edition, or one that nobody can read
        shutil.rmtree(target)
    under_way.rename(target)


def _progress_file(root: Path, sha256: str, part: Part) -> Path:
    return where(root, sha256) / f"{part}.progress.json"


def _replace(path: Path, text: str) -> None:
    draft = path.with_name(f".{path.name}.{os.getpid()}")
    draft.write_text(text, "utf-8")
    draft.replace(path)


def _read(kind: type[M], path: Path) -> M | None:
    try:
        with path.open("rb") as file:
            told = json.loads(file.read(_LARGEST))
        made = kind.model_validate(told)
    except (OSError, ValueError, ValidationError):
        return None
    wanted = kind.model_fields.get("edition")
    return made if wanted is None or getattr(made, "edition", 0) == wanted.default else None
