"""Captions of a sample recording: one transparent picture for each second, with title and Beijing clock."""

import io
from collections.abc import Sequence
from datetime import datetime, timedelta
from pathlib import Path
from typing import Final

import av
import typst

from liuhen.kernel.clock import BEIJING, require_aware
from liuhen.kernel.errors import UnusableError

WIDTH: Final = 640
HEIGHT: Final = 360

FACES: Final = ("Noto Sans CJK SC", "Noto Sans SC", "FandolHei", "Noto Serif CJK SC", "Noto Serif SC")
"""Any of these will do; the first that is there is taken."""

_SHEET: Final = Path(__file__).with_name("caption.typ")


def captions(*, title: str, started: datetime, seconds: int, fonts: Sequence[Path] = ()) -> list[av.VideoFrame]:
    """Return one RGBA picture of `WIDTH` × `HEIGHT` for each second from `started` on.

    Args:
        title: one short line; shown as it is.
        started: the first second, aware; shown as Beijing time.
        seconds: how many.
        fonts: folders with one of `FACES`, where the system has none.

    Raises:
        UnusableError: there is no Chinese face; nothing is drawn as empty boxes.
    """
    known = typst.Fonts(font_paths=list(fonts))
    face = next((face for face in FACES if face in known.families()), None)
    if face is None:
        raise UnusableError("示例录像没有生成。", why="没有可用的中文字体。", remedy="请先安装思源黑体等中文字体。")
    begin = require_aware(started).astimezone(BEIJING)
    clocks = [(begin + timedelta(seconds=second)).strftime("%Y-%m-%d %H:%M:%S") for second in range(seconds)]
    inputs = {"title": title, "clocks": "|".join(clocks), "face": face}
    compiler = typst.Compiler(_SHEET, font_paths=known, sys_inputs=inputs)
    pages = compiler.compile(format="png", ppi=72)
    return [_picture(page) for page in ([pages] if isinstance(pages, bytes) else pages or [])]


def _picture(page: bytes) -> av.VideoFrame:
    with av.open(io.BytesIO(page), mode="r", format="png_pipe") as container:
        return next(container.decode(video=0)).reformat(format="rgba")
