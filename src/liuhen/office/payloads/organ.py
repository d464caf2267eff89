"""机关、文书编号、印章图片."""

from datetime import date
from typing import Final

from pydantic import Field

from liuhen.forms.fields import Form, choice, file, line, text, whole
from liuhen.ledger import Body
from liuhen.papers.series import series

SERIES: Final = dict(series())
MARK: Final = 20  # characters


class OrganEstablished(Body, kind="organ.established", version=1):
    """The first entry of an organ's chain. A demo says so here, and only here can it be said."""

    name: str = Field(min_length=1, title="机关名称")
    region: str = Field(min_length=1, title="行政区域")
    mark: str = Field(min_length=1, title="机关代字")
    demo: bool = Field(title="示例")
    public_key: str = Field(title="检查点公钥")


class DescribeForm(Form):
    """机关信息."""

    name: str = line("机关名称")
    mark: str = line("机关代字", max_length=MARK, description="文号开头的字，如“江医保”。已经编出的文号不变。")
    credit_code: str = line("统一社会信用代码", default="", min_length=0)
    address: str = line("办公地址", default="", min_length=0)
    phone: str = line("联系电话", default="", min_length=0)
    reason: str = text("变更理由或者依据", rows=2)


class OrganDescribed(DescribeForm, Body, kind="organ.described", version=1):
    """What stands on the organ's papers from now on."""


class NumberingForm(Form):
    """文书编号."""

    series: str = choice("哪一种文号", SERIES)
    word: str = line("代字后的字", max_length=10, description="如“罚”“医保罚”，编成 江医保罚〔2026〕9号。")
    year: int = whole("年度", ge=2000, le=2199)
    first: int = whole(
        "本年度起始号", default=1, ge=1, description="年中启用的，从纸质登记簿的下一号开始；已编出的号不再用。"
    )
    reason: str = text("理由或者依据", rows=2)


class NumberingSet(NumberingForm, Body, kind="numbering.set", version=1):
    """How the numbers of one series are made from now on."""


class SealForm(Form):
    """印章图片."""

    name: str = line("印章名称", examples=["行政处罚专用章"])
    picture: str = file("印章图片（PNG，不超过 200 KB）")
    since: date = Field(title="启用日期", json_schema_extra={"widget": "date"})
    reason: str = text("启用依据", rows=2)


class SealKept(Body, kind="seal.kept", version=1):
    """A picture of a seal, for papers to show. It proves nothing by itself: an electronic seal is another thing."""

    name: str = line("印章名称")
    png: str = Field(title="图片", description="PNG, base64")
    since: date = Field(title="启用日期")
    reason: str = text("启用依据")
