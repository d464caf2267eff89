"""The papers that are offered: those one makes oneself, once the records they are made from are there."""

from liuhen.queries.papers import paper_choices
from process.bureau import Play


def offered(case: Play, who: str) -> list[str]:
    return [one.title for one in paper_choices(case.people[who], case.ref or "")]


def test_a_paper_is_offered_once_its_record_is_there(case: Play) -> None:
    case.to("case.opened")
    assert set(offered(case, "zhou")) == {"案源登记表", "线索核查报告", "立案审批表"}
    case.to("decision.made")
    assert "行政处罚决定书" in offered(case, "zhou")
    assert "送达回证" not in offered(case, "zhou")


def test_what_is_still_to_be_made_comes_first_with_its_article(case: Play) -> None:
    case.to("decision.made").do("zhou", "paper.finalised", form="opening-approval")
    first, *_, last = paper_choices(case.people["zhou"], case.ref or "")
    assert (first.wanting, last.form, last.wanting) == (1, "opening-approval", 0)
    assert "第" in first.article


def test_everyone_is_offered_the_papers_of_his_own_part(case: Play) -> None:
    case.to("archive.filed")
    assert set(offered(case, "zheng")) == {"卷内目录", "卷内备考表"}
    assert offered(case, "zhou") == []
