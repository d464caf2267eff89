"""回避: asked for by the party or the officer himself, decided by whom the packs name; meanwhile the case goes on."""

from typing import Final

from liuhen.forms.fields import Form, choice, entry, line, parts, person, text
from liuhen.kernel.errors import BadInputError, NotAllowedError
from liuhen.ledger import Body
from liuhen.people.officers import Officer, officers_in
from liuhen.people.roles import Role
from liuhen.process.case.parts import Part
from liuhen.process.case.reference import CASES, CaseRef
from liuhen.process.case.registry import Doing, act
from liuhen.process.parties.entries import every

PHASE: Final = "当事人"
APPLICANTS: Final = {"party": "当事人", "self": "本人", "organ": "本机关"}
POSTS: Final = {"chief": "主要负责人", "deputy": "其他负责人", "other": "其他人员"}
RESULTS: Final = {"upheld": "决定回避", "rejected": "驳回申请"}
DECIDERS: Final = {"collective": "负责人集体讨论", "chief": "主要负责人", "leader": "负责人"}
_TOGETHER: Final = 2  # leaders at least who discuss together


class RecusalForm(Form):
    """申请回避."""

    applicant: str = choice("申请人", APPLICANTS, article="令第4号第五条")
    person: str = person("申请谁回避", article="令第4号第五条")
    reason: str = text("理由（与本案的利害关系或者其他关系）", article="处罚法第四十三条")


class RecusalRequested(Body, kind="recusal.requested", version=2):
    """Somebody is asked to stay out of the case; until that is decided the case goes on."""

    applicant: str = choice("申请人", APPLICANTS)
    person: str
    person_name: str = line("申请谁回避")
    post: str = choice("职务", POSTS)
    reason: str = text("理由")


class Discussed(Part):
    """A leader who took part in the discussion."""

    name: str = line("姓名")
    opinion: str = line("意见")


class RecusalDecisionForm(Form):
    """决定回避."""

    of: int = entry("所决定的申请", kinds=("recusal.requested",))
    result: str = choice("决定", RESULTS, article="令第4号第五条")
    reason: str = text("理由")
    participants: list[Discussed] = parts(
        "集体讨论的负责人（主要负责人的回避）", default_factory=list, article="令第4号第五条"
    )


class RecusalDecided(Body, kind="recusal.decided", version=2):
    """Whether somebody stays out of the case; the latest decision about him counts."""

    of: int
    person: str
    person_name: str = line("人员")
    post: str = choice("职务", POSTS)
    handles: bool
    decided_by: str = choice("决定人", DECIDERS)
    decider: str = line("签署人")
    result: str = choice("决定", RESULTS)
    reason: str = text("理由")
    participants: list[Discussed] = parts("集体讨论的负责人", default_factory=list)


@act(
    RecusalRequested,
    label="申请回避",
    verb="登记回避申请",
    phase=PHASE,
    of=CASES,
    article="令第4号第五条",
    help="当事人申请的，由承办人如实登记；本人应当回避的，由本人登记。决定作出之前不停止调查。",
)
def request_recusal(case: CaseRef, form: RecusalForm, doing: Doing) -> RecusalRequested:
    """Take down who is asked to stay out, and why."""
    asked = next((one for one in officers_in(case.organ) if one.id == form.person), None)
    wrong = ""
    if asked is None:
        wrong = "请从本机关在岗人员中选择"
    elif form.applicant == "self" and asked.id != doing.by.id:
        wrong = "本人申请的，只能写自己"
    elif _open(case, form.person):
        wrong = f"{asked.name}的回避申请正在等待决定"
    elif _result(case, form.person) == "upheld":
        wrong = f"{asked.name}已经决定回避"
    if wrong or asked is None:
        raise BadInputError("不能登记这项回避申请。", fields={"person": wrong}, remedy="请核对所申请的人员。")
    return RecusalRequested(**dict(form), person_name=asked.name, post=_post(asked))


@act(
    RecusalDecided,
    label="回避决定",
    verb="决定回避",
    phase=PHASE,
    needs=("recusal.requested",),
    of=CASES,
    article="令第4号第五条",
    help="主要负责人的回避由负责人集体讨论决定，其他负责人的由主要负责人决定，其他人员的由负责人决定。承办人回避的，随即更换承办人。",
)
def decide_recusal(case: CaseRef, form: RecusalDecisionForm, doing: Doing) -> RecusalDecided:
    """Decide on a request; who has to decide on whom say the packs."""
    _, asked = case.at(form.of, RecusalRequested)
    if asked.person == doing.by.id:
        raise NotAllowedError(
            "您不能决定自己的回避。", why="申请回避的正是您本人。", remedy="请由其他负责人或者集体讨论决定。"
        )
    if asked.person_name in {one.name for one in form.participants}:
        raise BadInputError(
            "集体讨论的人员有误。",
            fields={"participants": f"{asked.person_name}不参加讨论自己的回避"},
            remedy="请改正参加讨论的负责人。",
        )
    return RecusalDecided(
        **dict(form),
        person=asked.person,
        person_name=asked.person_name,
        post=asked.post,
        handles=asked.person in case.handlers,
        decided_by=_decider(asked, form, doing),
        decider=f"{doing.by.name}（受{doing.for_whom}委托）" if doing.for_whom else doing.by.name,
    )


def _decider(asked: RecusalRequested, form: RecusalDecisionForm, doing: Doing) -> str:
    if asked.post == "chief" and len({one.name for one in form.participants}) >= _TOGETHER:
        return "collective"
    return "chief" if doing.acting.role == Role.CHIEF else "leader"


def _post(asked: Officer) -> str:
    if Role.CHIEF in asked.roles:
        return "chief"
    return "deputy" if Role.DEPUTY in asked.roles else "other"


def _open(case: CaseRef, person_id: str) -> bool:
    """Say whether a request about somebody waits for its decision."""
    decided = {one.of for one in every(case, RecusalDecided)}
    asked = (event.seq for event in case.events(RecusalRequested.kind) if event.seq not in decided)
    return any(case.at(seq, RecusalRequested)[1].person == person_id for seq in asked)


def _result(case: CaseRef, person_id: str) -> str:
    """Return what was last decided about somebody."""
    return next((one.result for one in reversed(list(every(case, RecusalDecided))) if one.person == person_id), "")
