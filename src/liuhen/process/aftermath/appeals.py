"""复议和诉讼: lodged, and what came of it; on a closed and on an archived case too."""

from datetime import date
from typing import Any, Final

from liuhen.forms.fields import Form, choice, day, entry, line, text, yes
from liuhen.kernel.clock import beijing_date
from liuhen.kernel.errors import BadInputError, OutOfOrderError
from liuhen.ledger import Body
from liuhen.people.officers import Officer
from liuhen.process.case.reference import COERCION, PENALTY, SIMPLE, CaseRef
from liuhen.process.case.registry import Doing, act, prefills

PHASE: Final = "决定之后"
APPEALABLE: Final = (PENALTY, SIMPLE, COERCION)
DECISIONS: Final = ("decision.made", "spot_decision.made", "coercion.decided", "seizure.carried_out", "material.sealed")
STAGES: Final = {
    "reconsideration": "行政复议",
    "litigation": "行政诉讼一审",
    "second": "行政诉讼二审",
    "retrial": "再审",
}


class AppealForm(Form):
    """行政复议或者行政诉讼."""

    stage: str = choice("程序", STAGES, default="reconsideration")
    of: int | None = entry("不服的决定", DECISIONS, default=None, description="不选时为最近一次作出的决定")
    who: str = line("申请人或者原告")
    organ: str = line("复议机关或者人民法院")
    number: str = line("受理案号", default="", min_length=0)
    received_on: date | None = day(
        "本机关收到通知之日", default=None, description="发生时间填写当事人申请或者起诉之日。"
    )
    stay: bool = yes("停止执行", default=False, description="复议、诉讼期间处罚不停止执行，法律另有规定的除外。")
    claims: str = text("请求和理由", rows=4)


class AppealLodged(AppealForm, Body, kind="appeal.lodged", version=2):
    """The party went to the superior organ or to court; the extra fine does not grow meanwhile."""

    of: int = entry("不服的决定", DECISIONS)


@act(
    AppealLodged,
    label="行政复议或者行政诉讼",
    verb="登记行政复议或者行政诉讼",
    phase=PHASE,
    needs=("case.opened",),
    article="复议法第二十条；诉讼法第四十五条、第四十六条",
    help="结案、归档以后也可以登记，已归档的案卷不变。是否在法定期限之内，见期限表。",
    correctable=True,
    of=APPEALABLE,
)
def lodge(case: CaseRef, form: AppealForm, doing: Doing) -> AppealLodged:
    """Record that the party contested the decision."""
    made = case.events(*DECISIONS)
    if not made:
        raise OutOfOrderError("本案还没有作出决定。", remedy="请核对案件；对其他行为的复议、诉讼登记在相应的案件。")
    if form.received_on and form.received_on < beijing_date(doing.happened):
        raise BadInputError(
            "收到通知之日早于申请之日。", fields={"received_on": "请核对日期"}, remedy="发生时间填写申请或者起诉之日。"
        )
    chosen = form.of or made[-1].seq
    about = next((one for one in made if one.seq == chosen), None)
    if about is None:
        raise BadInputError("不服的决定有误。", fields={"of": "不是本案的决定"}, remedy="请从所列决定中选择。")
    if beijing_date(doing.happened) < beijing_date(about.happened):
        raise BadInputError(
            "申请或者起诉之日早于作出决定之日。", fields={"of": "请核对日期"}, remedy="请核对发生时间和所选的决定。"
        )
    return AppealLodged(**dict(form) | {"of": chosen})


@prefills(AppealLodged)
def _party(case: CaseRef, by: Officer) -> dict[str, Any]:
    del by
    return {"who": case.party}


RESULTS: Final = {
    "upheld": "维持决定或者驳回请求",
    "changed": "变更决定",
    "revoked": "撤销决定",
    "remade": "撤销并责令重新作出决定",
    "illegal": "确认违法",
    "void": "确认无效",
    "mediated": "调解、和解",
    "withdrawn": "当事人撤回",
    "refused": "不予受理",
}
UNDOING: Final = frozenset({"changed", "revoked", "remade", "illegal", "void"})
"""Results after which the organ has to act on its own decision."""


class AppealResultForm(Form):
    """复议决定或者判决."""

    of: int = entry("对应的申请或者起诉", (AppealLodged.kind,))
    result: str = choice("结果", RESULTS)
    number: str = line("文书号", default="", min_length=0)
    received_on: date | None = day("收到之日", default=None)
    effective: bool = yes("已经发生法律效力", default=True)
    content: str = text("主要内容和理由")


class AppealDecided(AppealResultForm, Body, kind="appeal.decided", version=2):
    """The superior organ or the court decided; from here the extra fine grows again where the decision stands."""

    stage: str = choice("程序", STAGES)


@act(
    AppealDecided,
    label="复议决定或者判决",
    verb="登记复议决定或者判决",
    phase=PHASE,
    needs=(AppealLodged.kind,),
    help="变更、撤销、确认违法或者无效的，随后呈报“撤销、变更决定”，执行其结果。",
    correctable=True,
    of=APPEALABLE,
)
def decide_appeal(case: CaseRef, form: AppealResultForm, doing: Doing) -> AppealDecided:
    """Record what came of it, once for each application or suit."""
    begun, lodged = case.at(form.of, AppealLodged)
    others = [one for one in case.events(AppealDecided.kind) if one.seq != doing.corrects]
    if any(case.at(one.seq, AppealDecided)[1].of == form.of for one in others if one.corrects is None):
        raise OutOfOrderError(
            "这一件的结果已经登记。",
            why="同一件申请或者起诉只有一个结果。",
            remedy="有误的请更正；又起诉、上诉的另行登记。",
        )
    if beijing_date(doing.happened) < beijing_date(begun.happened):
        raise BadInputError(
            "结果早于申请或者起诉之日。", fields={"of": "请核对日期"}, remedy="请核对发生时间和所选的申请。"
        )
    return AppealDecided(**dict(form), stage=lodged.stage)


@prefills(AppealDecided)
def _the_open_one(case: CaseRef, by: Officer) -> dict[str, Any]:
    del by
    lodged = case.events(AppealLodged.kind)
    return {"of": lodged[-1].seq} if lodged else {}
