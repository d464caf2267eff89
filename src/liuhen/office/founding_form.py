"""What is asked for a new installation: the organ, its regulation, the three keepers, numbers and the seal."""

from datetime import date
from typing import Any, Final

from pydantic import BaseModel, ConfigDict, Field

from liuhen.forms.fields import Form, file, line, parts, text, whole
from liuhen.office.payloads.organ import MARK
from liuhen.office.payloads.persons import ACCOUNT, day
from liuhen.people.roles import Role

KEEPING: Final = (("sysadmin", Role.SYSADMIN), ("security", Role.SECURITY), ("auditor", Role.AUDITOR))
"""Name of the part -> the office that is filled with it."""

SERIES: Final = (("case", "案"), ("notice", "告"), ("decision", "罚"), ("service", "送"))
"""Name of the part -> the series that is numbered so."""

PICTURE: Final = 200 * 1024  # bytes


class Part(BaseModel):
    """A part of the form."""

    model_config = ConfigDict(frozen=True, extra="forbid", str_strip_whitespace=True)


class OrganPart(Part):
    """机关."""

    name: str = line("机关名称", description="全称，与公章一致。")
    region: str = line("行政区域", max_length=100, description="如“武汉市江汉区”。")
    mark: str = line("机关代字", max_length=MARK, description="文号开头的字，如“江医保”。")
    credit_code: str = line("统一社会信用代码", default="", min_length=0, max_length=18)
    address: str = line("办公地址", default="", min_length=0)
    phone: str = line("联系电话", default="", min_length=0, max_length=40)


class KeeperPart(Part):
    """三员之一."""

    name: str = line("姓名", max_length=100)
    department: str = line("处室", max_length=100)
    account: str = line(
        "账号", pattern=ACCOUNT, max_length=40, description="小写字母开头，2 至 40 个字母、数字、点、横线。"
    )


class NumberPart(Part):
    """一种文号."""

    word: str = line("代字后的字", max_length=10, pattern="^[^〔〕号]+$")
    first: int = whole("今年从第几号起", default=1, ge=1)


def _number(title: str, word: str) -> Any:
    return parts(title, widget="part", default=NumberPart(word=word, first=1))


class FoundingForm(Form):
    """初次安装."""

    organ: OrganPart = parts("机关", widget="part")
    pack: str = Field(title="执行的规程", json_schema_extra={"widget": "pack"})
    since: date | None = day("自何日起执行", default=None, description="不填就是今天。")
    basis: str = text("依据", rows=2, default="", min_length=0, description="本机关启用规程的文件名称、文号。")
    sysadmin: KeeperPart = parts("系统管理员", widget="part")
    security: KeeperPart = parts("安全员", widget="part")
    auditor: KeeperPart = parts("安全审计员", widget="part")
    case: NumberPart = _number("案号", "案")
    notice: NumberPart = _number("告知书文号", "告")
    decision: NumberPart = _number("处罚决定书文号", "罚")
    service: NumberPart = _number("送达回证文号", "送")
    seal: str = line("印章名称", default="", min_length=0, description="如“行政处罚专用章”。")
    picture: str = file(
        "印章图片",
        default="",
        pattern="^([0-9a-f]{64})?$",
        description="PNG，不超过 200 KB。只供打印件上显示，本身不证明任何事。可以以后再存。",
    )
