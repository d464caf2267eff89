"""Where the culture bureau of Dongxihu and the medical security bureau of Baofeng ask something else than Wuhan."""

from datetime import datetime
from typing import Any

import pytest

from liuhen.kernel.clock import BEIJING
from liuhen.rulebook import Dossier, Finding, Rulebook, WorkingCalendar, assess, blocking, load
from liuhen.rulebook.examples import event

NOW = datetime(2026, 7, 20, 9, tzinfo=BEIJING)
FILMED = {"of": 1, "device": "A-07", "duration_ms": 1, "started": "2026-03-02T09:00:00+08:00"}
LEFT = "2026-03-02T11:00:00+08:00"


@pytest.fixture(scope="module")
def dongxihu() -> Rulebook:
    return load(["dongxihu-wlj"])


@pytest.fixture(scope="module")
def baofeng() -> Rulebook:
    return load(["baofeng-ybj"])


def said(book: Rulebook, calendar: WorkingCalendar, rule: str, *events: dict[str, Any]) -> list[Finding]:
    told = Dossier("penalty", tuple(event(raw, at + 1) for at, raw in enumerate(events)))
    return [one for one in assess(told, book, calendar, NOW) if one.rule.id == rule]


def states(book: Rulebook, calendar: WorkingCalendar, rule: str, *events: dict[str, Any]) -> list[str]:
    return [one.state.value for one in said(book, calendar, rule, *events)]


def refused(book: Rulebook, calendar: WorkingCalendar, tried: dict[str, Any], *events: dict[str, Any]) -> set[str]:
    before = Dossier("penalty", tuple(event(raw, at + 1) for at, raw in enumerate(events)))
    return {one.rule.id for one in blocking(event(tried, len(events) + 1), before, book, calendar)}


def test_three_opinions_are_enough_in_dongxihu(dongxihu: Rulebook, wuhan: Rulebook, calendar: WorkingCalendar) -> None:
    said_by = {each: {"text": "同意"} for each in ("handler", "unit_head", "chief")}
    approved = {
        "opening.approved": "2026-03-03",
        "source": "inspection",
        "party": {"name": "湖畔影城"},
        "opinion": said_by,
    }
    assert states(dongxihu, calendar, "D12-2", approved) == ["satisfied"]
    assert states(wuhan, calendar, "W12-1", approved) == ["open"]


def test_a_special_reason_that_is_not_urgent_lets_a_case_begin_only_in_dongxihu(
    dongxihu: Rulebook, wuhan: Rulebook, calendar: WorkingCalendar
) -> None:
    opened = {"case.opened": "2026-03-03T10:00+08:00", "law_requires_approval": True, "special": True, "urgent": False}
    assert "D12-1" not in refused(dongxihu, calendar, opened)
    assert "W12-2" in refused(wuhan, calendar, opened)


def test_consent_does_not_let_a_decision_go_by_mail_in_dongxihu(dongxihu: Rulebook, calendar: WorkingCalendar) -> None:
    sent = {"service.made": "2026-04-21T10:00+08:00", "way": "email", "document": "decision"}
    agreed = {"service.confirmed": "2026-03-02T10:00+08:00", "signed": True}
    assert "D22-12" in refused(dongxihu, calendar, sent, agreed)
    assert "D22-12" not in refused(dongxihu, calendar, sent | {"document": "notice"}, agreed)


def test_the_next_day_is_in_time_in_dongxihu_and_late_in_baofeng(
    dongxihu: Rulebook, baofeng: Rulebook, calendar: WorkingCalendar
) -> None:
    stored = {"recording.stored": "2026-03-03T09:00+08:00", "ended": "2026-03-02T17:00:00+08:00"}
    assert states(dongxihu, calendar, "D9-6", stored) == ["satisfied"]
    assert states(baofeng, calendar, "B9-1", stored) == ["satisfied_late"]


def test_who_is_away_has_a_working_day_in_dongxihu_and_24_hours_in_baofeng(
    dongxihu: Rulebook, baofeng: Rulebook, calendar: WorkingCalendar
) -> None:
    back = {"away": "remote", "unable": True, "returned": "2026-03-06T17:00:00+08:00"}
    stored = {"recording.stored": "2026-03-09T16:00+08:00", "ended": "2026-03-02T17:00:00+08:00", **back}
    assert states(dongxihu, calendar, "D9-6", stored) == ["satisfied"]
    assert states(baofeng, calendar, "B9-1", stored) == ["satisfied_late"]


def test_a_clock_nobody_set_is_asked_for_in_dongxihu_alone(
    dongxihu: Rulebook, baofeng: Rulebook, calendar: WorkingCalendar
) -> None:
    made = {"inspection.made": "2026-03-02T11:00+08:00"}
    checked = {"device.checked": "2026-03-02T08:00+08:00", "device": "A-07", "of": 1, "battery": 90, "storage": "充足"}
    stored = {"recording.stored": "2026-03-02T15:00+08:00", **FILMED}
    assert states(dongxihu, calendar, "D9-1", made, checked, stored) == ["open"]
    assert states(baofeng, calendar, "B8-1", made, checked, stored) == ["satisfied"]


def test_a_break_is_excused_by_words_in_dongxihu_and_by_key_stages_in_baofeng(
    dongxihu: Rulebook, baofeng: Rulebook, calendar: WorkingCalendar
) -> None:
    made = {
        "inspection.made": "2026-03-02T11:00+08:00",
        "arrived": FILMED["started"],
        "left": "2026-03-02T11:00:00+08:00",
    }
    stored = {"recording.stored": "2026-03-02T15:00+08:00", **FILMED, "ended": "2026-03-02T10:00:00+08:00"}
    rest = {"start": "2026-03-02T10:00:00+08:00", "end": LEFT}
    told = {"gap.explained": "2026-03-02T16:00+08:00", "act": 1, "how": "written", **rest}
    filmed = {"key_stages.filmed": "2026-03-02T16:00+08:00", "of": 1, "stages": ["清点"], "papers": "笔录", **rest}
    assert states(dongxihu, calendar, "D18-1", made, stored, told) == ["satisfied"]
    assert states(baofeng, calendar, "B7-3", made, stored, told) == ["overdue"]
    assert states(baofeng, calendar, "B7-3", made, stored, filmed) == ["satisfied"]


def test_a_file_is_kept_ten_years_in_dongxihu_and_as_the_organ_says_in_baofeng(
    dongxihu: Rulebook, baofeng: Rulebook, calendar: WorkingCalendar
) -> None:
    filed = {"archive.filed": "2026-06-18T10:00+08:00"}
    (ten,), (own,) = said(dongxihu, calendar, "D28-2", filed), said(baofeng, calendar, "B17-3", filed)
    assert ten.due == datetime(2036, 6, 18, 23, 59, 59, tzinfo=BEIJING)
    assert own.due is None
    assert "本机关保管期限表" in "".join(own.sums)


def test_nothing_done_before_dongxihu_began_is_judged_by_it(dongxihu: Rulebook, calendar: WorkingCalendar) -> None:
    filed = {"archive.filed": "2019-09-29T10:00+08:00", "keeper": "文竹"}
    assert states(dongxihu, calendar, "D26-1", filed) == ["not_applicable"]
    assert states(dongxihu, calendar, "D26-1", filed | {"archive.filed": "2019-09-30T10:00+08:00"}) == ["satisfied"]


def test_a_bureau_of_culture_is_not_bound_by_orders_to_medical_security(dongxihu: Rulebook, baofeng: Rulebook) -> None:
    assert "nhsa-order-4" not in dongxihu.versions
    assert "nhsa-order-4" in baofeng.versions
