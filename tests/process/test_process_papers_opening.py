"""Papers of 受案、立案 and of transfers, from a case: who informed stays sealed, and each paper fits what was done."""

from typing import Any

import pytest

from liuhen.kernel.canonical import Json
from liuhen.kernel.errors import BadInputError, OutOfOrderError
from liuhen.process.case import papers
from process.bureau import PARTY, Play


def sheet(case: Play, name: str, **more: Any) -> dict[str, Json]:
    """Return what the case tells for a paper."""
    return papers.sheet_of(case.case, papers.FinaliseForm(form=name, **more))


def test_who_informed_stands_on_no_paper(case: Play) -> None:
    known = {"name": "段某某", "phone": "13000000101", "identity_no": "420100000000000000"}
    case.do(
        "zhou",
        "clue.registered",
        source="complaint",
        summary="举报串换药品。",
        violation="串换药品",
        party=PARTY,
        informant=known,
    )
    case.do(
        "zhou",
        "clue.checked",
        finding="不实。",
        suspect_clear=True,
        punishable=False,
        in_jurisdiction=True,
        suggestion="not_open",
    )
    case.do("zhou", "clue.not_opened", reason="查无实据。", told=["complainant"], told_how="电话告知")
    told = [sheet(case, name) for name in ("clue-register", "clue-check", "not-opened-approval", "not-opened-notice")]
    assert told[0]["complainant"] == "实名，已封存"
    assert told[3]["receiver"] == "投诉人、举报人"
    assert not [word for word in known.values() if word in str(told)]


def test_an_opinion_not_given_keeps_the_table_of_a_clue_not_opened_from_being_finalised(case: Play) -> None:
    case.to("clue.checked").do("zhou", "clue.not_opened", reason="查无实据。", told=[], told_how="")
    with pytest.raises(BadInputError) as refused:
        case.do("zhou", "paper.finalised", form="not-opened-approval")
    assert "令第4号第十四条" in refused.value.fields["opinions"]


def test_the_paper_of_a_transfer_follows_from_where_the_case_goes(case: Play) -> None:
    case.to("case.opened")
    officers = case.two
    asked = case.do(
        "zhou",
        "transfer.reported",
        to="police",
        receiver="江汉湖区公安分局（示例）",
        officer_ids=officers,
        content="涉嫌诈骗。",
    ).seq
    case.do("qian", "approval.endorsed", request=asked, opinion="属实。")
    decided = case.do("chen", "transfer.decided", request=asked, opinion="同意。").seq
    case.do("zhou", "transfer.made", of=decided, officer_ids=officers, papers=["调查报告"])
    assert [one["name"] for one in as_rows(sheet(case, "crime-transfer")["investigators"])] == ["周明远", "何静"]
    assert [one["level"] for one in as_rows(sheet(case, "transfer-approval")["opinions"])] == [
        "处室负责人",
        "主要负责人",
    ]
    with pytest.raises(OutOfOrderError, match="案件移送函"):
        sheet(case, "transfer-letter")


def as_rows(value: Json) -> list[Any]:
    """Return a field of rows as it is."""
    assert isinstance(value, list)
    return value
