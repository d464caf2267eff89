"""三员: one of the three keepers proposes, another confirms; nobody makes or unmakes a keeper alone."""

from typing import Final

from pydantic import Field

from liuhen.forms.fields import Form, choice, line, text
from liuhen.ledger import Body
from liuhen.office.payloads.persons import ACCOUNT, department, person
from liuhen.people.roles import KEEPERS, WORDS, Role

KEEPING: Final = {str(role): WORDS[role] for role in Role if role in KEEPERS}


class KeeperForm(Form):
    """提名三员."""

    role: str = choice("岗位", KEEPING)
    name: str = line("姓名", max_length=100)
    department: str = department()
    account: str = line("账号", pattern=ACCOUNT, max_length=40, description="新开的账号；用过的账号不能再用。")
    replaces: str = person("接替（原任自确认之时起离岗）", default="")
    reason: str = text("依据", rows=2)


class KeeperProposed(KeeperForm, Body, kind="keeper.proposed", version=1):
    """Somebody is named for one of the three offices; it takes effect when another keeper confirms."""

    replaced_name: str = line("原任", default="", min_length=0)


class ConfirmForm(Form):
    """确认三员."""

    proposal: str = Field(title="提名", pattern=r"^\d{1,12}$", json_schema_extra={"widget": "proposal"})
    reason: str = text("意见", rows=2, examples=["同意。"])


class KeeperConfirmed(Body, kind="keeper.confirmed", version=1):
    """A second keeper agrees: the person joins, and whom he replaces leaves."""

    proposal: int
    id: str
    role: str = choice("岗位", KEEPING)
    name: str = line("姓名")
    department: str = line("处室")
    account: str = line("账号")
    replaces: str = ""
    replaced_name: str = line("原任", default="", min_length=0)
    reason: str = text("意见")
