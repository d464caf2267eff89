"""A drawing that was made as SVG, set as a page of PDF or as a picture: the faces of papers, and no browser."""

from typing import Final, Literal, cast

import typst

from liuhen.kernel.errors import UnusableError
from liuhen.papers.typesetting import compiler, one_at_a_time

As = Literal["pdf", "png"]
_POINTS: Final = 144  # dots an inch of a picture: sharp on paper and on a screen
_ON_PAPER: Final = '#set page("a4", flipped: true, margin: 12mm)\n#image("drawing.svg", width: 100%)\n'
_ALONE: Final = '#set page(width: auto, height: auto, margin: 0pt)\n#image("drawing.svg", width: 1000pt)\n'


def set_drawing(svg: bytes, kind: As) -> bytes:
    """Return an SVG as a PDF of one A4 page lying on its side, or as a PNG.

    Raises:
        UnusableError: the faces are not installed, or it is no SVG.
    """
    layout = _ON_PAPER if kind == "pdf" else _ALONE
    files = {"main.typ": layout.encode(), "drawing.svg": svg}
    try:
        with one_at_a_time():
            if kind == "png":
                made = compiler().compile(files, format="png", ppi=_POINTS)  # type: ignore[type-var]  # files by name
            else:
                made = compiler().compile(files, format="pdf")  # type: ignore[type-var]  # files by name
    except typst.TypstError as err:
        raise UnusableError(
            "这幅图没有做成。", why="图形不能排版，详情见运行日志。", remedy="请告知系统管理员。"
        ) from err
    return cast("bytes", made[0] if isinstance(made, list) else made)
