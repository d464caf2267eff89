"""封存、查封、扣押: approved, decided, carried out, each with its own clock; extended, told, released."""

import pytest

from liuhen.duties.errors import RuleBrokenError
from liuhen.duties.findings import findings
from liuhen.kernel.errors import BadInputError, NotAllowedError, OutOfOrderError
from liuhen.process.case.registry import prefill
from liuhen.process.measures.carrying import MaterialSealed
from liuhen.process.measures.lasting import SeizureReleased
from liuhen.process.measures.models import Holding
from process.bureau import Play
from process.measured import (
    BOOKS,
    SCENE,
    approve_coercion,
    approve_release,
    ask_coercion,
    decide,
    extend,
    later,
    now_span,
    release,
    seal,
    sealed,
)


def due(case: Play, rule: str, seq: int) -> tuple[str, str]:
    found = findings(case.case.dossier).findings
    one = next(one for one in found if one.rule.id == rule and one.trigger and one.trigger.seq == seq)
    return one.state, f"{one.due:%m-%d}" if one.due else ""


def articles(refused: pytest.ExceptionInfo[RuleBrokenError]) -> set[str]:
    return {one.rule.cited for one in refused.value.findings}


def test_a_seal_stands_on_its_decision_and_approval(case: Play) -> None:
    case.to("case.opened")
    approval = approve_coercion(case)
    decision = decide(case)
    seq = seal(case, decision_seq=decision, decision_given=True)
    body = case.case.at(seq, MaterialSealed)[1]
    assert (body.decision_seq, body.approval_seq) == (decision, approval)
    with pytest.raises(OutOfOrderError, match="不能据以实施"):
        seal(case, decision_seq=decision)
    with pytest.raises(RuleBrokenError) as refused:
        seal(case)
    assert "令第4号第二十九条第一款" in articles(refused)


def test_nothing_is_sealed_without_approval(case: Play) -> None:
    case.to("case.opened")
    with pytest.raises(RuleBrokenError) as refused:
        seal(case, decision_given=True)
    assert articles(refused) == {"令第4号第二十九条第一款"}
    with pytest.raises(OutOfOrderError, match="还不能作出强制决定"):
        decide(case)


def test_another_request_that_waits_does_not_hold_back_what_was_approved(case: Play) -> None:
    case.to("case.opened")
    approve_coercion(case)
    decision = decide(case)
    ask_coercion(case)
    assert seal(case, decision_seq=decision)


def test_one_officer_alone_seals_nothing(case: Play) -> None:
    case.to("case.opened")
    approve_coercion(case)
    with pytest.raises(RuleBrokenError) as refused:
        seal(case, decision_seq=decide(case), officer_ids=case.two[:1])
    assert "强制法第十八条第二项" in articles(refused)


def test_only_leaders_approve_and_never_who_handles_it(case: Play) -> None:
    case.to("case.opened")
    asked = ask_coercion(case)
    for who in ("zhou", "qian"):
        with pytest.raises(NotAllowedError):
            case.do(who, "coercion.approved", request=asked, opinion="同意。")


def test_a_measure_longer_than_thirty_days_is_neither_asked_nor_decided(case: Play) -> None:
    case.to("case.opened")
    with pytest.raises(RuleBrokenError) as refused:
        ask_coercion(case, days=31)
    assert articles(refused) == {"强制法第二十五条第一款"}
    approve_coercion(case, days=20)
    with pytest.raises(OutOfOrderError, match="与批准的内容不一致"):
        decide(case, days=30)


def test_an_urgent_seal_is_approved_within_24_hours_weekend_or_not(case: Play) -> None:
    case.to("case.opened")
    first = seal(case, urgent=True)
    second = seal(case, urgent=True, decision_seq=decide(case, urgent=True), decision_given=True)
    with later(0.5):
        approve_coercion(case, of=first)
    with later(3):  # the Monday after
        approve_coercion(case, of=second)
        assert due(case, "L4-29-2", first) == ("satisfied", "11-21")
        assert due(case, "L4-29-2", second) == ("satisfied_late", "11-21")
    with pytest.raises(OutOfOrderError, match="已经补办"):
        ask_coercion(case, of=first)


def test_what_was_approved_beforehand_is_not_made_up(case: Play) -> None:
    case.to("case.opened")
    with pytest.raises(OutOfOrderError, match="不是紧急"):
        ask_coercion(case, of=sealed(case))


def test_two_seals_have_a_clock_each(case: Play) -> None:
    case.to("case.opened")
    first = sealed(case)
    with later(5):
        second = sealed(case)
        extend(case, first)
        assert due(case, "L4-31-1", first) == ("open", "01-09")
        assert due(case, "L4-31-1", second) == ("open", "12-25")


def test_the_party_is_told_of_an_extension(case: Play) -> None:
    case.to("case.opened")
    extended = extend(case, sealed(case))
    assert due(case, "L4-31-2", extended) == ("open", "")
    case.do("zhou", "seizure.extension_told", of=extended, receiver="许某", signed=True)
    assert due(case, "L4-31-2", extended) == ("satisfied", "")


def test_an_extension_after_the_term_leaves_it_late(case: Play) -> None:
    case.to("case.opened")
    seq = sealed(case)
    with later(31):
        extend(case, seq)
        assert due(case, "L4-31-1", seq) == ("overdue", "12-20")


def test_a_measure_is_extended_once_and_by_thirty_days_at_most(case: Play) -> None:
    case.to("case.opened")
    seq = sealed(case)
    with pytest.raises(RuleBrokenError):
        extend(case, seq, days=31)
    extend(case, seq)
    with pytest.raises(RuleBrokenError) as refused:
        extend(case, seq, days=5)
    assert articles(refused) == {"强制法第二十五条第一款"}


def test_nothing_is_released_without_approval(case: Play) -> None:
    case.to("case.opened")
    first, second = sealed(case), sealed(case)
    approve_release(case, first)
    with pytest.raises(RuleBrokenError) as refused:
        release(case, second)
    assert articles(refused) == {"令第4号第三十三条"}
    assert release(case, first)


def test_things_go_back_in_parts_and_never_twice(case: Play) -> None:
    case.to("case.opened")
    seq = sealed(case)
    approve_release(case, seq)
    release(case, seq, items=[{"line": 1, "quantity": 2}])
    assert due(case, "L4-31-1", seq)[0] == "open"
    with pytest.raises(BadInputError, match="与清单不符"):
        release(case, seq, items=[{"line": 1, "quantity": 2}])
    done = release(case, seq)
    body = case.case.at(done, SeizureReleased)[1]
    assert body.complete
    assert [(one.line, one.quantity) for one in body.items] == [(1, 1), (2, 2)]
    assert due(case, "L4-31-1", seq)[0] == "satisfied"
    assert Holding.objects.get(dossier=case.case.dossier).over
    for again in (lambda: release(case, seq), lambda: extend(case, seq), lambda: approve_release(case, seq)):
        with pytest.raises(OutOfOrderError, match="已经全部解除"):
            again()


def test_an_extension_that_was_asked_is_not_granted_after_the_release(case: Play) -> None:
    case.to("case.opened")
    seq = sealed(case)
    asked = case.do("zhou", "coercion.extension_requested", of=seq, days=10, reason="数量大。").seq
    approve_release(case, seq)
    release(case, seq)
    with pytest.raises(OutOfOrderError, match="不能再延长"):
        case.do("sun", "seizure.extended", request=asked, opinion="同意。")


def test_a_decision_on_one_measure_is_not_carried_out_as_another(case: Play) -> None:
    case.to("case.opened")
    approve_coercion(case)
    decision = decide(case)
    with pytest.raises(OutOfOrderError, match="不是这种措施"):
        case.do("zhou", "seizure.carried_out", **{**SCENE, **now_span()}, officer_ids=case.two, decision_seq=decision)


def test_things_are_seized_on_a_decision_of_their_own(case: Play) -> None:
    case.to("case.opened")
    approve_coercion(case, measure="seize")
    decision = decide(case, measure="seize", items=[BOOKS])
    known = prefill("seizure.carried_out", case.case, case.people["zhou"])
    assert (known["decision_seq"], known["items"][0]["name"]) == (decision, "进销存账册")
    seq = case.do(
        "zhou", "seizure.carried_out", **{**SCENE, **now_span()}, officer_ids=case.two, decision_seq=decision
    ).seq
    assert due(case, "QZ25-1", seq) == ("open", "12-20")
    assert Holding.objects.get(dossier=case.case.dossier).keeper == "本机关"


def test_an_approval_that_is_used_or_made_up_is_no_ground_for_a_decision(case: Play) -> None:
    case.to("case.opened")
    made_up = approve_coercion(case, of=seal(case, urgent=True))
    approval = approve_coercion(case)
    assert prefill("coercion.decided", case.case, case.people["zhou"])["approval_seq"] == approval
    with pytest.raises(OutOfOrderError, match="不能据以作出"):
        decide(case, approval_seq=made_up)
    decide(case, approval_seq=approval)
    with pytest.raises(OutOfOrderError, match="还没有可以据以决定的批准"):
        decide(case)


def test_a_paper_that_nobody_made_was_not_handed_over(case: Play) -> None:
    case.to("case.opened")
    with pytest.raises(OutOfOrderError, match="哪一份决定书"):
        seal(case, urgent=True, decision_given=True)
    urgent = decide(case, urgent=True)
    with pytest.raises(OutOfOrderError, match="实施也应当写明"):
        seal(case, decision_seq=urgent)


def test_the_form_of_a_release_opens_with_what_was_approved(case: Play) -> None:
    case.to("case.opened")
    seq = sealed(case)
    assert "of" not in prefill("seizure.released", case.case, case.people["zhou"])
    approve_release(case, seq, ground="decided")
    known = prefill("seizure.released", case.case, case.people["zhou"])
    assert (known["of"], known["ground"]) == (seq, "decided")
    assert known["items"] == [{"line": 1, "quantity": 3}, {"line": 2, "quantity": 2}]
    release(case, seq)
    assert "of" not in prefill("seizure.released", case.case, case.people["zhou"])


def test_requests_open_with_what_is_held(case: Play) -> None:
    case.to("case.opened")
    zhou = case.people["zhou"]
    assert prefill("coercion.release_requested", case.case, zhou) == {}
    seq = sealed(case)
    assert prefill("coercion.extension_requested", case.case, zhou) == {"of": seq}
