"""决定之后: appeals, revocation and correction on closed and archived cases; what was archived stays as it was."""

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from liuhen.duties.errors import RuleBrokenError
from liuhen.duties.findings import findings
from liuhen.kernel import clock
from liuhen.kernel.clock import beijing_date
from liuhen.kernel.digests import Digests
from liuhen.kernel.errors import BadInputError, NotAllowedError, OutOfOrderError
from liuhen.ledger import body_of
from liuhen.process.aftermath.appeals import AppealDecided, AppealLodged
from liuhen.process.aftermath.revoking import DecisionCorrected, DecisionRevoked
from liuhen.process.case.guard import perform
from liuhen.process.case.models import Case, Paper
from liuhen.process.case.order import LATER
from liuhen.process.case.registry import ACTS, act_type, prefill
from liuhen.process.case.volume import build, catalogue_of
from liuhen.process.decision.payloads import DecisionMade
from liuhen.process.execution.money import money_now
from liuhen.process.execution.payloads import ArchiveFiled
from process.bureau import AT, ORGAN, TODAY, Play

DAY = timedelta(days=1)
APPEAL = {"who": "许某", "organ": "江汉湖区人民政府（示例）", "claims": "请求撤销处罚。"}


def lodge(case: Play, **told: Any) -> int:
    return case.do("zhou", "appeal.lodged", **APPEAL | told).seq


def won(case: Play, result: str, **told: Any) -> int:
    """Let the party win before the superior organ."""
    return case.do("zhou", "appeal.decided", of=lodge(case), result=result, content="主要事实不清。", **told).seq


def ask_revocation(case: Play, **told: Any) -> int:
    made = case.case.events("decision.made")[-1].seq
    return case.do("zhou", "decision.revocation_requested", **{"of": made, "ground": "主要事实不清。"} | told).seq


def revoked(case: Play, **told: Any) -> int:
    asked = ask_revocation(case, **told)
    case.do("qian", "approval.endorsed", request=asked, opinion="同意。")
    return case.do("sun", "decision.revoked", request=asked, opinion="同意。").seq


def paid(case: Play) -> Play:
    case.to("service.made")
    case.do("zhou", "payment.received", item="fine", fen=100_000, into="treasury", receipt_no="示票1")
    case.do("zhou", "payment.received", item="refund", fen=50_000, into="fund")
    case.do("zhou", "paper.finalised", form="decision")
    return case.to("archive.filed")


def register(case: Play, kind: str, **entered: Any) -> None:
    form = act_type(kind, ORGAN).form.model_validate(entered)
    told = {"happened": None, "key": f"register-{kind}", "channel": "web"}
    perform(kind, case.ref, form, by=case.people["zhou"], **told)


def test_an_appeal_is_written_down_on_an_archived_case(case: Play) -> None:
    case.to("archive.filed")
    with clock.at(AT + 30 * DAY):
        seq = lodge(case, received_on=TODAY + 30 * DAY)
        case.do("zhou", "appeal.decided", of=seq, result="upheld", content="维持。")
    _, body = case.case.given(AppealDecided)
    assert (body.stage, case.case.given(AppealLodged)[1].of) == (
        "reconsideration",
        case.case.events("decision.made")[0].seq,
    )
    assert case.case.archived


def test_an_archived_case_takes_nothing_else(case: Play) -> None:
    case.to("archive.filed")
    for kind in ("service.made", "execution.checked", "closing.requested"):
        with pytest.raises(OutOfOrderError, match="已经归档"):
            case.usual(kind)
    assert {kind for kind in LATER if kind in ACTS} >= {"appeal.lodged", "decision.revoked", "payment.returned"}


@pytest.mark.parametrize(
    ("told", "match"),
    [
        ({"received_on": TODAY - DAY}, "早于申请之日"),
        ({"of": 1}, "不服的决定有误"),
    ],
)
def test_an_appeal_has_to_fit_the_decision(case: Play, told: dict[str, Any], match: str) -> None:
    case.to("service.made")
    with pytest.raises(BadInputError, match=match):
        lodge(case, **told)


def test_nothing_is_contested_before_it_was_decided(case: Play) -> None:
    case.to("case.opened")
    with pytest.raises(OutOfOrderError, match="还没有作出决定"):
        lodge(case)


def test_dates_of_an_appeal_follow_those_of_the_decision(case: Play) -> None:
    case.to("service.made")
    with pytest.raises(BadInputError, match="早于作出决定之日"):
        case.do("zhou", "appeal.lodged", happened=TODAY - DAY, late_reason="补录。", **APPEAL)
    seq = lodge(case)
    told = {"of": seq, "result": "upheld", "content": "维持。"}
    with pytest.raises(BadInputError, match="不能发生在它以前"):
        case.do("zhou", "appeal.decided", happened=TODAY - DAY, late_reason="补录。", **told)
    case.do("zhou", "appeal.decided", **told)
    with pytest.raises(OutOfOrderError, match="已经登记"):
        case.do("zhou", "appeal.decided", **told)
    assert prefill("appeal.decided", case.case, case.people["zhou"]) == {"of": seq}


def test_a_revoked_decision_asks_nothing_and_what_was_paid_goes_back(case: Play) -> None:
    paid(case)
    with clock.at(AT + 40 * DAY):
        decided = won(case, "revoked")
        known = prefill("decision.revocation_requested", case.case, case.people["zhou"])
        assert (known["appeal"], known["effect"], known["by_whom"]) == (decided, "revoked", "superior")
        revoked(case, by_whom="superior", appeal=decided, effect="revoked")
        now = money_now(case.case)
        assert now is not None
        assert [one.excess for one in now.lines] == [100_000, 50_000, 0, 0]
        case.do("zhou", "payment.returned", item="fine", fen=100_000, to="青禾药店", reason="决定被撤销。")
        case.do("zhou", "payment.returned", item="refund", fen=50_000, to="青禾药店", reason="决定被撤销。")
        with pytest.raises(BadInputError, match="超过了应退还"):
            case.do("zhou", "payment.returned", item="fine", fen=1, to="青禾药店", reason="决定被撤销。")
    assert case.case.archived


def test_a_changed_decision_asks_what_it_was_changed_to(case: Play) -> None:
    paid(case)
    decided = won(case, "changed")
    with pytest.raises(BadInputError) as caught:
        ask_revocation(case, by_whom="superior", appeal=decided, effect="changed")
    assert "fine_fen" in caught.value.fields
    revoked(case, by_whom="superior", appeal=decided, effect="changed", fine_fen=40_000, refund_fen=50_000)
    now = money_now(case.case)
    assert now is not None
    assert (now.line("fine").excess, now.line("refund").excess) == (60_000, 0)


@pytest.mark.parametrize(
    ("result", "told", "field"),
    [
        ("revoked", {"by_whom": "court"}, "appeal"),
        ("revoked", {"by_whom": "superior", "effect": "void"}, "effect"),
        ("upheld", {"by_whom": "superior"}, "appeal"),
    ],
)
def test_a_revocation_says_what_the_superior_or_the_court_said(
    case: Play, result: str, told: dict[str, Any], field: str
) -> None:
    case.to("service.made")
    decided = won(case, result)
    appeal = {} if told["by_whom"] == "court" else {"appeal": decided}
    with pytest.raises(BadInputError) as caught:
        ask_revocation(case, **{"effect": "revoked"} | told | appeal)
    assert field in caught.value.fields


def test_the_organ_revokes_its_own_decision_once_and_only_with_approval(case: Play) -> None:
    case.to("service.made")
    told = {"by_whom": "organ", "effect": "revoked"}
    assert prefill("decision.revocation_requested", case.case, case.people["zhou"])["by_whom"] == "organ"
    asked = ask_revocation(case, **told)
    with pytest.raises(NotAllowedError):
        case.do("zhou", "decision.revoked", request=asked, opinion="同意。")
    case.do("qian", "approval.endorsed", request=asked, opinion="同意。")
    case.do("chen", "decision.revoked", request=asked, opinion="同意。")
    with pytest.raises(OutOfOrderError, match="已经撤销"):
        ask_revocation(case, **told)
    assert prefill("closing.requested", case.case, case.people["zhou"])["summary"].endswith("决定被撤销、变更。")
    case.do("zhou", "closing.requested", ground="no_penalty", summary="处罚决定已撤销。")


def test_a_decision_is_made_anew_in_the_same_dossier_and_the_archived_file_stays(case: Play, tmp_path: Path) -> None:
    paid(case)
    case.do("zheng", "paper.finalised", form="catalogue")
    before = Digests.of((build(case.case, tmp_path / "a.pdf"), (tmp_path / "a.pdf").read_bytes())[1])
    filed = case.case.events("archive.filed")[0].seq
    rows = catalogue_of(case.case, upto=filed)
    decided = won(case, "remade")
    with pytest.raises(OutOfOrderError, match="已经归档"):
        case.usual("decision.drafted")
    revoked(case, by_whom="superior", appeal=decided, effect="remade")
    assert not case.case.archived
    assert catalogue_of(case.case, upto=filed) == rows
    assert Digests.of((build(case.case, tmp_path / "b.pdf"), (tmp_path / "b.pdf").read_bytes())[1]) == before
    with pytest.raises(BadInputError):
        case.usual("closing.requested")
    case.usual("decision.drafted", fine_fen=50_000)
    with pytest.raises(RuleBrokenError, match="第四十一条第一款"):
        case.usual("decision.made")  # what was told before the decision that is gone does not hold for the new one
    case.usual("notice.given", fine_fen=50_000)
    case.usual("defence.recorded")
    case.usual("decision.made")
    with pytest.raises(OutOfOrderError, match="已经作出决定"):
        case.usual("decision.drafted")
    case.usual("service.made")
    now = money_now(case.case)
    assert now is not None
    assert now.line("fine").excess == 50_000
    case.do("zhou", "payment.returned", item="fine", fen=50_000, to="青禾药店", reason="重作后减少。")
    case.do("zhou", "execution.checked", findings="已履行。", corrected=True, complete=True)
    case.usual("closing.requested")
    case.usual("closing.approved")
    case.usual("archive.filed")
    with pytest.raises(OutOfOrderError, match="已经归档"):
        case.usual("archive.filed")
    numbers = [case.case.at(one.seq, DecisionMade)[1].document_no for one in case.case.events("decision.made")]
    assert numbers == ["江医保罚〔2026〕1号", "江医保罚〔2026〕2号"]
    assert len({case.case.at(one.seq, ArchiveFiled)[0].digest for one in case.case.events("archive.filed")}) == 2


def test_an_old_decision_is_not_revoked_after_a_new_one(case: Play) -> None:
    case.to("service.made")
    first = case.case.events("decision.made")[0].seq
    revoked(case, by_whom="organ", effect="remade")
    case.usual("decision.drafted")
    case.usual("notice.given")
    case.usual("defence.recorded")
    case.usual("decision.made")
    with pytest.raises(BadInputError, match="被新的决定代替"):
        ask_revocation(case, of=first, by_whom="organ", effect="revoked")


def test_a_slip_of_the_pen_is_put_right_by_a_paper_of_its_own(case: Play) -> None:
    case.to("archive.filed")
    made = prefill("decision.rectification_requested", case.case, case.people["zhou"])["of"]
    told = {"of": made, "what": "住所", "before": "青禾街 12 号", "after": "青禾街 21 号", "reason": "笔误。"}
    with pytest.raises(BadInputError, match="前后相同"):
        case.do("zhou", "decision.rectification_requested", **told | {"after": told["before"]})
    with pytest.raises(BadInputError, match="有误"):
        case.do("zhou", "decision.rectification_requested", **told | {"of": 1})
    asked = case.do("zhou", "decision.rectification_requested", **told).seq
    case.do("qian", "approval.endorsed", request=asked, opinion="同意。")
    case.do("sun", "decision.corrected", request=asked, opinion="同意。")
    assert case.case.given(DecisionCorrected)[1].document_no == "江医保更〔2026〕1号"
    assert case.case.archived


def test_what_was_published_is_owed_back_in_three_working_days(played: Callable[..., Play]) -> None:
    case = played("service.made")
    register(case, "result.published", of=case.case.events("decision.made")[0].seq)
    revoked(case, by_whom="organ", effect="revoked")
    found = next(one for one in findings(case.case.dossier).findings if one.rule.id == "L4-46-2")
    assert found.state.value in {"open", "due_soon"}
    assert found.due is not None
    assert beijing_date(found.due) == TODAY + 5 * DAY
    register(case, "result.withdrawn", reason="决定已撤销。")
    found = next(one for one in findings(case.case.dossier).findings if one.rule.id == "L4-46-2")
    assert found.state.value == "satisfied"


def test_the_row_of_the_case_says_that_it_is_open_again(case: Play) -> None:
    case.to("archive.filed")
    row = Case.objects.get(dossier=case.case.dossier)
    assert (row.closed, row.archived) == (True, True)
    revoked(case, by_whom="organ", effect="illegal")
    row.refresh_from_db()
    assert (row.closed, row.archived) == (True, True)
    assert body_of(case.case.given(DecisionRevoked)[0]) == case.case.given(DecisionRevoked)[1]
    assert not Paper.objects.filter(dossier=row.dossier, form="decision").exists()
