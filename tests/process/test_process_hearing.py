"""听证: asked for in time or late, taken back, refused, announced, held, recorded, reported."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

import pytest

from liuhen.duties.errors import RuleBrokenError
from liuhen.duties.findings import findings
from liuhen.kernel import clock
from liuhen.kernel.errors import BadInputError, OutOfOrderError
from process.bureau import AT, Play

DAY = timedelta(days=1)
RIGHTS = {"rights": ["陈述", "申辩", "听证"], "hearing_right": True}
TIME = AT + 17 * DAY  # 7 December: eleven working days later
REPORT = {"summary": "双方到场。", "disputes": "笔数。", "opinion": "维持。"}


@pytest.fixture
def days() -> Iterator[Any]:
    """Let some days pass."""
    later: list[Any] = []

    def go(number: float) -> datetime:
        moment = AT + number * DAY
        later.append(clock.at(moment))
        later[-1].__enter__()
        return moment

    yield go
    for one in reversed(later):
        one.__exit__(None, None, None)


def told(case: Play) -> Play:
    return case.to("notice.given", notice_given=RIGHTS)


def notified(case: Play, **changed: Any) -> Any:
    usual = {
        "time": TIME,
        "place": "三楼会议室",
        "chair_ids": [case.people["wu"].id],
        "whom": [{"name": "许某", "role": "当事人"}],
    }
    return case.do("zhou", "hearing.notified", **{**usual, **changed})


def held(case: Play, **changed: Any) -> Any:
    usual = {
        "place": "三楼会议室",
        "started": TIME,
        "ended": TIME + timedelta(hours=2),
        "chair_ids": [case.people["wu"].id],
        "recorder": "郑小雨",
        "people": [{"name": "许某", "role": "当事人"}, {"name": "周明远", "role": "调查人员"}],
    }
    return case.do("wu", "hearing.opened", **{**usual, **changed})


def test_a_hearing_from_the_request_to_the_report(case: Play, days: Any) -> None:
    told(case)
    case.do("zhou", "hearing.requested", person="许某")
    notified(case)
    days(17.2)
    opened = held(case)
    recorded = case.do("wu", "hearing.recorded", content="质证、辩论、最后陈述。")
    assert recorded.entry.dossier_seq == opened.seq + 1
    case.do("wu", "hearing.ended")
    case.do("wu", "hearing.reported", **REPORT)
    case.do("zhou", "defence.recorded", outcome="waived")
    states = {one.rule.id: str(one.state) for one in findings(case.case.dossier).findings}
    assert (states["CF64-5"], states["CF65-1"]) == ("satisfied", "satisfied")


def test_nothing_is_decided_while_a_hearing_is_owed(case: Play) -> None:
    told(case)
    case.do("zhou", "hearing.requested", person="许某")
    case.to("decision.drafted", without=("notice.given",))
    with pytest.raises(RuleBrokenError, match="听证"):
        case.usual("decision.made")
    case.do("zhou", "hearing.withdrawn", how="withdrawn", person="许某", reason="书面撤回。")
    case.usual("decision.made")


def test_it_is_announced_seven_working_days_before(case: Play, days: Any) -> None:
    told(case)
    case.do("zhou", "hearing.requested", person="许某")
    notified(case, time=AT + 4 * DAY)
    days(4.2)
    with pytest.raises(RuleBrokenError) as err:
        held(case, started=AT + 4 * DAY, ended=AT + 4.1 * DAY)
    assert "六十四条" in err.value.why


def test_who_investigated_does_not_preside(case: Play, days: Any) -> None:
    told(case)
    case.do("zhou", "hearing.requested", person="许某")
    notified(case)
    days(17.2)
    with pytest.raises(RuleBrokenError, match="主持"):
        held(case, chair_ids=[case.people["he"].id])


def test_at_most_two_speak_for_the_party_and_with_authority(case: Play, days: Any) -> None:
    told(case)
    case.do("zhou", "hearing.requested", person="许某")
    notified(case)
    days(17.2)
    three = [{"name": name, "authorised": True} for name in ("甲", "乙", "丙")]
    with pytest.raises(RuleBrokenError, match="听证"):
        held(case, agents=three)
    with pytest.raises(RuleBrokenError, match="听证"):
        held(case, agents=[{"name": "甲", "authorised": False}])
    held(case, agents=three[:2])


def test_a_late_request_is_recorded_and_refused(case: Play, days: Any) -> None:
    told(case)
    with pytest.raises(RuleBrokenError):
        case.do("zhou", "hearing.requested", person="许某", late=True)
    days(12)
    case.do("zhou", "hearing.requested", person="许某", late=True)
    case.do("zhou", "hearing.refused", ground="late", reason="已逾期。")
    with pytest.raises(OutOfOrderError, match="没有待办"):
        notified(case, time=AT + 40 * DAY)


def test_a_request_in_time_is_not_refused_as_late_or_as_out_of_range(case: Play) -> None:
    told(case)
    case.do("zhou", "hearing.requested", person="许某")
    for ground in ("late", "out_of_range"):
        with pytest.raises(BadInputError, match="不能以这个原因"):
            case.do("zhou", "hearing.refused", ground=ground, reason="不组织。")


def test_a_second_request_waits_for_the_first(case: Play) -> None:
    told(case)
    case.do("zhou", "hearing.requested", person="许某")
    with pytest.raises(OutOfOrderError, match="正在办理"):
        case.do("zhou", "hearing.requested", person="许某")


def test_a_hearing_put_off_is_announced_anew(case: Play, days: Any) -> None:
    told(case)
    case.do("zhou", "hearing.requested", person="许某")
    notified(case)
    case.do("zhou", "hearing.adjourned", reason="当事人住院。")
    days(17.2)
    with pytest.raises(OutOfOrderError, match="已经延期"):
        held(case)
    notified(case, time=AT + 40 * DAY)


def test_staying_away_is_giving_up_only_for_who_was_told(case: Play) -> None:
    told(case)
    case.do("zhou", "hearing.requested", person="许某")
    away = {"how": "absent", "person": "许某", "reason": "无故未到。"}
    with pytest.raises(OutOfOrderError, match="还没有通知"):
        case.do("zhou", "hearing.withdrawn", **away)
    notified(case)
    case.do("zhou", "hearing.withdrawn", **away)


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"time": AT - DAY}, "早于通知"),
        ({"public": False}, "须写明理由"),
        ({"closed_reason": "隐私"}, "不应填写"),
        ({"chair_ids": ["nobody"]}, "主持人应为"),
    ],
)
def test_a_notice_that_contradicts_itself_is_refused(case: Play, changed: dict[str, Any], said: str) -> None:
    told(case)
    case.do("zhou", "hearing.requested", person="许某")
    with pytest.raises(BadInputError, match=said):
        notified(case, **changed)


def test_a_refused_signature_is_noted(case: Play, days: Any) -> None:
    told(case)
    case.do("zhou", "hearing.requested", person="许某")
    notified(case)
    days(17.2)
    held(case)
    with pytest.raises(BadInputError, match="注明"):
        case.do("wu", "hearing.recorded", content="一", signatures={"party": "refused"})
    with pytest.raises(BadInputError, match="终止听证须写明"):
        case.do("wu", "hearing.ended", how="terminated")
    case.do("wu", "hearing.recorded", content="一", signatures={"party": "refused", "note": "当事人拒签。"})


def test_times_of_a_hearing_fit(case: Play, days: Any) -> None:
    told(case)
    case.do("zhou", "hearing.requested", person="许某")
    with pytest.raises(OutOfOrderError, match="听证通知"):
        held(case)
    notified(case)
    days(17.2)
    with pytest.raises(BadInputError, match="早于开始"):
        held(case, ended=TIME - DAY)
    with pytest.raises(OutOfOrderError, match="还没有听证会"):
        case.do("wu", "hearing.ended")


def test_no_hearing_is_asked_for_after_the_decision(case: Play) -> None:
    case.to("decision.made", notice_given=RIGHTS)
    with pytest.raises(OutOfOrderError, match="已经作出决定"):
        case.do("zhou", "hearing.requested", person="许某")
