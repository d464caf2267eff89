"""Files that people bring along in a scenario: made on the spot, nobody's papers and nobody's voice."""

import io
import tempfile
import wave
from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from functools import cache
from pathlib import Path
from typing import Final

import pikepdf

from liuhen.demo import footage
from liuhen.kernel.errors import BadInputError

_LASTS: Final = 600  # seconds of a recording
_RATE: Final = 8_000  # samples a second


def sample(name: str, *, at: datetime) -> bytes:
    """Return the content of an invented file of this name, by its ending.

    Args:
        at: when it is brought; a recording begins ten minutes before.

    Raises:
        BadInputError: no such file can be made.
    """
    make = _MADE.get(Path(name).suffix.lower())
    if make is None:
        raise BadInputError(
            f"不能做样本文件“{name}”。", remedy=f"文件名请用 {'、'.join(_MADE)} 之一结尾（内容由程序虚构）。"
        )
    return make(name, at - timedelta(seconds=_LASTS))


def _pdf(name: str, _began: datetime) -> bytes:
    out = io.BytesIO()
    with pikepdf.new() as document:
        document.add_blank_page()
        document.docinfo["/Title"] = name
        document.save(out, deterministic_id=True)
    return out.getvalue()


@cache
def _photo(name: str, began: datetime) -> bytes:
    return footage.photo(title=name, scene="counter", taken=began)


@cache
def _video(name: str, began: datetime) -> bytes:
    with tempfile.TemporaryDirectory(prefix="liuhen-scenario-") as folder:
        path = Path(folder) / "sample.mp4"
        return footage.video(path, title=name, scene="counter", started=began, seconds=_LASTS).read_bytes()


def _sound(_name: str, _began: datetime) -> bytes:
    """Return a minute of silence, as a voice recorder writes it."""
    out = io.BytesIO()
    with wave.open(out, "wb") as file:
        file.setparams((1, 2, _RATE, 0, "NONE", "not compressed"))
        file.writeframes(bytes(2 * _RATE * 60))
    return out.getvalue()


_MADE: Final[Mapping[str, Callable[[str, datetime], bytes]]] = {
    ".pdf": _pdf,
    ".png": _photo,
    ".mp4": _video,
    ".wav": _sound,
}
