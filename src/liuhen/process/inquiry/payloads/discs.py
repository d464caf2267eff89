"""音像证据光盘: what people enter, and what the entry holds."""

from typing import Final

from pydantic import AwareDatetime

from liuhen.forms.fields import Form, choice, entries, line, moment, parts, text, whole, yes
from liuhen.ledger import Body
from liuhen.media.discs import MEDIA
from liuhen.process.case.parts import Part, Scan

MOST: Final = 200
"""Recordings in one making."""
LARGEST: Final = 16 << 20  # MB: more than any tape


class DiscForm(Form):
    """音像证据光盘."""

    of: list[int] = entries(
        "刻入的音像",
        ("recording.stored",),
        min_length=1,
        max_length=MOST,
        description="原件照刻，不作改动；按存入的先后编号。",
    )
    medium: str = choice("介质", MEDIA, default="dvd")
    capacity_mb: int | None = whole(
        "每张容量（MB，按 100 万字节计）", default=None, ge=100, le=LARGEST, when={"medium": ["own"]}
    )
    copies: int = whole("制作几套", default=1, ge=1, le=20)
    maker: str = line("制作人")
    extractor: str = line("提取人", description="从设备、存储中提取音像的人。")
    extracted: AwareDatetime = moment("提取时间")
    note: str = text("文字说明", rows=3, description="录的是什么、在哪里、证明什么。刻在光盘里，也印在光盘目录上。")
    keeper: str = line("光盘保管人", default="", min_length=0)
    place: str = line("光盘存放地点", default="", min_length=0)


class Burnt(Part):
    """A recording on a disc: the entry it was stored by, on which disc it is, and what it is called there."""

    seq: int = whole("音像记录号", le=10**9)
    disc: int = whole("第几张", ge=1)
    path: str = line("光盘上的名称", max_length=300)
    file: Scan = parts("原件")


class EvidenceDiscMade(Body, kind="evidence_disc.made", version=1):
    """Recordings of the case put onto discs, by whom, and who took them out of which store when."""

    disc_no: str = line("光盘编号")
    organ_name: str = line("机关")
    case_no: str = line("案号")
    case_title: str = line("案件名称", max_length=400)
    demo: bool = yes("示例数据")
    of: list[int] = entries("刻入的音像", ("recording.stored",))
    medium: str = choice("介质", MEDIA)
    capacity: int = whole("每张容量（字节）", le=LARGEST * 10**6)
    discs: int = whole("每套张数", ge=1)
    copies: int = whole("套数", ge=1)
    maker: str = line("制作人")
    extractor: str = line("提取人")
    extracted: AwareDatetime = moment("提取时间")
    note: str = text("文字说明")
    items: list[Burnt] = parts("光盘目录", default_factory=list)
    keeper: str = line("光盘保管人", default="", min_length=0)
    place: str = line("光盘存放地点", default="", min_length=0)
