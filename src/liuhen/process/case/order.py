"""The order of work inside a case that is no law but plain sense: what an act stands on, and what is over."""

from collections.abc import Mapping, Sequence
from typing import Final

from liuhen.duties.facts import events
from liuhen.kernel.errors import OutOfOrderError, StalePageError
from liuhen.process.case.approval import MATTERS, handler_waits
from liuhen.process.case.reference import DOSSIERS, CaseRef
from liuhen.process.case.registry import ACTS, ActType
from liuhen.rulebook import Event

LATER: Final = frozenset(
    {
        "appeal.lodged",
        "appeal.decided",
        "decision.revocation_requested",
        "decision.revoked",
        "decision.rectification_requested",
        "decision.corrected",
        "payment.returned",
        "result.withdrawn",
        "approval.endorsed",
        "approval.returned",
        "approval.withdrawn",
        "approval.urged",
    }
)
"""What comes after a decision, and is written down on an archived case too; the archived file stays as it was."""

PAPERS: Final = frozenset({"paper.finalised", "paper.signed", "paper.sealed", "paper.voided", "paper.reinstated"})
AFTER_ARCHIVING: Final = LATER | PAPERS | {"package.download"}
"""Of papers, the catalogue only."""

ANEW: Final = frozenset({"decision.made", "closing.approved", "archive.filed"})
"""What is done once, and once more where the decision has to be made anew."""
REVOKED: Final = "decision.revoked"
ASKS: Final[Mapping[str, frozenset[str]]] = {
    **{one.asked: one.signing for one in MATTERS},
    "review.submitted": frozenset({"review.opinion"}),
}
"""Act that puts the case before somebody -> what it waits for then; a case waits for one thing at a time."""

RESTS: Final = frozenset(
    {
        "inquiry.concluded",
        "review.submitted",
        "notice.given",
        "discussion.held",
        "decision.drafted",
        "decision.made",
        "closing.requested",
    }
)
"""What waits while the inquiry is suspended: the main course. Evidence may still come."""

OVER: Final = frozenset({"调查取证", "听证", "告知、讨论与决定"})
"""Phases that are over once the inquiry is terminated, but for `STILL`; only closing is left."""

STILL: Final = frozenset(
    {
        "recording.stored",
        "gap.explained",
        "shots.marked",
        "opening.confirmed",
        "copy.derived",
        "key_stages.filmed",
        "recording.exempted",
        "material.received",
        "test.reported",
        "appraisal.reported",
        "audit.reported",
        "expert_review.reported",
        "assistance.answered",
        "settlement.resumed",
        "decision.returned",
        "decision.withdrawn",
    }
)
"""What was under way when the inquiry was terminated and is still written down."""

TERMINATED: Final = "inquiry.terminated"
_STANDING: Final = frozenset({"inquiry.suspended", "inquiry.resumed", TERMINATED})

AFTER_STOPPING: Final = frozenset(
    {
        *PAPERS,
        "service.made",
        "mail.posted",
        "service.returned",
        "recording.stored",
        "shots.marked",
        "opening.confirmed",
        "copy.derived",
        "transfer.answered",
        "police.opened",
        "goods.handed_over",
    }
)
ENDED: Final[Mapping[str, tuple[str, str]]] = {
    "clue.not_opened": ("这条线索已决定不予立案。", "发现新的线索请另行登记。"),
    "merging.approved": ("本件已经并入其他案件。", "请在并入的案件中办理。"),
    "transfer.made": ("本件已经全案移送。", "对方不接收或者退回的，登记移送答复以后恢复办理。"),
}
"""Act after which a dossier is not gone on with -> why, and what to do."""


def require_order(case: CaseRef, chosen: ActType, *, expect: int | None, correcting: bool = False) -> None:
    """Let the act pass, or say what it stands on; what puts an earlier entry right is not a second of its kind.

    Raises:
        StalePageError: somebody acted since the page was read.
        OutOfOrderError: the case is over, something is missing before it, or it was done already.
    """
    if expect is not None and expect != case.seq:
        raise StalePageError(
            "这个案件刚刚有了新的记录。",
            expected=expect,
            actual=case.seq,
            why=f"您打开页面时是第 {expect} 条，现在是第 {case.seq} 条。",
            remedy="您填写的内容已保留，请看过新的记录后再提交。",
        )
    require_of_kind(case, chosen)
    require_alive(case, chosen)
    _require_one_at_a_time(case, chosen)
    needs = needed(case, chosen)
    before = events(case.dossier, kinds={*needs, chosen.kind, *_STANDING, *({REVOKED} if chosen.once else ())})
    held = frozenset(event.kind for event in before)
    _require_going(chosen, [event.kind for event in before])
    if missing := [ACTS[kind].label for kind in needs if kind not in held]:
        raise OutOfOrderError(
            f"现在还不能{chosen.verb}。", why=f"还没有{'、'.join(missing)}。", remedy="请先办理前一步。"
        )
    if chosen.once and not correcting and done_once(chosen.kind, before):
        raise OutOfOrderError(
            f"{chosen.label}已经记录过。", why="同一案件只记一次，原记录不能覆盖。", remedy="请刷新页面查看已有的记录。"
        )


def done_once(kind: str, before: Sequence[Event]) -> bool:
    """Say whether an act that is done once was done, since the decision is to be made anew where it is."""
    anew = [one.seq for one in before if one.kind == REVOKED and one.fields.get("effect") == "remade"]
    since = anew[-1] if anew and kind in ANEW else 0
    return any(one.kind == kind and one.seq > since for one in before)


def is_over(chosen: ActType) -> bool:
    """Say whether an act has no place any more once the inquiry is terminated."""
    return (chosen.phase in OVER and chosen.kind not in STILL) or chosen.kind == "review.submitted"


def _require_going(chosen: ActType, before: Sequence[str]) -> None:
    """Refuse what an inquiry that rests, or is over, has no room for."""
    standing = [kind for kind in before if kind in _STANDING]
    if TERMINATED in standing:
        if is_over(chosen):
            raise OutOfOrderError(
                f"不能再{chosen.verb}。", why="案件调查已经终止。", remedy="请办理结案；发现新的线索请另行登记。"
            )
    elif chosen.kind in RESTS and standing and standing[-1] == "inquiry.suspended":
        raise OutOfOrderError(
            f"现在还不能{chosen.verb}。",
            why="案件调查尚在中止（令第4号第四十二条）。",
            remedy="中止的情形消除后，请先办理恢复调查；证据仍可登记。",
        )


def needed(case: CaseRef, chosen: ActType) -> tuple[str, ...]:
    """Return the kinds of entry that an act stands on, of those that dossiers of this kind have at all."""
    return tuple(kind for kind in chosen.needs if case.kind in ACTS[kind].of)


def require_of_kind(case: CaseRef, chosen: ActType) -> None:
    """Refuse an act that dossiers of this kind do not have.

    Raises:
        OutOfOrderError: for instance a notice of penalty in an inspection.
    """
    if case.kind not in chosen.of:
        raise OutOfOrderError(
            f"本件不能{chosen.verb}。",
            why=f"{chosen.label}不属于{DOSSIERS.get(case.kind, case.kind)}。",
            remedy="请在相应的案件中办理；需要处罚的，请登记线索另行立案。",
        )


def _require_one_at_a_time(case: CaseRef, chosen: ActType) -> None:
    elsewhere = case.awaiting and not handler_waits(case)
    if chosen.kind in ASKS and elsewhere and case.awaiting not in ASKS[chosen.kind]:
        raise OutOfOrderError(
            f"现在还不能{chosen.verb}。",
            why=f"本案正在等待{ACTS[case.awaiting].label}。",
            remedy="请等前一件办结再提交。",
        )


def require_alive(case: CaseRef, chosen: ActType) -> None:
    """Refuse an act where the case is archived or was not opened, but for what belongs to the time after."""
    if case.archived and chosen.kind not in AFTER_ARCHIVING:
        raise OutOfOrderError(
            "本案已经归档，不再增加办案记录。",
            why="归档以后只登记复议、诉讼和决定的撤销、变更、更正，以及退还款项。",
            remedy="如需更正归档的内容，请由档案管理员办理。",
        )
    if case.stopped and chosen.kind not in AFTER_STOPPING:
        why, remedy = next((ENDED[event.kind] for event in reversed(case.events(*ENDED))), ENDED["clue.not_opened"])
        raise OutOfOrderError("本件不再办理。", why=why, remedy=remedy)
