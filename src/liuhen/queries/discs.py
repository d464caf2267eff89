"""光盘登记: what was put onto discs, where the images are, and whether they can be had yet."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Final

from django.conf import settings
from django.db.models import QuerySet

from liuhen.archive.disc import shelf
from liuhen.archive.disc.making import awaited, want
from liuhen.archive.disc.shelf import Image, Progress
from liuhen.kernel.clock import beijing_date
from liuhen.kernel.errors import NotFoundError, UnusableError
from liuhen.media.discs import MEDIA
from liuhen.media.space import spoken
from liuhen.people.officers import Officer
from liuhen.process.case.models import Case, Recording
from liuhen.process.case.reference import CaseRef
from liuhen.process.inquiry.models import Disc
from liuhen.queries.course import case_head
from liuhen.queries.file_shapes import FileOut
from liuhen.queries.scoped import case_for, cases_for, may
from liuhen.queries.shapes import CaseHead
from liuhen.queries.sheets import Cell, write

DOWNLOAD: Final = "disc.download"
SHOWN: Final = 100  # rows on a page; the workbook has them all
_TYPE: Final = "application/x-iso9660-image"
_COLUMNS: Final = (
    ("光盘编号", 26),
    ("案件", 20),
    ("案件名称", 40),
    ("音像（段）", 10),
    ("大小", 12),
    ("介质", 18),
    ("每套张数", 10),
    ("套数", 8),
    ("制作人", 14),
    ("提取人", 14),
    ("提取时间", 14),
    ("登记时间", 14),
    ("保管人", 14),
    ("存放地点", 26),
    ("文字说明", 50),
)


@dataclass(frozen=True, slots=True)
class DiscRow:
    """One making of discs."""

    ref: str
    title: str
    seq: int
    entry: str
    disc_no: str
    made: datetime
    maker: str
    extractor: str
    extracted: datetime
    medium: str
    discs: int
    copies: int
    recordings: tuple[int, ...]
    size: int
    note: str
    keeper: str
    place: str


@dataclass(frozen=True, slots=True)
class Shelved:
    """A making of discs with its images as they stand; `images` is empty until all are there."""

    row: DiscRow
    images: tuple[Image, ...]
    progress: Progress | None
    waits: bool


@dataclass(frozen=True, slots=True)
class DiscsPage:
    """The discs of a case."""

    case: CaseHead
    discs: tuple[Shelved, ...]
    may_download: bool
    may_make: bool

    @property
    def waits(self) -> bool:
        """Say whether something is being made: the page then asks for itself."""
        return any(one.waits for one in self.discs)


def case_discs(by: Officer, ref: str) -> DiscsPage:
    """Return the discs of a case; NotFoundError for one that is not there or not his to see."""
    _, case = case_for(by, ref)
    rows = Disc.objects.filter(dossier=case.dossier).order_by("-seq")
    told = tuple(_shelved(_row(one, case.ref, case.title)) for one in rows)
    may_make = may(by, "evidence_disc.made", case) and not case.archived
    return DiscsPage(case_head(case), told, may(by, DOWNLOAD, case), may_make)


def recording_names(by: Officer, ref: str) -> dict[int, str]:
    """Return the file name of each recording of a case, by its number, for picking."""
    _, case = case_for(by, ref)
    return dict(Recording.objects.filter(dossier=case.dossier).values_list("seq", "name"))


def image_file(by: Officer, ref: str, seq: int, disc: int) -> tuple[CaseRef, FileOut]:
    """Return the image of one disc, to be handed out.

    Raises:
        NotFoundError: no such disc, or not his to see; `require` of the permission is the caller's.
        UnusableError: it is not made yet.
    """
    case, row = _disc(by, ref, seq)
    made = shelf.made_of(settings.LIUHEN_DERIVED, row.entry)
    if not 1 <= disc <= row.discs:
        raise _missing()
    if made is None:
        raise UnusableError("光盘映像还没有做好。", remedy="请在光盘页面等待制作完成，或者重新制作。")
    image = next(one for one in made.images if one.disc == disc)
    name = f"{row.disc_no}-第{disc}张共{row.discs}张.iso"
    path = shelf.image_path(settings.LIUHEN_DERIVED, row.entry, disc)
    return case, FileOut(path, name, _TYPE, image.size, image.sha256)


def make_again(by: Officer, ref: str, seq: int) -> CaseRef:
    """Let the images of a making wait to be made, where they are not there; return the case."""
    case, row = _disc(by, ref, seq)
    want(row.entry)
    return case


def register(by: Officer) -> tuple[tuple[DiscRow, ...], int]:
    """Return the latest rows of the register that the reader may see, and how many there are in all."""
    found = _seen(by)
    return tuple(_rows(found[:SHOWN])), found.count()


def write_register(by: Officer, out: Path) -> int:
    """Write the register as a workbook; return how many lines it has."""
    return write(_COLUMNS, (_line(row) for row in _rows(_seen(by).iterator())), out, title="光盘登记表")


def _seen(by: Officer) -> QuerySet[Disc]:
    return Disc.objects.filter(organ=by.organ, dossier__in=cases_for(by).values("id")).order_by("-made", "key")


def _rows(found: Iterable[Disc]) -> Iterator[DiscRow]:
    rows = list(found)
    cases = Case.objects.filter(id__in={one.dossier for one in rows}).values_list("id", "ref", "title")
    told = {dossier: (ref, title) for dossier, ref, title in cases}
    return (_row(one, *told[one.dossier]) for one in rows)


def _line(row: DiscRow) -> Sequence[Cell]:
    days = beijing_date(row.extracted), beijing_date(row.made)
    counts = (len(row.recordings), spoken(row.size), row.medium, row.discs, row.copies)
    people = (row.maker, row.extractor, *days, row.keeper, row.place, row.note)
    return (row.disc_no, row.ref, row.title, *counts, *people)


def _disc(by: Officer, ref: str, seq: int) -> tuple[CaseRef, Disc]:
    _, case = case_for(by, ref)
    row = Disc.objects.filter(key=f"{case.dossier}:{seq}").first()
    if row is None:
        raise _missing()
    return case, row


def _missing() -> NotFoundError:
    return NotFoundError("没有这张光盘。", remedy="请从案件的光盘页面进入。")


def _shelved(row: DiscRow) -> Shelved:
    made = shelf.made_of(settings.LIUHEN_DERIVED, row.entry)
    if made is not None:
        return Shelved(row, made.images, None, waits=False)
    return Shelved(row, (), shelf.progress_of(settings.LIUHEN_DERIVED, row.entry), waits=awaited(row.entry))


def _row(one: Disc, ref: str, title: str) -> DiscRow:
    return DiscRow(
        ref=ref,
        title=title,
        seq=one.seq,
        entry=one.entry,
        disc_no=one.disc_no,
        made=one.made,
        maker=one.maker,
        extractor=one.extractor,
        extracted=one.extracted,
        medium=MEDIA[one.medium],
        discs=one.discs,
        copies=one.copies,
        recordings=tuple(one.of),
        size=one.size,
        note=one.note,
        keeper=one.keeper,
        place=one.place,
    )
