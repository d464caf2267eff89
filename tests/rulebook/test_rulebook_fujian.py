"""Fujian's rules last five years: until 31 August 2029 they stand for what they override, then the base does again."""

from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from liuhen.kernel.clock import BEIJING
from liuhen.rulebook import Dossier, Finding, Rulebook, WorkingCalendar, assess, blocking, load, load_calendar
from liuhen.rulebook.examples import event
from liuhen.rulebook.findings import State

ROOT = Path(__file__).resolve().parents[2] / "regulations"
LAST, NEXT = "2029-08-31T17:00+08:00", "2029-09-01T17:00+08:00"
CALENDAR = load_calendar(ROOT)

TURNS: dict[str, tuple[str, dict[str, Any], str, str]] = {
    "recording_major": ("evidence.registered", {"text_suffices": True}, "福建细则四（二）2", ""),
    "seizure": ("seizure.carried_out", {"text_suffices": True}, "福建细则四（二）2", "国办发118号第三部分（八）"),
    "publicity": ("decision.made", {"result": "penalty"}, "福建细则三（三）1", "国办发118号第二部分（六）"),
    "review": ("review.submitted", {"materials": ["证据"]}, "福建细则五（四）2", "令第4号第四十条第一款"),
    "points": ("review.opinion", {"opinion": "agree", "points": {}}, "福建细则五（三）1", "令第4号第三十八条"),
    "certificate": ("inspection.made", {"certificate_shown": True}, "福建细则三（二）1", "处罚法第五十五条第一款"),
    "archive": ("closing.approved", {"ground": "performed"}, "福建细则四（三）1", "国办发118号第三部分（九）"),
}


@pytest.fixture(scope="module")
def fujian() -> Rulebook:
    return load(["fujian-ybj"], root=ROOT)


def findings(book: Rulebook, *events: Mapping[str, Any], kind: str = "penalty") -> list[Finding]:
    dossier = Dossier(kind, tuple(event(raw, at + 1) for at, raw in enumerate(events)))
    found = assess(dossier, book, CALENDAR, datetime(2029, 9, 10, tzinfo=BEIJING))
    return [each for each in found if each.state is not State.NOT_APPLICABLE]


def cited(found: list[Finding]) -> set[str]:
    return {each.rule.cited for each in found}


@pytest.mark.parametrize("name", TURNS)
def test_on_the_last_day_fujian_asks_and_on_the_next_the_base_does(fujian: Rulebook, name: str) -> None:
    kind, fields, local, base = TURNS[name]
    before, after = (cited(findings(fujian, {kind: day, **fields})) for day in (LAST, NEXT))
    assert local in before
    assert base not in before
    assert local not in after
    assert not base or base in after


def test_nothing_of_fujian_is_asked_of_an_act_before_or_after_its_five_years(fujian: Rulebook) -> None:
    acts = [{kind: day, **fields} for kind, fields, _, _ in TURNS.values() for day in ("2024-08-31", NEXT)]
    for act in acts:
        assert [one.rule.id for one in findings(fujian, act) if one.rule.pack == "fujian-ybj"] == []


def test_a_year_begun_within_the_five_is_reported_by_fujian_and_the_next_by_the_base(fujian: Rulebook) -> None:
    dossier = Dossier("organ", (event({"organ.counted": "2029-03-01", "reviewers": 2, "officers": 40}, 1),))
    found = assess(dossier, fujian, CALENDAR, datetime(2030, 3, 1, tzinfo=BEIJING))
    reports = {one.rule.cited: one.due for one in found if one.settle_kinds == ("annual_report.published",) and one.due}
    assert {rule: due.year for rule, due in reports.items()} == {
        "福建细则三（三）3": 2029,
        "国办发118号第二部分（六）": 2030,
    }


def refused(book: Rulebook, day: str, **concluded: object) -> set[str]:
    dossier = Dossier("penalty", (event({"inquiry.concluded": "2029-07-02", "thresholds": {}, **concluded}, 1),))
    tried = event({"decision.made": day, "result": "penalty"}, 2)
    return cited(list(blocking(tried, dossier, book, CALENDAR)))


def test_a_recovery_below_every_amount_waits_for_review_only_while_fujian_is_in_force(fujian: Rulebook) -> None:
    assert "福建细则五（二）1、2" in refused(fujian, LAST, refund_fen=100)
    assert not {rule for rule in refused(fujian, NEXT, refund_fen=100) if "五（二）" in rule or "三十七条" in rule}


def test_a_complicated_case_waits_for_review_by_either_of_the_two(fujian: Rulebook) -> None:
    assert "福建细则五（二）1、2" in refused(fujian, LAST, grounds_major=["complex"])
    assert "令第4号第三十七条" not in refused(fujian, LAST, grounds_major=["complex"])
    assert "令第4号第三十七条" in refused(fujian, NEXT, grounds_major=["complex"])


def test_what_the_base_takes_back_it_takes_back_once(fujian: Rulebook, calendar: WorkingCalendar) -> None:
    case = Dossier("penalty", (event({"seizure.carried_out": NEXT, "text_suffices": True}, 1),))
    found = assess(case, fujian, calendar, datetime(2029, 9, 10, tzinfo=BEIJING))
    major = [one for one in found if one.trigger and "没有全程音像记录" in one.missing]
    assert [(one.rule.id, one.state) for one in major] == [("G8-5", State.OPEN)]


@pytest.mark.parametrize(
    ("choices", "terms", "state", "due"),
    [
        ({"K26": "organ"}, {"音像储存": "3 workdays"}, State.SATISFIED_LATE, "2026-03-05"),
        ({}, {"音像储存": "3 workdays"}, State.SATISFIED, None),
        ({"K26": "organ"}, {}, State.SATISFIED, None),
    ],
)
def test_promptly_has_a_day_only_where_the_organ_sets_one(
    fujian: Rulebook, choices: dict[str, str], terms: dict[str, str], state: State, due: str | None
) -> None:
    stored = event({"recording.stored": "2026-03-10T09:00+08:00", "ended": "2026-03-02T17:00:00+08:00"}, 1)
    found = assess(
        Dossier("penalty", (stored,), choices, terms=terms), fujian, CALENDAR, datetime(2026, 3, 11, tzinfo=BEIJING)
    )
    kept = next(one for one in found if one.rule.id == "F-4-2-3-1")
    assert (kept.state, kept.due and kept.due.astimezone(BEIJING).date().isoformat()) == (state, due)


SMALL_RECOVERY = (
    {"inquiry.concluded": "2026-03-20", "refund_fen": 100, "total_fen": 100, "thresholds": {"review_fen": 900}},
)
RIGHT_TO_HEARING = (
    {"inquiry.concluded": "2026-03-20", "grounds_major": ["agreement"]},
    {"notice.given": "2026-03-30", "hearing_right": True},
)
SEVERAL_RELATIONS = ({"inquiry.concluded": "2026-03-20", "grounds_major": ["relations"]},)


def test_each_reading_of_what_is_major_decides_its_own_three_questions(fujian: Rulebook) -> None:
    for reading in fujian.choices["K17"].readings:
        amount, hearing, relations = reading.split("_")
        held = [waits(fujian, acts, reading) for acts in (SMALL_RECOVERY, RIGHT_TO_HEARING, SEVERAL_RELATIONS)]
        assert held == [amount == "fine", hearing == "right", relations == "either"], reading


def waits(book: Rulebook, acts: tuple[Mapping[str, Any], ...], reading: str) -> bool:
    events = tuple(event(raw, at + 1) for at, raw in enumerate(acts))
    tried = event({"decision.made": "2026-04-20T10:00+08:00", "result": "penalty"}, len(events) + 1)
    found = blocking(tried, Dossier("penalty", events, {"K17": reading}), book, CALENDAR)
    return "F-5-2-1-1" in {one.rule.id for one in found}
