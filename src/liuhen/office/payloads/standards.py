"""数额标准、重大执法决定目录、工作日历、规程、读法."""

from collections.abc import Mapping
from datetime import date
from typing import Final

from pydantic import BaseModel, ConfigDict, Field

from liuhen.forms.fields import Form, choice, fen, line, lines, parts, text, whole
from liuhen.ledger import Body
from liuhen.office.payloads.persons import day

TERM: Final = 20  # characters

MATTERS: Final = {
    "legal_review": "法制审核：罚款和退回合计达到的数额",
    "hearing_person": "听证：对公民罚款达到的数额",
    "hearing_business": "听证：对个体工商户罚款达到的数额（没有另定的，取公民和单位标准中较低的）",
    "hearing_organisation": "听证：对法人或者其他组织罚款达到的数额",
    "large_amount": "数额较大：应当集体讨论的数额",
}


class ThresholdForm(Form):
    """数额标准."""

    matter: str = choice("事项", MATTERS)
    amount_fen: int = fen("数额")
    basis: str = text("依据", rows=2, description="本机关或者上级机关的文件名称和文号。")


class ThresholdSet(Body, kind="threshold.set", version=1):
    """An amount that the law leaves to the organ, in fen."""

    matter: str = choice("事项", MATTERS)
    amount_fen: int = fen("数额")
    basis: str = text("依据")


class CatalogueForm(Form):
    """重大执法决定法制审核目录."""

    items: list[str] = lines("列入目录的决定", min_length=1, description="每行一项。")
    basis: str = text("依据", rows=2, description="公布目录的文件名称、文号和日期。")


class CatalogueSet(CatalogueForm, Body, kind="catalogue.set", version=1):
    """Which decisions the organ holds for major, all of them."""


class HolidayPart(BaseModel):
    """One holiday as arranged."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    name: str = line("节日", max_length=20)
    first: date = day("放假首日")
    last: date = day("放假末日")


class CalendarForm(Form):
    """节假日安排."""

    year: int = whole("年度", ge=2004, le=2199)
    source: str = line("放假通知", description="国务院办公厅通知的名称和文号。")
    holidays: list[HolidayPart] = parts("放假", min_length=1)
    workdays: list[str] = lines("调休上班的日子", default_factory=list, description="每行一天，如 2027-02-14。")
    reason: str = text("说明", rows=2, default="", min_length=0)


class CalendarArranged(Body, kind="calendar.arranged", version=1):
    """The arrangement of one year by which working days are counted from now on."""

    year: int = whole("年度", le=2199)
    source: str = line("放假通知")
    holidays: list[HolidayPart] = parts("放假")
    workdays: list[date] = Field(title="调休上班的日子")
    reason: str = text("说明", default="", min_length=0)


class PackDay(BaseModel):
    """From when on a regulation is in force whose own text names no day, and until when."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    pack: str = Field(title="规程", min_length=1, max_length=60, json_schema_extra={"widget": "undated_pack"})
    first: date = day("施行首日")
    last: date | None = Field(None, title="施行末日", json_schema_extra={"widget": "date"})


class PacksForm(Form):
    """启用规程."""

    packs: list[str] = Field(min_length=1, title="规程", json_schema_extra={"widget": "packs"})
    since: date = day("自何日起执行")
    days: list[PackDay] = parts(
        "规程自身的施行日期",
        default_factory=list,
        description="文本没有写明施行日期的规程，请填写其印发或者施行的日期。",
    )
    basis: str = text("依据", rows=2)


class PacksAdopted(Body, kind="packs.adopted", version=1):
    """The regulations this organ works by from a day on: pack id -> version."""

    packs: Mapping[str, str] = Field(min_length=1, title="规程")
    since: date | None = Field(None, title="自何日起执行")
    basis: str = Field("", title="依据")
    texts: Mapping[str, str] | None = Field(None, title="规程文本的摘要")
    days: list[PackDay] | None = Field(None, title="规程自身的施行日期")


class ChoiceForm(Form):
    """取用读法."""

    picked: str = Field(title="事项和取用的读法", json_schema_extra={"widget": "reading"})
    term: str = line(
        "本机关的期限",
        default="",
        min_length=0,
        max_length=TERM,
        description="取用由机关自定期限的读法时填写，如：3个工作日。",
    )
    reason: str = text("理由", rows=3)


class ChoicePicked(Body, kind="choice.picked", version=1):
    """Which reading the organ follows where a text bears several."""

    choice: str = Field(min_length=1, title="事项")
    reading: str = Field(min_length=1, title="取用的读法")
    reason: str = Field(min_length=1, title="理由")
    terms: Mapping[str, str] | None = Field(None, title="本机关的期限")


class TermForm(Form):
    """本机关的期限."""

    name: str = Field(title="事项", min_length=1, max_length=100, json_schema_extra={"widget": "own_term"})
    value: str = line("期限", max_length=TERM, description="如：3个工作日、24小时、30日、6个月、1年。")
    reason: str = text("理由或者依据", rows=2)


class TermSet(Body, kind="term.set", version=1):
    """A term that the organ sets itself where a text gives no number: `3 workdays`."""

    name: str = Field(min_length=1, title="事项")
    value: str = Field(min_length=1, title="期限")
    reason: str = Field(min_length=1, title="理由或者依据")


class HolderForm(Form):
    """职责归口."""

    holder: str = Field(title="规程所称", min_length=1, max_length=100, json_schema_extra={"widget": "holder"})
    department: str = Field(title="本机关处室", min_length=1, json_schema_extra={"widget": "department"})
    reason: str = text("理由或者依据", rows=2)


class HolderAssigned(Body, kind="holder.assigned", version=1):
    """Which department answers for what the regulations give to a holder of their own word."""

    holder: str = Field(min_length=1, title="规程所称")
    department: str = Field(min_length=1, title="本机关处室")
    reason: str = Field(min_length=1, title="理由或者依据")
