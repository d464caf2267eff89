"""询问: what people enter, and what the entry holds."""

from typing import Annotated

from pydantic import AwareDatetime

from liuhen.forms.fields import Form, line, moment, officers, parts, text, yes
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
