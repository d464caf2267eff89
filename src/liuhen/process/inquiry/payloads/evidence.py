"""提取证据: the eight kinds with the formalities of each, what people enter, and what the entries hold."""

from datetime import date
from typing import Annotated, Final

from pydantic import AwareDatetime

from liuhen.forms.fields import Form, choice, day, entry, file, line, lines, moment, officers, parts, text, yes
from liuhen.ledger import Body, Sealed
from liuhen.people.officers import Snapshot
from liuhen.process.case.parts import Scan
from liuhen.process.inquiry.payloads.interviews import SubjectIdentity

KINDS: Final = {
    "documentary": "书证",
    "physical": "物证",
    "audio_visual": "视听资料",
    "electronic": "电子数据",
    "testimony": "证人证言",
    "statement": "当事人的陈述",
    "appraisal": "鉴定意见",
    "scene_record": "勘验笔录、现场笔录",
}
ORIGINS: Final = {
    "collected": "本案立案后收集",
    "before": "立案前依法取得",
    "transferred": "其他机关移送",
    "offered": "当事人或者其他人提供",
}
FIXINGS: Final = {
    "carrier": "扣留、封存原始存储介质",
    "copied": "拷贝",
    "analysed": "委托分析",
    "printed": "书式固定（打印、截屏后签名）",
    "filmed": "拍照、录像",
}
FROM: Final = (
    "inspection.made",
    "scene.examined",
    "interview.made",
    "sample.taken",
    "material.received",
    "evidence.registered",
    "material.sealed",
    "seizure.carried_out",
    "recording.stored",
    "copy.derived",
    "assistance.answered",
    "test.reported",
    "appraisal.reported",
    "audit.reported",
    "expert_review.reported",
)
"""Kinds of entry in which evidence comes to light; dossiers have those that their law knows."""

_THINGS: Final = ["documentary", "physical"]
_CARRIED: Final = [*_THINGS, "audio_visual", "electronic"]
_SPOKEN: Final = ["testimony", "statement"]
_MADE: Final = ["audio_visual", "electronic"]
_SIGNED: Final = [*_THINGS, "audio_visual", *_SPOKEN]


class Evidence(Form):
    """What is said of a piece of evidence; which of it belongs to a kind says `when`."""

    kind_of: str = choice("证据种类", KINDS, article="令第4号第十九条")
    name: str = line("证据名称")
    items: list[str] = lines("内容清单（每行一件；只有一件的不填）", default_factory=list)
    origin: str = choice("怎样取得", ORIGINS, default="collected", article="令第4号第十九条")
    source: str = line("证据出处（存放在哪里、从哪里取得）", article="令第4号第二十一条")
    letter: str = line("移送机关和移送文书的文号", default="", min_length=0, when={"origin": ["transferred"]})
    taken_on: date = day("取证日期", article="令第4号第二十一条")
    came_from: int | None = entry("在哪一条记录中取得", FROM, default=None)
    original: bool | None = yes("是原件、原物或者原始载体", default=None, when={"kind_of": _CARRIED})
    same_as_original: bool | None = yes(
        "复制件已标明与原件核对一致", default=None, article="令第4号第二十一条", when={"kind_of": _THINGS}
    )
    fixing: str | None = choice(
        "怎样固定", FIXINGS, default=None, article="令第4号第二十三条", when={"kind_of": ["electronic"]}
    )
    method: str = line(
        "制作、提取的方法", default="", min_length=0, article="令第4号第二十二条", when={"kind_of": _MADE}
    )
    made_on: AwareDatetime | None = moment("制作、提取的时间", default=None, when={"kind_of": _MADE})
    maker: str = line("制作人、提取人", default="", min_length=0, when={"kind_of": _MADE})
    sound: bool | None = yes("含有声音", default=None, when={"kind_of": ["audio_visual"]})
    transcript: str = text(
        "声音内容的文字记录（全文，或者附在哪里）",
        rows=3,
        default="",
        min_length=0,
        article="令第4号第二十二条",
        when={"kind_of": ["audio_visual"]},
    )
    integrity: str = line(
        "完整性怎样保证（介质封存、写保护、校验）", default="", min_length=0, when={"kind_of": ["electronic"]}
    )
    digest: str = line("校验值（上传文件的自动计算）", default="", min_length=0, when={"kind_of": ["electronic"]})
    institution: str = line("鉴定机构和鉴定人", default="", min_length=0, when={"kind_of": ["appraisal"]})
    opinion: str = text("鉴定意见的结论", rows=3, default="", min_length=0, when={"kind_of": ["appraisal"]})
    provider: str = line("提供人、证人或者陈述人", default="", min_length=0, when={"kind_of": [*_CARRIED, *_SPOKEN]})
    relation: str = line("与案件的关系", default="", min_length=0, when={"kind_of": [*_CARRIED, *_SPOKEN]})
    provider_signed: bool | None = yes(
        "提供人、证人或者陈述人已签名、盖章", default=None, article="令第4号第二十一条", when={"kind_of": _SIGNED}
    )
    proves: str = line("证明什么", default="", min_length=0)
    note: str = text("需要注明的情况", rows=2, default="", min_length=0)


class EvidenceForm(Evidence):
    """提取证据."""

    identity: SubjectIdentity | None = parts("提供人身份信息（封存）", widget="part", default=None)
    officer_ids: list[str] = officers("取证人员", min_length=1, article="令第4号第十六条")
    scan: str = file("扫描件或者照片（PDF、图片）", default="")
    data: str = file("电子数据文件（原样保存）", default="", when={"kind_of": ["electronic"]})


class EvidenceCollected(Evidence, Body, kind="evidence.collected", version=2):
    """A piece of evidence of one of the eight kinds, with what the law asks of its kind."""

    identity: Annotated[SubjectIdentity | None, Sealed] = parts("提供人身份信息", default=None)
    officers: list[Snapshot] = parts("取证人员")
    scan: Scan | None = parts("扫描件或者照片", default=None)
    data: Scan | None = parts("电子数据文件", default=None)


WAYS: Final = {
    "registration": "先行登记保存",
    "copy": "复制",
    "recording": "拍照、录音、录像",
    "appraisal": "委托鉴定",
    "interview": "询问笔录",
    "other": "其他",
}


class PreservationForm(Form):
    """证据保全."""

    object: str = line("保全的标的", article="武汉办法第十六条")
    reason: str = text("启动理由", rows=2, article="武汉办法第十六条")
    basis: str = line("依据", article="武汉办法第十六条")
    way: str = choice("保全的形式", WAYS, article="武汉办法第十六条")
    place: str = line("地点", default="", min_length=0)
    officer_ids: list[str] = officers(min_length=1)


class EvidencePreserved(Body, kind="evidence.preserved", version=2):
    """Evidence was secured: of what, why, on what basis and how."""

    object: str = line("保全的标的")
    reason: str = text("启动理由")
    basis: str = line("依据")
    way: str = choice("保全的形式", WAYS)
    place: str = line("地点", default="", min_length=0)
    officers: list[Snapshot] = parts("执法人员")
