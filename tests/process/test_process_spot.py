"""简易程序: decided on the spot, collected, handed in, banked, reported; and what is refused."""

from typing import Any

import pytest

from liuhen.duties.errors import RuleBrokenError
from liuhen.duties.findings import findings
from liuhen.kernel.errors import BadInputError, NotAllowedError, OutOfOrderError
from liuhen.process.case.models import Case
from liuhen.process.case.parties import party_of
from liuhen.process.spot.payloads import FineBanked, SpotDecisionMade
from process.bureau import PARTY, Play

PERSON = {"name": "某某（示例）", "kind": "person", "address": "江汉湖区"}
SPOT = {
    "party": PERSON,
    "place": "青禾街 21 号",
    "facts": "将本人医保卡交他人使用。",
    "basis": "《医疗保障基金使用监督管理条例》第四十一条",
    "fine_fen": 20_000,
    "paying": "spot",
    "certificate_shown": True,
    "rights_told": True,
    "delivered": True,
}


def decide(case: Play, who: str = "zhou", **changed: Any) -> Play:
    case.do(who, "spot_decision.made", **{**SPOT, "officer_ids": case.two, **changed})
    return case


def collect(case: Play, fen: int = 20_000, **changed: Any) -> int:
    told = {"ground": "hard", "receipt": "示票0001", "officer_ids": case.two, **changed}
    return case.do("zhou", "fine.collected", fen=fen, **told).seq


def standing(case: Play, state: str) -> set[str]:
    return {one.rule.id for one in findings(case.case.dossier)[2] if one.state == state}


def test_a_decision_on_the_spot_begins_a_dossier_with_a_number_of_its_own(case: Play) -> None:
    decide(case)
    body = case.case.given(SpotDecisionMade)[1]
    assert (body.document_no, body.measures) == ("江医保当罚〔2026〕1号", "罚款 200.00 元")
    assert (body.party_signed, body.refusal_noted, body.party_kind) == (True, False, "person")
    assert Case.objects.get(id=case.case.dossier).kind == "penalty_simple"
    assert party_of(case.case).name == PERSON["name"]  # type: ignore[union-attr]


@pytest.mark.parametrize(("party", "fen"), [(PERSON, 20_001), (PARTY, 300_001), (PARTY, 10**13)])
def test_a_higher_fine_is_refused_with_the_article(case: Play, party: dict[str, str], fen: int) -> None:
    with pytest.raises(RuleBrokenError) as refused:
        decide(case, party=party, fine_fen=fen)
    assert refused.value.findings[0].rule.cited == "令第4号第四十八条"
    assert case.ref is None


@pytest.mark.parametrize(("party", "fen"), [(PERSON, 20_000), (PARTY, 300_000), (PERSON, None)])
def test_up_to_the_limit_it_is_decided(case: Play, party: dict[str, str], fen: int | None) -> None:
    paying = "spot" if fen else "none"
    decide(case, party=party, fine_fen=fen, paying=paying, warning=True)


@pytest.mark.parametrize(
    ("changed", "field"),
    [
        ({"fine_fen": None, "paying": "none"}, "warning"),
        ({"fine_fen": 0}, "fine_fen"),
        ({"paying": "none"}, "paying"),
        ({"fine_fen": None, "warning": True}, "paying"),
        ({"defence": "made"}, "defence_text"),
    ],
)
def test_what_does_not_fit_together_is_refused(case: Play, changed: dict[str, Any], field: str) -> None:
    with pytest.raises(BadInputError) as refused:
        decide(case, **changed)
    assert field in refused.value.fields


def test_one_officer_alone_may_not_decide(case: Play) -> None:
    with pytest.raises(RuleBrokenError) as refused:
        decide(case, officer_ids=case.two[:1])
    assert "处罚法第四十二条" in refused.value.findings[0].rule.cited


def test_who_is_no_handler_decides_nothing_on_the_spot(case: Play) -> None:
    for who in ("qian", "sun", "chen", "wu"):
        with pytest.raises(NotAllowedError):
            decide(case, who)


def test_what_was_not_told_or_signed_stays_visible(case: Play) -> None:
    decide(case, rights_told=False, certificate_shown=False)
    assert {"L4-49-1", "L4-50"} <= standing(case, "breached")


def test_the_fine_goes_its_way_to_the_bank(case: Play) -> None:
    decide(case)
    taken = collect(case)
    handed = case.do("he", "fine.handed_in", of=taken, receiver="钱立新").seq
    case.do("zhou", "fine.banked", of=handed, bank="示例银行", voucher="缴0001")
    assert case.case.given(FineBanked)[1].fen == 20_000


def test_no_more_is_collected_than_was_fined(case: Play) -> None:
    decide(case)
    collect(case, 15_000)
    with pytest.raises(BadInputError, match="多于罚款"):
        collect(case, 5_001)
    collect(case, 5_000)
    with pytest.raises(BadInputError):
        collect(case, 1)


def test_a_sum_is_handed_in_and_banked_once(case: Play) -> None:
    decide(case)
    taken = collect(case)
    with pytest.raises(OutOfOrderError):
        case.do("zhou", "fine.banked", of=taken, bank="示例银行", voucher="缴0001")
    handed = case.do("zhou", "fine.handed_in", of=taken, receiver="钱立新").seq
    with pytest.raises(OutOfOrderError, match="已经交过"):
        case.do("zhou", "fine.handed_in", of=taken, receiver="钱立新")
    case.do("zhou", "fine.banked", of=handed, bank="示例银行", voucher="缴0001")
    with pytest.raises(OutOfOrderError, match="已经缴存"):
        case.do("zhou", "fine.banked", of=handed, bank="示例银行", voucher="缴0001")
    with pytest.raises(OutOfOrderError):
        case.do("zhou", "fine.handed_in", of=handed, receiver="钱立新")


def test_a_warning_leaves_nothing_to_collect(case: Play) -> None:
    decide(case, fine_fen=None, warning=True, paying="none")
    with pytest.raises(BadInputError):
        collect(case, 100)


def test_more_than_a_hundred_yuan_needs_a_ground(case: Play) -> None:
    decide(case)
    collect(case, ground=None)
    assert "L4-52-1" in standing(case, "breached")


def test_it_is_reported_once(case: Play) -> None:
    decide(case)
    assert "L4-51" in standing(case, "open")
    case.do("zhou", "spot_decision.reported", receiver="钱立新")
    assert "L4-51" in standing(case, "satisfied")
    with pytest.raises(OutOfOrderError):
        case.do("zhou", "spot_decision.reported", receiver="钱立新")


def test_a_dossier_decided_on_the_spot_has_no_notice(case: Play) -> None:
    decide(case)
    with pytest.raises(OutOfOrderError, match="不能"):
        case.usual("notice.given")


def test_a_paper_decided_on_the_spot_can_be_served_later(case: Play) -> None:
    decide(case, delivered=False)
    case.do("zhou", "service.made", document="decision", place="青禾街 21 号", receiver={"name": "某某"},
            officer_ids=case.two, signed=True)  # fmt: skip
    with pytest.raises(OutOfOrderError, match="检查意见书"):
        case.do("zhou", "service.made", document="inspection_opinion", place="甲", receiver={"name": "某某"},
                officer_ids=case.two)  # fmt: skip
