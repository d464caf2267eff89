"""公告送达: where no other way reaches somebody; served when the days of the notice are over."""

from datetime import date
from typing import Any

from liuhen.kernel.clock import beijing_date
from liuhen.kernel.errors import BadInputError, OutOfOrderError
from liuhen.office.in_force import in_force
from liuhen.people.officers import Officer
from liuhen.process.case.reference import CASES, CaseRef
from liuhen.process.case.registry import Doing, act, prefills
from liuhen.process.service.payloads import (
    AnnouncementEnded,
    AnnouncementEndedForm,
    AnnouncementForm,
    AnnouncementPosted,
)
from liuhen.process.service.standing import evidence, said, told_what, unserved
from liuhen.rulebook.terms import Term, Unit, reckon

PHASE = "送达与执行"


@act(
    AnnouncementPosted,
    label="公告送达",
    verb="登记公告送达",
    phase=PHASE,
    needs=("clue.registered",),
    article="民诉法第九十五条；武汉办法第二十二条第六项",
    help="受送达人下落不明，或者用别的方式都无法送达的，才公告送达；写明原因和经过，留存书面公告和截图、照片或者录像。",
    correctable=True,
    of=CASES,
)
def announce(case: CaseRef, form: AnnouncementForm, doing: Doing) -> AnnouncementPosted:
    """Record that a notice was posted, and until when it stands."""
    days = form.days or _days_by_rule(case)
    on = beijing_date(doing.happened)
    last, told = _last(case, on, days)
    entered = {
        name: value for name, value in form if name not in {"papers", "document", "recipient", "days", "capture"}
    }
    return AnnouncementPosted(
        **entered,
        **told_what(case, form),
        days=days,
        deemed_on=last,
        reckoned=told,
        capture=evidence(form.capture, by=doing.by, field="capture"),
    )


def _days_by_rule(case: CaseRef) -> int:
    """Return how many days the rules in force let pass before a notice is over."""
    plans = in_force(case.organ).rulebook.plans(case.kind)
    terms = [one.words.apart.term for one in plans if AnnouncementEnded.kind in one.words.before and one.words.apart]
    days = [one.count_of for one in terms if isinstance(one, Term) and one.unit is Unit.DAYS]
    if not days:
        raise BadInputError("规程没有写明公告多少日。", fields={"days": "填写公告日数"}, remedy="请填写公告日数。")
    return max(days)


def _last(case: CaseRef, on: date, days: int) -> tuple[date, str]:
    """Return the last day of the notice, and in words how it is reckoned."""
    count = reckon(on, Term(days, Unit.DAYS), in_force(case.organ).calendar)
    last = count.last or on
    moved = "，末日逢放假顺延" if count.rolled_from else ""
    return last, f"{_day(on)}发出公告，次日起算{days}日{moved}，{_day(last)}期满，期满之日视为送达"


@act(
    AnnouncementEnded,
    label="公告期满",
    verb="登记公告期满",
    phase=PHASE,
    needs=(AnnouncementPosted.kind,),
    article="民诉法第九十五条",
    help="公告期满，视为送达；缴款、复议、诉讼的期限自期满之日起算。",
    correctable=True,
    of=CASES,
)
def end_announcement(case: CaseRef, form: AnnouncementEndedForm, doing: Doing) -> AnnouncementEnded:
    """Record that the days of a notice are over: what it announced counts as served."""
    entry, notice = case.at(form.of, AnnouncementPosted)
    if form.of in _ended(case) and doing.corrects is None:
        raise OutOfOrderError(
            f"第 {form.of} 条公告已经登记期满。", why="一次公告只期满一次。", remedy="登记有误的，请更正那一条。"
        )
    what = ("papers", "document", "recipient", "document_no", "serves", "party_kind")
    return AnnouncementEnded(
        of=form.of,
        note=form.note,
        **{name: getattr(notice, name) for name in what},
        posted_on=beijing_date(entry.happened),
        served_on=notice.deemed_on,
        reckoned=notice.reckoned,
    )


def _ended(case: CaseRef) -> set[int | None]:
    return {getattr(body, "of", None) for _, body in said(case, AnnouncementEnded.kind)}


def _day(day: date) -> str:
    return f"{day:%Y年%-m月%-d日}"


@prefills(AnnouncementPosted)
def _what_waits(case: CaseRef, by: Officer) -> dict[str, Any]:
    del by
    waiting = unserved(case)
    return {"papers": [{"seq": seq} for seq in waiting]} if waiting else {}


@prefills(AnnouncementEnded)
def _which(case: CaseRef, by: Officer) -> dict[str, Any]:
    del by
    ended = _ended(case)
    waiting = [one.seq for one in case.events(AnnouncementPosted.kind) if one.seq not in ended]
    return {"of": waiting[-1]} if waiting else {}
