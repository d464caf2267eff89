"""在扣物品: what of the lists is still held, in a case and in the organ, and until when."""

from typing import Any

from liuhen.queries.case import case_page
from liuhen.queries.measures import HeldRow, held
from process.bureau import Play
from process.measured import approve_release, later, register, release, sealed


def section(case: Play) -> tuple[HeldRow, ...]:
    page = case_page(case.people["zhou"], case.case.ref)
    return next(one.shown for one in page.main if one.part == "held")


def test_a_case_without_measures_has_no_such_section(case: Play) -> None:
    case.to("case.opened")
    page = case_page(case.people["zhou"], case.case.ref)
    assert not [one for one in page.main if one.part == "held"]


def test_a_case_shows_what_is_left_of_each_line_and_where_the_rest_went(case: Play) -> None:
    case.to("case.opened")
    seq = sealed(case)
    approve_release(case, seq)
    gone = release(case, seq, items=[{"line": 1, "quantity": 2}])
    (row,) = section(case)
    assert (row.kind, row.held, row.places) == ("封存资料", "进销存账册 1 册、硬盘 2 块", "青禾街 21 号二楼")
    assert row.things[0].gone == (f"2 册退还（第 {gone} 条）",)
    assert row.owed is not None
    assert (row.owed.rule, row.owed.left) == ("L4-31-1", 30)


def test_the_organ_sees_what_is_due_first_on_top(case: Play, people: dict[str, object]) -> None:
    del people
    case.to("case.opened")
    sealed(case)
    register(case, urgent=True)
    other = Play(case.people).to("case.opened")
    sealed(other)
    listed = held(case.people["chen"])
    assert [row.kind for row in listed.rows] == ["先行登记保存", "封存资料", "封存资料"]
    assert (listed.total, listed.late) == (3, 0)
    assert held(case.people["ding"]).total == 0
    assert held(case.people["feng"]).total == 0


def test_what_was_kept_too_long_has_lapsed_and_what_was_sealed_is_late(case: Play) -> None:
    case.to("case.opened")
    sealed(case)
    register(case, urgent=True)
    with later(40):
        listed = held(case.people["zhou"])
        assert [(row.kind, row.lapsed) for row in listed.rows] == [("先行登记保存", True), ("封存资料", False)]
        assert listed.late == 2


def test_what_went_back_is_on_no_list(case: Play) -> None:
    case.to("case.opened")
    seq = sealed(case)
    approve_release(case, seq)
    release(case, seq)
    assert held(case.people["zhou"]).rows == ()
    (row,) = section(case)
    assert row.over


def test_the_list_asks_as_often_for_ten_measures_as_for_two(case: Play, django_assert_max_num_queries: Any) -> None:
    case.to("case.opened")
    for _ in range(6):
        register(case, urgent=True)
    with django_assert_max_num_queries(14):
        held(case.people["chen"])
