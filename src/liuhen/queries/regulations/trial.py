"""Rules held against a real case: one rule on a case one chooses, or all of them on one case. Nothing is written."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Final

from liuhen.kernel import clock
from liuhen.people.officers import Officer
from liuhen.process.case.reference import CaseRef, case_ref
from liuhen.queries.assessed import assessed
from liuhen.queries.course import case_head, rows_of
from liuhen.queries.exports import written_case
from liuhen.queries.owed import from_finding
from liuhen.queries.regulations.reading import Reader
from liuhen.queries.regulations.shapes import RuleView
from liuhen.queries.regulations.shelf import Book
from liuhen.queries.regulations.trial_shapes import CaseRules, StateGroup, Trial, Tried
from liuhen.queries.regulations.units import units_of
from liuhen.queries.regulations.years import calendar_of
from liuhen.queries.scoped import case_for, cases_for
from liuhen.queries.shapes import EntryRow
from liuhen.rulebook import Dossier, Finding, Rulebook, State, assess, read_dossier
from liuhen.rulebook.reasons import Reasons

OFFERED: Final = 40
"""Cases to choose from, those worked on last."""
ORDER: Final = (
    State.BREACHED,
    State.OVERDUE,
    State.DUE_SOON,
    State.OPEN,
    State.ADVISORY,
    State.WAIVED,
    State.SATISFIED_LATE,
    State.SATISFIED,
    State.NOT_APPLICABLE,
)


def trial(by: Officer, book: Book, reader: Reader, rule: RuleView, ref: str) -> Trial:
    """Hold one rule against a case.

    Args:
        ref: the case; "" for none so far.

    Raises:
        NotFoundError: no such case, or not his to see.
    """
    told = [case_ref(row) for row in cases_for(by).order_by("-last_at")[:OFFERED]]
    cases = [(case.ref, f"{case.number}　{case.title}") for case in told]
    if not ref:
        return Trial(tuple(cases), "")
    _, case = case_for(by, ref)
    if case.ref not in dict(cases):
        cases.insert(0, (case.ref, f"{case.number}　{case.title}"))
    rulebook, dossier, findings = _judged(by, case, book)
    found = [one for one in findings if one.rule.id == rule.id]
    return Trial(
        cases=tuple(cases),
        chosen=case.ref,
        case=case_head(case),
        findings=_tried(found, case, by, Reasons(dossier, rulebook), units_of(by.organ)),
        adopted=book.force is not None,
        why="" if found else _none(rule, reader, dossier, rulebook),
    )


def _judged(by: Officer, case: CaseRef, book: Book) -> tuple[Rulebook, Dossier, Sequence[Finding]]:
    """Return the case under what is in force, or under a pack that the organ does not work by."""
    if book.force is not None:
        read = assessed(case)
        return read.force.rulebook, read.dossier, read.findings
    dossier = read_dossier(written_case(case))
    return book.rulebook, dossier, assess(dossier, book.rulebook, calendar_of(by), clock.now())


def _none(rule: RuleView, reader: Reader, dossier: Dossier, rulebook: Rulebook) -> str:
    if rule.form in ("procedure", "choice", "approval"):
        return f"{rule.form_word}不就单个案件下结论，它决定其他规则怎样适用。"
    if dossier.kind not in rule.of:
        word = rulebook.labels.dossiers.get(dossier.kind, dossier.kind)
        return f"本条适用于{'、'.join(rule.of_words)}，本案是{word}。"
    if rule.overridden_by:
        return f"本条已由{rule.overridden_by[0].cited}另行规定，按那一条判断。"
    return "本条对这件案件没有结论。"


def _tried(
    findings: Iterable[Finding], case: CaseRef, by: Officer, reasons: Reasons, units: Mapping[str, str]
) -> tuple[Tried, ...]:
    rows = {row.seq: row for row in rows_of(case.dossier)}
    return tuple(_one(one, case, by, reasons, units, rows) for one in findings)


def _one(
    one: Finding,
    case: CaseRef,
    by: Officer,
    reasons: Reasons,
    units: Mapping[str, str],
    rows: Mapping[int, EntryRow],
) -> Tried:
    idle = one.state is State.NOT_APPLICABLE
    return Tried(
        owed=from_finding(one, case, by),
        pack=one.rule.pack,
        holder=one.rule.holder,
        unit=units.get(one.rule.holder, ""),
        trigger=rows.get(one.trigger.seq) if one.trigger else None,
        satisfied_by=rows.get(one.satisfied_by.seq) if one.satisfied_by else None,
        steps=() if idle else (*one.arithmetic, *one.sums),
        why=("；".join(one.sums) or _why(one, reasons)) if idle else "",
    )


def _why(one: Finding, reasons: Reasons) -> str:
    try:
        return reasons.why(one)
    except KeyError:  # a rule of an earlier book, by which acts of this case were judged
        return "本条已由现行规程的其他规定代替"


def case_rules(by: Officer, ref: str) -> CaseRules:
    """Hold every rule against one case.

    Raises:
        NotFoundError: no such case, or not his to see.
    """
    _, case = case_for(by, ref)
    read = assessed(case)
    found = _tried(read.findings, case, by, Reasons(read.dossier, read.force.rulebook), units_of(by.organ))
    groups = []
    for state in ORDER:
        chosen = tuple(one for one in found if one.owed.state == state.value)
        if chosen:
            groups.append(StateGroup(state.value, state.word, state.value, chosen))
    return CaseRules(case_head(case), tuple(groups), len(found))
