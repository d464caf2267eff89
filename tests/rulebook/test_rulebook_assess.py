"""The nine states, two clocks, corrections, signatures, extensions: small rules on small dossiers."""

from collections.abc import Callable
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest

from liuhen.kernel.clock import BEIJING, When
from liuhen.rulebook import Dossier, Event, Finding, Rulebook, State, WorkingCalendar, assess, load

HEAD = "id: base\ntitle: 示例规定\nshort: 示例\nversion: 1.0.0\nrank: normative_document\nof: x\n"
Judge = Callable[..., Finding]


def day(number: int, hour: int = 9) -> datetime:
    return datetime(2026, 3, number, hour, tzinfo=BEIJING)


NOW = day(31, 12)


def event(seq: int, kind: str, when: When, *, recorded: datetime | None = None, **fields: Any) -> Event:
    corrects = fields.pop("corrects", None)
    return Event(seq, kind, when, recorded, str(fields.pop("by", "")), fields, None, corrects)


@pytest.fixture
def rule(regulations: Path, calendar: WorkingCalendar) -> Judge:
    """Judge events by one rule; the finding about the last trigger, at noon of 31 March unless told."""

    def judge(words: str, *events: Event, now: datetime = NOW, **choices: str) -> Finding:
        folder = regulations / "base"
        folder.mkdir(exist_ok=True)
        (folder / "pack.yaml").write_text(HEAD, encoding="utf-8")
        (folder / "labels.yaml").write_text(
            "kinds: {a.b: 甲, c.d: 乙, e.f: 丙}\nroles: {officer: 执法人员}\n", encoding="utf-8"
        )
        (folder / "rules.yaml").write_text(f"- {{id: T1-1, article: 第一条, asks: 要求, {words}}}\n", encoding="utf-8")
        return assess(Dossier("x", events, choices), load(["base"], root=regulations), calendar, now)[-1]

    return judge


RECORD = "form: record, on: a.b, owes: c.d"
DEADLINE = "form: deadline, on: a.b, owes: c.d, within: 10 workdays"


def test_without_a_trigger_a_rule_does_not_apply(rule: Judge) -> None:
    assert rule(RECORD).state is State.NOT_APPLICABLE
    assert rule(RECORD + ", when: {x: 1}", event(1, "a.b", day(2))).state is State.NOT_APPLICABLE


def test_what_is_owed_is_open_until_it_is_there(rule: Judge) -> None:
    found = rule(RECORD, event(1, "a.b", day(2)))
    assert (found.state, found.missing, found.settle_kinds, found.word) == (State.OPEN, ("缺乙",), ("c.d",), "应记")
    assert found.unsettled
    found = rule(RECORD, event(1, "a.b", day(2)), event(2, "c.d", day(3)))
    assert (found.state, found.satisfied_by) == (State.SATISFIED, event(2, "c.d", day(3)))


def test_what_came_before_the_trigger_does_not_settle_it_unless_the_rule_says_so(rule: Judge) -> None:
    events = (event(1, "c.d", day(2)), event(2, "a.b", day(3)))
    assert rule(RECORD, *events).state is State.OPEN
    assert rule(RECORD + ", even_before: true", *events).state is State.SATISFIED


def test_without_a_number_of_days_it_is_owed_once_its_matter_is_over(rule: Judge) -> None:
    found = rule(RECORD + ", until: e.f", event(1, "a.b", day(2)), event(2, "e.f", day(3)))
    assert (found.state, found.due, found.word) == (State.OVERDUE, None, "已欠")


def test_a_deadline_runs_from_open_to_due_soon_to_overdue(rule: Judge) -> None:
    states = [rule(DEADLINE, event(1, "a.b", day(2)), now=day(n)).word for n in (3, 8, 9, 16, 17)]
    assert states == ["应记", "应记", "将到期", "将到期", "已逾期"]


def test_what_is_left_is_counted_in_the_unit_of_the_rule(rule: Judge) -> None:
    shown = [str(rule(DEADLINE, event(1, "a.b", day(2)), now=day(n)).left) for n in (9, 16, 18)]
    assert shown == ["还剩5个工作日", "今日到期", "逾期2个工作日"]
    days = DEADLINE.replace("10 workdays", "10 days")
    assert str(rule(days, event(1, "a.b", day(2)), now=day(9)).left) == "还剩3日"
    hours = DEADLINE.replace("10 workdays", "24 hours")
    assert str(rule(hours, event(1, "a.b", day(2)), now=day(2, 12)).left) == "还剩21小时"


def test_late_is_late_by_the_recorded_time_unless_the_rule_looks_at_the_act(rule: Judge) -> None:
    events = (event(1, "a.b", day(2)), event(2, "c.d", day(13), recorded=day(17)))
    assert rule(DEADLINE, *events).state is State.SATISFIED_LATE
    assert rule(DEADLINE + ", met_by: happened", *events).state is State.SATISFIED


def test_what_settles_a_rule_may_hold_the_day_that_counts(rule: Judge) -> None:
    served = DEADLINE + ", met_by: day, labels: {day: 收件日期}"
    asked, late = event(1, "a.b", day(2)), event(2, "c.d", day(18), recorded=day(18), day="2026-03-13")
    assert rule(served, asked, late).state is State.SATISFIED
    assert rule(served, asked, event(2, "c.d", day(18), recorded=day(18))).state is State.SATISFIED_LATE


def test_a_clock_may_start_on_the_day_that_an_event_holds(rule: Judge) -> None:
    words = DEADLINE + ", after: {kinds: e.f, day: day}, labels: {day: 收件日期}"
    asked, told = event(1, "a.b", day(2)), event(2, "e.f", day(10), day="2026-03-05")
    found = rule(words, asked, told)
    assert (found.due and found.due.date(), found.origin) == (date(2026, 3, 19), "丙（收件日期）")
    assert rule(words, asked, event(2, "e.f", day(10))).origin == "丙"
    assert rule(words, asked, told, event(3, "e.f", day(4))).origin == "丙"


def test_one_act_may_answer_several_matters(rule: Judge) -> None:
    words = RECORD + ", match: {of: seq}"
    both = event(3, "c.d", day(4), of=[1, 2])
    assert rule(words, event(1, "a.b", day(2)), event(2, "a.b", day(3)), both).state is State.SATISFIED
    assert (
        rule(words, event(1, "a.b", day(2)), event(2, "a.b", day(3)), event(3, "c.d", day(4), of=[1])).state
        is State.OPEN
    )
    put_right = event(4, "a.b", day(5), corrects=2)
    assert rule(words, event(1, "a.b", day(2)), event(2, "a.b", day(3)), both, put_right).state is State.SATISFIED


def test_a_foreign_file_without_recorded_times_is_taken_as_happened(rule: Judge) -> None:
    assert (
        rule(DEADLINE, event(1, "a.b", date(2026, 3, 2)), event(2, "c.d", date(2026, 3, 16))).state is State.SATISFIED
    )


def test_what_the_law_excuses_is_waived(rule: Judge) -> None:
    found = rule(RECORD + ", unless: {text_suffices: true}", event(1, "a.b", day(2), text_suffices=True))
    assert (found.state, found.word) == (State.WAIVED, "依法免记")


@pytest.mark.parametrize("modality", ["may", "as_fits", "when_necessary"])
def test_what_one_may_do_is_advice(rule: Judge, modality: str) -> None:
    found = rule(f"{RECORD}, modality: {modality}, until: e.f", event(1, "a.b", day(2)), event(2, "e.f", day(3)))
    assert (found.state, found.unsettled) == (State.ADVISORY, False)


def test_a_field_left_empty_is_missing_by_its_name(rule: Judge) -> None:
    words = "form: record, on: a.b, fields: [x.y, z], labels: {x.y: 丁, z: 戊}"
    found = rule(words, event(1, "a.b", day(2), x={"y": ""}, z=0))
    assert (found.state, found.missing, found.settle_kinds) == (State.OPEN, ("甲未载明丁",), ("a.b",))


def test_what_cannot_be_put_right_is_breached(rule: Judge) -> None:
    words = "form: record, on: a.b, holds: [{x: true, otherwise: 未做到}]"
    assert rule(words, event(1, "a.b", day(2), x=False)).state is State.BREACHED
    assert rule(words + ", modality: may", event(1, "a.b", day(2), x=False)).state is State.ADVISORY


def test_the_first_complete_record_settles_and_an_incomplete_one_says_what_it_lacks(rule: Judge) -> None:
    words = RECORD + ", fields: [x], labels: {x: 丁}"
    events = (event(1, "a.b", day(2)), event(2, "c.d", day(3)))
    assert rule(words, *events).missing == ("乙未载明丁",)
    found = rule(words, *events, event(3, "c.d", day(4), x="有"))
    assert found.satisfied_by is not None
    assert found.satisfied_by.seq == 3


def test_one_record_does_not_settle_what_another_owes(rule: Judge) -> None:
    words = RECORD + ", match: {of: seq}"
    assert (
        rule(words, event(1, "a.b", day(2)), event(2, "a.b", day(3)), event(3, "c.d", day(4), of=1)).state is State.OPEN
    )
    same = RECORD + ", match: [recording]"
    assert rule(same, event(1, "a.b", day(2), recording="V1"), event(2, "c.d", day(3), recording="V1")).satisfied_by
    assert rule(same, event(1, "a.b", day(2)), event(2, "c.d", day(3))).state is State.OPEN


def test_only_the_latest_trigger_counts_where_the_rule_says_so(
    rule: Judge, regulations: Path, calendar: WorkingCalendar
) -> None:
    rule("form: record, on: {latest: a.b}, owes: c.d")
    dossier = Dossier("x", (event(1, "a.b", day(2)), event(2, "a.b", day(3))))
    found = assess(dossier, load(["base"], root=regulations), calendar, day(4))
    assert [each.trigger.seq for each in found if each.trigger] == [2]


def test_several_kinds_may_trigger_and_several_may_settle(rule: Judge) -> None:
    words = "form: record, on: [a.b, e.f], owes: [c.d, g.h]"
    found = rule(
        words, event(1, "e.f", day(2)), event(2, "a.b", day(3)), event(3, "g.h", day(4)), event(4, "c.d", day(5))
    )
    assert found.trigger is not None
    assert found.satisfied_by is not None
    assert (found.trigger.seq, found.satisfied_by.seq) == (2, 3)


def test_a_correction_puts_the_fields_right_and_counts_from_when_it_was_made(rule: Judge) -> None:
    words = "form: deadline, on: a.b, fields: [x], within: 2 workdays"
    first = event(1, "a.b", day(2), recorded=day(2))
    assert rule(words, first, event(2, "a.b", day(2), recorded=day(3), x="有", corrects=1)).state is State.SATISFIED
    late = rule(words, first, event(2, "a.b", day(2), recorded=day(9), x="有", corrects=1))
    assert late.state is State.SATISFIED_LATE
    assert late.trigger is not None
    assert (late.trigger.seq, late.trigger.fields) == (1, {"x": "有"})


def test_a_correction_of_what_was_complete_changes_no_time(rule: Judge) -> None:
    words = "form: deadline, on: a.b, fields: [x], within: 2 workdays"
    first, second = event(1, "a.b", day(2), x="一"), event(2, "a.b", day(2), recorded=day(9), x="二", corrects=1)
    third = event(3, "a.b", day(2), recorded=day(10), x="三", corrects=2)
    assert rule(words, first, second, third).state is State.SATISFIED


def test_a_reference_to_a_correction_means_what_it_corrects(rule: Judge) -> None:
    words = RECORD + ", match: {of: seq}"
    corrected = (event(1, "a.b", day(2)), event(2, "a.b", day(2), corrects=1))
    assert rule(words, *corrected, event(3, "c.d", day(3), of=2)).state is State.SATISFIED


def test_a_correction_of_another_kind_stands_on_its_own(rule: Judge) -> None:
    found = rule(RECORD, event(1, "c.d", day(2)), event(2, "a.b", day(3), corrects=1))
    assert (found.state, found.trigger and found.trigger.seq) == (State.OPEN, 2)


SIGNED = RECORD + ", signed_by: {officer: 2}, within: 2 workdays"


def sign(seq: int, signer: str, when: datetime, **fields: Any) -> Event:
    return event(seq, "paper.signed", when, paper_seq=2, role="officer", signer=signer, **fields)


def test_a_paper_is_complete_with_its_last_signature(rule: Judge) -> None:
    paper = (event(1, "a.b", day(2)), event(2, "c.d", day(3)))
    one = rule(SIGNED, *paper, sign(3, "周明远", day(3)), sign(4, "周明远", day(3)))
    assert (one.missing, one.settle_kinds) == (("乙缺执法人员签名（须2人，已1人）",), ("paper.signed",))
    assert rule(SIGNED, *paper, sign(3, "周明远", day(3)), sign(4, "何静", day(4))).state is State.SATISFIED
    assert rule(SIGNED, *paper, sign(3, "周明远", day(3)), sign(4, "何静", day(5))).state is State.SATISFIED_LATE


def test_a_refusal_is_a_signature_only_where_the_rule_lets_it_count(rule: Judge) -> None:
    events = (event(1, "a.b", day(2)), event(2, "c.d", day(3)), sign(3, "周明远", day(3), refused=True))
    words = RECORD + ", signed_by: [officer]"
    assert rule(words, *events).missing == ("乙缺执法人员签名",)
    assert rule(words + ", refusal_counts: true", *events).state is State.SATISFIED


def test_a_record_that_lacks_more_than_a_signature_asks_for_the_record(rule: Judge) -> None:
    words = SIGNED + ", fields: [x], labels: {x: 丁}"
    found = rule(words, event(1, "a.b", day(2)), event(2, "c.d", day(3)))
    assert (found.missing[0], found.settle_kinds) == ("乙未载明丁", ("c.d",))


def test_the_clock_may_start_with_a_field_or_with_the_act_it_names(rule: Judge) -> None:
    words = "form: deadline, on: c.d, within: 2 workdays, after: {field: [ended, left]}, labels: {ended: 结束}"
    found = rule(words, event(1, "c.d", day(10), ended="2026-03-02T17:00:00+08:00"))
    assert (found.state, found.due) == (State.SATISFIED_LATE, datetime(2026, 3, 4, 23, 59, 59, tzinfo=BEIJING))
    assert "乙（结束）" in found.arithmetic[0]
    of = words.replace("after: {", "after: {of: of, ")
    act = event(1, "a.b", day(5), left="2026-03-09T12:00:00+08:00")
    assert rule(of, act, event(2, "c.d", day(10), of=1, ended="不是时间")).state is State.SATISFIED
    assert rule(of, act, event(2, "c.d", day(10), of=9)).due == datetime(2026, 3, 12, 23, 59, 59, tzinfo=BEIJING)


@pytest.mark.parametrize("wrong", [5, "上周", None, {}])
def test_a_field_that_is_no_time_falls_back_on_when_the_act_was_done(rule: Judge, wrong: object) -> None:
    found = rule(
        "form: deadline, on: c.d, within: 2 workdays, after: {field: ended}", event(1, "c.d", day(10), ended=wrong)
    )
    assert found.due == datetime(2026, 3, 12, 23, 59, 59, tzinfo=BEIJING)


def test_the_term_of_an_exception_alone_leaves_the_rule_without_one(rule: Judge) -> None:
    words = RECORD + ", instead: [{when: {urgent: true}, within: 24 hours}]"
    assert rule(words, event(1, "a.b", day(2))).due is None
    assert rule(words, event(1, "a.b", day(2), urgent=True)).due == day(3)


def test_a_clock_that_has_not_started_owes_without_a_date(rule: Judge) -> None:
    words = DEADLINE + ", after: [{e.f: {x: 1}}]"
    found = rule(words, event(1, "a.b", day(2)), event(2, "e.f", day(3), x=2))
    assert (found.state, found.due, found.arithmetic) == (State.OPEN, None, ("期限尚未起算：待丙",))
    assert rule(words, event(1, "a.b", day(2)), event(2, "e.f", day(3), x=1)).due is not None


def test_the_earliest_of_the_starting_acts_starts_the_clock(rule: Judge) -> None:
    found = rule(
        DEADLINE + ", after: e.f", event(1, "a.b", day(2)), event(2, "e.f", day(9)), event(3, "e.f", date(2026, 3, 4))
    )
    assert found.due == datetime(2026, 3, 18, 23, 59, 59, tzinfo=BEIJING)


def test_a_date_in_the_order_is_the_due_date(rule: Judge) -> None:
    words = "form: deadline, on: a.b, owes: c.d, within: {date_in: fixed}"
    assert rule(words, event(1, "a.b", day(2), fixed="2026-03-20")).word == "已逾期"
    assert rule(words, event(1, "a.b", day(2), fixed="2026-04-20")).arithmetic == (
        "起算：甲，2026年3月2日09:00",
        "期限：所定日期届满（示例第一条）",
        "最后一日：2026年4月20日（星期一）23时59分59秒",
        "至今：还剩20日",
    )
    assert rule(words, event(1, "a.b", day(2), fixed="")).due is None


EXTENDED = DEADLINE + ", extend: [{on: {e.f: {ok: true}}, add: 10 workdays, days_in: n}]"


@pytest.mark.parametrize(
    ("fields", "when", "last"),
    [
        ({"ok": True}, 10, 30),  # the whole of what may be added
        ({"ok": True, "n": 3}, 10, 19),  # no more than was granted
        ({"ok": True, "n": 99}, 10, 30),  # no more than the rule allows
        ({"ok": True, "n": True}, 10, 30),
        ({"ok": False}, 10, 16),
        ({"ok": True}, 17, 16),  # granted too late
    ],
)
def test_a_term_is_lengthened_only_in_time_and_only_so_far(
    rule: Judge, fields: dict[str, Any], when: int, last: int
) -> None:
    found = rule(EXTENDED, event(1, "a.b", day(2)), event(2, "e.f", day(when), **fields))
    assert found.due == datetime(2026, 3, last, 23, 59, 59, tzinfo=BEIJING)


def test_a_term_is_lengthened_no_more_often_than_the_rule_allows(rule: Judge) -> None:
    events = (event(1, "a.b", day(2)), event(2, "e.f", day(10), ok=True), event(3, "e.f", day(20), ok=True))
    assert rule(EXTENDED, *events).due == datetime(2026, 3, 30, 23, 59, 59, tzinfo=BEIJING)


EXCLUDING = "form: deadline, on: a.b, owes: c.d, within: 10 days, exclude: [{from: e.f, until: g.h, what: 鉴定}]"


def test_an_interval_not_counted_moves_the_end_and_is_printed(rule: Judge) -> None:
    found = rule(EXCLUDING, event(1, "a.b", day(2)), event(2, "e.f", day(5)), event(3, "g.h", day(9), of=2))
    assert found.due == datetime(2026, 3, 16, 23, 59, 59, tzinfo=BEIJING)
    assert "不计入期限：2026年3月6日至2026年3月9日" in found.arithmetic


def test_an_interval_still_running_never_lets_the_term_end_and_is_to_be_checked(rule: Judge) -> None:
    events = (event(1, "a.b", day(2)), event(2, "e.f", day(5)))
    found = rule(EXCLUDING, *events)
    assert (found.state, found.certain) == (State.DUE_SOON, False)
    assert "待复核" in found.arithmetic[-2]


def test_the_end_of_another_interval_does_not_end_this_one(rule: Judge) -> None:
    events = (event(1, "a.b", day(2)), event(2, "e.f", day(5)), event(3, "g.h", day(9), of=7))
    assert not rule(EXCLUDING, *events).certain


def test_an_exception_has_words_of_its_own(rule: Judge) -> None:
    words = DEADLINE + ", instead: [{when: {urgent: true}, within: 24 hours}]"
    assert rule(words, event(1, "a.b", day(2), urgent=True), now=day(3, 10)).word == "已逾期"
    assert rule(words, event(1, "a.b", day(2), urgent=False), now=day(3, 10)).word == "应记"


def test_an_unpublished_year_is_to_be_checked(rule: Judge) -> None:
    start = event(1, "a.b", datetime(2026, 12, 25, 9, tzinfo=BEIJING))
    found = rule(DEADLINE, start, now=datetime(2027, 2, 1, tzinfo=UTC))
    assert (found.state, found.due, found.certain, found.left) == (State.OPEN, None, False, None)
    assert "已数到第4个工作日" in found.arithmetic[-1]
    done = rule(DEADLINE, start, event(2, "c.d", datetime(2027, 2, 1, 9, tzinfo=BEIJING)))
    assert (done.state, done.certain) == (State.SATISFIED, False)
    sure = rule(DEADLINE, start, event(2, "c.d", datetime(2026, 12, 31, 9, tzinfo=BEIJING)))
    assert (sure.state, sure.certain) == (State.SATISFIED, True)


def test_near_the_edge_of_the_known_what_is_left_is_shown_in_days(rule: Judge) -> None:
    words = "form: deadline, on: a.b, owes: c.d, within: 20 days"
    start = event(1, "a.b", datetime(2026, 12, 25, 9, tzinfo=BEIJING))
    assert rule(words, start, now=datetime(2026, 12, 28, 9, tzinfo=BEIJING)).word == "应记"
    assert rule(words, start, now=datetime(2027, 1, 12, 9, tzinfo=BEIJING)).word == "将到期"
    short = DEADLINE.replace("10 workdays", "3 workdays")
    late = rule(
        short, event(1, "a.b", datetime(2026, 12, 21, 9, tzinfo=BEIJING)), now=datetime(2027, 1, 4, 9, tzinfo=BEIJING)
    )
    assert str(late.left) == "逾期11日"


def test_a_rule_applies_only_to_acts_of_its_days(rule: Judge) -> None:
    words = RECORD + ", in_force: {from: 2026-03-10, until: 2026-03-20}"
    states = [rule(words, event(1, "a.b", day(n))).state for n in (9, 10, 20, 21)]
    assert [state is State.OPEN for state in states] == [False, True, True, False]


def test_what_is_forbidden_is_breached_when_it_happens(rule: Judge) -> None:
    words = "form: forbid, on: a.b, when: {way: [fax, email]}, unless: {consent: true}"
    assert rule(words, event(1, "a.b", day(2), way="fax")).missing == ("要求",)
    assert rule(words, event(1, "a.b", day(2), way="fax", consent=True)).state is State.WAIVED
    assert rule(words, event(1, "a.b", day(2), way="direct")).state is State.NOT_APPLICABLE


SPLIT = (
    "form: duty-split, on: a.b, when: {x: 1}, lacking: 曾参与,"
    " not_by: {who: [reviewer], acted: c.d, named: {e.f: officers}}"
)


@pytest.mark.parametrize(
    ("act", "state"),
    [
        (event(2, "a.b", day(3), x=1, by="he"), State.SATISFIED),
        (event(2, "a.b", day(3), x=1, by="zhou"), State.BREACHED),
        (event(2, "a.b", day(3), x=1, by="he", reviewer={"id": "zhou"}), State.BREACHED),
        (event(2, "a.b", day(3), x=1, by="he", reviewer="zhou"), State.BREACHED),
        (event(2, "a.b", day(3), x=2, by="zhou"), State.NOT_APPLICABLE),
        (event(2, "a.b", day(3), x=1, by=""), State.SATISFIED),
    ],
)
def test_who_took_part_may_not(rule: Judge, act: Event, state: State) -> None:
    found = rule(SPLIT, event(1, "c.d", day(2), by="zhou"), act)
    assert found.state is state
    assert rule(SPLIT, event(1, "e.f", day(2), officers=[{"id": "zhou"}, 7]), act).state is state


GATE = "form: gate, before: c.d, on: a.b, owes: e.f, unless: {excused: true}"


def test_a_gate_is_open_while_its_act_is_still_to_come(rule: Judge) -> None:
    assert rule(GATE).state is State.NOT_APPLICABLE
    assert rule(GATE, event(1, "a.b", day(2))).missing == ("缺丙",)
    assert rule(GATE, event(1, "a.b", day(2)), event(2, "e.f", day(3))).state is State.SATISFIED


def test_a_gate_passed_without_what_it_asks_is_breached(rule: Judge) -> None:
    found = rule(GATE, event(1, "c.d", day(2)), event(2, "e.f", day(3)))
    assert (found.state, found.missing) == (State.BREACHED, ("缺丙",))
    assert rule(GATE, event(1, "c.d", day(2), excused=True)).state is State.WAIVED
    assert rule(GATE, event(1, "e.f", day(2)), event(2, "c.d", day(3))).state is State.SATISFIED


def test_what_a_gate_asks_must_itself_be_complete(rule: Judge) -> None:
    words = GATE + ", fields: [x], labels: {x: 丁}"
    found = rule(words, event(1, "e.f", day(2)), event(2, "c.d", day(3)))
    assert (found.state, found.missing) == (State.BREACHED, ("丙未载明丁",))
    assert rule(words, event(1, "e.f", day(2), x="有"), event(2, "c.d", day(3))).state is State.SATISFIED


def test_a_gate_owes_nothing_more_once_the_matter_is_over(rule: Judge) -> None:
    assert rule(GATE + ", until: g.h", event(1, "a.b", day(2)), event(2, "g.h", day(3))).state is State.NOT_APPLICABLE


def test_what_a_gate_asks_must_come_after_a_correction_of_what_it_rests_on(rule: Judge) -> None:
    words = GATE + ", since: a.b"
    events = (event(1, "a.b", day(2)), event(2, "e.f", day(3)), event(3, "a.b", day(4), corrects=1))
    assert rule(words, *events, event(4, "c.d", day(5))).state is State.BREACHED
    assert rule(words, *events, event(4, "e.f", day(5)), event(5, "c.d", day(6))).state is State.SATISFIED


def test_events_out_of_order_are_refused_by_the_index(wuhan: Rulebook, calendar: WorkingCalendar) -> None:
    with pytest.raises(ValueError, match="in order"):
        assess(Dossier("penalty", (event(2, "a.b", day(2)), event(1, "a.b", day(2)))), wuhan, calendar, day(3))


def test_the_clean_case_owes_nothing(wuhan: Rulebook, calendar: WorkingCalendar, clean: Dossier) -> None:
    states = {found.state for found in assess(clean, wuhan, calendar, datetime(2026, 7, 1, tzinfo=UTC))}
    assert states == {State.SATISFIED, State.ADVISORY, State.NOT_APPLICABLE}


def test_the_other_case_says_what_is_wrong_and_why(
    wuhan: Rulebook, calendar: WorkingCalendar, overdue: Dossier
) -> None:
    found = {each.rule.id: each for each in assess(overdue, wuhan, calendar, datetime(2026, 4, 20, 9, tzinfo=BEIJING))}
    assert (found["L4-40"].word, str(found["L4-40"].left)) == ("已逾期", "逾期2个工作日")
    assert found["L4-16"].word == "已违反"
    assert found["W26-2"].word == "逾期补记"
    assert found["W12-1"].missing == ("立案审批未载明分管负责人意见",)
    assert found["L4-37-1"].word == "应记"


def test_the_arithmetic_can_be_done_again_with_a_wall_calendar(
    wuhan: Rulebook, calendar: WorkingCalendar, overdue: Dossier
) -> None:
    found = assess(overdue, wuhan, calendar, datetime(2026, 4, 20, 9, tzinfo=BEIJING))
    shown = next(each.arithmetic for each in found if each.rule.id == "L4-40")
    assert shown == (
        "起算：送法制审核，2026年4月1日09:00，当日不计入",
        "期限：10个工作日（令第4号第四十条第一款）",
        "其间星期六、星期日不计；放假不计：清明节（4月4日至4月6日）",
        "最后一日：2026年4月16日（星期四）23时59分59秒",
        "至今：逾期2个工作日",
    )


def test_rolling_hours_and_made_up_days_are_printed(rule: Judge) -> None:
    rolled = rule("form: deadline, on: a.b, owes: c.d, within: 30 days", event(1, "a.b", date(2025, 9, 1)))
    assert "末日2025年10月1日逢国庆节，顺延" in rolled.arithmetic
    weekend = "form: deadline, on: a.b, owes: c.d, within: 30 days, roll: day_off"
    assert "末日2026年4月11日逢休息日，顺延" in rule(weekend, event(1, "a.b", date(2026, 3, 12))).arithmetic
    made_up = rule(DEADLINE, event(1, "a.b", date(2026, 2, 13)))
    assert "调休上班，计入：2026年2月14日、2026年2月28日" in made_up.arithmetic
    hours = rule(DEADLINE.replace("10 workdays", "24 hours"), event(1, "a.b", day(2)), event(2, "c.d", day(3)))
    assert hours.arithmetic[-2:] == ("期限届满：2026年3月3日09:00", "办结：2026年3月3日09:00，在期限内")
    assert rule(RECORD, event(1, "a.b", day(2))).arithmetic == ()
    one_day = rule(DEADLINE.replace("10 workdays", "2 workdays"), event(1, "a.b", date(2025, 12, 31)))
    assert "放假不计：元旦（1月1日至1月3日）" in one_day.arithmetic[2]


def test_what_settles_a_rule_may_hold_one_of_several_moments(rule: Judge) -> None:
    taken = DEADLINE + ", met_by: [day, recorded], labels: {day: 收入时间}"
    asked = event(1, "a.b", day(2))
    assert rule(taken, asked, event(2, "c.d", day(13), recorded=day(18), day="2026-03-13")).state is State.SATISFIED
    assert rule(taken, asked, event(2, "c.d", day(13), recorded=day(18))).state is State.SATISFIED_LATE
    assert rule(taken, asked, event(2, "c.d", day(13), recorded=day(18), day="gestern")).state is State.SATISFIED_LATE


def test_a_record_may_excuse_what_it_names_and_nothing_else(rule: Judge) -> None:
    words, first = RECORD + ", waived_by: e.f", event(1, "a.b", day(2))
    assert rule(words, first, event(2, "e.f", day(4), of=1)).state is State.WAIVED
    assert rule(words, first, event(2, "e.f", day(4), of=7)).state is State.OPEN
    put_right = event(3, "a.b", day(4), corrects=1)
    assert rule(words, first, put_right, event(4, "e.f", day(5), of=3)).state is State.WAIVED
