"""Rules about what recordings leave out: whole acts, single interruptions, words that explain and words that mend."""

from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from liuhen.kernel.clock import BEIJING, written
from liuhen.rulebook import Dossier, Event, Finding, State, WorkingCalendar, assess, load, load_calendar
from liuhen.rulebook.lint import lint

BOOK, CALENDAR = load(["wuhan-ybj"]), load_calendar()
ARRIVED = datetime(2026, 11, 19, 9, 2, tzinfo=BEIJING)
LEFT = ARRIVED + timedelta(minutes=138)
NOW = LEFT + timedelta(days=1)
VISIT = Event(1, "inspection.made", LEFT, None, "", {"arrived": written(ARRIVED), "left": written(LEFT)})


def after(minutes: float) -> datetime:
    return ARRIVED + timedelta(minutes=minutes)


def recording(seq: int, start: float, end: float, *, device: str = "A-07", **fields: Any) -> Event:
    told = {"started": written(after(start)), "ended": written(after(end)), "device": device, "of": 1} | fields
    return Event(seq, "recording.stored", NOW, None, "", told)


def explained(seq: int, start: float, end: float, how: str = "spoken", /, **fields: Any) -> Event:
    told = {"act": 1, "start": written(after(start)), "end": written(after(end)), "how": how} | fields
    return Event(seq, "gap.explained", NOW, None, "", told)


def said(rule: str, *events: Event, now: datetime = NOW, **choices: str) -> list[Finding]:
    dossier = Dossier("penalty", (VISIT, *events), choices)
    return [one for one in assess(dossier, BOOK, CALENDAR, now) if one.rule.id == rule]


def states(rule: str, *events: Event, **told: Any) -> list[str]:
    return [one.word for one in said(rule, *events, **told)]


TWICE_BROKEN = (recording(2, 0, 30), recording(3, 40, 60), recording(4, 65, 138))


def test_every_interruption_is_a_finding_of_its_own() -> None:
    found = said("W8-1", *TWICE_BROKEN)
    assert [one.missing for one in found] == [("09:32 起 10 分没有说明中断原因",), ("10:02 起 5 分没有说明中断原因",)]
    assert [one.piece.key for one in found if one.piece] == ["1800000", "3600000"]
    assert {(one.state, one.word, one.settle_kinds) for one in found} == {(State.OVERDUE, "已欠", ("gap.explained",))}


def test_words_explain_the_interruption_they_are_about_and_no_other() -> None:
    assert states("W8-1", *TWICE_BROKEN, explained(5, 30, 40)) == ["已记", "已欠"]


def test_words_that_do_not_reach_far_enough_leave_the_rest() -> None:
    (first, _) = said("W8-1", *TWICE_BROKEN, explained(5, 30, 38))
    assert first.missing == ("09:40 起 2 分没有说明中断原因",)


def test_a_written_statement_after_a_restart_mends_and_does_not_fulfil() -> None:
    found = said("W8-1", recording(2, 0, 30), recording(3, 40, 138), explained(4, 30, 40, "written"))
    assert [(one.state, one.word) for one in found] == [(State.SATISFIED_LATE, "补记")]


def test_where_recording_could_not_go_on_a_written_statement_fulfils() -> None:
    assert states("W8-1", recording(2, 0, 100), explained(3, 100, 138, "written")) == ["已记"]
    assert states("W8-1", recording(2, 0, 100), explained(3, 100, 138, "spoken")) == ["已欠"]


def test_a_late_start_is_no_interruption_but_is_missing_from_the_whole() -> None:
    late = recording(2, 5, 138)
    assert states("W8-1", late) == ["不适用"]
    (whole,) = said("W18-1", late)
    assert whole.piece is not None
    assert (whole.piece.key, whole.piece.end, whole.piece.words) == ("", after(5), "覆盖 96.3%，5 分没有说明")
    assert (whole.word, whole.missing) == ("已欠", ("09:02 起 5 分没有音像，也没有说明",))


def test_an_act_that_still_goes_on_is_not_over() -> None:
    (whole,) = said("W18-1", recording(2, 0, 5), now=after(10))
    assert whole.state is State.OPEN


def test_the_arithmetic_of_a_coverage_can_be_done_again_by_hand() -> None:
    (whole,) = said("W18-1", recording(2, 0, 59), recording(3, 63.55, 138), explained(4, 59, 63.55))
    assert whole.sums == (
        "应记区间：2026年11月19日09:02:00至11:20:00，共 2 小时 18 分",
        "有音像：09:02 起 59 分",
        "有音像：10:05:33 起 1 小时 14 分 27 秒",
        "没有音像：10:01 起 4 分 33 秒，已说明",
        "覆盖：2 小时 13 分 27 秒 ÷ 2 小时 18 分 ＝ 96.7%（舍去尾数）",
    )


def test_a_clock_found_slow_moves_what_it_recorded_to_the_true_time_and_says_so() -> None:
    slow = recording(2, -7, 131, device="A-11", clock_offset_ms=-420_000)
    (whole,) = said("W18-1", slow)
    assert whole.state is State.SATISFIED
    assert whole.sums[-1] == "校时：A-11 的时钟慢 7 分，设备显示 08:55:00 的，实为 09:02:00；覆盖按实际时间计"
    assert slow.fields["started"] == written(after(-7))


def test_a_clock_found_fast_shows_what_was_not_recorded() -> None:
    (whole,) = said("W18-1", recording(2, 0, 138, clock_offset_ms=90_000))
    assert whole.missing == ("11:18:30 起 1 分 30 秒没有音像，也没有说明",)
    assert said("W7-5", recording(2, 0, 138, clock_offset_ms=90_000))[0].state is State.BREACHED


@pytest.mark.parametrize("offset", [None, True, "420000", 0])
def test_what_is_no_measured_offset_moves_nothing(offset: object) -> None:
    (whole,) = said("W18-1", recording(2, 0, 138, clock_offset_ms=offset))
    assert (whole.state, whole.sums[-1][:2]) == (State.SATISFIED, "覆盖")


def test_nothing_within_the_act_is_no_coverage_at_all() -> None:
    (whole,) = said("W18-1", recording(2, 150, 160))
    assert whole.sums[-1] == "覆盖：没有 ÷ 2 小时 18 分 ＝ 0.0%（舍去尾数）"


def test_less_than_a_second_is_told_as_such() -> None:
    (whole,) = said("W18-1", recording(2, 0, 138 - 0.5 / 60))
    assert whole.missing == ("11:19:59 起 不足 1 秒没有音像，也没有说明",)


def test_each_device_for_itself_where_the_organ_says_so() -> None:
    events = (recording(2, 0, 30), recording(3, 40, 138), recording(4, 10, 70, device="A-11"))
    assert states("W8-1", *events) == ["不适用"]
    (alone,) = said("W8-1", *events, K3="per_device")
    assert alone.piece is not None
    assert (alone.piece.key, alone.piece.words) == ("1800000-0", "09:32 起 10 分，A-07")
    (whole,) = said("W18-1", *events, K3="per_device")
    assert "没有音像：09:32 起 10 分（A-07），没有说明" in whole.sums


def test_a_photograph_covers_nothing_and_does_not_make_a_recorded_act() -> None:
    photo = recording(2, 5, 5, device="手机")
    for rule in ("W18-1", "W8-1", "W19-1"):
        assert states(rule, photo) == ["不适用"]


def test_recordings_of_another_act_do_not_count() -> None:
    assert states("W18-1", recording(2, 0, 138, of=9)) == ["不适用"]
    assert states("W18-1", recording(2, 0, 138, of=None)) == ["不适用"]


def test_the_corrected_times_of_an_act_count() -> None:
    later = {"arrived": written(ARRIVED), "left": written(after(150))}
    corrected = Event(3, "inspection.made", NOW, None, "", later, None, 1)
    assert states("W18-1", recording(2, 0, 138), corrected) == ["已欠"]
    assert states("W18-1", recording(2, 0, 138), corrected, recording(4, 138, 150, of=3)) == ["已记"]


@pytest.mark.parametrize("gaps", [None, "x", [[1]], [["a", "b"]], [[0, 1, 2]], [[5, 1]]])
def test_gaps_that_are_none_are_passed_over(gaps: object) -> None:
    assert states("W18-1", recording(2, 0, 138, gaps=gaps)) == ["已记"]


@pytest.mark.parametrize(("start", "end"), [("x", "2026"), (None, 3), ("2026-11-19", "2026-11-20")])
def test_a_recording_without_moments_shows_nothing(start: object, end: object) -> None:
    assert states("W18-1", recording(2, 0, 1, started=start, ended=end)) == ["不适用"]
    assert states("W18-1", recording(2, 0, 100), explained(3, 0, 1, start=start, end=end)) == ["已欠"]


def marked(seq: int, *items: str, absent: tuple[str, ...] = ()) -> Event:
    marks = [{"item": item, "at_ms": 0} for item in items]
    return Event(seq, "shots.marked", NOW, None, "", {"act": 1, "marks": marks, "absent": list(absent)})


def test_shot_lists_count_together() -> None:
    whole = recording(2, 0, 138)
    assert states("W19-1", whole) == ["应记"]
    (one,) = said("W19-1", whole, marked(3, "scene", "other"), marked(4, "objects"))
    assert one.missing == ("没有标明相对人、第三人等的言行", "没有标明出具、送达文书和采取措施")
    last = marked(5, "words", absent=("papers",))
    (one,) = said("W19-1", whole, marked(3, "scene", "other"), marked(4, "objects"), last)
    assert (one.state, one.satisfied_by) == (State.SATISFIED, last)


RULE = "id: T1-1, form: recording, article: 第一条, asks: 全程记录, on: a.b, owes: gap.explained"
UNBROKEN = "recorded: {from: begun, until: over, unbroken: true}"
BREAKS = "recorded: {from: begun, until: over, each_break: true}"
HEAD = "id: base\ntitle: 示例规定\nshort: 示例\nversion: 1.0.0\nrank: normative_document\nof: x\n"


@pytest.fixture
def judged(regulations: Path, calendar: WorkingCalendar) -> Callable[..., Finding]:
    """Judge an act from nine to ten, of which the first half was recorded, by one rule."""

    def judge(words: str) -> Finding:
        folder = regulations / "base"
        folder.mkdir()
        (folder / "pack.yaml").write_text(HEAD, encoding="utf-8")
        (folder / "labels.yaml").write_text("kinds: {a.b: 甲, gap.explained: 说明}\n", encoding="utf-8")
        (folder / "rules.yaml").write_text(f"- {{{RULE}, {words}}}\n", encoding="utf-8")
        act = Event(1, "a.b", LEFT, None, "", {"begun": written(ARRIVED), "over": written(LEFT), "x": 1})
        events = (act, recording(2, 0, 69))
        return assess(Dossier("x", events), load(["base"], root=regulations), calendar, NOW)[-1]

    return judge


@pytest.mark.parametrize(
    ("words", "state"),
    [
        (UNBROKEN, State.OVERDUE),
        (BREAKS, State.OVERDUE),
        (f"{UNBROKEN}, modality: may", State.ADVISORY),
        (f"{UNBROKEN}, when: {{x: 2}}", State.NOT_APPLICABLE),
        (f"{UNBROKEN}, unless: {{x: 1}}", State.WAIVED),
    ],
)
def test_the_other_words_of_a_rule_hold_here_too(judged: Callable[..., Finding], words: str, state: State) -> None:
    assert judged(words).state is state


@pytest.mark.parametrize(
    ("words", "fault"),
    [
        ("form: recording, on: a.b, fields: x, recorded: {from: a, until: b}", "recorded 须同时写明 owes"),
        ("form: record, on: a.b, owes: a.b, mended_by: {x: 1}", "mended_by 只用于"),
        ("form: record, on: a.b, owes: a.b, jointly: true", "jointly 须同时写明"),
    ],
)
def test_words_that_make_no_sense_together_are_named(regulations: Path, words: str, fault: str) -> None:
    folder = regulations / "base"
    folder.mkdir()
    (folder / "pack.yaml").write_text(HEAD, encoding="utf-8")
    (folder / "rules.yaml").write_text(f"- {{id: T1-1, article: 一, asks: 要, {words}}}\n", encoding="utf-8")
    assert any(fault in str(one) for one in lint(regulations))


minutes = st.integers(-5, 150)
shots = st.lists(st.tuples(minutes, minutes, st.sampled_from(["A-07", "A-11"])), max_size=5)
words = st.lists(st.tuples(minutes, minutes, st.sampled_from(["spoken", "written"])), max_size=4)


@given(shots, words)
@settings(max_examples=60, deadline=None)
def test_what_is_missing_is_what_no_recording_and_no_words_account_for(
    made: list[tuple[int, int, str]], told: list[tuple[int, int, str]]
) -> None:
    events = [recording(at + 2, *one[:2], device=one[2]) for at, one in enumerate(made)]
    events += [explained(at + 20, *one) for at, one in enumerate(told)]
    (whole,) = said("W18-1", *events)
    seen = {minute for start, end, _ in made for minute in range(start, end)}
    known = seen | {minute for start, end, _ in told for minute in range(start, end)}
    expected = sum(minute not in known for minute in range(138))
    if not any(end > start for start, end, _ in made):
        assert whole.state is State.NOT_APPLICABLE
    else:
        assert (whole.state is State.SATISFIED) is (expected == 0)
        runs = sum(minute not in known and (minute == 0 or minute - 1 in known) for minute in range(138))
        assert len(whole.missing) == runs
