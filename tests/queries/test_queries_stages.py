"""The rail of a case: the ordinary stages always, a special one once it has happened or something is owed in it."""

from liuhen.queries.case import case_page
from process.bureau import Play


def titles(case: Play) -> list[str]:
    return [stage.title for stage in case_page(case.people["zhou"], case.ref).stages]


def test_a_special_stage_that_nothing_asks_for_is_not_shown(case: Play) -> None:
    case.to("inspection.made")
    assert titles(case) == ["受案", "立案", "调查取证", "审核", "决定", "送达", "执行", "终结"]


def test_a_special_stage_is_shown_as_soon_as_something_is_owed_in_it(case: Play) -> None:
    case.to("inquiry.concluded")
    assert "事先告知" in titles(case)
    case.to("notice.given")
    assert "事先告知" in titles(case)
