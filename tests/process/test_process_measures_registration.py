"""先行登记保存: approved beforehand or made up, listed, settled thing by thing, lapsed."""

import pytest

from liuhen.duties.errors import RuleBrokenError
from liuhen.duties.findings import findings
from liuhen.kernel.errors import BadInputError, OutOfOrderError
from liuhen.process.case.corrections import Correction
from liuhen.process.case.guard import perform
from liuhen.process.case.registry import act_type, prefill
from liuhen.process.measures.models import Holding
from liuhen.process.measures.registration import EvidenceRegistered, EvidenceSettled
from process.bureau import Play
from process.measured import BOOKS, approve_registration, ask_registration, later, now_span, register


def state(case: Play, rule: str, seq: int) -> str:
    found = findings(case.case.dossier).findings
    return next(one.state for one in found if one.rule.id == rule and one.trigger and one.trigger.seq == seq)


def settle(case: Play, of: int, *rows: tuple[int, int, str]) -> int:
    items = [{"line": line, "quantity": count, "result": result} for line, count, result in rows]
    return case.do("zhou", "evidence.settled", of=of, items=items, reason="按需要处理。").seq


def test_what_is_approved_may_be_kept_once(case: Play) -> None:
    case.to("case.opened")
    approval = approve_registration(case)
    seq = register(case)
    body = case.case.at(seq, EvidenceRegistered)[1]
    assert (body.approved, body.approval_seq) == (True, approval)
    with pytest.raises(RuleBrokenError) as refused:
        register(case)
    assert any("第二十六条" in one.rule.article for one in refused.value.findings)
    with pytest.raises(OutOfOrderError, match="所选的批准不能据以办理"):
        register(case, approval_seq=approval)


def test_without_approval_it_is_refused_with_the_article(case: Play) -> None:
    case.to("case.opened")
    with pytest.raises(RuleBrokenError) as refused:
        register(case)
    assert refused.value.findings[0].missing == ("先行登记保存未经行政机关负责人批准",)


def test_urgency_is_made_up_within_24_hours_for_this_one(case: Play) -> None:
    case.to("case.opened")
    seq = register(case, urgent=True)
    approve_registration(case)  # for another one, beforehand
    assert state(case, "L4-26-2", seq) in {"open", "due_soon"}
    approve_registration(case, of=seq)
    assert state(case, "L4-26-2", seq) == "satisfied"
    with pytest.raises(OutOfOrderError, match="已经补办"):
        ask_registration(case, of=seq)


def test_urgency_over_a_weekend_still_has_24_hours(case: Play) -> None:
    case.to("case.opened")
    seq = register(case, urgent=True)  # a Friday
    with later(3):
        approve_registration(case, of=seq)
    assert state(case, "L4-26-2", seq) == "satisfied_late"


def test_what_was_not_urgent_is_not_made_up(case: Play) -> None:
    case.to("case.opened")
    approve_registration(case)
    seq = register(case)
    with pytest.raises(OutOfOrderError, match="不是紧急"):
        ask_registration(case, of=seq)


def test_things_are_settled_in_parts_until_nothing_is_left(case: Play) -> None:
    case.to("case.opened")
    seq = register(case, urgent=True)
    settle(case, seq, (1, 2, "returned"))
    row = Holding.objects.get(dossier=case.case.dossier)
    assert (row.over, state(case, "L4-28", seq)) == (False, "open")
    done = settle(case, seq, (1, 1, "confiscated"), (2, 2, "appraisal"))
    body = case.case.at(done, EvidenceSettled)[1]
    assert (body.complete, body.result) == (True, "进销存账册 1 册没收；硬盘 2 块送交检测、检验、鉴定")
    assert Holding.objects.get(dossier=case.case.dossier).over
    assert state(case, "L4-28", seq) == "satisfied"


def test_more_than_was_kept_is_never_settled(case: Play) -> None:
    case.to("case.opened")
    seq = register(case, urgent=True)
    with pytest.raises(BadInputError) as refused:
        settle(case, seq, (1, 2, "returned"), (1, 2, "returned"), (3, 1, "returned"))
    assert refused.value.fields == {
        "items.1.quantity": "“进销存账册”只剩 1 册",
        "items.2.line": "清单只有 2 项",
    }


def test_after_seven_working_days_it_has_lapsed_and_may_still_be_settled(case: Play) -> None:
    case.to("case.opened")
    seq = register(case, urgent=True)
    with later(14):
        assert state(case, "L4-28", seq) == "overdue"
        settle(case, seq, (1, 3, "lifted"), (2, 2, "lifted"))
        assert state(case, "L4-28", seq) == "satisfied_late"


def test_a_list_is_put_right_and_what_was_settled_stays(case: Play) -> None:
    case.to("case.opened")
    seq = register(case, urgent=True)
    settle(case, seq, (1, 1, "returned"))
    again = correct(case, seq, items=[BOOKS | {"quantity": 4}])
    row = Holding.objects.get(dossier=case.case.dossier)
    assert (row.seq, row.latest, row.items[0]["quantity"], row.over) == (seq, again, 4, False)
    settle(case, again, (1, 3, "returned"))
    assert Holding.objects.get(dossier=case.case.dossier).over
    with pytest.raises(OutOfOrderError, match=f"已经由第 {again} 条更正"):
        correct(case, seq, items=[BOOKS])


def correct(case: Play, seq: int, **changed: object) -> int:
    told = {
        "object": "进销存账册",
        "reason": "可能转移。",
        "place": "青禾街 21 号",
        "officer_ids": case.two,
        "list_signed": True,
        "notice_given": True,
        "urgent": True,
        **now_span(),
        **changed,
    }
    form = act_type("evidence.registered").form.model_validate(told)
    done = perform(
        "evidence.registered",
        case.ref,
        form,
        by=case.people["zhou"],
        happened=None,
        key=f"correct-{seq}-{len(case.entries)}",
        channel="web",
        correction=Correction(seq, "数量有误。"),
    )
    return done.seq


def test_an_end_before_the_start_is_refused(case: Play) -> None:
    case.to("case.opened")
    span = now_span()
    with pytest.raises(BadInputError, match="早于开始时间"):
        register(case, urgent=True, started=span["ended"], ended=span["started"])
    with pytest.raises(BadInputError, match="晚于本条记录"), later(0):
        register(case, urgent=True, ended=span["ended"] + (span["ended"] - span["started"]) * 5)


def test_a_form_opens_with_what_was_approved(case: Play) -> None:
    case.to("case.opened")
    assert "approval_seq" not in prefill("evidence.registered", case.case, case.people["zhou"])
    approval = approve_registration(case)
    known = prefill("evidence.registered", case.case, case.people["zhou"])
    assert (known["approval_seq"], known["object"]) == (approval, "进销存账册")


def test_only_what_was_kept_is_settled(case: Play) -> None:
    case.to("case.opened")
    register(case, urgent=True)
    with pytest.raises(OutOfOrderError, match="不是可以选的措施"):
        settle(case, 1, (1, 1, "returned"))


def test_the_form_of_a_settlement_opens_with_what_is_left(case: Play) -> None:
    case.to("case.opened")
    zhou = case.people["zhou"]
    assert prefill("evidence.settled", case.case, zhou) == {}
    seq = register(case, urgent=True)
    settle(case, seq, (1, 2, "returned"))
    rows = [{"line": 1, "quantity": 1}, {"line": 2, "quantity": 2}]
    assert prefill("evidence.settled", case.case, zhou) == {"of": seq, "items": rows}
