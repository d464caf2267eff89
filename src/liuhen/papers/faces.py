"""The faces that papers are set in, and nothing else: no face of the machine, so that output is the same everywhere."""

import os
import shlex
import sys
from collections.abc import Iterable
from functools import cache
from pathlib import Path
from typing import Final

import typst

from liuhen.kernel.errors import UnusableError

REQUIRED: Final = frozenset(
    {
        ("FandolFang R", 400),
        ("FandolSong", 400),
        ("FandolSong", 700),
        ("FandolHei", 400),
        ("FandolKai", 400),
        ("Noto Serif CJK SC", 400),
        ("Noto Serif CJK SC", 700),
        ("Noto Sans CJK SC", 400),
        ("HanaMinA", 500),
        ("HanaMinB", 500),
    }
)
"""Family and weight of every face the layouts name."""

_SOURCE_TREE: Final = Path(__file__).resolve().parents[3]
_PUNCTUATION: Final = "，。；：！？、《》〈〉【】〔〕"  # round brackets are heavier than its text in 仿宋: Noto's fit


def folder() -> Path:
    """Return the folder of faces: `LIUHEN_FONTS`, or `build/fonts` of the source tree."""
    return Path(os.environ.get("LIUHEN_FONTS") or _SOURCE_TREE / "build" / "fonts")


def missing_in(where: Path) -> list[str]:
    """Return the faces of `REQUIRED` that `where` lacks or holds in files that cannot be opened."""
    if not where.is_dir():
        return sorted(f"{family} {weight}" for family, weight in REQUIRED)
    found = _opened(where).fonts()
    return sorted(f"{family} {weight}" for family, weight in REQUIRED - {(one.family, one.weight) for one in found})


@cache
def faces_in(where: Path) -> typst.Fonts:
    """Return the faces of `where`, opened once for the whole process.

    Raises:
        UnusableError: a face is missing; the message says which command fetches them.
    """
    if missing := missing_in(where):
        raise UnusableError(
            "制作文书所需的字体不全。",
            why=f"字体文件夹 {where} 中缺少：{'、'.join(missing)}。",
            remedy=f"请运行：{shlex.join([sys.executable, '-m', 'liuhen.papers.fonts', str(where)])}",
        )
    return _opened(where)


def _opened(where: Path) -> typst.Fonts:
    return typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=[str(where)])


@cache
def standard_han() -> str:
    """Return a regular expression for the 6,763 characters of GB 2312 and the punctuation set with them."""
    rows, cells = range(0xB0, 0xF8), range(0xA1, 0xFF)
    every = (bytes((row, cell)).decode("gb2312", errors="ignore") for row in rows for cell in cells)
    return "[" + "".join(_ranges(sorted(ord(char) for char in every if char))) + _PUNCTUATION + "]"


def _ranges(points: Iterable[int]) -> list[str]:
    runs: list[list[int]] = []
    for point in points:
        if runs and runs[-1][1] == point - 1:
            runs[-1][1] = point
        else:
            runs.append([point, point])
    return [chr(first) if first == last else f"{chr(first)}-{chr(last)}" for first, last in runs]
