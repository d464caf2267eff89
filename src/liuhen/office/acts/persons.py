"""人员、处室、岗位、执法证."""

import secrets
from typing import Any

from liuhen.kernel.errors import BadInputError
from liuhen.office.acts.roll import (
    certificate_in_use,
    departments,
    present,
    require_department,
    require_new_account,
    require_no_keeper,
)
from liuhen.office.models import Department
from liuhen.office.payloads import (
    CertificateIssued,
    CertificateRevoked,
    DepartmentClosed,
    DepartmentOpened,
    OfficerAppointed,
    OfficerLeft,
    OfficerMoved,
    RoleGranted,
)
from liuhen.office.payloads.persons import (
    AppointForm,
    CertifyForm,
    DepartmentCloseForm,
    DepartmentForm,
    GrantForm,
    LeaveForm,
    MoveForm,
    RevokeForm,
)
from liuhen.office.registry import Doing, Once, office_act
from liuhen.people.accounts import close_account, open_account
from liuhen.people.models import Certificate, Person
from liuhen.people.officers import Officer
from liuhen.people.sessions import end_all


def _named(by: Officer, of: str) -> dict[str, Any]:
    """Open a form about the person that the link named, with what stands now."""
    row = Person.objects.filter(organ=by.organ, id=of).first()
    return {"officer": row.id, "department": row.department, "roles": row.roles} if row else {}


def _numbered(by: Officer, of: str) -> dict[str, Any]:
    del by
    return {"number": of}


def _about_department(by: Officer, of: str) -> dict[str, Any]:
    return {"name": of} if of in departments(by.organ) else {}


@office_act(DepartmentOpened, section="departments", label="设立处室", verb="设立处室")
def open_department(form: DepartmentForm, doing: Doing) -> DepartmentOpened:
    """Enter a department of the organ."""
    if form.name in departments(doing.organ):
        raise BadInputError("已有同名的处室。", fields={"name": "已有这个处室"}, remedy="请核对名称。")
    return DepartmentOpened(**dict(form))


@office_act(
    DepartmentClosed, section="departments", label="撤销处室", verb="撤销处室", prefill=_about_department,
    help="先把处室里的人员调到别的处室。已有案件的承办处室不变。",
)  # fmt: skip
def close_department(form: DepartmentCloseForm, doing: Doing) -> DepartmentClosed:
    """Close a department in which nobody works any more."""
    if not Department.objects.filter(organ=doing.organ, name=form.name, closed=False).exists():
        raise BadInputError("没有这个处室。", fields={"name": "请从名单中选择"}, remedy="请刷新页面后重新选择。")
    working = Person.objects.filter(organ=doing.organ, department=form.name, left_on=None).count()
    if working:
        raise BadInputError(
            f"{form.name}还有 {working} 人在岗。",
            fields={"name": "还有人员"},
            remedy="请先把他们调到别的处室，或者登记离岗。",
        )
    return DepartmentClosed(**dict(form))


def _account(body: OfficerAppointed, doing: Doing) -> tuple[Once, ...]:
    del doing
    return (Once(f"{body.name}（账号 {body.account}）的初始口令", open_account(body.account)),)


@office_act(
    OfficerAppointed,
    section="people",
    label="录入人员",
    verb="录入人员",
    help="录入后显示一次初始口令，请当面交给本人；本人首次登录时自己设置密码。三员不在这里录入。",
    after=_account,
)
def appoint(form: AppointForm, doing: Doing) -> OfficerAppointed:
    """Take a person into the organ, with an account."""
    require_department(doing.organ, form.department)
    require_new_account(form.account)
    return OfficerAppointed(id=f"p-{secrets.token_hex(6)}", **dict(form))


@office_act(OfficerMoved, section="people", label="调整处室", verb="调整处室", prefill=_named)
def move(form: MoveForm, doing: Doing) -> OfficerMoved:
    """Let a person work in another department; his cases stay his."""
    row = present(doing.organ, form.officer, on=doing.today)
    require_department(doing.organ, form.department)
    if row.department == form.department:
        raise BadInputError("已经在这个处室。", fields={"department": "没有变化"}, remedy="请选择调入的处室。")
    return OfficerMoved(name=row.name, **dict(form))


def _sign_out(body: RoleGranted, doing: Doing) -> tuple[Once, ...]:
    del doing
    end_all(Person.objects.values_list("account", flat=True).get(id=body.officer))
    return ()


@office_act(
    RoleGranted, section="people", label="调整岗位", verb="调整岗位", prefill=_named, after=_sign_out,
    help="所选岗位即调整后的全部岗位，自记入之时起生效。",
)  # fmt: skip
def grant(form: GrantForm, doing: Doing) -> RoleGranted:
    """Say which roles a person holds from now on."""
    row = present(doing.organ, form.officer, on=doing.today)
    require_no_keeper(row)
    if set(row.roles) == set(form.roles):
        raise BadInputError("岗位没有变化。", fields={"roles": "与现在相同"}, remedy="请选择调整后的岗位。")
    return RoleGranted(name=row.name, **dict(form))


def _shut(body: OfficerLeft, doing: Doing) -> tuple[Once, ...]:
    del doing
    close_account(Person.objects.values_list("account", flat=True).get(id=body.officer))
    return ()


@office_act(
    OfficerLeft, section="people", label="登记离岗", verb="登记离岗", prefill=_named, after=_shut,
    help="账号随即停用，不再启用，也不给别人使用；办过的记录不变。其承办的未结案件由处室负责人更换承办人。",
)  # fmt: skip
def leave(form: LeaveForm, doing: Doing) -> OfficerLeft:
    """Record that a person acts here no more."""
    row = present(doing.organ, form.officer, on=doing.today)
    require_no_keeper(row)
    if form.on > doing.today:
        raise BadInputError("离岗日期还没有到。", fields={"on": "晚于今天"}, remedy="请在离岗当日登记。")
    return OfficerLeft(name=row.name, **dict(form))


@office_act(
    CertificateIssued, section="people", label="登记执法证", verb="登记执法证", prefill=_named,
    help="换证、年审后再登记一次，原来的有效期保留。证号可以不变。",
)  # fmt: skip
def certify(form: CertifyForm, doing: Doing) -> CertificateIssued:
    """Enter a certificate or its renewal."""
    row = present(doing.organ, form.officer, on=doing.today)
    others = Certificate.objects.filter(number=form.number).exclude(person=row.id)
    if others.exists():
        raise BadInputError("这个执法证号登记在别人名下。", fields={"number": "证号已用"}, remedy="请核对证号。")
    if Certificate.objects.filter(number=form.number, valid_from=form.valid_from).exists():
        raise BadInputError(
            "这个执法证已经登记过。", fields={"number": "已经登记"}, remedy="换证或者年审的，请填写新的有效期。"
        )
    return CertificateIssued(name=row.name, **dict(form))


@office_act(CertificateRevoked, section="people", label="注销执法证", verb="注销执法证", prefill=_numbered)
def revoke(form: RevokeForm, doing: Doing) -> CertificateRevoked:
    """Record that a certificate is valid no more."""
    _, holder = certificate_in_use(doing.organ, form.number)
    if form.on > doing.today:
        raise BadInputError("日期还没有到。", fields={"on": "晚于今天"}, remedy="请在注销当日登记。")
    return CertificateRevoked(officer=holder.id, name=holder.name, **dict(form))
