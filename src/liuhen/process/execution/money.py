"""What a decision asks in money, what was paid and given back, what is still owed: worked out from the entries alone.

Kinds of money are kept strictly apart: a fine goes to the treasury, the fund goes back to the fund.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Final

from liuhen.kernel import clock
from liuhen.kernel.canonical import Json
from liuhen.kernel.clock import When, beijing_date, read_when
from liuhen.kernel.errors import OutOfOrderError
from liuhen.ledger.many import bodies_of, entries_at
from liuhen.office.in_force import InForce, in_force
from liuhen.process.case.reference import CaseRef
from liuhen.rulebook import Event, Term, Unit, WorkingCalendar, reckon
from liuhen.rulebook.accrual import Accrual, Pause, accrued
from liuhen.rulebook.index import Index

ITEMS: Final = {
    "fine": "罚款",
    "refund": "退回的医疗保障基金",
    "confiscated": "没收的违法所得",
    "extra_fine": "加处罚款",
}
DECIDING: Final = ("decision.made", "spot_decision.made")
MONEY: Final = (
    *DECIDING,
    "decision.revoked",
    "service.made",
    "announcement.ended",
    "fine.collected",
    "payment.received",
    "payment.returned",
    "payment.deferred",
    "extra_fine.added",
    "appeal.lodged",
    "appeal.decided",
    "execution.checked",
)
"""Kinds of entry that say anything about money."""
UNDONE: Final = frozenset({"revoked", "void", "remade"})
"""What became of a decision after which it asks nothing any more."""


@dataclass(frozen=True, slots=True)
class Line:
    """One kind of money; amounts in fen."""

    item: str
    decided: int
    paid: int
    returned: int

    @property
    def word(self) -> str:
        """Return what it is called."""
        return ITEMS[self.item]

    @property
    def kept(self) -> int:
        """Return what was paid and not given back."""
        return self.paid - self.returned

    @property
    def owed(self) -> int:
        """Return what is still to be paid."""
        return max(self.decided - self.kept, 0)

    @property
    def excess(self) -> int:
        """Return what was paid beyond what is asked, and is to be given back."""
        return max(self.kept - self.decided, 0)


@dataclass(frozen=True, slots=True)
class Instalment:
    """One part of a payment by instalments; `left` is what was still missing of all parts up to it."""

    due: date
    fen: int
    left: int


@dataclass(frozen=True, slots=True)
class Money:
    """The money of one case on one day.

    Args:
        made: number of the decision that asks it; None where there is none.
        booked: whether payments were written down one by one; otherwise what was paid is as the last check says.
        due: last day of the term for the fine as the decision has it; None before it was served.
        deferred: last day to which the fine was deferred last, if it was.
        accrual: what may be added to the fine by that day, and how it was worked out.
        pending: whether a reconsideration or a lawsuit is going on.
    """

    made: int | None
    lines: tuple[Line, ...]
    booked: bool
    due: date | None
    deferred: date | None
    instalments: tuple[Instalment, ...]
    accrual: Accrual
    pending: bool

    def line(self, item: str) -> Line:
        """Return one kind of money."""
        return next(one for one in self.lines if one.item == item)

    @property
    def owed(self) -> int:
        """Return what is still to be paid in all."""
        return sum(one.owed for one in self.lines)

    @property
    def may_add(self) -> int:
        """Return what may still be added to the fine today."""
        return max(self.accrual.fen - self.line("extra_fine").decided, 0)


NOTHING: Final = Accrual(0, 0, capped=False, steps=())


def money_of(case: CaseRef, *, on: When, without: int | None = None, checks: bool = True) -> Money:
    """Return the money of a case as an act on that day finds it.

    Args:
        without: the entry that is just being put right.
        checks: whether what a check says was paid counts where no sums were written down.

    Raises:
        OutOfOrderError: nothing was decided yet.
    """
    left_out = frozenset({without} if without else ())
    kinds = [kind for kind in MONEY if checks or kind != "execution.checked"]
    events = with_returns(case.dossier, case.events(*kinds))
    found = money(events, force=in_force(case.organ), on=beijing_date(on), without=left_out)
    if found.made is None:
        raise OutOfOrderError("本案还没有作出决定，没有应缴的款项。", remedy="请在作出决定以后再登记。")
    return found


def money_now(case: CaseRef) -> Money | None:
    """Return the money of a case now, for a form that opens; None where nothing was decided."""
    return money_of(case, on=clock.now()) if case.events(*DECIDING) else None


def with_returns(dossier: str, events: Sequence[Event]) -> Sequence[Event]:
    """Return events with all that sums given back say of themselves: no rule reads that, so the facts leave it out."""
    seqs = {one.seq for one in events if one.kind == "payment.returned"}
    if not seqs:
        return events
    told = entries_at(dossier, seqs)
    said = bodies_of(told)
    fields = {entry.dossier_seq: body.open_fields() for entry in told if (body := said[entry.digest]) is not None}
    return [replace(one, fields=fields[one.seq]) if one.seq in fields else one for one in events]


def money(events: Sequence[Event], *, force: InForce, on: date, without: frozenset[int] = frozenset()) -> Money:
    """Return the money of a case as it stands at the end of a day.

    Args:
        events: of the case, of all kinds or of `MONEY`, in their order.
        force: the packs and the calendar; the rate at which an unpaid fine grows stands in the packs.
        without: numbers of entries to leave out, such as one that is just being put right.
    """
    index = Index([one for one in events if one.kind in MONEY])
    gone = {index.root(seq) for seq in without}
    for kind, found in index.kinds.items():
        index.kinds[kind] = [one for one in found if one.seq not in gone]
    made = max((one for kind in DECIDING for one in index.of(kind)), key=lambda one: one.seq, default=None)
    asked = _asked(index, made)
    booked = [*index.of("fine.collected"), *index.of("payment.received")]
    lines = tuple(_line(item, asked[item], booked, index) for item in ITEMS)
    due = _due(index, made, force.calendar)
    pauses = (*_deferrals(index), *_appeals(index, on))
    fine = lines[0]
    growing = fine.decided and due is not None
    return Money(
        made=made.seq if made else None,
        lines=lines,
        booked=bool(booked),
        due=due,
        deferred=max((_day(one.fields.get("until")) for one in index.of("payment.deferred")), default=None),
        instalments=tuple(_instalments(index, booked, on)),
        accrual=accrued(
            fine.decided,
            due=due,
            upto=on,
            by=force.rulebook.rate("extra_fine"),
            pauses=pauses,
            paid=_by_day(index, booked),
        )
        if growing and due
        else NOTHING,
        pending=any(one.last == date.max for one in _appeals(index, date.max)),
    )


def _asked(index: Index, made: Event | None) -> dict[str, int]:
    """Return what is asked, by kind of money: as decided, or as it was changed since."""
    asked = dict.fromkeys(ITEMS, 0)
    if made is None:
        return asked
    now = made
    for revoked in index.of("decision.revoked"):
        effect = revoked.fields.get("effect")
        if revoked.seq > made.seq and effect in UNDONE:
            return asked
        now = revoked if revoked.seq > made.seq and effect == "changed" else now
    asked |= {"fine": _fen(now, "fine_fen"), "refund": _fen(now, "refund_fen")}
    asked["confiscated"] = _fen(now, "confiscated_fen")
    asked["extra_fine"] = sum(_fen(one, "fen") for one in index.of("extra_fine.added") if one.seq > made.seq)
    return asked


def _line(item: str, decided: int, booked: Sequence[Event], index: Index) -> Line:
    paid = sum(_fen(one, "fen") for one in booked if _item(one) == item)
    returned = sum(_fen(one, "fen") for one in index.of("payment.returned") if _item(one) == item)
    checks = index.of("execution.checked")
    if not booked and checks:
        paid = _fen(checks[-1], {"fine": "paid_fen", "refund": "refunded_fen"}.get(item, ""))
    return Line(item, decided, paid, returned)


def _item(event: Event) -> Json:
    return event.fields.get("item", "fine")


def _by_day(index: Index, booked: Sequence[Event]) -> Mapping[date, int]:
    checks = index.of("execution.checked")
    if not booked and checks:
        return {beijing_date(checks[-1].happened): _fen(checks[-1], "paid_fen")}
    paid: dict[date, int] = {}
    for one in booked:
        if _item(one) == "fine":
            day = beijing_date(one.happened)
            paid[day] = paid.get(day, 0) + _fen(one, "fen")
    return paid


def _due(index: Index, made: Event | None, calendar: WorkingCalendar) -> date | None:
    if made is None:
        return None
    days = made.fields.get("pay_days")
    if not isinstance(days, int):
        return None
    served = [
        _served_on(one)
        for one in (*index.of("service.made"), *index.of("announcement.ended"))
        if one.seq > made.seq and one.fields.get("document") == "decision"
    ]
    if made.kind == "decision.made" and not served:
        return None
    start = min(served, default=beijing_date(made.happened))
    return reckon(start, Term(days, Unit.DAYS), calendar).last


def _served_on(event: Event) -> date:
    """Return the day of service as the entry reckons it; of an older entry, the day on which it was done."""
    told = _day(event.fields.get("served_on"))
    return told if told != date.min else beijing_date(event.happened)


def _deferrals(index: Index) -> Iterator[Pause]:
    for one in index.of("payment.deferred"):
        until = _day(one.fields.get("until"))
        if until != date.min:
            yield Pause(beijing_date(one.happened), until, "暂缓或者分期缴纳")


def _appeals(index: Index, on: date) -> Iterator[Pause]:
    ends = {one.fields.get("of"): one for one in index.of("appeal.decided")}
    for one in index.of("appeal.lodged"):
        end = ends.get(one.seq)
        yield Pause(beijing_date(one.happened), beijing_date(end.happened) if end else on, "行政复议或者行政诉讼期间")


def _instalments(index: Index, booked: Sequence[Event], on: date) -> Iterator[Instalment]:
    """Yield the parts of the latest payment by instalments, with what is missing of those that are due."""
    granted = index.of("payment.deferred")
    rows = granted[-1].fields.get("instalments") if granted else None
    paid = sum(_fen(one, "fen") for one in booked if granted and one.seq > granted[-1].seq and _item(one) == "fine")
    asked = 0
    for row in rows if isinstance(rows, list) else []:
        if isinstance(row, dict):
            fen = row.get("fen")
            asked += fen if isinstance(fen, int) else 0
            due = _day(row.get("due"))
            yield Instalment(due, asked, max(asked - paid, 0) if due < on else 0)


def _fen(event: Event, name: str) -> int:
    value = event.fields.get(name)
    return value if isinstance(value, int) and not isinstance(value, bool) else 0


def _day(value: Json) -> date:
    """Return a date as bodies write it; the first of all days where there is none."""
    return beijing_date(read_when(value)) if isinstance(value, str) else date.min
