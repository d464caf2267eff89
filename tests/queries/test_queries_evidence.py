"""证据与事实对应表: facts against evidence, and what a reviewer would ask."""

from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from liuhen.kernel.errors import BadInputError, NotFoundError
from liuhen.process.case.corrections import Correction
from liuhen.process.case.guard import perform
from liuhen.process.case.registry import act_type, prefill
from liuhen.queries.evidence import matrix
from liuhen.queries.evidence_shapes import Matrix
from process.bureau import CONCLUSION, TODAY, Play

PAPER: dict[str, Any] = {
    "kind_of": "documentary",
    "name": "进销存台账",
    "source": "财务室",
    "taken_on": TODAY,
    "original": True,
}


def page(case: Play, who: str = "zhou") -> Matrix:
    return matrix(case.people[who], case.ref or "")


def fact(case: Play, what: str = "三月串换药品 19 笔。", **entered: Any) -> int:
    return case.do("zhou", "fact.stated", what=what, **entered).seq


def evidence(case: Play, **entered: Any) -> int:
    return case.do("zhou", "evidence.collected", officer_ids=case.two, **{**PAPER, **entered}).seq


def link(case: Play, of: int, proof: int, **entered: Any) -> int:
    return case.do("zhou", "evidence.linked", **{"fact": of, "evidence": proof, "shows": "逐笔载明。", **entered}).seq


def put_right(case: Play, seq: int, kind: str, **entered: Any) -> int:
    form = act_type(kind).form.model_validate(entered)
    told: dict[str, Any] = {"by": case.people["zhou"], "happened": None, "key": f"right-{seq}", "channel": "web"}
    return perform(kind, case.ref, form, **told, correction=Correction(seq, "写错了。")).seq


def gaps(case: Play, number: int = 1) -> list[str]:
    """Return what is asked about a fact, but for papers of the interview that are not made yet."""
    return [gap.text for gap in page(case).facts[number - 1].gaps if "询问笔录" not in gap.text]


def test_a_case_without_facts_is_told_so(case: Play) -> None:
    case.to("case.opened")
    assert [gap.text for gap in page(case).gaps] == ["还没有列出待证事实"]


def test_a_fact_without_evidence_and_evidence_without_a_fact_stand_out(case: Play) -> None:
    case.to("inspection.made")
    fact(case)
    shown = page(case)
    assert gaps(case) == ["没有证据证明"]
    assert [one.mark for one in shown.unused] == ["证1"]
    assert shown.gaps[0].text == "有 1 件证据还没有对应到事实：证1"


def test_one_piece_of_evidence_is_not_enough_nor_are_words_alone(case: Play) -> None:
    case.to("interview.made")
    stated = fact(case)
    interview = case.case.events("interview.made")[-1].seq
    link(case, stated, interview)
    assert gaps(case) == ["只有一件证据，没有其他证据印证"]
    said = {"kind_of": "statement", "name": "情况说明", "original": None, "provider": "许某", "provider_signed": True}
    link(case, stated, evidence(case, **said))
    assert gaps(case) == ["只有言词证据，没有书证、物证、电子数据等印证"]
    link(case, stated, evidence(case))
    assert gaps(case) == []


def test_what_contradicts_must_be_answered(case: Play) -> None:
    case.to("interview.made")
    stated = fact(case)
    for proof in (evidence(case), evidence(case, name="购药票据")):
        link(case, stated, proof)
    link(case, stated, case.case.events("interview.made")[-1].seq, bearing="contradicts")
    assert gaps(case) == ["证2与认定的事实不一致，须说明怎样采信"]


def test_amounts_have_to_add_up(case: Play) -> None:
    case.to("inspection.made")
    stated = fact(case, amount_fen=30_000, element="amount")
    first, second = evidence(case), evidence(case, name="票据")
    link(case, stated, first)
    one = link(case, stated, second)
    assert gaps(case) == ["没有写明哪一件证据证明金额"]
    put_right(case, one, "evidence.linked", fact=stated, evidence=second, shows="合计。", amount_fen=20_000)
    assert gaps(case) == ["证据证明的金额合计 200.00 元，与事实的 300.00 元对不上"]
    link(case, stated, first, amount_fen=10_000)
    assert gaps(case) == []
    case.do("zhou", "inquiry.concluded", **CONCLUSION, fine_fen=1, refund_fen=1, loss_fen=50_000)
    assert "500.00 元不一致" in page(case).gaps[-1].text


def test_defects_of_form_are_named_with_their_article(case: Play) -> None:
    case.to("inspection.made")
    link(case, fact(case), evidence(case, original=False, same_as_original=True, provider_signed=False))
    shown = page(case)
    proof = next(one for one in shown.proofs if one.title == "进销存台账")
    assert any("缺提供人签名" in one and "第二十一条" in one for one in proof.lacking)
    assert any("形式要件有欠缺" in gap for gap in gaps(case))


def test_facts_and_links_are_put_right_and_dropped(case: Play) -> None:
    case.to("inspection.made")
    stated, proof = fact(case), evidence(case)
    linked = link(case, stated, proof)
    put_right(case, stated, "fact.stated", what="三月串换药品 18 笔。")
    row = page(case).facts[0]
    assert (row.number, row.what, len(row.links)) == (1, "三月串换药品 18 笔。", 1)
    put_right(case, linked, "evidence.linked", fact=stated, evidence=proof, shows="无关。", bearing="dropped")
    assert gaps(case) == ["没有证据证明"]
    second = fact(case, "四月串换药品。")
    put_right(case, second, "fact.stated", what="四月串换药品。", dropped=True)
    shown = page(case)
    assert ([one.number for one in shown.facts], [one.number for one in shown.dropped]) == ([1], [2])


def test_a_link_is_to_a_fact_and_a_piece_of_evidence_of_the_case(case: Play) -> None:
    case.to("inspection.made")
    stated = fact(case)
    proof = case.case.events("inspection.made")[-1].seq
    for wrong in ({"fact": proof}, {"evidence": stated}, {"at_ms": 1000}, {"bearing": "dropped"}):
        with pytest.raises(BadInputError):
            link(case, **{"of": stated, "proof": proof, **wrong})


def test_the_report_takes_over_facts_and_their_evidence(case: Play) -> None:
    case.to("inspection.made")
    stated = fact(case, amount_fen=30_000)
    link(case, stated, evidence(case), place="第 3 页")
    told = prefill("inquiry.concluded", case.case, case.people["zhou"])["facts"]
    assert told.startswith("1．三月串换药品 19 笔。（涉及 300.00 元）")
    assert "进销存台账（第 3 页）：逐笔载明。" in told


def test_it_is_shown_to_who_may_see_the_case_and_changed_by_its_handlers(case: Play) -> None:
    case.to("inspection.made")
    assert page(case).may_add
    assert not page(case, "qian").may_add
    with pytest.raises(NotFoundError):
        page(case, "ding")


def test_it_asks_as_little_of_a_long_case_as_of_a_short_one(case: Play) -> None:
    case.to("inspection.made")
    link(case, fact(case), evidence(case))
    counted = []
    for _ in range(2):
        with CaptureQueriesContext(connection) as asked:
            page(case)
        counted.append(len(asked))
        for number in range(12):
            link(case, fact(case, f"第 {number} 笔。"), evidence(case, name=f"票据 {number}"))
    assert counted[0] == counted[1] <= 15


def test_an_officer_in_two_places_at_once_is_pointed_out(case: Play, played: Any) -> None:
    case.to("interview.made")
    told = page(case).clashes
    assert len(told) == 1
    assert told[0].startswith("周明远、何静同一时间在两处：第 8 条现场检查笔录（11月20日 09:00至09:55）")
    other = played("inspection.made")
    assert any("第 8 条现场检查笔录" in one and f"案件 {other.ref}" in one for one in page(case).clashes)


def test_questioning_where_the_inspection_goes_on_is_no_clash_but_two_at_once_is(case: Play) -> None:
    case.to("inspection.made")
    case.usual("interview.made", place="青禾街 21 号")
    assert page(case).clashes == ()
    case.usual("interview.made", place="青禾街 21 号", subject={"name": "白某", "relation": "店员"})
    assert len(page(case).clashes) == 1


def test_another_case_is_named_only_to_who_may_see_it(case: Play, played: Any) -> None:
    case.to("inspection.made")
    elsewhere = played("case.opened")
    elsewhere.do(
        "qian",
        "handlers.changed",
        officer_ids=[elsewhere.people["he"].id, elsewhere.people["xu"].id],
        reason="另有安排。",
    )
    elsewhere.usual("inspection.made", "he", officer_ids=[elsewhere.people["he"].id, elsewhere.people["xu"].id])
    assert "本机关另一件案件" in page(case).clashes[0]
    assert elsewhere.ref not in page(case).clashes[0]
