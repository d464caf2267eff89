"""What people really type: nothing, too much, rare and invisible characters, odd times, the same thing twice."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from pydantic import ValidationError

from liuhen.forms.wording import wrong_fields
from liuhen.kernel import clock
from liuhen.kernel.errors import BadInputError, DuplicateRequestError
from liuhen.ledger import body_of
from liuhen.process.case.guard import perform
from liuhen.process.case.registry import ACTS, act_type
from liuhen.process.case.uploads import receive
from process.bureau import AT, CLUE, PARTY, TODAY, Play, entered_for


def faults(kind: str, **changed: Any) -> dict[str, str]:
    """Return what the form of `kind` finds wrong when some fields are changed."""
    try:
        ACTS[kind].form.model_validate(entered_for(kind) | changed)
    except ValidationError as err:
        return wrong_fields(err.errors())
    return {}


@pytest.mark.parametrize("empty", ["", "   ", "\n\t"])
def test_an_empty_field_is_named(empty: str) -> None:
    assert faults("clue.registered", summary=empty) == {"summary": "请填写"}


def test_a_missing_field_is_named() -> None:
    with pytest.raises(ValidationError) as caught:
        ACTS["clue.registered"].form.model_validate({"summary": "一"})
    assert wrong_fields(caught.value.errors())["party"] == "请填写"


def test_ten_thousand_characters_are_kept_to_the_last(case: Play) -> None:
    long = "疑" * 10_000
    done = case.usual("clue.registered", summary=long)
    assert getattr(body_of(done.entry), "summary", "") == long


def test_twenty_thousand_characters_are_the_limit() -> None:
    assert faults("clue.registered", summary="疑" * 20_000) == {}
    assert faults("clue.registered", summary="疑" * 20_001) == {"summary": "最多 20000 个字"}
    assert faults("clue.registered", violation="疑" * 201) == {"violation": "最多 200 个字"}


@pytest.mark.parametrize("name", ["𠮷野药店", "䶮记诊所", "葛\U000e0100店", "Ａ·B（示例）", "𰻝面馆"])
def test_rare_characters_in_names_are_kept(case: Play, name: str) -> None:
    case.usual("clue.registered", party=PARTY | {"name": name})
    assert case.case.party == name


@pytest.mark.parametrize(
    "sign",
    list("\x00\x08\x1b\x7f\x85\xad\u200b\u200d\u200e\u202e\u2066\u2028\ufeff\ufffe\U0001ffff"),
    ids=ascii,
)
def test_a_character_that_nobody_sees_is_refused_by_its_number(sign: str) -> None:
    told = f"含有看不见的字符（U+{ord(sign):04X}），请删去后重新输入"
    assert faults("clue.registered", violation=f"串{sign}换") == {"violation": told}
    assert faults("clue.registered", party=PARTY | {"name": f"青{sign}禾"}) == {"party.name": told}
    assert faults("rights.told", rights=["陈述"], receiver=f"许{sign}某") == {"receiver": told}


def test_half_a_character_is_refused() -> None:
    assert faults("clue.registered", summary="\ud842") == {"summary": "含有无法保存的字符，请重新输入"}


def test_line_ends_of_every_system_become_one(case: Play) -> None:
    done = case.usual("clue.registered", summary="一\r\n二\r三\n四\t五")
    assert getattr(body_of(done.entry), "summary", "") == "一\n二\n三\n四\t五"


def test_a_line_is_one_line() -> None:
    assert faults("clue.registered", violation="串换\n药品") == {"violation": "这一栏只能填一行"}


@pytest.mark.parametrize(
    ("kind", "changed", "field"),
    [
        ("clue.registered", {"source": "rumour"}, "source"),
        ("clue.registered", {"party": PARTY | {"kind": "king"}}, "party.kind"),
        ("rights.told", {"rights": ["陈述", "沉默"]}, "rights.1"),
        ("review.opinion", {"opinion": "maybe"}, "opinion"),
        ("decision.drafted", {"result": "pardon"}, "result"),
        ("service.made", {"document": "poem", "officer_ids": ["x"]}, "document"),
        ("archive.filed", {"retention": "1_year"}, "retention"),
    ],
)
def test_only_what_is_offered_can_be_chosen(kind: str, changed: dict[str, Any], field: str) -> None:
    assert faults(kind, **changed) == {field: "请从所列各项中选择"}


@pytest.mark.parametrize(
    ("amount", "said"),
    [
        (-1, "不能小于 0"),
        (10**15 + 1, "数目过大，请核对"),
        (10**400, "数目过大，请核对"),
        (0.5, "应当是整数；金额以分为单位"),
        ("12.50", "应当是整数；金额以分为单位"),
        (float("nan"), "应当是整数；金额以分为单位"),
        (True, "应当是整数；金额以分为单位"),
    ],
)
def test_an_amount_is_whole_fen_within_reason(amount: object, said: str) -> None:
    assert faults("inquiry.concluded", fine_fen=amount) == {"fine_fen": said}


def test_an_unknown_field_is_refused() -> None:
    assert faults("clue.registered", backdoor="1") == {"backdoor": "没有这一栏"}


def test_a_time_without_zone_inside_a_form_is_refused() -> None:
    told = faults("inspection.made", arrived="2026-11-20T09:00:00", officer_ids=["a"])
    assert told == {"arrived": "时间缺少时区，例如 2026-11-19T09:02:00+08:00"}


@pytest.mark.parametrize("year", [1, 1948, 2200, 9999])
def test_a_year_that_cannot_be_is_refused(case: Play, year: int) -> None:
    moment = datetime(year, 6, 1, tzinfo=UTC)
    assert faults("inspection.made", arrived=moment, officer_ids=["a"]) == {"arrived": "年份有误，请核对"}
    with pytest.raises(BadInputError) as caught:
        case.usual("clue.registered", happened=moment)
    assert caught.value.fields == {"happened": "年份有误，请核对"}


@pytest.mark.parametrize("edge", [datetime.min.replace(tzinfo=clock.BEIJING), datetime.max.replace(tzinfo=UTC)])
def test_the_ends_of_the_calendar_break_nothing(case: Play, edge: datetime) -> None:
    with pytest.raises(BadInputError):
        case.usual("clue.registered", happened=edge)


def test_what_has_not_happened_yet_is_refused(case: Play) -> None:
    with pytest.raises(BadInputError, match="不能晚于现在"):
        case.usual("clue.registered", happened=AT + timedelta(minutes=3))
    with pytest.raises(BadInputError, match="不能晚于现在"):
        case.usual("clue.registered", happened=TODAY + timedelta(days=1))


def test_a_clock_two_minutes_ahead_is_let_pass(case: Play) -> None:
    assert case.usual("clue.registered", happened=AT + timedelta(minutes=2)).seq == 1


def test_an_earlier_day_asks_for_its_reason(case: Play) -> None:
    yesterday = AT - timedelta(days=1)
    for empty in ("", "  "):
        with pytest.raises(BadInputError, match="补录原因"):
            case.usual("clue.registered", happened=yesterday, late_reason=empty)
    done = case.usual("clue.registered", happened=yesterday, late_reason="昨日断网。")
    assert (done.entry.happened, done.entry.recorded) == (yesterday, AT)
    assert body_of(done.entry).late_reason == "昨日断网。"


def test_earlier_today_needs_no_reason(case: Play) -> None:
    assert case.usual("clue.registered", happened=datetime(2026, 11, 20, tzinfo=clock.BEIJING)).seq == 1


def test_only_the_day_may_be_known(case: Play) -> None:
    assert case.usual("clue.registered", happened=date(2026, 11, 20)).entry.happened == date(2026, 11, 20)


@pytest.mark.parametrize("reason", ["补\u202e录", "长" * 20_001], ids=["hidden", "long"])
def test_a_reason_is_read_by_people_too(case: Play, reason: str) -> None:
    with pytest.raises(BadInputError) as caught:
        case.usual("clue.registered", late_reason=reason)
    assert list(caught.value.fields) == ["late_reason"]


def test_the_same_request_sent_twice_makes_one_entry(case: Play) -> None:
    case.to("clue.registered")
    first = case.usual("clue.checked", key="pressed-twice")
    again = case.usual("clue.checked", key="pressed-twice")
    assert (first.entry.digest, len(case.entries)) == (again.entry.digest, 2)


def test_a_clue_sent_twice_begins_one_dossier(case: Play) -> None:
    first = case.usual("clue.registered", key="pressed-twice")
    again = case.usual("clue.registered", key="pressed-twice")
    assert (first.ref, first.entry.digest) == (again.ref, again.entry.digest)


def test_the_same_request_with_other_words_is_refused(case: Play) -> None:
    case.to("clue.registered").usual("clue.checked", key="pressed-twice")
    with pytest.raises(DuplicateRequestError, match="已经提交过"):
        case.usual("clue.checked", key="pressed-twice", finding="另一种说法。")
    assert len(case.entries) == 2


def test_the_same_words_under_a_new_request_are_a_second_entry(case: Play) -> None:
    case.to("clue.registered").usual("clue.checked")
    case.usual("clue.checked")
    assert len(case.entries) == 3


def test_a_retry_is_answered_though_the_case_has_moved_on(case: Play) -> None:
    case.to("clue.registered")
    first = case.usual("clue.checked", key="slow-network", expect=1)
    case.usual("opening.requested")
    assert case.usual("clue.checked", key="slow-network", expect=1).entry.digest == first.entry.digest


@pytest.mark.parametrize(
    ("kind", "changed", "field"),
    [
        ("clue.registered", {"anonymous": True, "informant": {"name": "某某（示例）"}}, "anonymous"),
        ("inspection.made", {"arrived": AT, "left": AT - timedelta(minutes=1)}, "left"),
        ("inspection.made", {"left": AT + timedelta(minutes=3)}, "left"),
        ("interview.made", {"ended": AT - timedelta(hours=2)}, "ended"),
        ("defence.recorded", {"outcome": "made", "content": ""}, "content"),
        ("decision.drafted", {"correction": "规范收费。", "correction_days": 0}, "correction_days"),
        ("discussion.held", {"participants": [{"name": "陈国栋", "opinion": "同意"}] * 2}, "participants"),
        ("review.opinion", {"points": {}}, "points"),
    ],
)
def test_what_contradicts_itself_is_refused_by_field(
    case: Play, kind: str, changed: dict[str, Any], field: str
) -> None:
    for before in ACTS[kind].needs[-1:]:
        case.to(before)
    with pytest.raises(BadInputError) as caught:
        case.usual(kind, **changed)
    assert list(caught.value.fields) == [field]
    assert caught.value.remedy


def test_an_anonymous_clue_without_an_informant_is_taken(case: Play) -> None:
    assert case.usual("clue.registered", anonymous=True, informant={"name": ""}).seq == 1


def test_a_retry_without_a_time_is_the_same_request_a_minute_later(case: Play) -> None:
    by, form = case.people["zhou"], act_type("clue.registered").form.model_validate(CLUE)
    told = {"by": by, "happened": None, "key": "retried-request", "channel": "web"}
    first = perform("clue.registered", None, form, **told)
    with clock.at(clock.now() + timedelta(minutes=1)):
        again = perform("clue.registered", None, form, **told)
    assert again.entry == first.entry


def test_a_file_that_cannot_be_used_names_its_field(case: Play) -> None:
    digest = receive([b"no video at all"], name="a.mp4", by=case.to("case.opened").people["zhou"], size=15).sha256
    with pytest.raises(BadInputError) as refused:
        case.do("zhou", "recording.stored", file=digest, started=clock.now(), device="A-07")
    assert "file" in refused.value.fields
