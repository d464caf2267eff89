"""What changes around a case: parties, recusal, jurisdiction, handing over, merging and splitting."""

from datetime import date
from typing import Any

import pytest

from liuhen.duties.errors import RuleBrokenError
from liuhen.kernel.errors import BadInputError, LiuhenError, NotAllowedError, OutOfOrderError
from liuhen.ledger import body_of
from liuhen.people.roles import Role
from liuhen.process.case.models import Case, Request
from liuhen.process.case.parties import parties_of, party_of
from liuhen.process.parties.changes import PartyJoined
from liuhen.process.parties.models import PartyName, Relation
from process.bureau import PARTY, TODAY, Play, appoint, certify

OTHER: dict[str, Any] = {
    "name": "青苗门诊部（示例）",
    "kind": "organisation",
    "credit_code": "9142XXXXXXXXXXXX2B（示例）",
}
PERSON: dict[str, Any] = {"name": "许某", "kind": "person"}


def row(case: Play) -> Case:
    return Case.objects.get(id=case.case.dossier)


# -- parties


def test_a_party_joins_and_its_numbers_are_sealed(case: Play) -> None:
    case.to("case.opened")
    case.do("zhou", "party.joined", joined=OTHER, identity={"identity_no": "420000XXXX"}, reason="共同实施。")
    body = body_of(case.entries[-1])
    assert isinstance(body, PartyJoined)
    assert body.identity is None
    assert "420000XXXX" not in str(body.open_fields())
    assert [one.party.name for one in parties_of(case.case)] == [PARTY["name"], OTHER["name"]]


def test_nobody_joins_twice(case: Play) -> None:
    case.to("case.opened")
    with pytest.raises(BadInputError, match="已经在本案中"):
        case.do("zhou", "party.joined", joined={**OTHER, "credit_code": PARTY["credit_code"]}, reason="共同实施。")


def change(case: Play, what: str, name: str = PARTY["name"], **told: Any) -> None:
    case.do("zhou", "party.changed", name=name, what=what, on=date(2026, 11, 19), reason="登记机关通知。", **told)


def test_a_renamed_party_is_the_present_one_from_then_on(case: Play) -> None:
    case.to("case.opened")
    after = {**PARTY, "name": "青禾大药房（示例）"}
    change(case, "renamed", successor=after)
    present = party_of(case.case)
    assert present is not None
    assert present.name == after["name"] == row(case).party
    (one,) = parties_of(case.case)
    assert one.before == (PARTY["name"],)
    change(case, "renamed", after["name"], successor={**PARTY, "name": "青禾连锁（示例）"})
    assert parties_of(case.case)[0].before == (PARTY["name"], after["name"])
    with pytest.raises(BadInputError, match="没有这名当事人"):
        change(case, "renamed", successor=after)


def test_a_joined_party_that_changes_leaves_the_first_as_it_is(case: Play) -> None:
    case.to("case.opened")
    case.do("zhou", "party.joined", joined=PERSON, reason="直接责任人。")
    change(case, "died", "许某")
    assert row(case).party == PARTY["name"]
    assert [(one.party.name, one.ended) for one in parties_of(case.case)] == [(PARTY["name"], ""), ("许某", "died")]
    with pytest.raises(BadInputError, match="没有这名当事人"):
        change(case, "renamed", "许某", successor=OTHER)


@pytest.mark.parametrize(
    ("party", "what", "told", "field"),
    [
        (OTHER, "died", {}, "what"),
        (PERSON, "dissolved", {}, "what"),
        (OTHER, "renamed", {}, "successor"),
        (OTHER, "renamed", {"successor": OTHER}, "successor"),
        (OTHER, "renamed", {"successor": PERSON, "on": date(2026, 11, 21)}, "on"),
    ],
)
def test_a_change_has_to_make_sense(
    case: Play, party: dict[str, Any], what: str, told: dict[str, Any], field: str
) -> None:
    case.to("case.opened")
    case.do("zhou", "party.joined", joined=party, reason="共同实施。")
    with pytest.raises(BadInputError) as caught:
        case.do(
            "zhou", "party.changed", **{"name": party["name"], "what": what, "on": TODAY, "reason": "通知。", **told}
        )
    assert field in caught.value.fields


def test_the_identity_of_a_party_is_sealed_alone(case: Play) -> None:
    case.to("clue.registered")
    with pytest.raises(BadInputError):
        case.do("zhou", "party.identified", name=PARTY["name"], identity={})
    done = case.do("zhou", "party.identified", name=PARTY["name"], identity={"phone": "13800000000"})
    assert "13800000000" not in str(body_of(done.entry).open_fields())


def test_every_name_of_a_party_leads_to_the_case(case: Play) -> None:
    case.to("case.opened")
    change(case, "renamed", successor={**PARTY, "name": "青禾大药房（示例）"})
    known = set(PartyName.objects.filter(dossier=case.case.dossier).values_list("name", flat=True))
    assert known == {PARTY["name"], "青禾大药房（示例）"}


# -- recusal


def ask(case: Play, whom: str, *, by: str = "zhou", applicant: str = "party") -> int:
    person = case.people[whom].id
    return case.do(by, "recusal.requested", applicant=applicant, person=person, reason="与当事人是亲属。").seq


def decide(case: Play, who: str, seq: int, result: str = "upheld", **told: Any) -> None:
    case.do(who, "recusal.decided", of=seq, result=result, reason="情况属实。", **told)


TWO = [{"name": "孙曼", "opinion": "同意回避"}, {"name": "钱立新", "opinion": "同意回避"}]


@pytest.mark.parametrize(
    ("whom", "who", "told", "passes"),
    [
        ("he", "sun", {}, True),
        ("he", "chen", {}, True),
        ("qian", "sun", {}, True),
        ("sun", "chen", {}, True),
        ("chen", "sun", {}, False),
        ("chen", "sun", {"participants": TWO}, True),
        ("chen", "sun", {"participants": TWO[:1]}, False),
    ],
)
def test_three_levels_decide_on_whom_they_may(
    case: Play, whom: str, who: str, told: dict[str, Any], passes: bool
) -> None:
    case.to("case.opened")
    seq = ask(case, whom)
    if passes:
        decide(case, who, seq, **told)
    else:
        with pytest.raises(RuleBrokenError, match="决定回避") as caught:
            decide(case, who, seq, **told)
        assert {one.rule.cited for one in caught.value.findings} == {"令第4号第五条"}


def test_nobody_decides_on_himself_or_discusses_himself(case: Play) -> None:
    case.to("case.opened")
    seq = ask(case, "sun")
    with pytest.raises(NotAllowedError, match="自己的回避"):
        decide(case, "sun", seq)
    chief = ask(case, "chen")
    with pytest.raises(BadInputError):
        decide(case, "sun", chief, participants=[*TWO, {"name": "陈国栋", "opinion": "不回避"}])
    for who in ("qian", "he"):
        with pytest.raises(NotAllowedError):
            decide(case, who, seq)


def test_a_deputy_does_not_decide_on_another_deputy(case: Play) -> None:
    case.to("case.opened")
    second = appoint("second", "方远", "局领导", (Role.DEPUTY,))
    seq = ask(case, "sun")
    with pytest.raises(RuleBrokenError, match="决定回避"):
        case.do(second, "recusal.decided", of=seq, result="upheld", reason="属实。")


def test_the_inquiry_goes_on_until_it_is_decided(case: Play) -> None:
    case.to("case.opened")
    seq = ask(case, "he")
    case.to("inspection.made")
    decide(case, "sun", seq, "rejected")
    case.to("interview.made")


def test_who_was_recused_does_nothing_more_and_is_replaced(case: Play) -> None:
    case.to("inspection.made")
    decide(case, "sun", ask(case, "he"))
    before = case.entries
    for kind in ("rights.told", "inquiry.concluded", "service.made"):
        with pytest.raises(LiuhenError):
            case.usual(kind, "he")
    with pytest.raises(RuleBrokenError, match="询问笔录") as caught:
        case.usual("interview.made", "zhou")
    assert "令第4号第五条" in {one.rule.cited for one in caught.value.findings}
    assert case.entries == before
    certify(case.people["ding"])
    ids = [case.people["zhou"].id, case.people["ding"].id]
    case.do("qian", "handlers.changed", officer_ids=ids, reason="何静回避。")
    case.usual("interview.made", "zhou", officer_ids=ids)


def test_a_recused_leader_signs_nothing(case: Play) -> None:
    case.to("opening.requested")
    decide(case, "chen", ask(case, "sun"))
    case.do("qian", "opening.endorsed", opinion="同意。")
    with pytest.raises(RuleBrokenError) as caught:
        case.do("sun", "opening.endorsed", opinion="同意。")
    assert "令第4号第五条" in {one.rule.cited for one in caught.value.findings}


def test_a_recused_reviewer_reviews_nothing(case: Play) -> None:
    case.to("review.submitted")
    decide(case, "sun", ask(case, "wu"))
    with pytest.raises(RuleBrokenError) as caught:
        case.usual("review.opinion", "wu")
    assert "令第4号第五条" in {one.rule.cited for one in caught.value.findings}


def test_a_later_decision_lets_him_back(case: Play) -> None:
    case.to("case.opened")
    seq = ask(case, "he")
    decide(case, "sun", seq)
    decide(case, "sun", seq, "rejected")
    case.to("inspection.made")


def test_a_request_is_made_once_and_by_oneself_for_oneself(case: Play) -> None:
    case.to("case.opened")
    ask(case, "he")
    with pytest.raises(BadInputError, match="不能登记"):
        ask(case, "he")
    with pytest.raises(BadInputError):
        ask(case, "he", applicant="self")
    ask(case, "sun", by="sun", applicant="self")
    with pytest.raises(BadInputError):
        case.do("zhou", "recusal.requested", applicant="party", person="nobody", reason="亲属。")


# -- jurisdiction


def test_a_dispute_is_settled_once_and_designation_needs_to_be_asked_for(case: Play) -> None:
    case.to("clue.checked")
    seq = case.do("zhou", "jurisdiction.disputed", other="云湖湾区局（示例）", reason="就医地不同。").seq
    told = {"of": seq, "whose": "ours", "content": "由本局管辖。"}
    with pytest.raises(BadInputError, match="还没有报请"):
        case.do("zhou", "jurisdiction.settled", how="designated", **told)
    case.do("zhou", "jurisdiction.reported", of=seq, superior="江汉市局（示例）", reason="协商不成。")
    case.do("zhou", "jurisdiction.settled", how="designated", **told)
    with pytest.raises(BadInputError, match="已经确定"):
        case.do("zhou", "jurisdiction.settled", how="agreed", **told)


def test_something_that_is_no_dispute_is_not_settled(case: Play) -> None:
    case.to("clue.checked")
    case.do("zhou", "jurisdiction.disputed", other="云湖湾区局（示例）", reason="就医地不同。")
    with pytest.raises(OutOfOrderError):
        case.do("zhou", "jurisdiction.settled", of=1, how="agreed", whose="ours", content="协商。")


# -- handing over


def report(case: Play, to: str = "police", *, people: tuple[str, ...] = ("zhou", "he"), **told: Any) -> int:
    ids = [case.people[one].id for one in people]
    told = {"to": to, "receiver": "江汉湖区公安分局（示例）", "officer_ids": ids, "content": "涉嫌诈骗。", **told}
    return case.do("zhou", "transfer.reported", **told).seq


def decided(case: Play, **told: Any) -> int:
    seq = report(case, **{name: value for name, value in told.items() if name not in ("approved", "reason")})
    case.do("qian", "approval.endorsed", request=seq, opinion="属实。")
    answer = {name: told[name] for name in ("approved", "reason") if name in told}
    return case.do("chen", "transfer.decided", request=seq, opinion="已阅。", **answer).seq


def hand_over(case: Play, of: int) -> int:
    return case.do("zhou", "transfer.made", of=of, officer_ids=case.two, papers=["移送书", "情况调查报告"]).seq


def test_only_the_chief_decides_to_hand_over(case: Play) -> None:
    case.to("inspection.made")
    seq = report(case)
    case.do("qian", "approval.endorsed", request=seq, opinion="属实。")
    with pytest.raises(OutOfOrderError):
        case.do("sun", "transfer.decided", request=seq, opinion="同意。")
    with pytest.raises(NotAllowedError):
        case.do("zhou", "transfer.decided", request=seq, opinion="同意。")
    case.do("chen", "transfer.decided", request=seq, opinion="同意。")
    assert Request.objects.get(dossier=case.case.dossier, seq=seq).state == "granted"


def test_a_case_handed_over_entirely_ends_and_goes_on_when_it_comes_back(case: Play) -> None:
    case.to("inspection.made")
    made = hand_over(case, decided(case))
    assert row(case).stopped
    with pytest.raises(OutOfOrderError, match="不再办理") as caught:
        case.usual("interview.made")
    assert "全案移送" in caught.value.why
    case.do("zhou", "transfer.answered", of=made, result="accepted", answered_on=TODAY, content="已接收。")
    assert row(case).stopped
    case.do("zhou", "transfer.answered", of=made, result="returned", answered_on=TODAY, content="不构成犯罪。")
    assert not row(case).stopped
    case.usual("interview.made")


def test_what_is_handed_over_in_part_goes_on_here(case: Play) -> None:
    case.to("inspection.made")
    hand_over(case, decided(case, to="agency", receiver="区医保中心（示例）", entirely=False))
    assert not row(case).stopped


def test_a_refusal_says_why_and_nothing_is_handed_over_on_it(case: Play) -> None:
    case.to("inspection.made")
    with pytest.raises(BadInputError, match="须写明理由"):
        decided(case, approved=False)
    seq = Request.objects.get(dossier=case.case.dossier).seq
    done = case.do("chen", "transfer.decided", request=seq, opinion="已阅。", approved=False, reason="证据不足。")
    assert Request.objects.get(dossier=case.case.dossier, seq=seq).state == "refused"
    with pytest.raises(OutOfOrderError, match="不能办理这项移送"):
        hand_over(case, done.seq)


def test_one_decision_hands_over_once(case: Play) -> None:
    case.to("inspection.made")
    of = decided(case, entirely=False)
    hand_over(case, of)
    with pytest.raises(OutOfOrderError, match="不能办理这项移送"):
        hand_over(case, of)


def test_goods_follow_the_notice_of_the_police(case: Play) -> None:
    case.to("inspection.made")
    made = hand_over(case, decided(case))
    with pytest.raises(OutOfOrderError):
        case.do("zhou", "goods.handed_over", of=made, officer_ids=case.two, items=["账册"], signed_for="李某")
    opened = case.do("zhou", "police.opened", of=made, document_no="江公立字〔2026〕8号").seq
    case.do("zhou", "goods.handed_over", of=opened, officer_ids=case.two, items=["账册"], signed_for="李某")


def test_no_notice_of_the_police_on_what_went_elsewhere(case: Play) -> None:
    case.to("inspection.made")
    made = hand_over(case, decided(case, to="organ", receiver="区市场监管局（示例）"))
    with pytest.raises(BadInputError, match="不是移送公安机关"):
        case.do("zhou", "police.opened", of=made, document_no="江公立字〔2026〕8号")


# -- merging and splitting


@pytest.fixture
def pair(case: Play) -> tuple[Play, Play]:
    """Two cases of the same handlers."""
    return case.to("inspection.made"), Play(case.people).to("inspection.made")


def granted(giving: Play, receiving: Play) -> None:
    seq = giving.do("zhou", "merging.requested", into_no=receiving.ref, reason="同一当事人。").seq
    giving.do("qian", "approval.endorsed", request=seq, opinion="同意。")
    giving.do("sun", "merging.approved", request=seq, opinion="同意。")


def test_a_merged_case_ends_and_both_name_each_other(pair: tuple[Play, Play]) -> None:
    giving, receiving = pair
    granted(giving, receiving)
    assert row(giving).stopped
    with pytest.raises(OutOfOrderError) as caught:
        giving.usual("interview.made")
    assert "并入" in caught.value.why
    receiving.do("zhou", "merging.received", other_no=giving.ref, note="笔录两份。")
    assert [(one.as_, one.dossier) for one in receiving.entries[-1].refs] == [("takes_in", giving.case.dossier)]
    known = set(Relation.objects.values_list("dossier", "other", "how"))
    mine, yours = giving.case.dossier, receiving.case.dossier
    assert {(mine, yours, "to_merge"), (mine, yours, "merged_into"), (yours, mine, "takes_in")} == known


def test_a_case_is_taken_in_once_and_only_when_it_was_granted(pair: tuple[Play, Play]) -> None:
    giving, receiving = pair
    with pytest.raises(BadInputError, match="不能收并"):
        receiving.do("zhou", "merging.received", other_no=giving.ref)
    granted(giving, receiving)
    receiving.do("zhou", "merging.received", other_no=giving.ref)
    with pytest.raises(BadInputError, match="不能收并"):
        receiving.do("zhou", "merging.received", other_no=giving.ref)


def test_a_case_is_not_merged_into_itself_or_one_that_is_over_or_unseen(pair: tuple[Play, Play]) -> None:
    giving, receiving = pair
    for number in (giving.ref, "2026-9999"):
        with pytest.raises(BadInputError):
            giving.do("zhou", "merging.requested", into_no=number, reason="同一当事人。")
    granted(receiving, giving)
    with pytest.raises(BadInputError, match="不能并入"):
        giving.do("zhou", "merging.requested", into_no=receiving.ref, reason="同一当事人。")


def test_what_changed_meanwhile_keeps_the_merging_from_being_granted(pair: tuple[Play, Play]) -> None:
    giving, receiving = pair
    seq = giving.do("zhou", "merging.requested", into_no=receiving.ref, reason="同一当事人。").seq
    giving.do("qian", "approval.endorsed", request=seq, opinion="同意。")
    report(giving)
    with pytest.raises(OutOfOrderError, match="别的呈批"):
        giving.do("sun", "merging.approved", request=seq, opinion="同意。")


def test_a_decided_case_is_neither_merged_nor_split(case: Play) -> None:
    case.to("decision.made")
    other = Play(case.people).to("inspection.made")
    with pytest.raises(OutOfOrderError, match="已经作出决定"):
        case.do("zhou", "merging.requested", into_no=other.ref, reason="同一当事人。")
    with pytest.raises(OutOfOrderError, match="已经作出决定"):
        case.do("zhou", "splitting.requested", name=PARTY["name"], violation="串换", reason="另有事实。")


def test_a_case_that_was_split_off_says_from_which(case: Play) -> None:
    case.to("case.opened")
    case.do("zhou", "party.joined", joined=OTHER, reason="共同实施。")
    clue = {"source": "other", "summary": "分案。", "violation": "串换药品", "party": OTHER, "split_from": case.ref}
    with pytest.raises(BadInputError, match="没有批准分案"):
        Play(case.people).do("zhou", "clue.registered", **clue)
    seq = case.do("zhou", "splitting.requested", name=OTHER["name"], violation="串换药品", reason="事实各自独立。").seq
    case.do("qian", "approval.endorsed", request=seq, opinion="同意。")
    case.do("chen", "splitting.approved", request=seq, opinion="同意。")
    second = Play(case.people)
    second.do("zhou", "clue.registered", **clue)
    assert [(one.as_, one.dossier) for one in second.entries[-1].refs] == [("split_from", case.case.dossier)]


def test_only_a_party_of_the_case_is_split_off(case: Play) -> None:
    case.to("case.opened")
    with pytest.raises(BadInputError, match="没有这名当事人"):
        case.do("zhou", "splitting.requested", name="他人", violation="串换药品", reason="事实独立。")
