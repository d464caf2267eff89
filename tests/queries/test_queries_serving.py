"""送达 on the page of a case: papers by parties, the way, the day, what waits and until when."""

from datetime import timedelta

from liuhen.kernel import clock
from liuhen.queries.case import case_page
from liuhen.queries.serving import by_paper
from liuhen.queries.serving_shapes import Served, ServedRow
from process.bureau import AT, Play

MAIL = {"address": "青禾街 21 号", "mail_no": "EX1"}


def shown(case: Play) -> Served | None:
    page = case_page(case.people["zhou"], case.ref or "")
    found = next((one.shown for one in page.main if one.part == "served"), None)
    assert found is None or isinstance(found, Served)
    return found


def row(case: Play, title: str) -> ServedRow:
    found = shown(case)
    assert found is not None
    return next(one for one in found.rows if one.title == title)


def test_a_case_without_a_paper_for_anybody_has_no_map(case: Play) -> None:
    case.to("case.opened")
    assert shown(case) is None


def test_what_waits_says_until_when_and_by_which_article(case: Play) -> None:
    case.to("decision.made")
    decision = row(case, "行政处罚决定书")
    assert (decision.open, decision.late, decision.made) == (True, False, False)
    assert decision.due is not None
    assert "第五十九条" in decision.article
    with clock.at(AT + timedelta(days=30)):
        assert row(case, "行政处罚决定书").late


def test_a_mail_is_on_its_way_until_it_is_received_or_comes_back(case: Play) -> None:
    case.to("decision.made")
    seq = case.do("zhou", "mail.posted", officer_ids=case.two, **MAIL).seq
    assert [step.state for step in row(case, "行政处罚决定书").cells[0].steps] == ["waiting"]
    case.do("zhou", "service.returned", of=seq, returned_on=AT.date().isoformat(), what="查无此人")
    decision = row(case, "行政处罚决定书")
    assert [step.state for step in decision.cells[0].steps] == ["waiting", "returned"]
    assert decision.open


def test_what_was_served_says_how_when_and_by_what(case: Play) -> None:
    case.to("service.made")
    decision = row(case, "行政处罚决定书")
    done = decision.cells[0].served
    assert done is not None
    assert (done.on, done.told, decision.open, decision.due) == (AT.date(), "直接送达", False, None)
    assert "送达回证" in done.proof


def test_a_reminder_waits_until_its_own_service_is_recorded(case: Play) -> None:
    case.to("service.made")
    told = {
        "written": True,
        "term": "十日内",
        "way": "缴至指定银行",
        "money": True,
        "amount": "罚款",
        "rights": ["陈述"],
    }
    seq = case.do("zhou", "reminder.made", **told).seq
    assert row(case, "催告书").open
    who = {"receiver": {"name": "许某", "relation": "经营者"}, "officer_ids": case.two}
    case.do("zhou", "reminder.served", of=seq, place="青禾街 21 号", signed=True, **who)
    reminder = row(case, "催告书")
    assert [(step.state, step.told, step.proof) for step in reminder.cells[0].steps] == [
        ("served", "直接送达", "签收人 许某")
    ]
    assert not reminder.open


def test_each_party_has_a_column_of_its_own(case: Play) -> None:
    case.to("decision.made")
    case.do(
        "zhou", "party.joined", joined={"name": "青禾药房分店（示例）", "kind": "organisation"}, reason="共同违法。"
    )
    case.usual("service.made")
    decision = row(case, "行政处罚决定书")
    assert [cell.party for cell in decision.cells] == [case.case.party, "青禾药房分店（示例）"]
    assert [cell.served is not None for cell in decision.cells] == [True, False]
    assert decision.open


def test_the_list_of_papers_goes_by_paper_and_party_and_not_by_number_alone(case: Play) -> None:
    case.to("decision.made")
    first = case.do("zhou", "paper.finalised", form="decision").seq
    case.do(
        "zhou", "party.joined", joined={"name": "青禾药房分店（示例）", "kind": "organisation"}, reason="共同违法。"
    )
    case.usual("service.made")
    page = case_page(case.people["zhou"], case.ref or "")
    told = by_paper(page)[first]
    assert (told.got, told.open) == ((case.case.party,), True)


def test_a_paper_made_again_after_service_waits_and_the_one_that_was_served_stays(case: Play) -> None:
    case.to("decision.made")
    first = case.do("zhou", "paper.finalised", form="decision").seq
    case.usual("service.made")
    second = case.do("zhou", "paper.finalised", form="decision").seq
    rows = by_paper(case_page(case.people["zhou"], case.ref or ""))
    assert [(seq, bool(one.got), one.replaced, one.open) for seq, one in rows.items() if seq in (first, second)] == [
        (first, True, True, False),
        (second, False, False, True),
    ]


def test_a_copy_beside_a_paper_that_was_served_waits_for_nobody(case: Play) -> None:
    case.to("decision.made")
    first = case.do("zhou", "paper.finalised", form="decision").seq
    case.usual("service.made")
    case.do("zhou", "paper.finalised", form="decision", another=True)
    found = shown(case)
    assert found is not None
    assert [one.seq for one in found.rows if one.title == "行政处罚决定书"] == [first]
