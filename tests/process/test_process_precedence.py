"""Nothing is answered before it was asked: an act that happened before what it stands on is refused."""

from datetime import timedelta

import pytest

from liuhen.kernel import clock
from liuhen.kernel.clock import beijing_date
from liuhen.kernel.errors import BadInputError
from process.bureau import AT, Play

DAY = timedelta(days=1)


@pytest.mark.parametrize(
    ("reached", "who", "kind", "before"),
    [
        ("notice.given", "zhou", "defence.recorded", "行政处罚事先告知书"),
        ("decision.drafted", "chen", "decision.made", "决定呈批"),
        ("review.submitted", "wu", "review.opinion", "送法制审核"),
        ("closing.requested", "chen", "closing.approved", "结案呈批"),
    ],
)
def test_what_answers_is_not_earlier_than_what_it_answers(
    case: Play, reached: str, who: str, kind: str, before: str
) -> None:
    case.to(reached)
    held = len(case.entries)
    with clock.at(AT + DAY), pytest.raises(BadInputError) as refused:
        case.usual(kind, who, happened=AT - timedelta(minutes=1), late_reason="当日没有记。")
    assert refused.value.fields == {"happened": f"早于{before}（2026年11月20日 10:00）"}
    assert len(case.entries) == held
    with clock.at(AT + DAY):
        case.usual(kind, who, happened=AT, late_reason="当日没有记。")


def test_where_only_the_day_is_known_the_same_day_will_do(case: Play) -> None:
    case.to("notice.given")
    with pytest.raises(BadInputError):
        case.usual("defence.recorded", happened=beijing_date(AT - DAY), late_reason="当日没有记。")
    case.usual("defence.recorded", happened=beijing_date(AT))


def test_work_at_the_place_may_have_begun_before_the_case_was_opened(case: Play) -> None:
    case.to("case.opened")
    case.usual("rights.told", happened=AT - timedelta(hours=1))
