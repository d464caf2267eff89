"""Films drawn for the finders: a patterned thing that wanders over noise, a drawn face that crosses the room."""

import math
from collections.abc import Callable
from pathlib import Path
from typing import Any

import av
import cv2
import numpy as np

WIDE, HIGH = 640, 360
Where = tuple[float, float, float, float]
"""Left, top, width, height in pixels."""

_dice = np.random.default_rng(3)
_ROOM = cv2.GaussianBlur(_dice.normal(128, 40, (HIGH, WIDE, 3)).clip(0, 255).astype(np.uint8), (9, 9), 0)
_PLAIN = cv2.GaussianBlur(_dice.normal(120, 18, (HIGH, WIDE, 3)).clip(0, 255).astype(np.uint8), (5, 5), 0)
_PATTERN = cv2.resize(_dice.integers(0, 255, (6, 6, 3)).astype(np.uint8), (60, 80), interpolation=cv2.INTER_NEAREST)
SKIN, HAIR, DARK, WHITE, LIPS = (150, 180, 225), (25, 25, 35), (30, 30, 40), (245, 245, 245), (90, 90, 190)


def film(path: Path, seconds: float, draw: Callable[[float], Any], *, rate: int = 25) -> Path:
    """Write pictures as H.264 in MP4."""
    with av.open(str(path), mode="w") as out:
        stream = out.add_stream("libx264", rate=rate, options={"preset": "veryfast", "g": "50", "bf": "0"})
        stream.width, stream.height, stream.pix_fmt = WIDE, HIGH, "yuv420p"
        for number in range(int(seconds * rate)):
            frame = av.VideoFrame.from_ndarray(draw(number / rate), format="bgr24")
            frame.pts = number
            out.mux(stream.encode(frame))
        out.mux(stream.encode(None))
    return path


def thing(second: float) -> Where:
    """Return where the patterned thing is."""
    return 60 + 22 * second, 140 + 60 * math.sin(second * 1.3), 60, 80


def room(second: float) -> Any:
    """Return the room with the thing in it; a pole passes before it at 9, a wall hides it from 14 on."""
    picture = _ROOM.copy()
    left, top, wide, high = map(int, thing(second))
    picture[top : top + high, left : left + wide] = _PATTERN
    if 9 <= second < 9.5:
        picture[:, 280:292] = 40
    if second >= 14:
        picture[60:340, 330:520] = 90
    return picture


def another_room(second: float) -> Any:
    """Return a picture of somewhere else, with the same thing at the same place."""
    left, top, wide, high = map(int, thing(second))
    picture = np.full((HIGH, WIDE, 3), (200, 60, 20), np.uint8)
    picture[top : top + high, left : left + wide] = _PATTERN
    return picture


def head(second: float) -> Where:
    """Return where the drawn face is."""
    middle, line, half = 120 + 20 * second, 150 + 10 * math.sin(second), 14
    return middle - 0.75 * half, line - 0.9 * half, 1.5 * half, 2 * half


def waiting_room(second: float, *, gone: tuple[float, float] = (6, 9)) -> Any:
    """Return the room with a drawn face in it, which is away for a while."""
    if gone[0] <= second < gone[1]:
        return _PLAIN.copy()
    left, top, wide, high = head(second)
    return _with_face(_PLAIN, int(left + wide / 2), int(top + 0.45 * high), 14)


def empty_room(_second: float) -> Any:
    return _PLAIN.copy()


def _with_face(room: Any, x: int, y: int, size: int) -> Any:
    scale = 4
    big = cv2.resize(room, (WIDE * scale, HIGH * scale))
    x, y, size = x * scale, y * scale, size * scale

    def oval(right: float, down: float, wide: float, high: float, colour: Any) -> None:
        middle = (x + int(right * size), y + int(down * size))
        cv2.ellipse(big, middle, (int(wide * size), int(high * size)), 0, 0, 360, colour, -1)

    oval(0, 2.2, 1.5, 1, (90, 60, 40))
    oval(0, 1.1, 0.35, 0.4, SKIN)
    oval(0, -0.15, 0.9, 1.15, HAIR)
    oval(0, 0.1, 0.75, 1, SKIN)
    for side in (-1, 1):
        oval(side * 0.3, -0.05, 0.14, 0.07, WHITE)
        oval(side * 0.3, -0.05, 0.065, 0.065, DARK)
        oval(side * 0.3, -0.22, 0.2, 0.04, DARK)
        oval(side * 0.77, 0.05, 0.08, 0.18, SKIN)
    oval(0, 0.3, 0.12, 0.05, (110, 140, 190))
    oval(0, 0.58, 0.26, 0.09, LIPS)
    return cv2.resize(cv2.GaussianBlur(big, (15, 15), 0), (WIDE, HIGH), interpolation=cv2.INTER_AREA)
