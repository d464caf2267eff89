"""工作台: mine, due first."""

from collections.abc import Iterator, Sequence
from datetime import date, timedelta

from django.db.models import Q, QuerySet

from liuhen.drafts.keeping import Begun, mine
from liuhen.duties.models import Duty, Fact
from liuhen.kernel import clock
from liuhen.kernel.clock import beijing_date
from liuhen.office.in_force import asked_once, in_force
from liuhen.people.acts import APPROVALS
from liuhen.people.models import Person
from liuhen.people.officers import Officer
from liuhen.people.roles import Role
from liuhen.process.case.models import Case, CaseOfficer
from liuhen.process.case.reference import case_ref
from liuhen.process.case.registry import ACTS, find_act
from liuhen.queries.acts import ASKED
from liuhen.queries.awaited import awaiting, capacity_in, vacant
from liuhen.queries.cases import case_rows
from liuhen.queries.desk_shapes import Desk, DraftRow, Waiting
from liuhen.queries.owed import from_duty, most_urgent_first
from liuhen.queries.requests import requests_for
from liuhen.queries.scoped import cases_for
from liuhen.queries.shapes import ActLink
from liuhen.rulebook import CalendarUnknownError, WorkingCalendar

SHOWN = 50  # rows: more than fits a day's work; the case list has the rest
SIGNED = APPROVALS | {"review.opinion"}
_AHEAD = timedelta(days=400)


@asked_once
def desk(by: Officer, *, reach: str = "mine") -> Desk:
    """Return the desk of `by`; a constant number of queries whatever the number of cases."""
    now = clock.now()
    force = in_force(by.organ)
    reached = _reached(by, reach)
    open_cases = reached.filter(archived=False, stopped=False)
    duties = Duty.objects.filter(dossier__in=open_cases.values("id")).order_by("due", "key")
    late = duties.filter(Q(due__lt=now) | Q(lapsed=True) | Q(breached=True))
    rest = duties.filter(Q(due__gte=now) | Q(due=None, lapsed=False, breached=False))
    chosen = [*late[:SHOWN], *rest.filter(due__lt=now + _AHEAD)[:SHOWN]]
    chosen += list(rest.filter(due=None)[: max(0, SHOWN - len(chosen))])
    by_id = {case.id: case for case in Case.objects.filter(id__in={duty.dossier for duty in chosen})}
    rows = most_urgent_first(from_duty(one, by_id[one.dossier], by=by, force=force, now=now) for one in chosen)
    today = beijing_date(now)
    return Desk(
        today=today,
        workday=_workday(force.calendar, today),
        overdue=late.count(),
        due_soon=sum(row.state == "due_soon" for row in rows),
        open_cases=open_cases.count(),
        rows=rows[:SHOWN],
        waiting=waiting(by),
        drafts=drafts(by),
        recent=case_rows(reached.order_by("-last_at")[:5], now=now),
        reach=reach,
        reaches=_reaches(by),
    )


def waiting(by: Officer) -> tuple[Waiting, ...]:
    """Return the acts that are asked of `by` now, longest first; before them the cases that a handler has left."""
    rows = list(awaiting(by)[:SHOWN])
    askers = _askers(rows)
    found = (*(_waiting(row, by, askers.get(row.id, "")) for row in rows), *requests_for(by))
    return (*_vacancies(by), *sorted(found, key=lambda one: (not one.approval, -one.urged, one.since)))


def approvals(by: Officer) -> tuple[Waiting, ...]:
    """Return what `by` has to sign now, what he was reminded of first: the order in which he goes through it."""
    return tuple(one for one in waiting(by) if one.approval)


def _askers(rows: Sequence[Case]) -> dict[str, str]:
    """Return who put each case before whom it waits for: dossier -> name; two queries."""
    wanted = {row.id: ASKED.get(row.awaiting, "") for row in rows}
    facts = Fact.objects.filter(dossier__in=wanted, kind__in=set(wanted.values())).order_by("seq")
    asked = {dossier: by for dossier, kind, by in facts.values_list("dossier", "kind", "by") if kind == wanted[dossier]}
    names = dict(Person.objects.filter(id__in=set(asked.values())).values_list("id", "name"))
    return {dossier: names.get(by, "") for dossier, by in asked.items()}


def drafts(by: Officer) -> tuple[DraftRow, ...]:
    """Return the forms that `by` has begun, latest first; those of cases he no longer sees are left out."""
    begun = mine(by)
    refs = {one.place.ref for one in begun if one.place.ref}
    found = {case.ref: case for case in cases_for(by).filter(ref__in=refs)} if refs else {}
    shown = [
        one for one in begun if find_act(one.place.kind, by.organ) and (not one.place.ref or one.place.ref in found)
    ]
    return tuple(_draft(one, found.get(one.place.ref), by.organ) for one in shown[:SHOWN])


def _draft(one: Begun, case: Case | None, organ: str) -> DraftRow:
    act = find_act(one.place.kind, organ)
    return DraftRow(
        place=one.place,
        label=act.label if act else "",
        case_title=case.title if case else "",
        case_number=case_ref(case).number if case else "",
        saved=one.saved,
    )


def _vacancies(by: Officer) -> Iterator[Waiting]:
    act = ACTS["handlers.changed"]
    rows = list(vacant(by)[:SHOWN])
    handling = {one for row in rows for one in (row.handler_ids or row.officers)}
    today = beijing_date(clock.now())
    left = dict(Person.objects.filter(id__in=handling, left_on__lte=today).values_list("id", "name")) if rows else {}
    for row in rows:
        names = "、".join(left[one] for one in (row.handler_ids or row.officers) if one in left)
        yield Waiting(
            case_ref=row.ref,
            case_title=row.title,
            case_number=case_ref(row).number,
            what=f"承办人{names}已离岗，须更换",
            since=row.last_at,
            act=ActLink(kind=act.kind, label=act.verb, phase=act.phase),
        )


def _waiting(row: Case, by: Officer, asker: str) -> Waiting:
    act = ACTS[row.awaiting]
    acting = capacity_in(row, by)
    return Waiting(
        case_ref=row.ref,
        case_title=row.title,
        case_number=case_ref(row).number,
        what=act.verb,
        since=row.awaiting_since or row.last_at,
        act=ActLink(kind=act.kind, label=act.verb, phase=act.phase),
        on_behalf=acting.mandate.name if acting and acting.mandate else "",
        asker=asker,
        urged=row.urged,
        approval=act.kind in SIGNED,
    )


def _reached(by: Officer, reach: str) -> QuerySet[Case]:
    seen = cases_for(by)
    if reach == "department":
        return seen.filter(department=by.department)
    if reach == "mine" and Role.HANDLER in by.roles:
        return seen.filter(id__in=CaseOfficer.objects.filter(officer=by.id, left=False).values("dossier"))
    return seen


def _reaches(by: Officer) -> tuple[str, ...]:
    return ("mine",) if by.roles == {Role.HANDLER} else ("mine", "department", "organ")


def _workday(calendar: WorkingCalendar, day: date) -> bool | None:
    try:
        return calendar.is_workday(day)
    except CalendarUnknownError:
        return None
