"""Where the images of discs lie until they are burnt, and how far the making of each set has come.

They lie under `derived/` beside the previews, by the digest of the entry that they follow from: no record, no part of a
backup, and made again, byte for byte, whenever they are wanted and not there.
"""

import json
import os
from pathlib import Path
from typing import Final, Literal, TypeVar

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from liuhen.media.disk import speaking_of
from liuhen.media.places import where

_MADE, _PROGRESS, _LOCK = "made.json", "progress.json", "lock"
_NAME: Final = "光盘映像"
T = TypeVar("T", bound="_Told")


class _Told(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Image(_Told):
    """One image: which disc of the set it is, its size in bytes, its digests."""

    disc: int = Field(ge=1)
    size: int = Field(gt=0)
    sha256: str
    sm3: str


class Made(_Told):
    """A set of images, complete."""

    images: tuple[Image, ...]


class Progress(_Told):
    """How far the making has come; `said` and `remedy` are for reading."""

    state: Literal["waiting", "working", "failed"]
    percent: int = Field(default=0, ge=0, le=100)
    said: str = ""
    remedy: str = ""


def folder_of(root: Path, entry: str) -> Path:
    """Return where the images of an entry (SHA-256 of its head) lie, whether they are there or not."""
    return where(root, entry) / "disc"


def image_path(root: Path, entry: str, disc: int) -> Path:
    """Return where the image of one disc lies."""
    return folder_of(root, entry) / f"{disc}.iso"


def lock_path(root: Path, entry: str) -> Path:
    """Return the file that whoever makes this set holds; its folder is made when missing."""
    with speaking_of(_NAME):
        folder_of(root, entry).mkdir(mode=0o750, parents=True, exist_ok=True)
    return folder_of(root, entry) / _LOCK


def made_of(root: Path, entry: str) -> Made | None:
    """Return the images of an entry; None where one of them is not there."""
    told = _read(Made, folder_of(root, entry) / _MADE)
    if told is None or any(_size(image_path(root, entry, one.disc)) != one.size for one in told.images):
        return None
    return told


def progress_of(root: Path, entry: str) -> Progress | None:
    """Return how far the making has come; None where nobody has begun, or it is over."""
    return _read(Progress, folder_of(root, entry) / _PROGRESS)


def tell(root: Path, entry: str, progress: Progress) -> None:
    """Write down how far the making has come; raise UnusableError where the disk refuses."""
    _write(lock_path(root, entry).with_name(_PROGRESS), progress)


def finish(root: Path, entry: str, made: Made) -> None:
    """Say that all images are there."""
    _write(folder_of(root, entry) / _MADE, made)
    (folder_of(root, entry) / _PROGRESS).unlink(missing_ok=True)


def _write(path: Path, told: _Told) -> None:
    draft = path.with_name(f".{path.name}.{os.getpid()}")
    with speaking_of(_NAME):
        draft.write_text(told.model_dump_json(), "utf-8")
        draft.replace(path)


def _read(kind: type[T], path: Path) -> T | None:
    try:
        return kind.model_validate(json.loads(path.read_text("utf-8")))
    except (OSError, ValueError, ValidationError):
        return None


def _size(path: Path) -> int:
    try:
        return path.stat().st_size
    except FileNotFoundError:
        return -1
