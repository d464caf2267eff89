"""What the engine promises about any dossier: total, pure, blind to order and to what does not concern it."""

from dataclasses import replace
from datetime import date, datetime, timedelta
from pathlib import Path
from random import Random
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from liuhen.kernel.clock import BEIJING
from liuhen.rulebook import (
    Dossier,
    Event,
    Finding,
    Rulebook,
    State,
    assess,
    blocking,
    load,
    load_calendar,
    read_dossier,
)
from liuhen.rulebook.case_files import EventRecord
from liuhen.rulebook.terms import Unit

BOOK, AGAIN, CALENDAR = load(["wuhan-ybj"]), load(["wuhan-ybj"]), load_calendar()
SHUFFLED = [
    Rulebook(
        tuple(
            replace(pack, written=tuple(Random(seed).sample(pack.written, len(pack.written)))) for pack in BOOK.packs
        ),
        BOOK.common,
    )
    for seed in range(3)
]
CLEAN = read_dossier((Path(__file__).resolve().parents[2] / "examples/clean.json").read_text(encoding="utf-8"))
KINDS = sorted(
    {event.kind for event in CLEAN.events} | {kind for plan in BOOK.every_plan() for kind, _ in plan.reads()} - {"*"}
)
VALUES = [value for event in CLEAN.events for value in event.fields.values()]
NAMES = sorted({name for event in CLEAN.events for name in event.fields})

moments = st.datetimes(datetime(2025, 1, 1), datetime(2027, 12, 31)).map(lambda each: each.replace(tzinfo=BEIJING))  # noqa: DTZ001
whens = moments | st.dates(date(2025, 1, 1), date(2027, 12, 31))
fields = st.dictionaries(
    st.sampled_from(NAMES), st.sampled_from(VALUES) | st.none() | st.integers(0, 30) | st.text(max_size=3)
)


@st.composite
def dossiers(draw: st.DrawFn) -> Dossier:
    """Any events of the kinds that rules know, in any order, with fitting and unfitting fields, some corrected."""
    events: list[Event] = []
    for seq in range(1, draw(st.integers(0, 14)) + 1):
        like = draw(st.sampled_from(CLEAN.events)) if draw(st.booleans()) else None
        kind = like.kind if like else draw(st.sampled_from(KINDS))
        earlier = [event.seq for event in events if event.kind == kind]
        corrects = draw(st.sampled_from(earlier)) if earlier and draw(st.booleans()) else None
        body: dict[str, Any] = {**(like.fields if like else {}), **draw(fields)}
        events.append(
            Event(
                seq,
                kind,
                draw(whens),
                draw(st.none() | moments),
                draw(st.sampled_from(["zhou", "shen", ""])),
                body,
                None,
                corrects,
            )
        )
    return Dossier(
        "penalty",
        tuple(events),
        draw(st.sampled_from([{}, *({n: r} for n, c in BOOK.choices.items() for r in c.readings)])),
    )


def said(findings: tuple[Finding, ...]) -> set[tuple[Any, ...]]:
    return {
        (
            f.rule.id,
            f.state,
            f.trigger and f.trigger.seq,
            f.satisfied_by and f.satisfied_by.seq,
            f.missing,
            f.due,
            f.certain,
            f.piece,
        )
        for f in findings
    }


@given(dossiers(), moments)
@settings(max_examples=80, deadline=None)
def test_every_rule_has_an_answer_for_every_dossier_and_prints_it(dossier: Dossier, now: datetime) -> None:
    found = assess(dossier, BOOK, CALENDAR, now)
    assert {each.rule.id for each in found} == {plan.rule.id for plan in BOOK.plans("penalty", dossier.choices)}
    assert all(isinstance(line, str) and each.word for each in found for line in each.arithmetic)
    assert all(each.missing or not each.unsettled for each in found)
    told = {(each.rule.id, each.trigger and each.trigger.seq, each.piece and each.piece.key) for each in found}
    assert len(told) == len(found)


@given(dossiers(), moments)
@settings(max_examples=40, deadline=None)
def test_the_same_question_has_the_same_answer(dossier: Dossier, now: datetime) -> None:
    assert assess(dossier, BOOK, CALENDAR, now) == assess(dossier, AGAIN, load_calendar(), now)


@given(dossiers(), moments, st.sampled_from(range(len(SHUFFLED))))
@settings(max_examples=40, deadline=None)
def test_the_order_of_rules_does_not_matter(dossier: Dossier, now: datetime, other: int) -> None:
    assert said(assess(dossier, SHUFFLED[other], CALENDAR, now)) == said(assess(dossier, BOOK, CALENDAR, now))


@given(dossiers(), moments, whens)
@settings(max_examples=40, deadline=None)
def test_an_unrelated_entry_changes_no_finding(dossier: Dossier, now: datetime, when: datetime) -> None:
    more = replace(dossier, events=(*dossier.events, Event(99, "file.viewed", when)))
    assert said(assess(more, BOOK, CALENDAR, now)) == said(assess(dossier, BOOK, CALENDAR, now))


@given(dossiers(), moments, st.integers(0, 400))
@settings(max_examples=80, deadline=None)
def test_overdue_never_turns_back_as_time_goes_on(dossier: Dossier, now: datetime, days: int) -> None:
    late = {
        (f.rule.id, f.trigger and f.trigger.seq)
        for f in assess(dossier, BOOK, CALENDAR, now)
        if f.state is State.OVERDUE
    }
    later = assess(dossier, BOOK, CALENDAR, now + timedelta(days=days))
    assert late <= {(f.rule.id, f.trigger and f.trigger.seq) for f in later if f.state is State.OVERDUE}


@given(dossiers(), moments)
@settings(max_examples=80, deadline=None)
def test_whatever_is_due_can_be_counted_again_by_hand(dossier: Dossier, now: datetime) -> None:
    for found in assess(dossier, BOOK, CALENDAR, now):
        count = found.reckoning
        if count is not None and count.last is not None and not count.spans and count.term.unit is Unit.WORKDAYS:
            first = count.start.astimezone(BEIJING).date() if isinstance(count.start, datetime) else count.start
            days = [first + timedelta(days=n) for n in range(1, (count.last - first).days + 1)]
            assert sum(CALENDAR.is_workday(day) for day in days) == count.term.count_of
            assert CALENDAR.is_workday(count.last)


@given(dossiers())
@settings(max_examples=60, deadline=None)
def test_what_a_gate_lets_pass_is_never_shown_as_passed_wrongly(dossier: Dossier) -> None:
    if not dossier.events or dossier.events[-1].corrects is not None:
        return
    *before, act = dossier.events
    refused = {f.rule.id for f in blocking(act, replace(dossier, events=tuple(before)), BOOK, CALENDAR)}
    shown = assess(dossier, BOOK, CALENDAR, datetime(2028, 1, 1, tzinfo=BEIJING))
    gates = {plan.rule.id for plan in BOOK.gates(act.kind, dossier=dossier)}
    breached = {f.rule.id for f in shown if f.state is State.BREACHED and f.trigger and f.trigger.seq == act.seq}
    assert refused == breached & gates


@given(dossiers())
@settings(max_examples=40, deadline=None)
def test_slim_facts_give_the_same_findings_as_whole_entries(dossier: Dossier) -> None:
    now = datetime(2026, 6, 1, tzinfo=BEIJING)
    slim = tuple(
        replace(e, fields={n: v for n, v in e.fields.items() if n in BOOK.named_fields(e.kind)}) for e in dossier.events
    )
    assert said(assess(replace(dossier, events=slim), BOOK, CALENDAR, now)) == said(
        assess(dossier, BOOK, CALENDAR, now)
    )


def test_the_shape_of_an_event_is_the_shape_of_a_case_file() -> None:
    assert set(Event.__dataclass_fields__) == set(EventRecord.model_fields)
