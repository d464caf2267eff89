"""审核、告知、听证、讨论与决定: how far a case has come towards its decision, and by when it is decided."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from liuhen.kernel.clock import beijing_date
from liuhen.kernel.money import yuan
from liuhen.office.in_force import discretion
from liuhen.office.payloads.discretion import STEPS, DiscretionStep
from liuhen.process.decision.notice_payloads import NoticeGiven
from liuhen.process.decision.payloads import (
    OUTCOMES,
    RESULTS,
    DecisionDrafted,
    DecisionMade,
    DefenceRecorded,
    DiscussionHeld,
    DiscussionSigned,
)
from liuhen.process.hearing.payloads import HearingNotified
from liuhen.process.inquiry.payloads.conclusion import InquiryConcluded
from liuhen.queries.owed import from_finding
from liuhen.queries.reviewing import asks_review, why_major
from liuhen.queries.section_shapes import Looked, Section
from liuhen.queries.shapes import Owed
from liuhen.rulebook import Event

HEARING: Final = {
    "hearing.requested": ("已申请，等待通知", "amber"),
    "hearing.notified": ("已通知", "amber"),
    "hearing.adjourned": ("已延期或者中止，等待另行通知", "amber"),
    "hearing.opened": ("已举行，等待笔录或者结束", "amber"),
    "hearing.recorded": ("已有笔录", "green"),
    "hearing.ended": ("已结束", "green"),
    "hearing.reported": ("已提交听证报告", "green"),
    "hearing.withdrawn": ("当事人撤回或者放弃", ""),
    "hearing.refused": ("已答复不组织", ""),
}
WHOLE: Final = frozenset(
    {
        InquiryConcluded.kind,
        NoticeGiven.kind,
        DefenceRecorded.kind,
        DiscussionHeld.kind,
        DiscussionSigned.kind,
        DecisionDrafted.kind,
        DecisionMade.kind,
        HearingNotified.kind,
    }
)


@dataclass(frozen=True, slots=True)
class Line:
    """One step towards the decision: what it says, and the entry that says it."""

    label: str
    words: str
    seq: int
    colour: str = ""
    tag: str = ""


@dataclass(frozen=True, slots=True)
class Settling:
    """The lines, and the term within which the case is decided."""

    lines: tuple[Line, ...]
    term: Owed | None


def settling(looked: Looked) -> Section | None:
    """Return how far the case has come towards its decision; nothing before the inquiry was concluded."""
    lines = [*_reviewed(looked), *_told(looked), *_heard(looked), *_discussed(looked), *_decided(looked)]
    if not lines:
        return None
    return Section("settling", "审核、告知、讨论与决定", Settling(tuple(lines), _term(looked)))


def _reviewed(looked: Looked) -> Iterator[Line]:
    reports = looked.told(InquiryConcluded)
    if not reports:
        return
    event, report = reports[-1]
    asking = [one for one in looked.findings if asks_review(one)]
    words = "属于重大执法决定，须法制审核" if asking else "没有发现须法制审核的情形"
    cited = "、".join(dict.fromkeys(one.rule.cited for one in asking))
    yield Line("法制审核", f"{words}{f'（{cited}）' if cited else ''}：{'；'.join(why_major(report))}", event.seq)
    steps = discretion(looked.case.organ, report.basis_article) if report.basis_article else ()
    if steps and not looked.events(DecisionMade.kind):
        ranges = [f"{STEPS[one.step]} {_range(one, report.loss_fen)}" for one in steps]
        yield Line("裁量各档", "；".join(ranges), event.seq)


def _range(step: DiscretionStep, loss_fen: int) -> str:
    low, high = step.range_of(loss_fen)
    return f"{yuan(low)} 元至 {yuan(high)} 元（{step.conditions}）"


def _told(looked: Looked) -> Iterator[Line]:
    notices, defences = looked.told(NoticeGiven), looked.told(DefenceRecorded)
    if not notices:
        return
    event, body = notices[-1]
    again = f"第 {len(notices)} 次告知，" if len(notices) > 1 else ""
    words = f"{again}{body.document_no}，{_day(event)}；拟{_amounts(body)}。{body.hearing_why}"
    yield Line("事先告知", words, event.seq)
    answered = [one for one in defences if one[0].seq > event.seq]
    if answered:
        yield Line("陈述申辩", f"{OUTCOMES[answered[-1][1].outcome]}，{_day(answered[-1][0])}", answered[-1][0].seq)
    else:
        yield Line("陈述申辩", f"期限 {body.defence_days} 个工作日，还没有记录", event.seq, "amber", "等待")


def _heard(looked: Looked) -> Iterator[Line]:
    steps = looked.events(*HEARING)
    if not steps:
        return
    last = steps[-1]
    words, colour = HEARING[last.kind]
    notified = looked.told(HearingNotified)
    if last.kind == HearingNotified.kind and notified:
        body = notified[-1][1]
        words = f"定于 {beijing_date(body.time):%Y年%-m月%-d日}在{body.place}举行，主持人 {body.chair.name}"
    yield Line("听证", f"{words}（{_day(last)}）", last.seq, colour)


def _discussed(looked: Looked) -> Iterator[Line]:
    held = looked.told(DiscussionHeld)
    if not held:
        return
    event, body = held[-1]
    signed = [one.name for one in body.participants if one.signed]
    if body.signing == "online":
        online = [one for one in looked.told(DiscussionSigned) if one[1].of == event.seq]
        done = len(signed) + len(online)
        dissent = "；".join(one[1].dissent for one in online if one[1].dissent) or body.dissent
    else:
        done, dissent = len(signed), body.dissent
    whole = len(body.participants)
    colour, tag = ("green", "已全部签名") if done >= whole else ("amber", f"还差 {whole - done} 人签名")
    words = f"{body.chair}主持，{whole} 人参加，结果：{body.result}　不同意见：{dissent}"
    yield Line("集体讨论", words, event.seq, colour, tag)


def _decided(looked: Looked) -> Iterator[Line]:
    made, drafted = looked.told(DecisionMade), looked.told(DecisionDrafted)
    if made:
        event, decision = made[-1]
        yield Line(
            "决定", f"{RESULTS[decision.result]}，{decision.document_no}；{_amounts(decision)}", event.seq, "green"
        )
    elif drafted:
        event, draft = drafted[-1]
        yield Line("决定呈批", f"{RESULTS[draft.result]}；{_amounts(draft)}", event.seq, "amber", "审批中")
    if drafted and drafted[-1][1].range_words:
        event, draft = drafted[-1]
        yield Line("裁量基准", draft.range_words, event.seq)


def _amounts(body: NoticeGiven | DecisionDrafted | DecisionMade) -> str:
    told = [
        f"罚款 {yuan(body.fine_fen)} 元",
        f"责令退回 {yuan(body.refund_fen)} 元",
        f"没收 {yuan(body.confiscated_fen)} 元" if body.confiscated_fen else "",
        f"暂停 {body.suspend_months} 个月" if body.suspend_months else "",
        f"禁止从业 {body.ban_years} 年" if body.ban_years else "",
    ]
    return "，".join(one for one in told if one)


def _term(looked: Looked) -> Owed | None:
    found = [one for one in looked.findings if one.due is not None and DecisionMade.kind in one.settle_kinds]
    return from_finding(found[0], looked.case, looked.by) if found else None


def _day(event: Event) -> str:
    return f"{beijing_date(event.happened):%-m月%-d日}"
