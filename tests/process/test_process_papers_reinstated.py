"""恢复使用: what was replaced does not come back by itself; somebody decides it with a reason."""

import pytest
from pydantic import ValidationError

from liuhen.kernel.errors import BadInputError, NotAllowedError, OutOfOrderError
from liuhen.process.case.models import Paper
from liuhen.queries.checking import CORRECTED, ISSUED, WITHDRAWN, state_of
from process.bureau import Play


@pytest.fixture
def twice(case: Play) -> tuple[Play, int, int]:
    """A case with an interview set on paper, and set once more."""
    case.to("interview.made")
    first, second = (case.do("zhou", "paper.finalised", form="interview").seq for _ in range(2))
    return case, first, second


def states(case: Play) -> list[str]:
    rows = Paper.objects.filter(dossier=case.case.dossier).order_by("seq")
    return [state_of(row).state for row in rows]


def void(case: Play, seq: int) -> None:
    case.do("zhou", "paper.voided", paper_seq=seq, reason="误制。")


def reinstate(case: Play, seq: int, who: str = "zhou") -> None:
    case.do(who, "paper.reinstated", paper_seq=seq, reason="第二份系误制，这一份内容无误。")


def test_a_replaced_paper_stays_out_when_its_replacement_is_voided(twice: tuple[Play, int, int]) -> None:
    case, _, second = twice
    assert states(case) == [CORRECTED, ISSUED]
    void(case, second)
    assert states(case) == [WITHDRAWN, WITHDRAWN]


def test_it_counts_again_once_somebody_says_why(twice: tuple[Play, int, int]) -> None:
    case, first, second = twice
    void(case, second)
    reinstate(case, first)
    assert states(case) == [ISSUED, WITHDRAWN]
    with pytest.raises(OutOfOrderError, match="正在使用"):
        reinstate(case, first)


def test_a_third_paper_stands_instead_of_both(twice: tuple[Play, int, int]) -> None:
    case, first, second = twice
    void(case, second)
    third = case.do("zhou", "paper.finalised", form="interview").seq
    assert states(case) == [CORRECTED, WITHDRAWN, ISSUED]
    assert state_of(Paper.objects.get(dossier=case.case.dossier, seq=first)).instead == third


def test_a_paper_reinstated_can_be_replaced_once_more(twice: tuple[Play, int, int]) -> None:
    case, first, second = twice
    void(case, second)
    reinstate(case, first)
    case.do("zhou", "paper.finalised", form="interview")
    assert states(case) == [CORRECTED, WITHDRAWN, ISSUED]


def test_only_the_nearest_of_several_comes_back(twice: tuple[Play, int, int]) -> None:
    case, first, second = twice
    third = case.do("zhou", "paper.finalised", form="interview").seq
    void(case, third)
    assert states(case) == [WITHDRAWN] * 3
    with pytest.raises(OutOfOrderError, match=f"第 {second} 条没有作废"):
        reinstate(case, first)
    reinstate(case, second)
    assert states(case) == [CORRECTED, ISSUED, WITHDRAWN]


def test_what_was_voided_or_is_replaced_by_a_paper_in_force_does_not_come_back(twice: tuple[Play, int, int]) -> None:
    case, first, second = twice
    case.usual("interview.made")
    other = case.do("zhou", "paper.finalised", form="interview").seq
    void(case, other)
    with pytest.raises(OutOfOrderError, match="还在使用"):
        reinstate(case, first)
    void(case, second)
    with pytest.raises(OutOfOrderError, match="已经作废，不能恢复"):
        reinstate(case, second)


def test_it_is_for_whoever_makes_such_papers_and_says_why(twice: tuple[Play, int, int]) -> None:
    case, first, second = twice
    void(case, second)
    case.to("review.submitted")
    with pytest.raises(NotAllowedError, match="不能恢复使用"):
        reinstate(case, first, who="wu")
    with pytest.raises(ValidationError, match="reason"):
        case.do("zhou", "paper.reinstated", paper_seq=first, reason="")


def test_nobody_signs_a_paper_that_was_replaced(twice: tuple[Play, int, int]) -> None:
    case, first, second = twice
    told = {
        "paper_seq": first,
        "role": "officer",
        "signer": "周明远",
        "refused": True,
        "refusal": "不签",
        "witness": "何静",
    }
    with pytest.raises(OutOfOrderError, match=f"已由第 {second} 条代替"):
        case.do("zhou", "paper.signed", **told)
    void(case, second)
    with pytest.raises(OutOfOrderError, match="没有恢复使用"):
        case.do("zhou", "paper.signed", **told)


def test_service_of_what_stands_no_more_is_refused(case: Play) -> None:
    case.to("decision.made")
    first, second = (case.do("zhou", "paper.finalised", form="decision").seq for _ in range(2))
    void(case, second)
    handed = {"place": "青禾街", "receiver": {"name": "许某", "relation": "经营者"}, "signed": True}
    with pytest.raises(BadInputError, match="不能送达"):
        case.do("zhou", "service.made", officer_ids=case.two, papers=[{"seq": first}], **handed)
    reinstate(case, first)
    assert case.do("zhou", "service.made", officer_ids=case.two, papers=[{"seq": first}], **handed)
