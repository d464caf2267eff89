"""音像浏览: every recording of the cases that a reader may see, by what it is sorted under."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from math import ceil
from pathlib import Path
from typing import Any, Final, cast

from django.db.models import Count, Q, QuerySet

from liuhen.kernel.clock import BEIJING, beijing_date
from liuhen.people.officers import Officer
from liuhen.process.case.models import Case, Recording
from liuhen.process.case.reference import case_ref
from liuhen.queries.file_shapes import RecordingRow
from liuhen.queries.files import recording_rows
from liuhen.queries.scoped import cases_for
from liuhen.queries.sheets import Cell, write

PER_PAGE: Final = 24
MOST_GROUPS: Final = 30  # values listed beside; the search finds the others
_LONGEST: Final = 100  # characters of what is looked for
_AT_ONCE: Final = 500
GROUPS: Final[Mapping[str, str]] = {
    "enforcement": "执法名称",
    "device": "设备编号",
    "handler": "人员",
    "cause": "案由",
    "party": "当事人",
}
"""What recordings are sorted under: the column, and its word."""
KINDS: Final[Mapping[str, str]] = {"video": "录像", "audio": "录音", "image": "照片"}
COLUMNS: Final = (
    ("音像", 36),
    ("种类", 8),
    ("执法名称", 18),
    ("设备编号", 16),
    ("人员", 12),
    ("案由", 30),
    ("当事人", 30),
    ("案号", 24),
    ("案件", 40),
    ("日期", 14),
    ("开始（设备时间）", 20),
    ("时长（秒）", 12),
    ("大小（字节）", 16),
    ("SHA-256", 68),
)


@dataclass(frozen=True, slots=True)
class Asked:
    """What a reader asked of the list; `by` is a key of `GROUPS`, `value` one of its values."""

    text: str = ""
    by: str = "enforcement"
    value: str | None = None
    kind: str = ""
    first: date | None = None
    last: date | None = None

    @property
    def any(self) -> bool:
        """Say whether the list is narrowed at all."""
        return bool(self.text or self.value is not None or self.kind or self.first or self.last)

    def address(self) -> dict[str, str]:
        """Return it as it stands in an address."""
        told = {"text": self.text, "by": self.by, "kind": self.kind}
        days = {"first": self.first, "last": self.last}
        found = {name: text for name, text in told.items() if text}
        found |= {name: day.isoformat() for name, day in days.items() if day}
        return found if self.value is None else found | {"value": self.value}


@dataclass(frozen=True, slots=True)
class Listed:
    """A recording with the case it belongs to."""

    recording: RecordingRow
    kind: str
    enforcement: str
    handler: str
    cause: str
    party: str
    ref: str
    title: str
    number: str


@dataclass(frozen=True, slots=True)
class Group:
    """A value that recordings are sorted under, and how many there are; `word` says it, also where it is empty."""

    value: str
    word: str
    count: int


@dataclass(frozen=True, slots=True)
class Browsed:
    """A page of the list, and the values of the column it is sorted under."""

    rows: tuple[Listed, ...]
    groups: tuple[Group, ...]
    more_groups: int
    total: int
    page: int
    pages: int


def asked_of(told: Mapping[str, Any]) -> Asked:
    """Return what an address asks; what it does not know is as usual."""
    by, kind = str(told.get("by", "")), str(told.get("kind", ""))
    value = told.get("value")
    return Asked(
        text=str(told.get("text", "")).strip()[:_LONGEST],
        by=by if by in GROUPS else "enforcement",
        value=None if value is None else str(value)[:200],
        kind=kind if kind in KINDS else "",
        first=_day(told.get("first")),
        last=_day(told.get("last")),
    )


def browse(by: Officer, asked: Asked, *, page: int = 1) -> Browsed:
    """Return a page of the recordings that `by` may play, the latest first; a constant number of queries."""
    found = _within(by, asked)
    groups = list(_counted(found, asked.by)[: MOST_GROUPS + 1])
    chosen = found if asked.value is None else found.filter(**{asked.by: asked.value})
    total = chosen.count()
    pages = max(1, ceil(total / PER_PAGE))
    page = min(max(page, 1), pages)
    rows = chosen.order_by("-started", "key")[(page - 1) * PER_PAGE : page * PER_PAGE]
    left = 0 if len(groups) <= MOST_GROUPS else _counted(found, asked.by).count() - MOST_GROUPS
    return Browsed(
        rows=tuple(_listed(list(rows))),
        groups=tuple(Group(value, value or "未注明", count) for value, count in groups[:MOST_GROUPS]),
        more_groups=left,
        total=total,
        page=page,
        pages=pages,
    )


def write_recordings(by: Officer, asked: Asked, out: Path) -> int:
    """Write all that was asked for as a workbook; return how many there are."""
    return write(COLUMNS, _cells(by, asked), out, title="音像清单")


def _within(by: Officer, asked: Asked) -> QuerySet[Recording]:
    seen = cases_for(by, "recording.play")
    found = Recording.objects.filter(dossier__in=seen.values("id"))
    if asked.text:
        named = seen.filter(Q(title__contains=asked.text) | Q(case_no__contains=asked.text) | Q(ref=asked.text))
        own = [Q(**{f"{name}__contains": asked.text}) for name in (*GROUPS, "name")]
        about = Q(dossier__in=named.values("id"))
        for one in own:
            about |= one
        found = found.filter(about)
    if asked.kind:
        found = found.filter(media_type__startswith=f"{asked.kind}/")
    if asked.first:
        found = found.filter(started__gte=_midnight(asked.first))
    if asked.last:
        found = found.filter(started__lt=_midnight(asked.last) + timedelta(days=1))
    return found


def _counted(found: QuerySet[Recording], name: str) -> QuerySet[Recording, tuple[str, int]]:
    counted = found.order_by().values(name).annotate(n=Count("key")).order_by("-n", name)
    return cast("QuerySet[Recording, tuple[str, int]]", counted.values_list(name, "n"))


def _listed(rows: list[Recording]) -> Iterator[Listed]:
    cases = Case.objects.in_bulk({row.dossier for row in rows})
    for row, shown in zip(rows, recording_rows(rows), strict=True):
        case = cases[row.dossier]
        kind = KINDS.get(row.media_type.partition("/")[0], "其他")
        told = (row.enforcement or shown.stage, row.handler, row.cause or case.cause, row.party or case.party)
        yield Listed(shown, kind, *told, case.ref, case.title, case_ref(case).number)


def _cells(by: Officer, asked: Asked) -> Iterator[tuple[Cell, ...]]:
    found = _within(by, asked)
    chosen = found if asked.value is None else found.filter(**{asked.by: asked.value})
    keys = list(chosen.order_by("-started", "key").values_list("key", flat=True))
    for place in range(0, len(keys), _AT_ONCE):
        rows = Recording.objects.in_bulk(keys[place : place + _AT_ONCE])
        ordered = [rows[key] for key in keys[place : place + _AT_ONCE] if key in rows]
        yield from (_row(one) for one in _listed(ordered))


def _row(one: Listed) -> tuple[Cell, ...]:
    row = one.recording
    began = row.started.astimezone(BEIJING)
    labels: tuple[Cell, ...] = (one.enforcement, row.device, one.handler, one.cause, one.party, one.number, one.title)
    length = None if row.duration_ms is None else row.duration_ms // 1000
    return (
        row.name,
        one.kind,
        *labels,
        beijing_date(began),
        f"{began:%Y-%m-%d %H:%M:%S}",
        length,
        row.size,
        row.sha256,
    )


def _midnight(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, tzinfo=BEIJING)


def _day(told: object) -> date | None:
    try:
        found = date.fromisoformat(str(told)) if told else None
    except ValueError:
        return None
    return found if found and 1970 <= found.year < 2200 else None  # noqa: PLR2004  # years of the calendar
