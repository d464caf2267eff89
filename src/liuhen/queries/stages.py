"""How far a case is, in a word for lists and as a rail for its page."""

from collections import Counter
from collections.abc import Collection, Sequence
from typing import Final

from liuhen.duties.models import Fact
from liuhen.office.in_force import in_force
from liuhen.process.case.models import Case
from liuhen.process.case.reference import DOSSIERS, PENALTY
from liuhen.process.case.registry import ACTS
from liuhen.queries.case_shapes import StageView
from liuhen.rulebook import Event, Finding, Rulebook, State

AWAITED: Final = {
    "opening.requested": "立案（退回）",
    "opening.endorsed": "立案审批",
    "opening.approved": "立案审批",
    "case.opened": "待立案编号",
    "review.opinion": "法制审核",
    "decision.endorsed": "决定审批",
    "decision.made": "决定待签署",
    "decision.drafted": "决定（退回）",
    "closing.endorsed": "结案审批",
    "closing.approved": "结案审批",
    "closing.requested": "结案（退回）",
    "archive.filed": "待归档",
}
"""Act that a case may wait for -> where it stands then, in a word."""

ENDINGS: Final = {"clue.not_opened": "不予立案", "merging.approved": "已并案", "transfer.made": "已移送"}
"""Act after which a dossier is not gone on with -> where it stands then, in a word."""

UNDER_WAY: Final = "办理中"
INTERRUPTED: Final = {"inquiry.suspended": "中止调查", "inquiry.resumed": "", "inquiry.terminated": "终止调查"}
"""Act that interrupts an inquiry -> where it stands then, in a word; empty where it goes on as before."""

_OWED: Final = frozenset({State.OPEN, State.DUE_SOON, State.OVERDUE, State.BREACHED})
_LATE: Final = frozenset({State.OVERDUE, State.BREACHED})
_DONE: Final = frozenset({State.SATISFIED, State.SATISFIED_LATE})
_COUNTED: Final = _OWED | _DONE


def stage_word(row: Case) -> str:
    """Return where a case stands, for lists."""
    if row.archived:
        return "已归档"
    if row.stopped:
        return "不再办理"
    if row.awaiting:
        return AWAITED.get(row.awaiting, ACTS[row.awaiting].label)
    return UNDER_WAY if row.case_no or row.kind != PENALTY else "线索"


def ended(rows: Sequence[Case]) -> dict[str, str]:
    """Return for dossiers that are not gone on with, by dossier, why; one query, none for none."""
    if not rows:
        return {}
    held = Fact.objects.filter(dossier__in=[row.id for row in rows], kind__in=ENDINGS).order_by("seq")
    return {dossier: ENDINGS[kind] for dossier, kind in held.values_list("dossier", "kind")}


def interrupted(rows: Sequence[Case]) -> dict[str, str]:
    """Return for cases whose inquiry rests or is over without a decision, by dossier, which; one query."""
    if not rows:
        return {}
    held = Fact.objects.filter(dossier__in=[row.id for row in rows], kind__in=INTERRUPTED).order_by("seq")
    latest = dict(held.values_list("dossier", "kind"))
    return {dossier: INTERRUPTED[kind] for dossier, kind in latest.items() if INTERRUPTED[kind]}


def furthest(rows: Sequence[Case]) -> dict[str, str]:
    """Return for cases of one organ, by dossier, the title of the furthest stage that has an entry; one query."""
    if not rows:
        return {}
    book, kinds = in_force(rows[0].organ).rulebook, {row.id: row.kind for row in rows}
    stages = {kind: book.stages(kind) for kind in DOSSIERS}
    places = {
        of: {kind: place for place, stage in enumerate(every) for kind in stage.kinds} for of, every in stages.items()
    }
    staged = {kind for every in places.values() for kind in every if kind not in INTERRUPTED}
    held = Fact.objects.filter(dossier__in=kinds, kind__in=staged).values_list("dossier", "kind")
    reached: dict[str, int] = {}
    for dossier, kind in held.distinct():
        reached[dossier] = max(reached.get(dossier, 0), places[kinds[dossier]].get(kind, 0))
    return {
        dossier: stages[kinds[dossier]][place].title for dossier, place in reached.items() if stages[kinds[dossier]]
    }


def rail(
    rulebook: Rulebook, kind: str, *, events: Sequence[Event], findings: Sequence[Finding]
) -> tuple[StageView, ...]:
    """Return the stages of the procedure with what each owes and has; the furthest one with an event is now.

    A special stage is shown once it has happened or something is owed in it.
    """
    held = {event.kind for event in events}
    every = rulebook.stages(kind)
    staged = frozenset(one for stage in every for one in stage.kinds)
    homes: dict[str, Counter[State]] = {}
    for one in findings:
        if one.state in _COUNTED:
            homes.setdefault(_home(one, staged), Counter())[one.state] += 1
    alive = held | {home for home, told in homes.items() if told.keys() & _OWED}
    stages = [stage for stage in every if not stage.special or alive & set(stage.kinds)]
    reached = max((place for place, stage in enumerate(stages) if held & set(stage.kinds)), default=0)
    return tuple(
        _view(
            stage.id,
            stage.title,
            frozenset(stage.kinds),
            place - reached,
            held=held,
            own=sum((homes[kind] for kind in set(stage.kinds) & homes.keys()), Counter()),
        )
        for place, stage in enumerate(stages)
    )


def ahead_of(rulebook: Rulebook, kind: str, *, held: Collection[str]) -> frozenset[str]:
    """Return the kinds of acts whose stage such a dossier has not reached yet."""
    every = rulebook.stages(kind)
    reached = max((place for place, stage in enumerate(every) if set(held) & set(stage.kinds)), default=0)
    near = frozenset(one for stage in every[: reached + 2] for one in stage.kinds)
    return frozenset(one for stage in every[reached + 2 :] for one in stage.kinds) - near


def _view(
    stage: str, title: str, kinds: frozenset[str], ahead: int, *, held: set[str], own: Counter[State]
) -> StageView:
    owed, done, late = (sum(own[state] for state in states) for states in (_OWED, _DONE, _LATE))
    if ahead == 0:
        state = "now"
    elif ahead < 0:
        state = "done" if held & kinds else "none"
    else:
        state = "ahead"
    note = f"欠 {late} 项" if late else (f"应记 {owed} 项" if owed else ("记录齐全" if done else ""))
    return StageView(id=stage, title=title, state=state, owed=owed, recorded=done, note=note)


def _home(finding: Finding, staged: frozenset[str]) -> str:
    """Return the kind of act whose stage a finding belongs to: what settles it, or else what brought it about."""
    settles = finding.settle_kinds[0] if finding.settle_kinds else ""
    if settles in staged:
        return settles
    trigger = finding.trigger.kind if finding.trigger else ""
    return trigger if trigger in staged else ""
