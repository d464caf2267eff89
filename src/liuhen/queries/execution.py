"""款项 and 归档以后: what a decision asks in money and what became of it, and what came after the file was archived."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Final

from liuhen.kernel import clock
from liuhen.kernel.clock import When, beijing_date
from liuhen.kernel.money import yuan
from liuhen.process.case.order import LATER
from liuhen.process.case.reference import PENALTY, SIMPLE
from liuhen.process.case.registry import ACTS
from liuhen.process.execution.money import ITEMS, MONEY, Instalment, Line, Money, money
from liuhen.process.execution.paying import PaymentReturned
from liuhen.queries.section_shapes import Looked, Section
from liuhen.rulebook import Event

WHOLE: Final = frozenset({PaymentReturned.kind})


@dataclass(frozen=True, slots=True)
class Sum:
    """One sum that came in or went back."""

    seq: int
    when: datetime | date
    words: str
    amount: int


@dataclass(frozen=True, slots=True)
class MoneyShown:
    """What the sheet says; amounts in fen.

    Args:
        lines: each kind of money that was asked or paid.
        sums: the latest first.
        notes: what is special now: deferred, an instalment missed, an appeal going on.
        may_add: what may still be added to the fine; `how` says how that is worked out.
    """

    lines: tuple[Line, ...]
    owed: int
    excess: int
    due: date | None
    late: bool
    notes: tuple[str, ...]
    may_add: int
    how: tuple[str, ...]
    sums: tuple[Sum, ...]


def money_sheet(looked: Looked) -> Section | None:
    """Return the sheet of a case whose decision asks for money, or in which any was paid."""
    if looked.case.kind not in (PENALTY, SIMPLE):
        return None
    today = beijing_date(clock.now())
    events = _whole(looked)
    found = money(events, force=looked.force, on=today)
    lines = tuple(one for one in found.lines if one.decided or one.paid)
    if found.made is None or not lines:
        return None
    shown = _shown(found, lines, events, today)
    return Section("money", "款项", shown, _note(shown))


def _note(shown: MoneyShown) -> str:
    if shown.owed:
        return f"还应缴 {yuan(shown.owed)} 元"
    return f"应退还 {yuan(shown.excess)} 元" if shown.excess else "已经缴清"


def _whole(looked: Looked) -> tuple[Event, ...]:
    """Return the events about money, those that no rule reads with all that they say."""
    said = {event.seq: body.open_fields() for event, body in looked.told(PaymentReturned)}
    return tuple(
        replace(one, fields=said.get(one.seq, one.fields)) for one in looked.dossier.events if one.kind in MONEY
    )


def _shown(found: Money, lines: tuple[Line, ...], events: Sequence[Event], today: date) -> MoneyShown:
    sums = tuple(_sums(events))
    owing = bool(found.line("fine").owed)
    return MoneyShown(
        lines=lines,
        owed=found.owed,
        excess=sum(one.excess for one in lines),
        due=found.due if found.line("fine").decided else None,
        late=owing and found.due is not None and today > max(found.due, found.deferred or date.min),
        notes=tuple(_notes(found, today)),
        may_add=found.may_add if owing else 0,
        how=found.accrual.steps if owing else (),
        sums=sums,
    )


def _notes(found: Money, today: date) -> list[str]:
    notes = []
    if found.deferred:
        notes.append(f"{'已' if found.deferred < today else ''}暂缓、分期至{_day(found.deferred)}")
    notes += [f"第 {at} 期（{_day(one.due)}前）还差 {yuan(one.left)} 元" for at, one in _missed(found)]
    if found.pending:
        notes.append("正在行政复议或者行政诉讼，期间不计加处罚款")
    if not found.booked and any(one.paid for one in found.lines):
        notes.append("没有逐笔登记缴款，已缴的数额按最近一次执行检查")
    return notes


def _missed(found: Money) -> list[tuple[int, Instalment]]:
    return [(at, one) for at, one in enumerate(found.instalments, 1) if one.left]


_WORDS: Final = {
    "payment.received": "缴款",
    "fine.collected": "当场收缴",
    "payment.returned": "退还",
    "extra_fine.added": "加处",
}


def _sums(events: Sequence[Event]) -> list[Sum]:
    replaced = {one.corrects for one in events}
    shown = [one for one in events if one.kind in _WORDS and one.seq not in replaced]
    return [_sum(one) for one in reversed(shown)]


def _sum(event: Event) -> Sum:
    item = str(event.fields.get("item", "extra_fine" if event.kind == "extra_fine.added" else "fine"))
    amount = event.fields.get("fen")
    return Sum(
        event.seq, event.happened, f"{_WORDS[event.kind]}：{ITEMS[item]}", amount if isinstance(amount, int) else 0
    )


@dataclass(frozen=True, slots=True)
class Came:
    """One entry made after the file was archived."""

    seq: int
    when: When
    words: str


def supplement(looked: Looked) -> Section | None:
    """Return what was written down after the file was archived; the archived file itself does not change."""
    filed = looked.events("archive.filed")
    later = [one for one in looked.dossier.events if filed and one.seq > filed[0].seq and one.kind in LATER]
    if not later:
        return None
    rows = tuple(Came(one.seq, one.happened, ACTS[one.kind].label if one.kind in ACTS else one.kind) for one in later)
    return Section("supplement", "归档以后", rows, f"{len(rows)} 条，已归档的案卷不变")


def _day(when: When) -> str:
    return f"{beijing_date(when):%Y年%-m月%-d日}"
