"""审批流程、委托代理."""

from datetime import date
from typing import Final, Self

from pydantic import BaseModel, ConfigDict, Field, model_validator

from liuhen.forms.fields import Form, choice, parts, several, text, yes
from liuhen.ledger import Body
from liuhen.office.payloads.persons import day, person
from liuhen.people.roles import WORDS, Role
from liuhen.rulebook.approvals import MATTERS

OF: Final = "penalty"
"""The kind of enforcement whose requests are approved so."""

APPROVING: Final = {
    str(one): WORDS[one] for one in (Role.UNIT_HEAD, Role.REVIEWER, Role.LEGAL_HEAD, Role.DEPUTY, Role.CHIEF)
}
DELEGATED: Final = {
    str(one): WORDS[one]
    for one in (Role.UNIT_HEAD, Role.DEPUTY, Role.CHIEF, Role.REVIEWER, Role.LEGAL_HEAD, Role.ARCHIVIST)
}


class Step(BaseModel):
    """One step of an approval order: any of `roles`, or all of them where it is joint (会签)."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    roles: list[str] = several("审批岗位", APPROVING, min_length=1)
    joint: bool = yes("会签（所选岗位都要签署）", default=False)


class ChainForm(Form):
    """审批流程."""

    matter: str = choice("审批事项", dict(MATTERS))
    steps: list[Step] = parts("步骤，自上而下依次进行", min_length=1)
    basis: str = text("依据", rows=2, description="本机关审批权限规定的名称、文号。")


class ChainSet(ChainForm, Body, kind="chain.set", version=1):
    """The order in which requests of one kind are approved from now on."""


class DelegateForm(Form):
    """委托代理."""

    taker: str = person("受托人")
    roles: list[str] = several("委托代行的岗位", DELEGATED, min_length=1)
    first: date = day("自")
    last: date = day("至")
    reason: str = text("委托理由", rows=2, examples=["外出学习"])

    @model_validator(mode="after")
    def _ends_after_it_begins(self) -> Self:
        if self.last < self.first:
            raise ValueError("委托的截止日早于起始日")
        return self


class DelegationGiven(DelegateForm, Body, kind="delegation.given", version=1):
    """Somebody else acts in the giver's roles for some days; both are named in what he does."""

    giver: str
    giver_name: str = Field(title="委托人")
    taker_name: str = Field(title="受托人姓名")


class EndForm(Form):
    """终止委托."""

    delegation: str = Field(title="委托", json_schema_extra={"widget": "delegation"})
    reason: str = text("终止理由", rows=2)


class DelegationEnded(EndForm, Body, kind="delegation.ended", version=1):
    """A delegation that ends before its last day."""

    giver_name: str = Field(title="委托人")
    taker_name: str = Field(title="受托人")
