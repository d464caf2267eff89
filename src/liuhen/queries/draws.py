"""双随机抽取: the list of draws, and one of them with all that it takes to draw it again."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from liuhen.kernel.clock import as_instant, beijing_date, read_when
from liuhen.kernel.errors import NotFoundError
from liuhen.ledger import body_of
from liuhen.ledger.reading import entry as entry_of
from liuhen.office.models import History
from liuhen.people.officers import Officer
from liuhen.people.scope import Subject, require, scope
from liuhen.process.inspection.drawing import again
from liuhen.process.inspection.drawn import Chosen, DrawMade, Listed
from liuhen.process.inspection.frequency import plain
from liuhen.process.inspection.models import Inspected
from liuhen.queries.bureau.shapes import Cell, OfficeLink, Row, Table

_MOST = 200


@dataclass(frozen=True, slots=True)
class ChosenRow:
    """An object that was drawn, and the dossier that came of it."""

    place: int
    object: Chosen
    ref: str  # of its inspection; empty before it is planned


@dataclass(frozen=True, slots=True)
class DrawPage:
    """One draw: what went in, how it was drawn, what came out."""

    seq: int
    made: datetime
    by: str
    digest: str
    body: DrawMade
    rows: tuple[ChosenRow, ...]
    left_out: tuple[Listed, ...]
    wrong: tuple[str, ...]  # what comes out differently when it is drawn again now
    others: tuple[tuple[int, str], ...]  # further draws of the same day: number, what they are about
    may_plan: bool


def draws(by: Officer) -> Table:
    """Return the draws of the organ, the latest first."""
    found = History.objects.filter(organ=by.organ, kind=DrawMade.kind).order_by("-seq")[:_MOST]
    rows = tuple(
        Row((Cell(f"{beijing_date(one.at):%Y年%-m月%-d日}"), Cell(one.about), Cell(one.by_name)), (_link(one),))
        for one in found
    )
    note = "每次抽取都记入账簿，重抽的也在这里。任何人都可以按记录重算。"
    return Table("双随机抽取", ("抽取日期", "批次", "抽取人"), rows, "还没有抽取过。", note)


def _link(one: History) -> OfficeLink:
    return OfficeLink(DrawMade.kind, "看结果", str(one.seq), page="draw")


def require_view(by: Officer) -> None:
    """Refuse whoever has nothing to do with the bureau."""
    require(by, "office.view", Subject(organ=by.organ), doing="查看抽取结果")


def draw_page(by: Officer, seq: int) -> DrawPage:
    """Return one draw.

    Raises:
        NotFoundError: the organ has none with this number.
        NotAllowedError: the viewer has nothing to do with the bureau.
    """
    row, body = _found(by, seq)
    planned = dict(Inspected.objects.filter(organ=by.organ, draw=seq).values_list("name", "ref"))
    return DrawPage(
        seq=seq,
        made=_instant(body.drawn_at),
        by=row.by_name,
        digest=row.digest,
        body=body,
        rows=tuple(_rows(body, planned)),
        left_out=tuple(one for one in body.objects if one.left_out),
        wrong=tuple(again(body.model_dump(mode="json"))),
        others=_others(row),
        may_plan=bool(scope(by, "inspection.planned").reaches),
    )


def exported(by: Officer, seq: int) -> dict[str, Any]:
    """Return the record of a draw as `liuhen draw verify` reads it."""
    row, body = _found(by, seq)
    told = body.model_dump(mode="json", exclude={"late_reason", "corrects_because"})
    return {"organ": by.organ, "seq": seq, "entry": row.digest} | told


def _found(by: Officer, seq: int) -> tuple[History, DrawMade]:
    require_view(by)
    row = History.objects.filter(organ=by.organ, kind=DrawMade.kind, seq=seq).first()
    body = body_of(entry_of(row.digest)) if row is not None else None
    if row is None or not isinstance(body, DrawMade):
        raise NotFoundError("没有这次抽取。", remedy="请从“双随机抽查”进入。")
    return row, body


def _rows(body: DrawMade, planned: dict[str, str]) -> Iterator[ChosenRow]:
    for place, one in enumerate(body.result, start=1):
        yield ChosenRow(place, one, planned.get(plain(one.name), ""))


def _others(row: History) -> tuple[tuple[int, str], ...]:
    """Return the further draws of the same Beijing day: who draws until he likes what comes is seen here."""
    day = beijing_date(row.at)
    found = History.objects.filter(organ=row.organ, kind=DrawMade.kind).exclude(seq=row.seq).order_by("seq")
    near = found.filter(at__gte=row.at - timedelta(days=1), at__lte=row.at + timedelta(days=1))
    return tuple((one.seq, one.about) for one in near if beijing_date(one.at) == day)


def _instant(told: str) -> datetime:
    found = read_when(told)
    return found if isinstance(found, datetime) else as_instant(found)
