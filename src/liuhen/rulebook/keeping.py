"""How long something is kept: the longest of the terms that a rule names for it; and what was destroyed too early."""

from collections.abc import Iterator
from datetime import date, datetime
from typing import Final, NamedTuple

from liuhen.kernel.clock import When, as_instant, beijing_date
from liuhen.rulebook.arithmetic import day
from liuhen.rulebook.clock import Run, started
from liuhen.rulebook.dossier import Event
from liuhen.rulebook.evidence import agree, triggers
from liuhen.rulebook.findings import Finding, State
from liuhen.rulebook.index import Sight
from liuhen.rulebook.plan import Plan
from liuhen.rulebook.spans import LASTING, Keep
from liuhen.rulebook.terms import Roll, Term, reckon

FILED: Final = "archive.filed"
"""The kind of event from which a case file is kept; what is kept as long as the file asks the rules about it."""
TOO_EARLY: Final = "保管期限未满即销毁"
DECEMBER, LAST = 12, 31


class Kept(NamedTuple):
    """How long one clause keeps it.

    Args:
        due: the last moment of keeping; None where it has no end, or none that can be told yet.
        endless: no disposal at all.
        said: the clause in words.
    """

    due: datetime | None
    endless: bool
    said: str

    @property
    def certain(self) -> bool:
        """Whether the end is known, or that there is none."""
        return self.endless or self.due is not None

    def over(self, moment: datetime) -> bool:
        """Say whether keeping has ended before `moment`."""
        return self.due is not None and moment > self.due


def retention(plan: Plan, run: Run) -> Iterator[Finding]:
    """Yield one finding for each thing kept: until when, and whether it was destroyed before."""
    for kept in triggers(plan, run):
        found = _finding(plan, kept, run)
        if found is not None:
            yield found


def too_early(plan: Plan, disposal: Event, run: Run, _bound: int) -> Finding | None:
    """Return the finding that refuses to destroy something whose keeping is not over, or None."""
    for kept in triggers(plan, run):
        if agree(plan.words, disposal, kept, Sight(run.index, kept.fields)):
            terms = clauses(plan, kept, run)
            if terms and not longest(terms).over(as_instant(disposal.happened)):
                return Finding(plan.rule, State.BREACHED, kept, missing=(f"{TOO_EARLY}（{longest(terms).said}）",))
    return None


def _finding(plan: Plan, kept: Event, run: Run) -> Finding | None:
    terms = clauses(plan, kept, run)
    if not terms:
        return None
    most = longest(terms)
    sums = (*(each.said for each in terms), *([f"从长保管：{most.said}"] if len(terms) > 1 else []))
    sight = Sight(run.index, kept.fields)
    gone = [e for kind in plan.words.disposed_by for e in run.index.of(kind) if agree(plan.words, e, kept, sight)]
    early = next((each for each in gone if not most.over(as_instant(each.happened))), None)
    state, missing = (State.SATISFIED, ()) if early is None else (State.BREACHED, (TOO_EARLY,))
    return Finding(
        plan.rule, state, kept, kept if early is None else None, missing, most.due, certain=most.certain, sums=sums
    )  # fmt: skip


def longest(terms: list[Kept]) -> Kept:
    """Return the clause that keeps it longest; one whose end cannot be told yet outlasts every date."""
    return max(terms, key=lambda one: (one.endless, one.due is None, one.due.timestamp() if one.due else 0))


def clauses(plan: Plan, kept: Event, run: Run) -> list[Kept]:
    """Return what each clause that applies says; empty where none applies."""
    sight = Sight(run.index, kept.fields)
    return [
        _kept(plan, keep, kept, run)
        for keep in plan.words.keep
        if keep.when.holds(kept.fields, sight) and (not keep.happened or _happened(keep, run, sight))
    ]


def _happened(keep: Keep, run: Run, sight: Sight) -> bool:
    return any(one.having.holds(e.fields, sight) for one in keep.happened for e in run.index.of(one.kind))


def _kept(plan: Plan, keep: Keep, kept: Event, run: Run) -> Kept:
    match keep.term:
        case "permanent":
            return Kept(None, endless=True, said="永久保管")
        case "no_disposal":
            return Kept(None, endless=True, said="长期保管，本机关确定年限之前不得销毁")
        case "as_file":
            return _as_file(run)
        case "organ" if plan.rule.id not in run.terms:
            return Kept(None, endless=True, said="按本机关保管期限表，确定之前不得销毁")
    term = Term.read(run.terms[plan.rule.id] if keep.term in LASTING else keep.term)
    start, origin = started(plan, keep.after, kept, run.index)
    if start is None:
        return Kept(None, endless=False, said=f"保管{term}，{origin}后起算")
    return _counted(term, date(beijing_date(start).year, DECEMBER, LAST) if keep.next_year else start, origin, run)


def _counted(term: Term, start: When, origin: str, run: Run) -> Kept:
    due = reckon(start, term, run.calendar, roll=Roll.NONE).due
    until = f"，至{day(beijing_date(due))}" if due else ""
    return Kept(due, endless=False, said=f"保管{term}，自{origin}（{day(beijing_date(start))}）起{until}")


def _as_file(run: Run) -> Kept:
    filed = run.index.of(FILED)[-1:]
    terms = [
        one
        for plan in run.plans
        if plan.words.form == "retention" and FILED in plan.words.triggers
        for event in filed
        for one in clauses(plan, event, run)
    ]
    if not terms:
        return Kept(None, endless=False, said="与案卷同期保管，案卷尚未归档")
    most = longest(terms)
    return most._replace(said=f"与案卷同期：{most.said}")
