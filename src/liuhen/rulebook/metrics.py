"""Figures about the organ: a part of a whole, in whole numbers, so that nothing is rounded in anybody's favour."""

from typing import Final

from liuhen.rulebook.clock import Run
from liuhen.rulebook.conditions import at
from liuhen.rulebook.dossier import Event
from liuhen.rulebook.findings import Finding, State
from liuhen.rulebook.index import Sight
from liuhen.rulebook.plan import Plan

PERCENT: Final = 100


def metric(plan: Plan, event: Event, run: Run, _bound: int) -> Finding | None:
    """Compare the two numbers that `event` counted with the least percentage of the rule."""
    figure = plan.words.figure
    if figure is None or not plan.words.when.holds(event.fields, Sight(run.index, event.fields)):
        return None
    names = plan.field(figure.part), plan.field(figure.whole)
    part, whole = (at(event.fields, path.split(".")) for path in (figure.part, figure.whole))
    if not isinstance(part, int) or not isinstance(whole, int):
        lacking = f"{plan.kind(event.kind)}未载明{'或者'.join(names)}"
        return Finding(plan.rule, State.OPEN, event, missing=(lacking,), settle_kinds=(event.kind,))
    sums = (f"{names[0]}{part}人，{names[1]}{whole}人，应达到{figure.at_least}",)
    if part * PERCENT >= figure.percent * whole:
        return Finding(plan.rule, State.SATISFIED, event, event, sums=sums)
    lacking = plan.words.lacking or f"{names[0]}不足{figure.at_least}"
    return Finding(plan.rule, State.OPEN, event, missing=(lacking,), settle_kinds=(event.kind,), sums=sums)
