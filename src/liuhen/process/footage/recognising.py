"""Which device a recording came from, by how its number stands in names of files and folders, or by its model."""

import re
import unicodedata
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from pathlib import PurePath
from typing import Final

from liuhen.media.embedded import Embedded
from liuhen.process.footage.models import Device

_BREAKS: Final = re.compile(r"[^0-9a-z一-鿿]+")
_LONGEST_WINDOW: Final = 5  # words that one number may be written in


def names_of(organ: str) -> dict[str, tuple[tuple[str, ...], ...]]:
    """Return how the number of each device in use stands in names: device -> ways of writing it, as words."""
    rows = Device.objects.filter(organ=organ, retired_at=None).order_by("number")
    return {row.number: tuple(filter(None, map(_words, (row.number, *row.patterns)))) for row in rows}


def device_in(path: PurePath, names: Mapping[str, Sequence[tuple[str, ...]]]) -> str:
    """Return the one device whose number stands in a path, the file's own name first; empty where none or two do."""
    for part in reversed(path.parts):
        runs = _runs(_words(part))
        found = {device for device, ways in names.items() if any("".join(way) in runs for way in ways)}
        if len(found) == 1:
            return found.pop()
    return ""


def device_of_model(organ: str, told: Embedded) -> str:
    """Return the one device in use of the model that a recording names; empty where none or several are."""
    if not told.model:
        return ""
    rows = Device.objects.filter(organ=organ, retired_at=None).exclude(model="")
    wanted = {"".join(_words(told.model)), "".join(_words(f"{told.make} {told.model}"))}
    found = [row.number for row in rows if "".join(_words(row.model)) in wanted]
    return found[0] if len(found) == 1 else ""


def holder_at(organ: str, device: str, moment: datetime, *, offset_ms: int | None) -> tuple[str | None, bool]:
    """Return who carried a device at a moment of its own clock, and whether that is in doubt.

    The register says who has it now; a recording from before it was handed over is somebody else's.
    """
    row = Device.objects.filter(organ=organ, number=device).exclude(holder="").first()
    if row is None or row.handed_at is None:
        return None, False
    true = moment - timedelta(milliseconds=offset_ms or 0)
    return (row.holder, False) if true >= row.handed_at else (None, True)


def _words(text: str) -> tuple[str, ...]:
    plain = unicodedata.normalize("NFKC", text).casefold()
    return tuple(word for word in _BREAKS.split(plain) if word)


def _runs(words: Sequence[str]) -> set[str]:
    """Return every run of neighbouring words, joined: `dsj`, `0007`, `dsj0007`."""
    return {
        "".join(words[first:last])
        for first in range(len(words))
        for last in range(first + 1, min(len(words), first + _LONGEST_WINDOW) + 1)
    }
