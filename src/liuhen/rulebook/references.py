"""Events in order, and each after what it speaks of: `corrects`, `of`, and fields that end in `_seq` name another."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from typing import Final

from liuhen.kernel.clock import beijing_date
from liuhen.rulebook.dossier import Event
from liuhen.rulebook.json_text import Place

OF: Final = "of"
_SEQ: Final = "_seq"
_BESIDE: Final = ("recording.",)
"""A recording may begin before the act that it shows."""


def references(event: Event) -> Iterator[tuple[str, int]]:
    """Yield each field of an event that names another one, with the number it names."""
    for name, value in event.fields.items():
        if (name == OF or name.endswith(_SEQ)) and isinstance(value, int) and not isinstance(value, bool):
            yield name, value


def out_of_order(events: Sequence[Event]) -> Iterator[tuple[Place, str]]:
    """Yield place and sentence of every number that does not rise, and of every event that stands before its cause."""
    seen: dict[int, Event] = {}
    last = 0
    for at, event in enumerate(events):
        if event.seq <= last:
            twice = "重复" if event.seq in seen else f"排在 {last} 之后"
            yield ("events", at, "seq"), f"序号 {event.seq} {twice}；记录的序号须从小到大，不得重复"
        if event.corrects is not None and event.corrects not in seen:
            yield ("events", at, "corrects"), f"没有更早的第 {event.corrects} 号记录；更正的须是在它之前的一条记录"
        yield from _caused(at, event, seen)
        if _recorded_too_early(event):
            yield ("events", at, "recorded"), "记录时间早于发生时间，事情不能在发生之前记录"
        seen.setdefault(event.seq, event)
        last = max(last, event.seq)


def same_day_first(events: Sequence[Event]) -> Iterator[tuple[Place, str]]:
    """Yield the events that happened on the day of their cause, but at an earlier hour: a doubt, no refusal."""
    seen: dict[int, Event] = {}
    for at, event in enumerate(events):
        for name, number in references(event):
            cause = seen.get(number)
            if cause is not None and _before(event, cause) and _day(event) == _day(cause):
                yield ("events", at, "happened"), f"发生时间早于它所指的第 {number} 号记录（{name}），请核对"
        seen[event.seq] = event


def _caused(at: int, event: Event, seen: Mapping[int, Event]) -> Iterator[tuple[Place, str]]:
    for name, number in references(event):
        cause = seen.get(number)
        if cause is None:
            yield ("events", at, "fields", name), f"没有更早的第 {number} 号记录；“{name}”须指它之前的一条记录"
        elif _day(event) < _day(cause) and not event.kind.startswith(_BESIDE):
            yield (
                ("events", at, "happened"),
                f"发生在它所指的第 {number} 号记录（{name}）之前：{_day(event)}早于{_day(cause)}",
            )


def _day(event: Event) -> str:
    return beijing_date(event.happened).isoformat()


def _before(event: Event, cause: Event) -> bool:
    one, other = event.happened, cause.happened
    if not isinstance(one, datetime) or not isinstance(other, datetime) or event.kind.startswith(_BESIDE):
        return False
    return one < other


def _recorded_too_early(event: Event) -> bool:
    return event.recorded is not None and beijing_date(event.recorded) < beijing_date(event.happened)
