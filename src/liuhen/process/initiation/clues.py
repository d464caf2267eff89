"""线索: where it came from, what its check found, and who was told that no case is opened."""

from datetime import date
from typing import Annotated

from pydantic import AwareDatetime

from liuhen.forms.fields import Form, choice, day, dossier, line, lines, moment, parts, several, text, yes
from liuhen.ledger import Body, Sealed
from liuhen.process.case.links import Linked
from liuhen.process.case.parts import Part, Party

SOURCES = {
    "inspection": "依职权检查发现",
    "complaint": "投诉、举报",
    "assigned": "上级交办",
    "transferred": "其他机关移送",
    "other": "其他途径发现",
}
TOLD = {
    "complainant": "投诉人、举报人",
    "transferring": "移送机关",
    "superior": "交办机关",
    "party": "当事人",
}
BY_LETTER = {"source": ["assigned", "transferred"]}
"""Sources that come with a letter of another organ."""


class Informant(Part):
    """Who complained or informed; sealed, with a key of its own."""

    name: str = line("姓名", default="", min_length=0)
    phone: str = line("联系电话", default="", min_length=0)
    identity_no: str = line("身份证件号码", default="", min_length=0)


class ClueForm(Form):
    """登记线索."""

    source: str = choice("线索来源", SOURCES, article="武汉办法第十三条")
    received: AwareDatetime | None = moment(
        "发现或者收到的时间",
        default=None,
        article="令第4号第十四条",
        description="核查期限自此起算；留空的以登记时间为准。",
    )
    summary: str = text("线索内容")
    violation: str = line("涉嫌违法行为")
    party: Party = parts("当事人", widget="part")
    from_organ: str = line("交办、移送的机关", default="", min_length=0, when=BY_LETTER)
    letter_no: str = line("来函文号", default="", min_length=0, when=BY_LETTER)
    materials: list[str] = lines("随函的材料（每行一件）", default_factory=list, when=BY_LETTER)
    found_in: str = dossier("发现线索的检查件号（由行政检查转来的）", default="", when={"source": ["inspection"]})
    handling: str = line("处理情况", default="", min_length=0, article="汶上县办法第八条")
    anonymous: bool = yes("匿名举报", default=False, when={"source": ["complaint"]})
    informant: Informant | None = parts(
        "投诉人、举报人（封存，只有承办人可见）", widget="part", default=None, when={"source": ["complaint"]}
    )
    split_from: str = dossier("分出自案件（批准分案的案号）", default="")


class ClueRegistered(Body, kind="clue.registered", version=1):
    """A clue from one of five sources begins a dossier."""

    ref: str
    clue_no: str = line("线索编号")
    department: str = line("承办处室")
    source: str = choice("线索来源", SOURCES)
    received: AwareDatetime | None = moment("发现或者收到的时间", default=None)
    summary: str = text("线索内容")
    violation: str = line("涉嫌违法行为")
    party: Party = parts("当事人")
    from_organ: str = line("交办、移送的机关", default="", min_length=0)
    letter_no: str = line("来函文号", default="", min_length=0)
    materials: list[str] = lines("随函的材料", default_factory=list)
    found_in: str = line("发现线索的检查件号", default="", min_length=0)
    inspection: Linked | None = parts("发现线索的检查", default=None)
    recorder: str = line("记录人", default="", min_length=0)
    handling: str = line("处理情况", default="", min_length=0)
    anonymous: bool = yes("匿名举报")
    complainant: str = line("投诉人、举报人是否实名", default="", min_length=0)
    informant: Annotated[Informant | None, Sealed] = parts("投诉人、举报人", default=None)
    split: Linked | None = parts("分出自案件", default=None)


class ClueCheckForm(Form):
    """线索核查."""

    finding: str = text("核查情况")
    suspect_clear: bool = yes("有明确的违法嫌疑人", article="令第4号第十五条")
    punishable: bool = yes("涉嫌违法，依法应当给予行政处罚", article="令第4号第十五条")
    in_jurisdiction: bool = yes("属于本部门管辖", article="令第4号第十五条")
    continuing: bool = yes("违法行为仍在连续或者继续", default=False, article="令第4号第六条")
    violation_ended: date | None = day(
        "违法行为终了之日",
        default=None,
        article="令第4号第六条",
        description="追责时效自此起算；仍在继续或者尚未查明的留空，查明后更正。",
    )
    life_safety: bool = yes("涉及公民生命健康安全、金融安全且有危害后果", default=False, article="处罚法第三十六条")
    suggestion: str = choice("处理建议", {"open": "建议立案", "not_open": "建议不予立案"})


class ClueChecked(ClueCheckForm, Body, kind="clue.checked", version=1):
    """The clue was looked into, against the three conditions of opening a case, and when it was found."""

    found: AwareDatetime | None = moment("发现或者收到的时间", default=None)


class NotOpenedForm(Form):
    """不予立案."""

    reason: str = text("不予立案的理由", article="武汉办法第十三条")
    told: list[str] = several("已告知", TOLD, default_factory=list)
    told_how: str = line("告知方式和时间", default="", min_length=0)


class ClueNotOpened(NotOpenedForm, Body, kind="clue.not_opened", version=1):
    """No case is opened; who was told, and how."""
