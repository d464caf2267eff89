"""事先告知、陈述申辩: each function composes the body of one act; the guard writes it."""

from typing import Any, Final

from liuhen.kernel.errors import BadInputError, OutOfOrderError
from liuhen.people.officers import Officer
from liuhen.process.case.numbers import next_number
from liuhen.process.case.order import REVOKED, done_once
from liuhen.process.case.parties import party_of
from liuhen.process.case.reference import CaseRef
from liuhen.process.case.registry import Doing, act, prefills
from liuhen.process.decision.hearing_right import HearingRight, hearing_right
from liuhen.process.decision.notice_payloads import NoticeForm, NoticeGiven, NoticeThresholds
from liuhen.process.decision.payloads import DecisionMade, DefenceForm, DefenceRecorded
from liuhen.process.decision.told import concluded

PHASE: Final = "告知、讨论与决定"


@act(
    NoticeGiven,
    label="行政处罚事先告知书",
    verb="登记事先告知",
    phase=PHASE,
    needs=("inquiry.concluded",),
    article="令第4号第四十一条",
    help="事实、依据或者拟处罚内容改变的，应当再次告知；以最近一次告知为准，决定不得超出。",
)
def give_notice(case: CaseRef, form: NoticeForm, doing: Doing) -> NoticeGiven:
    """Tell the party what is intended, why, and its rights; whether it may ask for a hearing is reckoned, not asked."""
    require_undecided(case, "告知")
    right = _right(case, fine_fen=form.fine_fen, grounds=form.hearing_grounds)
    party = party_of(case)
    told = dict(form) | {"hearing_right": form.hearing_right or right.due}
    return NoticeGiven(
        **told,
        document_no=next_number(case.organ, "告", on=doing.happened),
        thresholds=NoticeThresholds(hearing_fen=right.amount_fen, party_kind=party.kind if party else ""),
        hearing_why=right.why,
    )


@prefills(NoticeGiven)
def _as_concluded(case: CaseRef, by: Officer) -> dict[str, Any]:
    del by
    report = concluded(case)
    if report is None:
        return {}
    known = {name: getattr(report, name, None) for name in ("facts", "basis", "proposal", "basis_article")}
    amounts = {name: getattr(report, name, 0) for name in ("fine_fen", "refund_fen")}
    right = _right(case, fine_fen=amounts["fine_fen"], grounds=())
    rights = ["陈述", "申辩", "听证"] if right.due else ["陈述", "申辩"]
    return known | amounts | {"reasons": report.nature, "rights": rights, "hearing_right": right.due}


def _right(case: CaseRef, *, fine_fen: int, grounds: Any) -> HearingRight:
    party = party_of(case)
    return hearing_right(
        case.organ, party_kind=party.kind if party else "organisation", fine_fen=fine_fen, grounds=grounds
    )


@act(
    DefenceRecorded,
    label="陈述申辩",
    verb="登记陈述申辩",
    phase=PHASE,
    needs=("notice.given",),
    article="令第4号第四十一条",
    help="不得因陈述、申辩加重处罚。改变了事实或者拟处罚内容的，须重新法制审核、再次告知。",
    correctable=True,
)
def record_defence(case: CaseRef, form: DefenceForm, doing: Doing) -> DefenceRecorded:
    """Record what the party said to the notice, or that it said nothing."""
    if doing.corrects is None:
        require_undecided(case, "陈述申辩")
    if form.outcome == "made" and not form.content:
        raise BadInputError(
            "提出陈述申辩的，须记录其内容。", fields={"content": "请写明事实、理由和证据"}, remedy="请补填后提交。"
        )
    return DefenceRecorded(**dict(form))


def require_undecided(case: CaseRef, what: str) -> None:
    """Refuse what belongs to the time before the decision.

    Raises:
        OutOfOrderError: the case has been decided.
    """
    if done_once(DecisionMade.kind, case.events(DecisionMade.kind, REVOKED)):
        raise OutOfOrderError(
            f"本案已经作出决定，不能再登记{what}。",
            why=f"{what}在决定之前进行；决定不能覆盖。",
            remedy="当事人对决定不服的，可以申请行政复议或者提起行政诉讼。",
        )
