"""审批流程、委托代理."""

from typing import Any

from liuhen.kernel.errors import BadInputError, NotAllowedError
from liuhen.office.acts.roll import present
from liuhen.office.in_force import in_force
from liuhen.office.models import Chain
from liuhen.office.payloads import ChainSet, DelegationEnded, DelegationGiven
from liuhen.office.payloads.working import OF, ChainForm, DelegateForm, EndForm
from liuhen.office.registry import Doing, office_act
from liuhen.people.models import Delegation, Person
from liuhen.people.officers import Officer
from liuhen.people.roles import KEEPERS, Role
from liuhen.rulebook.approvals import MATTERS


def _matter(by: Officer, of: str) -> dict[str, Any]:
    """Open the form with the organ's own order, or else with what the regulation provides."""
    row = Chain.objects.filter(key=f"{by.organ}:{of}").first()
    if row is not None:
        return {"matter": of, "steps": row.steps, "basis": row.basis}
    usual = in_force(by.organ).rulebook.approvals(OF).get(of)
    steps = [{"roles": [*step.roles], "joint": step.joint} for step in usual.words.steps] if usual else []
    return {"matter": of, "steps": steps} if steps else {}


@office_act(
    ChainSet, section="chains", label="审批流程", verb="设定审批流程", prefill=_matter,
    help="自上而下依次审批；会签的步骤，所选岗位都签署后才进入下一步。正在审批的事项仍按呈报时的流程。",
)  # fmt: skip
def set_chain(form: ChainForm, doing: Doing) -> ChainSet:
    """Say in which order requests of one kind are approved; what the law asks at least stays in it."""
    ordered = in_force(doing.organ).rulebook.approvals(OF).get(form.matter)
    if ordered is not None and (wrong := ordered.wrong(form.steps)):
        raise BadInputError(
            f"这样的流程{wrong[0]}。",
            fields={"steps": "；".join(f"流程{one}" for one in wrong)},
            why=f"{ordered.cited}：{MATTERS[form.matter]}至少须经{ordered.at_least()}。",
            remedy="可以增加环节，不能减少法定的环节。",
        )
    return ChainSet(**dict(form))


@office_act(
    DelegationGiven, section="delegations", label="委托代理", verb="委托代理",
    help="受托人在委托期间代行您的岗位，所办事项都写明受谁委托。期满自行终止；受托人不能再转托。",
)  # fmt: skip
def delegate(form: DelegateForm, doing: Doing) -> DelegationGiven:
    """Let somebody act in one's own roles for some days."""
    taker = present(doing.organ, form.taker, on=doing.today, field="taker")
    wrong = ""
    if taker.id == doing.by.id:
        wrong = "不能委托自己"
    elif KEEPERS.intersection(Role(one) for one in taker.roles):
        wrong = "三员不兼办案岗位"
    if wrong:
        raise BadInputError("受托人不合适。", fields={"taker": wrong}, remedy="请另选受托人。")
    if not set(form.roles) <= {str(role) for role in doing.by.roles}:
        raise BadInputError("只能委托自己担任的岗位。", fields={"roles": "有的岗位不是您的"}, remedy="请重新选择岗位。")
    if form.last < doing.today:
        raise BadInputError("委托期间已经过去。", fields={"last": "早于今天"}, remedy="请填写今天以后的日期。")
    return DelegationGiven(giver=doing.by.id, giver_name=doing.by.name, taker_name=taker.name, **dict(form))


def _delegation(by: Officer, of: str) -> dict[str, Any]:
    del by
    return {"delegation": of}


@office_act(DelegationEnded, section="delegations", label="终止委托", verb="终止委托", prefill=_delegation)
def end_delegation(form: EndForm, doing: Doing) -> DelegationEnded:
    """End a delegation before its last day: the giver himself, or the security officer."""
    row = Delegation.objects.filter(organ=doing.organ, key=form.delegation, ended_on=None).first()
    if row is None or row.last < doing.today:
        raise BadInputError(
            "没有这件委托，或者已经终止。", fields={"delegation": "请从名单中选择"}, remedy="请刷新页面。"
        )
    if row.giver != doing.by.id and Role.SECURITY not in doing.by.roles:
        raise NotAllowedError("您不能终止这件委托。", why="委托由委托人或者安全员终止。", remedy="请联系委托人。")
    names = dict(Person.objects.filter(id__in=[row.giver, row.taker]).values_list("id", "name"))
    return DelegationEnded(giver_name=names[row.giver], taker_name=names[row.taker], **dict(form))
