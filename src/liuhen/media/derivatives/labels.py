"""The line of words below a copy, as a picture: drawn apart from the copy, by whoever knows the case."""

from collections.abc import Sequence
from pathlib import Path
from typing import Final

import typst

from liuhen.kernel.errors import UnusableError
from liuhen.media.captions import FACES

_SHEET: Final = Path(__file__).with_name("label.typ")


def label_picture(words: str, *, fonts: Sequence[Path] = ()) -> bytes:
    """Return a PNG, 1920 pixels wide, with one line of words on black.

    Raises:
        UnusableError: there is no Chinese face; nothing is drawn as empty boxes.
    """
    known = typst.Fonts(font_paths=list(fonts))
    face = next((face for face in FACES if face in known.families()), None)
    if face is None:
        raise UnusableError(
            "副本没有加注。", why="没有可用的中文字体。", remedy="请先安装思源黑体等中文字体，或者不加注。"
        )
    compiler = typst.Compiler(_SHEET, font_paths=known, sys_inputs={"words": words, "face": face})
    pages = compiler.compile(format="png", ppi=72)
    return pages if isinstance(pages, bytes) else (pages or [b""])[0]
