"""登录规则，两人重置密码，重发初始口令."""

from typing import Any

from liuhen.kernel.errors import BadInputError, NotAllowedError
from liuhen.office.acts.roll import present
from liuhen.office.payloads.signing import (
    AgreeForm,
    CodeForm,
    CodeRenewed,
    PasswordResetConfirmed,
    PasswordResetRequested,
    PolicyForm,
    ResetForm,
    SignInPolicySet,
)
from liuhen.office.registry import Doing, Once, office_act
from liuhen.people import resets
from liuhen.people.accounts import renew_code
from liuhen.people.models import Account, Person
from liuhen.people.officers import Officer
from liuhen.people.policy import PASSWORD_DAYS, is_demo, policy_of
from liuhen.people.roles import KEEPERS, WORDS, Role


def _now(by: Officer, of: str) -> dict[str, Any]:
    del of
    policy = policy_of(by.organ)
    return {
        "idle_minutes": policy.idle_minutes,
        "password_days": policy.password_days or PASSWORD_DAYS,
        "second_factor": [str(role) for role in Role if role in policy.second_factor],
    }


@office_act(
    SignInPolicySet,
    section="signing",
    label="设定登录规则",
    verb="设定登录规则",
    help="三员必须有第二重验证；其他岗位由本机关决定。没有启用的人员，下次登录时按提示启用。",
    prefill=_now,
)
def set_policy(form: PolicyForm, doing: Doing) -> SignInPolicySet:
    """Say what is asked of who signs in."""
    missing = [WORDS[role] for role in Role if role in KEEPERS and role not in form.second_factor]
    if missing and not is_demo(doing.organ):
        raise BadInputError(
            "三员必须有第二重验证。",
            fields={"second_factor": f"还要选上{'、'.join(missing)}"},
            why="三员的账号管着所有人的账号。",
            remedy="请选上三员。",
        )
    return SignInPolicySet(**dict(form))


def _about(by: Officer, of: str) -> dict[str, Any]:
    return {"officer": of} if Person.objects.filter(organ=by.organ, id=of).exists() else {}


def _ask(body: PasswordResetRequested, doing: Doing) -> tuple[Once, ...]:
    person = Person.objects.get(id=body.officer)
    half = resets.ask(person, by=doing.by.id, reason=body.reason, factors=body.factors)
    return (Once(f"{body.name}（账号 {person.account}）重置口令的前一半", half),)


@office_act(
    PasswordResetRequested,
    section="signing",
    label="申请重置密码",
    verb="申请重置密码",
    help="须由另一名管理人员确认。口令分成两半，您和确认人各得一半，分别当面交给本人；缺一半就不能登录。",
    after=_ask,
    prefill=_about,
)
def request_reset(form: ResetForm, doing: Doing) -> PasswordResetRequested:
    """Ask that somebody's password be reset."""
    row = _holder(doing, form.officer)
    if Role.SECURITY not in doing.by.roles and Role.SECURITY.value not in row.roles:
        raise NotAllowedError(
            "您只能为安全员申请重置密码。",
            why="其他人员的账号由安全员管理。",
            remedy="请由安全员申请。",
        )
    return PasswordResetRequested(name=row.name, **dict(form))


def _agree(body: PasswordResetConfirmed, doing: Doing) -> tuple[Once, ...]:
    del doing
    person = Person.objects.get(id=body.officer)
    return (Once(f"{body.name}（账号 {person.account}）重置口令的后一半", resets.agree(person)),)


@office_act(
    PasswordResetConfirmed,
    section="signing",
    label="确认重置密码",
    verb="确认重置密码",
    help="请先当面核对本人身份。确认后原密码随即作废，各处的登录都会结束；两半口令一日内有效，连起来用于登录，登录后由本人重设密码。",
    after=_agree,
    prefill=_about,
)
def confirm_reset(form: AgreeForm, doing: Doing) -> PasswordResetConfirmed:
    """Agree to a reset that another keeper asked for."""
    row = _holder(doing, form.officer)
    asked = resets.open_request(row)
    if asked.requested_by == doing.by.id:
        raise NotAllowedError(
            "您不能确认自己提出的申请。", why="申请和确认须由两人办理。", remedy="请由另一名管理人员确认。"
        )
    return PasswordResetConfirmed(
        name=row.name,
        requested_by=asked.requested_by,
        requester=asked.requester,
        factors=asked.factors,
        **dict(form),
    )


def _renew(body: CodeRenewed, doing: Doing) -> tuple[Once, ...]:
    del doing
    person = Person.objects.get(id=body.officer)
    return (Once(f"{body.name}（账号 {person.account}）的初始口令", renew_code(person.account)),)


@office_act(
    CodeRenewed,
    section="signing",
    label="重发初始口令",
    verb="重发初始口令",
    help="只用于还没有设过自己密码的人员；设过的，走两人重置密码。",
    after=_renew,
    prefill=_about,
)
def renew(form: CodeForm, doing: Doing) -> CodeRenewed:
    """Give out another code for a first sign-in."""
    row = _holder(doing, form.officer)
    if KEEPERS.intersection(Role(one) for one in row.roles):
        raise NotAllowedError("三员的口令不能由一人重发。", why="三员的账号须由两人办理。", remedy="请走两人重置密码。")
    return CodeRenewed(name=row.name, **dict(form))


def _holder(doing: Doing, person: str) -> Person:
    """Return somebody else of the organ who has an account."""
    row = present(doing.organ, person, on=doing.today)
    if row.id == doing.by.id:
        raise NotAllowedError(
            "您不能给自己办理。", why="重置须由本人之外的两名管理人员办理。", remedy="请由其他管理人员办理。"
        )
    if not Account.objects.filter(account=row.account, is_active=True).exists():
        raise BadInputError("这个人的账号已经停用。", fields={"officer": "账号已停用"}, remedy="请另选一人。")
    return row
