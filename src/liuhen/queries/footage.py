"""音像库: what was received before anybody said of which case it is, narrowed, and where it went since."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from datetime import date, datetime, time, timedelta
from functools import reduce
from itertools import islice
from math import ceil
from operator import or_
from pathlib import Path
from typing import Final

from django.conf import settings
from django.db.models import Exists, OuterRef, Q, QuerySet

from liuhen.kernel.clock import BEIJING
from liuhen.kernel.errors import NotAllowedError, NotFoundError
from liuhen.ledger import body_of
from liuhen.ledger.reading import entry as entry_of
from liuhen.media import derived
from liuhen.media.places import where
from liuhen.office.damaged import require_sound
from liuhen.people.officers import Officer
from liuhen.people.roles import Reach
from liuhen.people.scope import Scope, can, scope
from liuhen.process.case.models import Case
from liuhen.process.footage.filing import VIEW, shared, subject_of
from liuhen.process.footage.models import Footage, FootageFiled
from liuhen.process.footage.offsets import is_bad, offset_said
from liuhen.process.footage.payloads import MEDIA, WAYS, FootageReceived
from liuhen.queries.devices import tolerance_ms
from liuhen.queries.file_shapes import FileOut
from liuhen.queries.footage_shapes import Asked, Filed, FootageList, FootagePage, FootageRow
from liuhen.queries.previews import PICTURES
from liuhen.queries.recorded import recorded
from liuhen.queries.scoped import cases_for
from liuhen.queries.sheets import Cell, write

PER_PAGE: Final = 25
STATES: Final = {"unfiled": "尚未归入案件", "filed": "已归入案件"}
_AT_ONCE: Final = 500
_COLUMNS: Final = (
    ("序号", 8), ("文件", 36), ("种类", 8), ("设备", 16), ("使用人", 12), ("处室", 18), ("开始（设备时间）", 20),
    ("时长（秒）", 12), ("设备时钟", 18), ("收入方式", 16), ("收入时间", 20), ("归入的案件", 40), ("情况", 40),
    ("SHA-256", 70),
)  # fmt: skip


def within(seen: Scope) -> Q:
    """Return the filter on recordings of the room that a scope stands for; an empty one lets nothing through."""
    reached = [_reach(reach, seen) for reach in sorted(seen.reaches)]
    return Q(organ=seen.organ) & reduce(or_, reached, Q(pk__in=()))


def _reach(reach: Reach, seen: Scope) -> Q:
    match reach:
        case Reach.OWN:
            return Q(carrier=seen.person) | Q(by=seen.person)
        case Reach.DEPARTMENT:
            return Q(department=seen.department)
        case Reach.ORGAN:
            return Q(organ=seen.organ)
        case _:
            return Q(pk__in=())  # what is sent to review or closed are cases, and these are in none


def footage_for(by: Officer) -> QuerySet[Footage]:
    """Return the recordings of the room that `by` may see."""
    return Footage.objects.filter(within(scope(by, VIEW)))


def footage(by: Officer, asked: Asked, *, page: int = 1) -> FootageList:
    """Return a page of the room, what is in no case first, then the latest first; a constant number of queries.

    Raises:
        NotAllowedError: the viewer has nothing to do with recordings.
    """
    require_view(by)
    found = _narrowed(footage_for(by), asked)
    total, unfiled = found.count(), found.filter(~_filed()).count()
    pages = max(1, ceil(total / PER_PAGE))
    page = min(max(page, 1), pages)
    rows = found.order_by(_filed().asc(), "-seq")[(page - 1) * PER_PAGE : page * PER_PAGE]
    return FootageList(_rows(by, rows), total, unfiled, page, pages)


def write_footage(by: Officer, asked: Asked, out: Path) -> int:
    """Write all that is asked for as a workbook; return how many rows there were."""
    require_view(by)
    return write(_COLUMNS, map(_cells, _every(by, asked)), out, title="音像库")


def piece(by: Officer, seq: int) -> FootagePage:
    """Return one recording of the room; NotFoundError for one that is not there or not his to see."""
    row = piece_row(by, seq)
    body = body_of(entry_of(row.digest))
    if not isinstance(body, FootageReceived):
        raise _missing()
    shown = _rows(by, [row])[0]
    return FootagePage(shown, recorded(row), body, row.by_name, row.digest, bool(scope(by, "recording.stored").reaches))


def piece_row(by: Officer, seq: int) -> Footage:
    """Return the row of a recording that `by` may see."""
    row = Footage.objects.filter(organ=by.organ, seq=seq).first()
    if row is None or not can(by, VIEW, subject_of(row)):
        raise _missing()
    return row


def piece_file(by: Officer, seq: int) -> FileOut:
    """Return the original bytes of a recording."""
    row = piece_row(by, seq)
    require_sound(row.sha256)
    return FileOut(where(settings.LIUHEN_ORIGINALS, row.sha256), row.name, row.media_type, row.size, row.sha256)


def piece_copy(by: Officer, seq: int) -> FileOut:
    """Return the copy that plays in a browser; NotFoundError where there is none (yet)."""
    row = piece_row(by, seq)
    copy = derived.copy_of(settings.LIUHEN_DERIVED, row.sha256)
    if copy is None:
        raise NotFoundError("没有转码副本。", remedy="请稍候再来，或者下载原件。")
    path = derived.folder(settings.LIUHEN_DERIVED, row.sha256, "copy") / derived.COPIES[copy.media_type]
    name = f"{Path(row.name).stem}（转码副本）{path.suffix}"
    return FileOut(path, name, copy.media_type, path.stat().st_size, f"{row.sha256}-copy")


def piece_picture(by: Officer, seq: int, name: str) -> FileOut | None:
    """Return one of the pictures; None where it was not made (yet)."""
    row = piece_row(by, seq)
    if name not in PICTURES:
        raise _missing()
    path = derived.folder(settings.LIUHEN_DERIVED, row.sha256, "look") / PICTURES[name]
    size = path.stat().st_size if path.is_file() else 0
    return FileOut(path, f"{row.name}.jpg", "image/jpeg", size, f"{row.sha256}-{name}") if size else None


def unfiled_choices(by: Officer, ref: str) -> tuple[tuple[str, str], ...]:
    """Return what may be filed in a case: one's own and the other handlers', nothing that is in it already."""
    dossier = Case.objects.filter(organ=by.organ, ref=ref).values_list("id", flat=True).first()
    if dossier is None:
        return ()
    here = FootageFiled.objects.filter(dossier=dossier).values("footage")
    mine = Footage.objects.filter(within(scope(by, VIEW)) | shared(by, dossier))
    found = mine.exclude(seq__in=here).order_by(_filed().asc(), "-started")[:200]
    return tuple((str(one.seq), _words(one)) for one in found)


def carriers(by: Officer) -> tuple[tuple[str, str], ...]:
    """Return whom the list can be narrowed by: id and name."""
    found = footage_for(by).exclude(carrier="").order_by("carrier_name").values_list("carrier", "carrier_name")
    return tuple(dict(found.distinct()).items())


def devices_seen(by: Officer) -> tuple[str, ...]:
    """Return the devices that the list can be narrowed by."""
    found = footage_for(by).exclude(device="").order_by("device").values_list("device", flat=True)
    return tuple(found.distinct())


def cases_to_file_in(by: Officer) -> tuple[tuple[str, str], ...]:
    """Return the cases in which `by` may file a recording: reference and title, the latest first."""
    found = cases_for(by, "recording.stored").filter(archived=False, stopped=False).order_by("-last_at")[:100]
    return tuple((one.ref, one.title) for one in found)


def require_view(by: Officer) -> None:
    """Refuse whoever has nothing to do with recordings."""
    if not scope(by, VIEW).anywhere:
        raise NotAllowedError(
            "您不能查看音像库。", why="您的岗位不接触执法音像。", remedy="确需查看的，请安全员调整岗位。"
        )


def _words(one: Footage) -> str:
    began = f"{one.started.astimezone(BEIJING):%Y-%m-%d %H:%M:%S}"
    return "　".join(word for word in (began, one.device, one.carrier_name, one.name) if word)


def _filed() -> Exists:
    return Exists(FootageFiled.objects.filter(organ=OuterRef("organ"), footage=OuterRef("seq")))


def _narrowed(found: QuerySet[Footage], asked: Asked) -> "QuerySet[Footage]":
    exact = {"device": asked.device, "carrier": asked.officer, "way": asked.way}
    found = found.filter(**{name: value for name, value in exact.items() if value})
    if asked.text:
        found = found.filter(Q(name__icontains=asked.text) | Q(matter__icontains=asked.text))
    if asked.state in STATES:
        found = found.filter(_filed() if asked.state == "filed" else ~_filed())
    if asked.first:
        found = found.filter(started__gte=_midnight(asked.first))
    if asked.last:
        found = found.filter(started__lt=_midnight(asked.last) + timedelta(days=1))
    return found


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time(), BEIJING)


def _every(by: Officer, asked: Asked) -> Iterator[FootageRow]:
    rows = _narrowed(footage_for(by), asked).order_by(_filed().asc(), "-seq").iterator(chunk_size=_AT_ONCE)
    while listed := list(islice(rows, _AT_ONCE)):
        yield from _rows(by, listed)


def _rows(by: Officer, rows: Iterable[Footage]) -> tuple[FootageRow, ...]:
    listed = list(rows)
    beyond, _ = tolerance_ms(by.organ)
    filed = _places(by, [row.seq for row in listed])
    return tuple(_row(row, filed, beyond) for row in listed)


def _row(row: Footage, filed: Mapping[int, list[Filed]], beyond: int) -> FootageRow:
    return FootageRow(
        seq=row.seq,
        name=row.name,
        media=MEDIA.get(row.media, row.media),
        device=row.device,
        carrier=row.carrier_name,
        department=row.department,
        started=row.started,
        duration_ms=row.duration_ms,
        way=WAYS.get(row.way, row.way),
        at=row.at,
        clock="" if row.clock_offset_ms is None else offset_said(row.clock_offset_ms),
        bad_clock=is_bad(row.clock_offset_ms, beyond_ms=beyond),
        whole=row.whole,
        noticed=row.noticed,
        sha256=row.sha256,
        filed=tuple(filed[row.seq]),
    )


def _places(by: Officer, seqs: list[int]) -> dict[int, list[Filed]]:
    rows = list(FootageFiled.objects.filter(organ=by.organ, footage__in=seqs).order_by("at", "key"))
    seen = {one.id: one for one in cases_for(by).filter(id__in={row.dossier for row in rows})}
    found: dict[int, list[Filed]] = defaultdict(list)
    for row in rows:
        case = seen.get(row.dossier)
        found[row.footage].append(Filed(case.ref, case.title, row.seq) if case else Filed())
    return found


def _cells(row: FootageRow) -> tuple[Cell, ...]:
    began, came = (f"{one.astimezone(BEIJING):%Y-%m-%d %H:%M:%S}" for one in (row.started, row.at))
    seconds = None if row.duration_ms is None else round(row.duration_ms / 1000)
    filed = "、".join(f"{one.title}（{one.ref}）" if one.ref else "他人办理的案件" for one in row.filed)
    return (
        row.seq, row.name, row.media, row.device, row.carrier, row.department, began, seconds, row.clock, row.way,
        came, filed, row.noticed, row.sha256,
    )  # fmt: skip


def _missing() -> NotFoundError:
    return NotFoundError("没有这段音像。", remedy="请从音像库进入。")
