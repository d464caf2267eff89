"""Bind finished papers into one PDF/A-2b volume: cover, catalogue, papers under running numbers, bookmarks, originals.

Every page of a paper keeps its own content streams, byte for byte; the running number is laid over it from outside.
A signature holds for the file that was signed and for no copy of its pages: so the file itself lies in the volume as
an attachment, and the last leaf lists the digests of all of them. Papers are copied from file to file, so that memory
grows with the number of pages and not with their size.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final, NamedTuple

import pikepdf
from pikepdf import Pdf

from liuhen.kernel.canonical import Json
from liuhen.kernel.clock import require_aware
from liuhen.kernel.digests import Digester, Digests
from liuhen.kernel.errors import BadInputError, UnusableError
from liuhen.papers import binding
from liuhen.papers.binding import Original
from liuhen.papers.sheet import Sheet
from liuhen.papers.typesetting import page_numbers, render

MOST_PAGES: Final = 9_999
MOST_PAPERS: Final = 500
_FRONT: Final = ("file-cover", "catalogue")
_LAST: Final = "volume-originals"
_PIECE: Final = 1 << 20  # bytes


class Bound(NamedTuple):
    """A paper as it goes into a volume, and what the catalogue says of it.

    `path` is None for what is listed and lies elsewhere: a recording. `made` is written as in a sheet.
    """

    title: str
    path: Path | None
    number: str = ""
    made: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class Volume:
    """A volume as it was written: its digests, its size in bytes, its leaves in all and its numbered pages."""

    path: Path
    digests: Digests
    size: int
    leaves: int
    pages: int


def volume(parts: Sequence[Bound], out: Path, *, cover: Sheet, moment: datetime) -> Volume:
    """Write the volume of `parts`, in their order, to `out`.

    The same papers, cover and moment give the same bytes. Nothing is left at `out` when it fails.

    Args:
        parts: papers, and recordings that are listed only.
        out: where the PDF goes; what is there is replaced.
        cover: the sheet of `file-cover` without `papers`, `pages` and `recordings`: these are counted here.
        moment: the document date inside the PDF; aware.

    Raises:
        BadInputError: the cover lacks a field, there is no paper, or more than 500 papers or 9,999 pages.
        UnusableError: a paper is missing or cannot be read, or the disk refused.
    """
    require_aware(moment)
    bound = [part for part in parts if part.path is not None]
    _require_few(len(bound), MOST_PAPERS, "件")
    sizes = [_page_sizes(part) for part in bound]
    counts = [len(pages) for pages in sizes]
    _require_few(sum(counts), MOST_PAGES, "页")
    originals = [_original(number, part) for number, part in enumerate(bound, start=1)]
    leaves = _leaves(parts, counts, originals, cover=cover, moment=moment)
    numbers = page_numbers([size for pages in sizes for size in pages], moment=moment)
    try:
        out.parent.mkdir(parents=True, exist_ok=True)
        with TemporaryDirectory(prefix=f".{out.name}.", dir=out.parent) as scratch:
            folder = Path(scratch)
            starts = binding.join(folder, leaves, originals, moment=moment)
            with Pdf.open(folder / binding.JOINED, access_mode=pikepdf.AccessMode.stream) as book:
                binding.number(book, numbers, start=starts.papers)
                binding.strip(book)
                binding.relate(book)
                binding.bookmark(book, [part.title for part in bound], counts, starts=starts)
                binding.label(book, starts=starts)
                binding.date(book, title=_title(cover), moment=moment)
                leaf_count = len(book.pages)
                binding.save(book, folder / out.name)
            (folder / out.name).replace(out)
    except (OSError, pikepdf.PdfError, RuntimeError) as err:
        raise UnusableError(
            "卷宗没有写成。",
            why="磁盘已满，没有写入的权限，或者文书读不出。",
            remedy="请检查磁盘空间和目标位置后重试。",
        ) from err
    digests, size = _digested(out)
    return Volume(path=out, digests=digests, size=size, leaves=leaf_count, pages=sum(counts))


def catalogue_rows(parts: Iterable[Bound], counts: Iterable[int]) -> list[Json]:
    """Return the rows of 卷内目录 with the pages as they are numbered in the volume.

    Args:
        parts: papers and recordings in their order.
        counts: the pages of each part that has a path, in the same order.
    """
    left, next_page, rows = iter(counts), 1, []
    for part in parts:
        row: dict[str, Json] = {"title": part.title, "number": part.number, "made": part.made, "note": part.note}
        if part.path is not None:
            count = next(left)
            row |= {"first": next_page, "last": next_page + count - 1}
            next_page += count
        rows.append(row)
    return list(rows)


def _leaves(
    parts: Sequence[Bound], counts: Sequence[int], originals: Sequence[Original], *, cover: Sheet, moment: datetime
) -> tuple[bytes, bytes, bytes]:
    """Return the leaves that the volume has of its own: cover, catalogue, and at the end the list of originals."""
    counted: Mapping[str, Json] = {
        "papers": len(counts),
        "pages": sum(counts),
        "recordings": len(parts) - len(counts),
    }
    same = {name: cover.get(name) for name in ("organ", "case_title", "case_no", "volume")}
    listed: Mapping[str, Json] = {
        **same,
        **{name: cover.get(name) for name in ("keeper", "filed_on")},
        "rows": catalogue_rows(parts, counts),
        "pages": sum(counts),
    }
    digests: Mapping[str, Json] = {**same, "originals": [_digest_row(one) for one in originals]}
    sheets = zip((*_FRONT, _LAST), ({**cover, **counted}, listed, digests), strict=True)
    first, second, last = (render(form, sheet, moment=moment).pdf for form, sheet in sheets)
    return first, second, last


def _original(number: int, part: Bound) -> Original:
    """Return a paper as it is attached: its name begins with its place, so that a list of files keeps the order."""
    digests, _ = _digested(part.path or Path())
    return Original(part.path or Path(), f"{number:03d} {part.title}.pdf", part.title, digests)


def _digest_row(one: Original) -> Json:
    return {"name": one.name, "sha256": _in_groups(one.digests.sha256), "sm3": _in_groups(one.digests.sm3)}


def _in_groups(digest: str) -> str:
    """Return a digest in groups of eight: a cell breaks between them, and a reader keeps his place."""
    return " ".join(digest[at : at + 8] for at in range(0, len(digest), 8))


def _title(cover: Sheet) -> str:
    return " ".join(str(cover[name]) for name in ("case_no", "case_title", "volume") if cover.get(name))


def _page_sizes(part: Bound) -> list[tuple[float, float]]:
    try:
        with Pdf.open(part.path or Path()) as paper:
            return [binding.size(page) for page in paper.pages]
    except (OSError, pikepdf.PdfError) as err:
        raise UnusableError(
            f"卷宗没有做成：“{part.title}”打不开。",
            why="文件不在存储中，或者内容已经损坏。",
            remedy="请系统管理员用备份恢复该文件，再重新制作。",
        ) from err


def _require_few(count: int, most: int, unit: str) -> None:
    if not count:
        raise BadInputError("卷宗没有做成：案卷中还没有文书。", remedy="请先制作文书，再编制卷宗。")
    if count > most:
        raise BadInputError(f"卷宗没有做成：共 {count} {unit}，超过 {most} {unit}。", remedy="请分卷编制。")


def _digested(path: Path) -> tuple[Digests, int]:
    digester = Digester()
    with path.open("rb") as file:
        while piece := file.read(_PIECE):
            digester.update(piece)
    return digester.digests(), path.stat().st_size
