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


def fandol_covers(signs: Iterable[str]) -> str:
    """Return a regular expression for what Fandol may draw of a paper in which no characters but those `signs` stand.

    It draws the 6,763 characters of GB 2312 and the punctuation set with them right; under other codes it may have
    wrong shapes. The expression names the few that are others: one that names all of GB 2312 takes a compiler longer
    to read than a page takes to set.
    """
    others = sorted(char for char in set(signs) - _standard() if not char.isascii())
    return "".join(["[^\\x00-\\x7F", *(f"\\u{{{ord(char):x}}}" for char in others), "]"])


@cache
def _standard() -> frozenset[str]:
    rows, cells = range(0xB0, 0xF8), range(0xA1, 0xFF)
    every = (bytes((row, cell)).decode("gb2312", errors="ignore") for row in rows for cell in cells)
    return frozenset("".join(every) + _PUNCTUATION)
