"""双随机抽取: what people enter, and what the entry in the organ's chain holds: all that is needed to draw again."""

from datetime import date

from pydantic import BaseModel, ConfigDict

from liuhen.forms.fields import Form, day, line, officers, parts, text, whole
from liuhen.ledger import Body

OBJECTS = 2_000  # objects in one draw
EACH = 10  # officers an object gets at most


class DrawForm(Form):
    """双随机抽取."""

    title: str = line("抽取批次", examples=["2026年第四季度双随机抽查"])
    objects: str = text(
        "抽查对象名录",
        rows=8,
        description="每行一个：名称，统一社会信用代码，风险类别。后两项可以不写；可以从表格直接粘贴。",
    )
    count: int = whole("抽取几个对象", ge=1, le=OBJECTS)
    officer_ids: list[str] = officers("检查人员名录", min_length=1)
    each: int = whole("每个对象几名检查人员", default=2, ge=1, le=EACH)
    apart: str = text(
        "须回避的",
        rows=3,
        default="",
        min_length=0,
        description="每行一项：检查人员姓名，对象名称，理由。没有的不填。",
    )
    months: int = whole("最近几个月检查过的不再抽取（0 为不排除）", default=0, le=120)
    seed: str = line(
        "公开的随机数或者文字", description="抽取之前就公开、谁也不能预先安排的，如前一日某彩票的开奖号码。"
    )
    seed_source: str = line("随机数的来源", examples=["前一日福利彩票双色球开奖号码"])


class Row(BaseModel):
    """A frozen piece of the record of a draw."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Listed(Row):
    """An object on the list."""

    name: str = line("对象")
    code: str = line("统一社会信用代码", default="", min_length=0)
    risk: str = line("风险类别", default="", min_length=0)
    inspected: date | None = day("最近一次检查", default=None)
    left_out: str = line("没有参加抽取的原因", default="", min_length=0)


class Inspector(Row):
    """An officer on the list, with the certificate that was valid that day."""

    id: str
    name: str = line("检查人员")
    certificate: str = line("执法证号")


class Apart(Row):
    """An officer who must not inspect an object."""

    name: str = line("检查人员")
    certificate: str = line("执法证号")
    object: str = line("对象")
    reason: str = line("理由")


class Assigned(Row):
    """An officer whom an object got, and by which digest."""

    id: str
    name: str = line("检查人员")
    certificate: str = line("执法证号")
    digest: str = line("排序值")


class Chosen(Row):
    """An object that was drawn."""

    object: str = line("对象")
    name: str = line("名称")
    code: str = line("统一社会信用代码", default="", min_length=0)
    risk: str = line("风险类别", default="", min_length=0)
    digest: str = line("排序值")
    officers: list[Assigned] = parts("检查人员")


class DrawMade(Body, kind="draw.made", version=1):
    """Objects and officers were drawn; whoever has this can draw again and must come to the same."""

    method: str = line("方法")
    title: str = line("抽取批次")
    seed: str = line("公开的随机数或者文字")
    seed_source: str = line("随机数的来源")
    drawn_at: str = line("抽取时刻")
    count: int = whole("抽取对象数")
    each: int = whole("每个对象的检查人员数")
    months: int = whole("排除最近几个月检查过的")
    objects: list[Listed] = parts("对象名录")
    officers: list[Inspector] = parts("检查人员名录")
    apart: list[Apart] = parts("须回避的")
    result: list[Chosen] = parts("抽取结果")
