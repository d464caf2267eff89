"""处室、人员、岗位、执法证."""

from datetime import date
from typing import Any, Final, Self

from pydantic import Field, model_validator

from liuhen.forms.fields import Form, choice, line, several, text
from liuhen.ledger import Body
from liuhen.people.roles import KEEPERS, WORDS

GRANTED: Final = {str(role): words for role, words in WORDS.items() if role not in KEEPERS}
LEAVING: Final = {
    "transferred": "调离",
    "retired": "退休",
    "resigned": "辞职",
    "dismissed": "辞退、开除",
    "other": "其他",
}
ACCOUNT: Final = r"^[a-z][a-z0-9_.-]{1,39}$"


def person(title: str, **told: Any) -> Any:
    """Declare a person of the organ, by id."""
    return Field(title=title, json_schema_extra={"widget": "person"}, **told)


def department(title: str = "处室", **told: Any) -> Any:
    """Declare a department of the organ, by name."""
    return Field(title=title, min_length=1, max_length=100, json_schema_extra={"widget": "department"}, **told)


def day(title: str, **told: Any) -> Any:
    """Declare a date."""
    return Field(title=title, json_schema_extra={"widget": "date"}, **told)


class DepartmentForm(Form):
    """设立处室."""

    name: str = line("处室名称", max_length=100)
    reason: str = text("依据", rows=2, default="", min_length=0)


class DepartmentOpened(DepartmentForm, Body, kind="department.opened", version=1):
    """A department of the organ."""


class DepartmentCloseForm(Form):
    """撤销处室."""

    name: str = department()
    reason: str = text("理由或者依据", rows=2)


class DepartmentClosed(DepartmentCloseForm, Body, kind="department.closed", version=1):
    """A department that is no more."""


class AppointForm(Form):
    """录入人员."""

    name: str = line("姓名", max_length=100)
    department: str = department()
    account: str = line(
        "账号",
        pattern=ACCOUNT,
        max_length=40,
        description="小写字母开头，2 至 40 个字母、数字、点、横线；用过的账号不能再用。",
    )
    roles: list[str] = several("岗位", GRANTED, min_length=1)
    reason: str = text("依据", rows=2, default="", min_length=0)


class OfficerAppointed(Body, kind="officer.appointed", version=1):
    """A person joins the organ with these roles; the account is never used again by another."""

    id: str
    name: str = Field(min_length=1, title="姓名")
    department: str = Field(min_length=1, title="处室")
    account: str = Field(min_length=1, title="账号")
    roles: list[str] = several("岗位", {str(role): words for role, words in WORDS.items()}, min_length=1)
    reason: str = Field("", title="依据")


class MoveForm(Form):
    """调整处室."""

    officer: str = person("人员")
    department: str = department("调入处室")
    reason: str = text("理由或者依据", rows=2)


class OfficerMoved(MoveForm, Body, kind="officer.moved", version=1):
    """A person works in another department from now on."""

    name: str = line("姓名")


class GrantForm(Form):
    """调整岗位."""

    officer: str = person("人员")
    roles: list[str] = several("调整后的岗位", GRANTED, min_length=1, description="所选即调整后的全部岗位。")
    reason: str = text("理由或者依据", rows=2)


class RoleGranted(GrantForm, Body, kind="role.granted", version=1):
    """The roles a person holds from now on, all of them."""

    name: str = line("姓名")


class LeaveForm(Form):
    """离岗."""

    officer: str = person("人员")
    on: date = day("离岗日期")
    why: str = choice("离岗原因", LEAVING)
    reason: str = text("说明或者依据", rows=2)


class OfficerLeft(LeaveForm, Body, kind="officer.left", version=1):
    """A person acts here no more; his records stay his, his account is never used again."""

    name: str = line("姓名")


class CertifyForm(Form):
    """登记执法证."""

    officer: str = person("人员")
    number: str = line("执法证号", max_length=64)
    valid_from: date = day("有效期自")
    valid_to: date = day("有效期至")
    reason: str = text("说明", rows=2, default="", min_length=0, description="首次发证、换证或者年审。")

    @model_validator(mode="after")
    def _ends_after_it_begins(self) -> Self:
        require_span(self.valid_from, self.valid_to)
        return self


class CertificateIssued(CertifyForm, Body, kind="certificate.issued", version=1):
    """A 行政执法证 and the first and last day on which it is valid."""

    name: str = line("姓名", default="", min_length=0)


class RevokeForm(Form):
    """注销执法证."""

    number: str = Field(title="执法证", json_schema_extra={"widget": "certificate"})
    on: date = day("自何日起无效")
    reason: str = text("理由或者依据", rows=2)


class CertificateRevoked(RevokeForm, Body, kind="certificate.revoked", version=1):
    """A 行政执法证 that is valid no more, from a day on."""

    officer: str
    name: str = line("姓名")


def require_span(first: date | None, last: date | None) -> None:
    """Refuse a certificate that ends before it begins."""
    if first is not None and last is not None and last < first:
        raise ValueError("执法证的有效期止早于有效期起")
