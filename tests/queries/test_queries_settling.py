"""告知、听证、讨论与决定 on the page of a case, and what stands beside a request for review or decision."""

from liuhen.queries.case import case_page
from liuhen.queries.reviewing import beside
from liuhen.queries.section_shapes import Section
from process.bureau import REVIEW_FEN, Play


def section(case: Play) -> Section | None:
    page = case_page(case.people["zhou"], case.ref or "")
    found = [one for one in (*page.main, *page.side) if one.part == "settling"]
    return found[0] if found else None


def lines(case: Play) -> dict[str, str]:
    found = section(case)
    return {one.label: f"{one.words}{one.tag}" for one in found.shown.lines} if found else {}


def test_nothing_is_shown_before_the_report_and_then_whether_it_is_major(case: Play) -> None:
    assert section(case.to("rights.told")) is None
    case.to("inquiry.concluded", inquiry_concluded={"grounds_major": ["complex"]})
    assert lines(case)["法制审核"].startswith("属于重大执法决定，须法制审核（令第4号第三十七条）：报告列为：疑难复杂")


def test_each_step_towards_the_decision_is_a_line(case: Play) -> None:
    case.to("notice.given")
    assert lines(case)["陈述申辩"].endswith("等待")
    case.do("zhou", "hearing.requested", person="许某")
    assert lines(case)["听证"].startswith("已申请，等待通知")
    people = [{"name": "陈国栋", "opinion": "同意"}, {"name": "孙曼", "opinion": "从轻"}]
    case.usual("discussion.held", participants=people, signing="online")
    case.do("sun", "discussion.signed", opinion="从轻。", dissent="应当从轻。")
    assert lines(case)["集体讨论"].endswith("应当从轻。还差 1 人签名")
    case.do("zhou", "hearing.withdrawn", how="withdrawn", person="许某", reason="撤回。")
    case.to("decision.made", without=("notice.given", "discussion.held"))
    assert lines(case)["决定"].startswith("给予行政处罚")


def test_the_term_is_shown_with_its_arithmetic(case: Play) -> None:
    found = section(case.to("notice.given"))
    assert found is not None
    assert (found.shown.term.due.date().isoformat(), bool(found.shown.term.how)) == ("2027-02-18", True)


def test_a_major_decision_is_told_with_its_reasons(case: Play) -> None:
    case.to("review.submitted", inquiry_concluded={"fine_fen": REVIEW_FEN, "grounds_major": ["complex"]})
    told = beside(case.people["wu"], case.ref or "")
    assert told is not None
    assert told.major
    assert told.why[0] == "报告列为：疑难复杂，涉及多个法律关系"
    assert "达到本机关标准 100,000.00 元" in told.why[1]
    assert told.cited == ("令第4号第三十七条",)


def test_a_small_one_needs_no_review(case: Play) -> None:
    told = beside(case.people["chen"], case.to("decision.drafted").ref or "")
    assert told is not None
    assert (told.major, told.changes, told.told) == (False, (), ())


def test_what_changed_since_the_last_version_and_since_the_notice(case: Play) -> None:
    case.to("review.submitted")
    case.usual("inquiry.concluded", fine_fen=80_000)
    told = beside(case.people["wu"], case.ref or "")
    assert told is not None
    assert [(one.label, one.before, one.after) for one in told.changes] == [("拟罚款", "1,000.00 元", "800.00 元")]
    case.usual("review.submitted")
    case.usual("review.opinion")
    case.usual("notice.given")
    case.usual("decision.drafted", fine_fen=110_000, basis="另一条。")
    told = beside(case.people["chen"], case.ref or "")
    assert told is not None
    assert [(one.label, one.more) for one in told.told] == [("罚款", True), ("依据", False)]


def test_nothing_stands_beside_before_the_report(case: Play) -> None:
    assert beside(case.people["chen"], case.to("case.opened").ref or "") is None
