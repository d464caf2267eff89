"""登录: what an organ asks of who signs in, and passwords that two keepers reset together. No secret is in an entry."""

from typing import Final

from pydantic import Field

from liuhen.forms.fields import Form, several, text, whole, yes
from liuhen.ledger import Body
from liuhen.office.payloads.persons import person
from liuhen.people.roles import WORDS

ROLES: Final = {str(role): words for role, words in WORDS.items()}


class PolicyForm(Form):
    """登录规则."""

    idle_minutes: int = whole("离开多久须重新登录（分钟）", ge=5, le=240, examples=[30])
    password_days: int = whole("密码多久须更换（天）", ge=30, le=365, examples=[180])
    second_factor: list[str] = several("必须启用第二重验证的岗位", ROLES, default=[])
    reason: str = text("依据或者理由", rows=2)


class SignInPolicySet(PolicyForm, Body, kind="sign_in.policy_set", version=1):
    """How people of the organ sign in from now on."""


class ResetForm(Form):
    """申请重置密码."""

    officer: str = person("给谁重置")
    factors: bool = yes("同时停用第二重验证", description="手机或者安全密钥丢失、损坏时选“是”。")
    reason: str = text("理由", rows=2, max_length=200, examples=["忘记密码，本人当面提出"])


class PasswordResetRequested(ResetForm, Body, kind="password.reset_requested", version=1):
    """One keeper asks that somebody's password be reset; by itself it opens nothing."""

    name: str


class AgreeForm(Form):
    """确认重置密码."""

    officer: str = Field(title="给谁重置", min_length=1, max_length=64, json_schema_extra={"widget": "reset"})
    reason: str = text("怎样核实的", rows=2, examples=["已当面核对本人身份"])


class PasswordResetConfirmed(AgreeForm, Body, kind="password.reset_confirmed", version=1):
    """A second keeper agrees: what was good before is not, and the code of both halves is for a day."""

    name: str
    requested_by: str
    requester: str
    factors: bool


class CodeForm(Form):
    """重发初始口令."""

    officer: str = person("给谁重发")
    reason: str = text("理由", rows=2, examples=["初始口令过期"])


class CodeRenewed(CodeForm, Body, kind="sign_in.code_renewed", version=1):
    """Somebody who has never set a password of his own is given another code for his first sign-in."""

    name: str
