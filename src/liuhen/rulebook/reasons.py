"""Why a rule does not apply to a case: nothing asked for it, it was not in force, another one prevails."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import Any, Final, TypeAlias

from liuhen.rulebook.arithmetic import day
from liuhen.rulebook.assessment import FindingRecord, record
from liuhen.rulebook.book import Rulebook
from liuhen.rulebook.dossier import Dossier, Event
from liuhen.rulebook.findings import Finding, State
from liuhen.rulebook.index import Index
from liuhen.rulebook.json_text import Place
from liuhen.rulebook.plan import Plan

Known: TypeAlias = dict[object, Any]
"""What is the same for very many cases: what prevails over what, and what is printed of a rule nothing asked for."""

SHOWN: Final = 5
MOST: Final = 10_000
"""Kept of such; a reason that names a record and its day is of one case only."""


class Reasons:
    """Answers, for one case under one book, why a rule does not apply.

    Args:
        known: kept between cases, so that clashes are not looked for again.
    """

    def __init__(self, dossier: Dossier, rulebook: Rulebook, known: Known | None = None) -> None:
        self._dossier, self._rulebook = dossier, rulebook
        self._index = Index(dossier.events)
        self._plans = {plan.rule.id: plan for plan in rulebook.plans(dossier.kind, dossier.choices)}
        self._known: Known = {} if known is None else known

    def set_aside_by(self, finding: Finding) -> str | None:
        """Return the rule that prevails over this one, where that is why it does not apply."""
        return self._prevailing().get(finding.rule.id) if _idle(finding) and finding.sums else None

    def record(self, finding: Finding) -> FindingRecord:
        """Return the finding as it is printed, with why it does not apply and what prevails over it."""
        reason, aside = self.why(finding), self.set_aside_by(finding)
        if not _idle(finding):
            return record(finding, reason=reason, set_aside_by=aside)
        key = (id(finding), reason)
        kept, made = self._known.get(key, (None, None))
        if kept is not finding:
            made = record(finding, reason=reason, set_aside_by=aside)
            if len(self._known) < MOST:
                self._known[key] = (finding, made)
        printed: FindingRecord = made
        return printed

    def outside(self) -> Iterator[tuple[Place, str]]:
        """Yield the events on whose day rules that ask for them were not in force: a doubt, once for each event."""
        found: dict[int, list[str]] = {}
        for plan in self._plans.values():
            for event in (each for kind in plan.words.triggers for each in self._index.of(kind)):
                if not plan.first <= self._index.day(event) <= plan.last:
                    found.setdefault(event.seq, []).append(plan.rule.id)
        for at, event in enumerate(self._dossier.events if found else ()):
            if event.seq in found:
                rules = found[event.seq]
                more = f"等 {len(rules)} 条规则" if len(rules) > SHOWN else ""
                said = f"发生在{day(self._index.day(event))}，当日{'、'.join(rules[:SHOWN])}{more}未施行，没有适用"
                yield ("events", at, "happened"), said

    def why(self, finding: Finding) -> str:
        """Return why the rule does not apply, in Chinese; "" where it does."""
        if not _idle(finding):
            return ""
        plan = self._plans[finding.rule.id]
        if plan.words.each:
            return "没有到应办的年度"
        events = [event for kind in plan.words.triggers for event in self._index.of(kind)]
        if not events:
            return f"没有引起本条的记录（{'、'.join(plan.kind(kind) for kind in plan.words.triggers)}）"
        return self._not_in_force(plan, events) or "有关记录不属于本条所说的情形"

    def _prevailing(self) -> Mapping[str, str]:
        kind, choices = self._dossier.kind, self._dossier.choices
        key = (id(self._rulebook), kind, tuple(sorted(choices.items())))
        if key not in self._known:
            self._known[key] = {
                rule.id: clash.prevails
                for clash in self._rulebook.clashes(kind, choices)
                for rule in clash.rules
                if clash.prevails not in (None, rule.id)
            }
        prevailing: Mapping[str, str] = self._known[key]
        return prevailing

    def _not_in_force(self, plan: Plan, events: Sequence[Event]) -> str:
        outside = [event for event in events if not plan.covers(self._index.day(event))]
        if len(outside) < len(events):
            return ""
        event = outside[0]
        when = self._index.day(event)
        return f"{plan.kind(event.kind)}（第{event.seq}号记录）在{day(when)}，{_span(plan, when)}"


def _span(plan: Plan, when: date) -> str:
    if when < plan.first:
        return f"本条自{day(plan.first)}起施行"
    if when > plan.last:
        return f"本条施行至{day(plan.last)}"
    return "当日适用的是与本条不一致而优先的规则，或者改写本条的规则"


def _idle(finding: Finding) -> bool:
    return finding.state is State.NOT_APPLICABLE and finding.trigger is None
