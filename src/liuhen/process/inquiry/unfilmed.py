"""An act that was not filmed throughout: which excuse counts for which act is what the organ's packs say."""

from collections.abc import Callable
from datetime import datetime
from typing import Final

from liuhen.kernel.clock import beijing_date
from liuhen.kernel.errors import BadInputError, OutOfOrderError
from liuhen.office.in_force import in_force
from liuhen.process.case.reference import CASES, CaseRef
from liuhen.process.case.registry import Doing, act
from liuhen.process.inquiry.actions import PHASE
from liuhen.process.inquiry.payloads.recordings import RECORDED
from liuhen.process.inquiry.payloads.unfilmed import (
    UNFILMED,
    ExemptionForm,
    KeyStagesFilmed,
    KeyStagesForm,
    RecordingExempted,
)
from liuhen.process.inquiry.watching import interval
from liuhen.rulebook import Event
from liuhen.rulebook.index import Index
from liuhen.rulebook.words import Words

HALF: Final = "两个时间须同时填写，或者都不填"
OUTSIDE: Final = "这一段不在所选活动的起止时间之内"


@act(
    KeyStagesFilmed,
    label="摄录重要环节",
    verb="登记摄录重要环节",
    phase=PHASE,
    article="宝丰制度第七条",
    help="受客观条件限制不能全程录音录像的，写明摄录了哪些重要环节、做了哪些文书；只有一段不能录的，写明起止时间。",
    correctable=True,
    of=CASES,
    ruled=True,
)
def film_key_stages(case: CaseRef, form: KeyStagesForm, doing: Doing) -> KeyStagesFilmed:
    """Say which main steps of an act were filmed where all of it could not be."""
    about = _about(case, form.of)
    _require_rule(case, about, lambda words: KeyStagesFilmed.kind in words.owes, "以摄录重要环节代替全程录音录像")
    del doing
    start, end = _stretch(case, about, form)
    return KeyStagesFilmed(**dict(form) | {"start": start, "end": end})


@act(
    RecordingExempted,
    label="不作音像记录的说明",
    verb="说明不作音像记录",
    phase=PHASE,
    article="国办发〔2018〕118号第三部分",
    help="文字记录能够全面有效记录的，可以不作音像记录；写明所做的文字记录为何已经足够。规程没有这样规定的活动，不能以此免作。",
    correctable=True,
    of=CASES,
    ruled=True,
)
def exempt(case: CaseRef, form: ExemptionForm, doing: Doing) -> RecordingExempted:
    """Say why the words on paper are enough."""
    about = _about(case, form.of)
    _require_rule(case, about, lambda words: RecordingExempted.kind in words.waived_by, "以文字记录足够而不作音像记录")
    if doing.corrects is None:
        _require_first(case, about)
    return RecordingExempted(**dict(form))


def _about(case: CaseRef, seq: int) -> Event:
    """Return the act that is meant, a correction of it leading to it."""
    found = Index(case.events(*UNFILMED)).numbered(seq)
    if found is None:
        raise BadInputError("没有这一项活动。", fields={"of": "请从列出的活动中选择"}, remedy="请从列出的活动中选择。")
    return found


def _require_rule(case: CaseRef, about: Event, counts: Callable[[Words], bool], what: str) -> None:
    """Refuse what no rule in force lets count for an act of this kind."""
    force, day = in_force(case.organ), beijing_date(about.happened)
    asking = (one for one in force.rulebook.plans(case.kind, force.choices) if about.kind in one.words.triggers)
    plans = [plan for plan in asking if plan.covers(day)]
    if any(counts(plan.words) for plan in plans):
        return
    owed = dict.fromkeys(
        plan.rule.cited for plan in plans if plan.words.form == "recording" and plan.words.modality == "must"
    )
    asked = f"{'、'.join(owed)}要求音像记录。" if owed else ""
    raise OutOfOrderError(
        f"这一项不能{what}。",
        why=f"本机关执行的规程没有就“{_word(case, about.kind)}”这样规定。{asked}",
        remedy="有音像的请存入；没有音像的，如实保留现状，中断的逐段说明。",
    )


def _word(case: CaseRef, kind: str) -> str:
    return in_force(case.organ).rulebook.labels.kinds.get(kind, kind)


def _require_first(case: CaseRef, about: Event) -> None:
    index = Index(case.events(RecordingExempted.kind, *UNFILMED))
    for said in index.of(RecordingExempted.kind):
        if index.root(case.at(said.seq, RecordingExempted)[1].of) == about.seq:
            raise OutOfOrderError(
                "这一项已经说明过不作音像记录。",
                why=f"见第 {said.seq} 条记录。",
                remedy="说明有误的，请打开那一条记录办理更正。",
            )


def _stretch(case: CaseRef, about: Event, form: KeyStagesForm) -> tuple[datetime | None, datetime | None]:
    """Return from when to when nothing was filmed: as entered, else all of the act where it says how long it was."""
    if (form.start is None) is not (form.end is None):
        raise _wrong({"end" if form.end is None else "start": HALF})
    whole = _whole(case, about)
    if form.start is None or form.end is None:
        return whole or (None, None)
    if form.end <= form.start:
        raise _wrong({"end": "须晚于开始的时间"})
    if whole is not None and (form.start < whole[0] or form.end > whole[1]):
        raise _wrong({"start": OUTSIDE})
    return form.start, form.end


def _whole(case: CaseRef, about: Event) -> tuple[datetime, datetime] | None:
    """Return from when to when the act lasted; None for one that does not say, or has no length."""
    if about.kind not in RECORDED:
        return None
    try:
        return interval(case, about.seq)
    except BadInputError:
        return None


def _wrong(fields: dict[str, str]) -> BadInputError:
    return BadInputError("填写的内容有误。", fields=fields, remedy="请按提示改正后再提交。")
