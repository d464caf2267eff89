"""询问: what people enter, and what the entry holds."""

from typing import Annotated

from pydantic import AwareDatetime

from liuhen.forms.fields import Form, choice, line, moment, officers, parts, text, yes
from liuhen.ledger import Body, Sealed
from liuhen.people.officers import Snapshot
from liuhen.process.case.parts import Part


class Subject(Part):
    """Who is questioned."""

    name: str = line("被询问人姓名")
    relation: str = line("职务或者与案件的关系")


class SubjectIdentity(Part):
    """Identity of the person questioned; sealed."""

    identity_no: str = line("身份证件号码", default="", min_length=0)
    phone: str = line("联系电话", default="", min_length=0)


class Question(Part):
    """A question and its answer."""

    q: str = text("问")
    a: str = text("答")


AMENDED_BY = {"subject": "被询问人", "recorder": "记录人"}


class Amended(Part):
    """A place of the record that was put right before it was signed."""

    place: str = line("更正处", description="例如：第 3 问的回答")
    before: str = text("更正前", max_length=400, rows=2)
    after: str = text("更正后", max_length=400, rows=2)
    by: str = choice("由谁更正", AMENDED_BY, default="subject")
    at: AwareDatetime | None = moment("更正时间", default=None)


class InterviewForm(Form):
    """询问笔录."""

    subject: Subject = parts("被询问人", widget="part")
    subject_identity: SubjectIdentity | None = parts("被询问人身份信息（封存）", widget="part", default=None)
    place: str = line("询问地点")
    started: AwareDatetime = moment("询问开始时间")
    ended: AwareDatetime = moment("询问结束时间")
    officer_ids: list[str] = officers(min_length=1, article="武汉办法第十四条")
    certificate_shown: bool = yes("已出示执法证件", default=False, article="武汉办法第十四条")
    rights_told: bool = yes("已告知权利义务", default=False)
    individually: bool = yes("个别询问", default=False, article="令第4号第二十四条")
    read_back: bool = yes("已交被询问人核对", default=False, article="令第4号第二十四条")
    questions: list[Question] = parts("问答", widget="qa", min_length=1)
    amended: list[Amended] = parts(
        "核对时更正之处",
        default_factory=list,
        description="签名以前改动的地方逐处写明，印在笔录末尾，由被询问人签名确认。",
    )
    refusal: str = text(
        "拒绝签名的理由", default="", min_length=0, max_length=400, rows=2, description="没有拒绝的不填。"
    )
    witness: str = line("见证人", default="", min_length=0, description="拒绝签名时在场见证的人。")


class InterviewMade(Body, kind="interview.made", version=1):
    """A person was questioned; identity and telephone number are sealed."""

    subject: Subject = parts("被询问人")
    subject_identity: Annotated[SubjectIdentity | None, Sealed] = parts("被询问人身份信息", default=None)
    place: str = line("询问地点")
    started: AwareDatetime = moment("询问开始时间")
    ended: AwareDatetime = moment("询问结束时间")
    officers: list[Snapshot] = parts("执法人员")
    certificate_shown: bool = yes("已出示执法证件")
    rights_told: bool = yes("已告知权利义务")
    individually: bool = yes("个别询问")
    read_back: bool = yes("已交被询问人核对")
    questions: list[Question] = parts("问答")
    amended: list[Amended] = parts("核对时更正之处", default_factory=list)
    refusal: str = text("拒绝签名的理由", default="", min_length=0)
    witness: str = line("见证人", default="", min_length=0)
