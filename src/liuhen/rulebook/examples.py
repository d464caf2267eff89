"""Run the worked examples that every rule carries: the pack proves itself."""

from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any, Final

from liuhen.kernel.clock import BEIJING, as_instant
from liuhen.rulebook.book import Rulebook
from liuhen.rulebook.calendar import WorkingCalendar
from liuhen.rulebook.dossier import Dossier, Event
from liuhen.rulebook.engine import assess, blocking
from liuhen.rulebook.findings import Finding
from liuhen.rulebook.words import Example, Words, moment

BESIDE_FIELDS: Final = ("by", "recorded", "corrects")


def every_example(rulebook: Rulebook) -> Iterator[tuple[Words, Example]]:
    """Yield each rule of the last pack, with each of its examples; those below it prove themselves."""
    own = rulebook.packs[-1].head.id
    for plan in rulebook.every_plan():
        for example in plan.words.examples if plan.rule.pack == own else ():
            yield plan.words, example


def differences(words: Words, example: Example, rulebook: Rulebook, calendar: WorkingCalendar) -> list[str]:
    """Return what the rule says differently from its example, in Chinese; nothing where it keeps it."""
    events = tuple(event(raw, at + 1) for at, raw in enumerate(example.events))
    dossier = Dossier(example.of or words.of[0], events, example.choices, terms=example.terms)
    if example.tried is not None:
        tried = event(example.tried, len(events) + 1)
        refused = any(one.rule.id == words.id for one in blocking(tried, dossier, rulebook, calendar))
        return [] if refused is example.refused else [f"是否阻止：示例为{_yes(example.refused)}，推算为{_yes(refused)}"]
    found = [one for one in assess(dossier, rulebook, calendar, _now(example, events)) if one.rule.id == words.id]
    return list(_differ(example, found))


def event(raw: Mapping[str, Any], seq: int) -> Event:
    """Read `{kind: when, field: value …}`; `by`, `recorded` and `corrects` stand beside the fields.

    Raises:
        ValueError: no kind, or a time without zone.
    """
    kind = next((key for key in raw if "." in key), None)
    if kind is None:
        raise ValueError("示例的记录须写明种类与时间，如 {clue.registered: 2026-03-02}")
    recorded = raw.get("recorded")
    fields = {key: value for key, value in raw.items() if key != kind and key not in BESIDE_FIELDS}
    return Event(
        seq,
        kind,
        moment(str(raw[kind])),
        None if recorded is None else as_instant(moment(str(recorded))),
        str(raw.get("by", "")),
        fields,
        None,
        raw.get("corrects"),
    )


def _now(example: Example, events: tuple[Event, ...]) -> datetime:
    if example.now is not None:
        return as_instant(moment(example.now))
    return max((as_instant(each.happened) for each in events), default=datetime(2026, 1, 1, tzinfo=BEIJING))


def _differ(example: Example, found: list[Finding]) -> Iterator[str]:
    states = tuple(one.state.value for one in found)
    if states != example.state:
        yield f"结论：示例为{'、'.join(example.state)}，推算为{'、'.join(states)}"
    due = next((one.due for one in found if one.due), None)
    shown = due.astimezone(BEIJING).date().isoformat() if due else None
    if example.due is not None and shown != example.due:
        yield f"期限：示例为{example.due}，推算为{shown or '没有期限'}"
    missing = tuple(item for one in found for item in one.missing)
    if example.missing is not None and missing != example.missing:
        yield f"所缺：示例为{'、'.join(example.missing)}，推算为{'、'.join(missing) or '不缺'}"


def _yes(refused: bool | None) -> str:  # noqa: FBT001  # a truth value is what it prints
    return "阻止" if refused else "不阻止"
