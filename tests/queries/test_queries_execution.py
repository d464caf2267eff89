"""款项 and 归档以后 on the page of a case: what is owed, what came in, what may be added, what came after archiving."""

from datetime import timedelta

from liuhen.kernel import clock
from liuhen.queries.case import case_page
from liuhen.queries.execution import Came, MoneyShown
from liuhen.queries.section_shapes import Section
from process.bureau import AT, Play

DAY = timedelta(days=1)


def section(case: Play, part: str) -> Section | None:
    page = case_page(case.people["zhou"], case.ref or "")
    return next((one for one in page.side if one.part == part), None)


def shown(case: Play) -> MoneyShown:
    found = section(case, "money")
    assert found is not None
    assert isinstance(found.shown, MoneyShown)
    return found.shown


def test_a_case_without_a_decision_has_no_sheet(case: Play) -> None:
    case.to("case.opened")
    assert section(case, "money") is None
    assert section(case, "supplement") is None


def test_the_sheet_says_what_is_owed_and_how_an_extra_fine_grows(case: Play) -> None:
    case.to("service.made")
    case.do("zhou", "payment.received", item="fine", fen=40_000, into="treasury", receipt_no="示票1")
    with clock.at(AT + 17 * DAY):
        sheet = shown(case)
        assert (sheet.owed, sheet.late, sheet.may_add) == (110_000, True, 6_000)
        assert sheet.how[-1] == "1,000.00 元 × 3% × 2 日 = 60.00 元"
        assert [one.words for one in sheet.sums] == ["缴款：罚款"]
        found = section(case, "money")
        assert found is not None
        assert found.note == "还应缴 1,100.00 元"


def test_what_is_paid_as_a_check_says_is_marked_so(case: Play) -> None:
    case.to("execution.checked")
    assert shown(case).notes == ("没有逐笔登记缴款，已缴的数额按最近一次执行检查",)


def test_what_came_after_archiving_is_listed_by_itself(case: Play) -> None:
    case.to("archive.filed")
    case.do("zhou", "appeal.lodged", who="许某", organ="区政府（示例）", claims="请求撤销。")
    found = section(case, "supplement")
    assert found is not None
    assert [one.words for one in found.shown if isinstance(one, Came)] == ["行政复议或者行政诉讼"]
    assert "正在行政复议或者行政诉讼，期间不计加处罚款" in shown(case).notes
