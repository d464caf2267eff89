"""Bind finished papers into one PDF/A-2b volume: cover, catalogue, papers under running numbers, bookmarks.

Every page of a paper keeps its own content streams, byte for byte; the running number is laid over it from outside.
Papers are copied from file to file, so that memory grows with the number of pages and not with their size.
"""

import io
import os
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final, NamedTuple

import pikepdf
from pikepdf import Array, Dictionary, Name, OutlineItem, Page, Pdf

from liuhen.kernel.canonical import Json
from liuhen.kernel.clock import require_aware
from liuhen.kernel.digests import Digester, Digests
from liuhen.kernel.errors import BadInputError, UnusableError
from liuhen.papers.sheet import Sheet
from liuhen.papers.typesetting import page_numbers, render

MOST_PAGES: Final = 9_999
MOST_PAPERS: Final = 500
_FRONT: Final = ("file-cover", "catalogue")
_JOINED: Final = "joined.pdf"
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
    front = _front(parts, counts, cover=cover, moment=moment)
    numbers = page_numbers([size for pages in sizes for size in pages], moment=moment)
    try:
        out.parent.mkdir(parents=True, exist_ok=True)
        with TemporaryDirectory(prefix=f".{out.name}.", dir=out.parent) as scratch:
            index, start = _joined(Path(scratch), front, [part.path for part in bound if part.path])
            with Pdf.open(Path(scratch) / _JOINED, access_mode=pikepdf.AccessMode.stream) as book:
                _number(book, numbers, start=start)
                _untag(book)
                _bookmark(book, [part.title for part in bound], counts, index=index, start=start)
                _label(book, index=index, start=start)
                _date(book, title=f"{cover['case_no']} {cover['case_title']}", moment=moment)
                leaves = len(book.pages)
                _save(book, Path(scratch) / out.name)
            (Path(scratch) / out.name).replace(out)
    except (OSError, pikepdf.PdfError, RuntimeError) as err:
        raise UnusableError(
            "卷宗没有写成。",
            why="磁盘已满，没有写入的权限，或者文书读不出。",
            remedy="请检查磁盘空间和目标位置后重试。",
        ) from err
    digests, size = _digested(out)
    return Volume(path=out, digests=digests, size=size, leaves=leaves, pages=sum(counts))


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


def _front(parts: Sequence[Bound], counts: Sequence[int], *, cover: Sheet, moment: datetime) -> tuple[bytes, bytes]:
    counted: Mapping[str, Json] = {
        "papers": len(counts),
        "pages": sum(counts),
        "recordings": len(parts) - len(counts),
    }
    listed: Mapping[str, Json] = {
        **{name: cover.get(name) for name in ("organ", "case_title", "case_no", "keeper", "filed_on")},
        "rows": catalogue_rows(parts, counts),
        "pages": sum(counts),
    }
    sheets = ({**cover, **counted}, listed)
    first, second = (render(form, sheet, moment=moment).pdf for form, sheet in zip(_FRONT, sheets, strict=True))
    return first, second


def _page_sizes(part: Bound) -> list[tuple[float, float]]:
    try:
        with Pdf.open(part.path or Path()) as paper:
            return [_size(page) for page in paper.pages]
    except (OSError, pikepdf.PdfError) as err:
        raise UnusableError(
            f"卷宗没有做成：“{part.title}”打不开。",
            why="文件不在存储中，或者内容已经损坏。",
            remedy="请系统管理员用备份恢复该文件，再重新制作。",
        ) from err


def _joined(scratch: Path, front: Sequence[bytes], papers: Sequence[Path]) -> tuple[int, int]:
    """Write front leaves and papers into one file; return where the catalogue and where the papers begin.

    qpdf copies page by page from file to file; joining them as objects would hold all of them in memory.
    """
    begins, files = [0], []
    for number, leaf in enumerate(front):
        file = scratch / f"front-{number}.pdf"
        file.write_bytes(leaf)
        with Pdf.open(io.BytesIO(leaf)) as opened:
            begins.append(begins[-1] + len(opened.pages))
        files.append(str(file))
    joined = str(scratch / _JOINED)
    listed = [part for file in (*files, *map(str, papers)) for part in ("--file=" + file, "--range=1-z")]
    kept = ("--deterministic-id", "--remove-unreferenced-resources=no")
    pikepdf.Job(["qpdf", files[0], *kept, "--pages", *listed, "--", joined]).run()
    return begins[1], begins[2]


def _require_few(count: int, most: int, unit: str) -> None:
    if not count:
        raise BadInputError("卷宗没有做成：案卷中还没有文书。", remedy="请先制作文书，再编制卷宗。")
    if count > most:
        raise BadInputError(f"卷宗没有做成：共 {count} {unit}，超过 {most} {unit}。", remedy="请分卷编制。")


def _size(page: Page) -> tuple[float, float]:
    """Return width and height in points as a reader sees the page, turned where it is turned."""
    left, low, right, high = (float(edge) for edge in page.trimbox)
    turned = int(page.obj.get("/Rotate", 0)) % 180 != 0
    return (high - low, right - left) if turned else (right - left, high - low)


def _number(book: Pdf, numbers: bytes, *, start: int) -> None:
    """Lay the numbers over the pages; pikepdf's own overlay draws a name by lot, and bytes would differ every time."""
    with Pdf.open(io.BytesIO(numbers)) as drawings:
        for place, number in enumerate(drawings.pages, start=1):
            page, name = book.pages[start + place - 1], Name(f"/LiuhenPage{place}")
            drawn = book.copy_foreign(number.as_form_xobject())
            page.add_resource(drawn, Name.XObject, name)
            placed = page.calc_form_xobject_placement(
                drawn,
                name,
                pikepdf.Rectangle(page.trimbox),
                invert_transformations=True,  # upright for the reader of a turned page
                allow_shrink=True,
                allow_expand=False,
            )
            page.contents_add(b"q\n", prepend=True)
            page.contents_add(b"\nQ\n" + placed)


def _untag(book: Pdf) -> None:
    """Drop the reading structure of the front leaves: the papers' own would contradict it, and half of one misleads."""
    for name in ("/StructTreeRoot", "/MarkInfo"):
        if name in book.Root:
            del book.Root[name]
    for page in book.pages:
        for name in ("/StructParents", "/Tabs"):
            if name in page.obj:
                del page.obj[name]


def _bookmark(book: Pdf, titles: Sequence[str], counts: Sequence[int], *, index: int, start: int) -> None:
    with book.open_outline() as outline:
        outline.root.clear()
        outline.root.append(OutlineItem("卷宗封面", 0))
        outline.root.append(OutlineItem("卷内目录", index))
        place = start
        for number, (title, count) in enumerate(zip(titles, counts, strict=True), start=1):
            outline.root.append(OutlineItem(f"{number}　{title}", place))
            place += count
    book.Root.PageMode = Name.UseOutlines


def _label(book: Pdf, *, index: int, start: int) -> None:
    """Let a reader's page box say what is printed: 封面, 目录1 …, then the running number."""
    front = Dictionary(P=pikepdf.String("封面"))
    listed = Dictionary(P=pikepdf.String("目录"), S=Name.D)
    book.Root.PageLabels = Dictionary(Nums=Array([0, front, index, listed, start, Dictionary(S=Name.D)]))


def _date(book: Pdf, *, title: str, moment: datetime) -> None:
    stamp = moment.astimezone(UTC).replace(microsecond=0)
    with book.open_metadata(set_pikepdf_as_editor=False, update_docinfo=True) as told:
        told["dc:title"] = title
        told["dc:description"] = "行政处罚案卷"
        told["xmp:CreateDate"] = told["xmp:ModifyDate"] = told["xmp:MetadataDate"] = stamp.isoformat()


def _save(book: Pdf, path: Path) -> None:
    book.save(path, deterministic_id=True, object_stream_mode=pikepdf.ObjectStreamMode.generate)
    with path.open("rb") as written:
        os.fsync(written.fileno())


def _digested(path: Path) -> tuple[Digests, int]:
    digester = Digester()
    with path.open("rb") as file:
        while piece := file.read(_PIECE):
            digester.update(piece)
    return digester.digests(), path.stat().st_size
