"""行政强制 as a dossier of its own: begun, carried out by day, suspended, resumed, ended, closed, archived."""

from datetime import UTC, datetime

import pytest

from liuhen.duties.errors import RuleBrokenError
from liuhen.kernel import clock
from liuhen.kernel.errors import BadInputError, OutOfOrderError
from liuhen.process.case.parties import party_of
from liuhen.process.case.reference import COERCION
from liuhen.process.case.registry import prefill
from liuhen.process.measures.dossier import CoercionCarriedOut, at_night, on_holiday
from process.bureau import ORGAN, PARTY, Play
from process.measured import (
    SCENE,
    approve_coercion,
    approve_registration,
    approve_release,
    decide,
    extend,
    later,
    now_span,
    release,
    sealed,
)

NIGHT = datetime(2026, 11, 20, 15, 0, tzinfo=UTC)  # 23:00 in Beijing
HOLIDAY = datetime(2026, 10, 2, 2, 0, tzinfo=UTC)


def begin(case: Play, nature: str = "execution", **more: object) -> Play:
    entered = {
        "nature": nature,
        "matter": "逾期不履行处罚决定",
        "party": PARTY,
        "basis": "《行政强制法》第四十六条",
        "facts": "经催告仍不履行。",
        "officer_ids": case.two,
        **more,
    }
    case.do("zhou", "coercion.opened", **entered)
    return case


def carry(case: Play, **more: object) -> int:
    scene = {name: value for name, value in SCENE.items() if name != "list_signed"}
    entered = {**scene, **now_span(), "officer_ids": case.two, "what": "划拨。", **more}
    return case.do("zhou", "coercion.carried_out", **entered).seq


def approved(case: Play) -> int:
    approve_coercion(case, measure="other")
    return decide(case, measure="other")


def test_it_is_a_dossier_of_its_own_with_handlers_and_a_party(case: Play) -> None:
    begin(case)
    assert (case.case.kind, case.case.clue_no) == (COERCION, f"强制 {case.ref}")
    assert case.case.handlers == tuple(case.two)
    party = party_of(case.case)
    assert party is not None
    assert party.name == PARTY["name"]


def test_what_it_rests_on_is_a_case_of_this_organ(case: Play, people: dict[str, object]) -> None:
    del people
    with pytest.raises(BadInputError) as refused:
        begin(case, source_ref="2026-9999")
    assert "source_ref" in refused.value.fields
    begin(case)
    other = begin(Play(case.people), source_ref=case.ref)
    assert other.ref != case.ref


def test_night_and_holiday_are_reckoned_not_typed(case: Play) -> None:
    begin(case)
    decision = approved(case)
    seq = carry(case, decision_seq=decision, decision_given=True)
    body = case.case.at(seq, CoercionCarriedOut)[1]
    assert (body.execution, body.night, body.holiday) == (True, False, False)


def test_nothing_is_executed_at_night_unless_it_is_urgent(case: Play) -> None:
    begin(case)
    decision = approved(case)
    with clock.at(NIGHT):
        with pytest.raises(RuleBrokenError) as refused:
            carry(case, decision_seq=decision)
        assert {one.rule.cited for one in refused.value.findings} == {"强制法第四十三条第一款"}
        assert carry(case, decision_seq=decision, urgent=True)


def test_a_measure_that_is_no_execution_may_be_taken_at_night(case: Play) -> None:
    begin(case, nature="measure")
    decision = approved(case)
    with clock.at(NIGHT):
        assert carry(case, decision_seq=decision)


@pytest.mark.parametrize(
    ("start", "end", "night"),
    [
        ((13, 59), (14, 0), False),  # 21:59 to 22:00 in Beijing
        ((13, 59), (14, 1), True),
        ((21, 59), (22, 30), True),  # 05:59 in the morning
        ((22, 0), (22, 30), False),
        ((2, 0), (9, 0), False),
    ],
)
@pytest.mark.usefixtures("people")
def test_night_is_from_ten_to_six(start: tuple[int, int], end: tuple[int, int], night: bool) -> None:
    assert at_night(ORGAN, datetime(2026, 3, 2, *start, tzinfo=UTC), datetime(2026, 3, 2, *end, tzinfo=UTC)) is night


def test_a_holiday_is_one_as_arranged_and_unknown_where_no_year_is(case: Play) -> None:
    del case
    assert on_holiday(ORGAN, HOLIDAY, HOLIDAY) is True
    assert on_holiday(ORGAN, NIGHT, NIGHT) is False
    assert on_holiday(ORGAN, NIGHT.replace(year=2035), NIGHT.replace(year=2035)) is None


def test_what_is_suspended_is_not_carried_out_until_it_is_resumed(case: Play) -> None:
    begin(case)
    decision = approved(case)
    seq = case.do("zhou", "coercion.suspended", ground="third_party", reason="第三人提出异议。").seq
    with pytest.raises(OutOfOrderError, match="已经中止"):
        carry(case, decision_seq=decision)
    with pytest.raises(OutOfOrderError, match="已经中止"):
        case.do("zhou", "coercion.suspended", ground="unable", reason="又一次。")
    case.do("zhou", "coercion.resumed", of=seq, reason="异议不成立。")
    with pytest.raises(OutOfOrderError, match="已经恢复"):
        case.do("zhou", "coercion.resumed", of=seq, reason="再次。")
    assert carry(case, decision_seq=decision)


def test_it_ends_when_nothing_is_held_and_is_closed_and_archived(case: Play) -> None:
    begin(case, nature="measure")
    seq = sealed(case)
    end = {"ground": "lifted", "reason": "已经解除。"}
    with pytest.raises(OutOfOrderError, match="还有 1 项"):
        case.do("zhou", "coercion.ended", **end)
    extend(case, seq)
    approve_release(case, seq)
    release(case, seq)
    case.do("zhou", "coercion.ended", **end)
    with pytest.raises(OutOfOrderError, match="已经记录过"):
        case.do("zhou", "coercion.ended", **end)


def test_an_urgent_one_is_made_up(case: Play) -> None:
    begin(case)
    seq = carry(case, urgent=True)
    with later(0.2):
        assert approve_coercion(case, of=seq, measure="other")


def test_coercion_keeps_no_evidence_and_a_penalty_has_no_coercion_begun(case: Play) -> None:
    begin(case)
    with pytest.raises(OutOfOrderError, match="不属于行政强制"):
        approve_registration(case)
    with pytest.raises(OutOfOrderError, match="不属于行政处罚"):
        Play(case.people).to("clue.registered").do("zhou", "coercion.ended", ground="other", reason="无。")


def test_forms_open_with_the_handlers(case: Play) -> None:
    zhou = case.people["zhou"]
    begin(case)
    assert prefill("coercion.opened", case.case, zhou) == {"officer_ids": [zhou.id]}
    assert prefill("coercion.carried_out", case.case, zhou) == {"officer_ids": case.two}
    assert prefill("coercion.decided", case.case, zhou)["party"] == PARTY["name"]
