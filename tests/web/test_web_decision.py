"""法制审核 and 决定 at the browser: why it is major, what changed, what the notice said, and the forms of a hearing."""

from django.test import Client

from liuhen.people.models import Account
from process.bureau import REVIEW_FEN, Play, at_ten, bureau, case, house, people

__all__ = ["at_ten", "bureau", "case", "house", "people"]


def page(case: Play, account: str, path: str = "") -> str:
    client = Client()
    client.force_login(Account.objects.get(account=account))
    answer = client.get(f"/cases/{case.ref}{path}")
    assert answer.status_code == 200
    return str(answer.content.decode())


def test_a_reviewer_reads_why_it_is_major_and_what_changed(case: Play) -> None:
    case.to("review.submitted", inquiry_concluded={"fine_fen": REVIEW_FEN})
    case.do("wu", "review.opinion", opinion="change", points={}, text="罚款偏高。")
    case.usual("inquiry.concluded", fine_fen=REVIEW_FEN - 1)
    case.usual("review.submitted")
    read = page(case, "wu", "/approval")
    assert "属于重大执法决定，须法制审核" in read
    assert "调查终结报告与上一稿相比" in read
    assert "99,999.99 元" in read


def test_who_decides_reads_where_the_draft_goes_beyond_the_notice(case: Play) -> None:
    case.to("discussion.held")
    case.usual("decision.drafted", fine_fen=110_000)
    read = page(case, "chen", "/approval")
    assert "决定稿与最近一次告知相比" in read
    assert "须重新告知" in read


def test_the_case_shows_its_way_to_the_decision_with_the_arithmetic_of_the_term(case: Play) -> None:
    read = page(case.to("defence.recorded"), "zhou")
    assert "审核、告知、讨论与决定" in read
    assert "办案期限怎样计算" in read


def test_a_hearing_opens_as_it_was_announced(case: Play) -> None:
    case.to("notice.given", notice_given={"rights": ["陈述", "申辩", "听证"], "hearing_right": True})
    case.do("zhou", "hearing.requested", person="许某")
    case.do(
        "zhou",
        "hearing.notified",
        time="2026-12-10T01:00:00Z",
        place="三楼会议室",
        chair_ids=[case.people["wu"].id],
        whom=[{"name": "许某", "role": "当事人"}],
    )
    read = page(case, "zhou", "/acts/hearing.opened")
    assert 'value="三楼会议室"' in read
    assert "2026-12-10T09:00" in read
