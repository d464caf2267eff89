"""What waits for somebody: opinions and reviews of others' cases, what came back to the handlers, handlers who left."""

from collections.abc import Iterator
from functools import reduce
from operator import or_

from django.db.models import Q, QuerySet

from liuhen.kernel import clock
from liuhen.kernel.clock import beijing_date
from liuhen.people.acts import APPROVALS
from liuhen.people.models import Person
from liuhen.people.officers import Officer
from liuhen.people.scope import Capacity, Scope, capacities, roles_of, scope, scope_as
from liuhen.process.case.approval import turn
from liuhen.process.case.models import Case, CaseOfficer
from liuhen.process.case.reference import case_ref, joined, parted
from liuhen.queries.scoped import cases_for, within
from liuhen.queries.stages import AWAITED


def awaiting(by: Officer) -> QuerySet[Case]:
    """Return the cases whose next act is asked of `by`, in his own roles or for another; the longest waiting first."""
    asked = reduce(or_, _asked(by), Q(pk__in=()))
    return cases_for(by).filter(asked).order_by("awaiting_since")


def _asked(by: Officer) -> Iterator[Q]:
    """Yield a filter for each role in which somebody acts: where it reaches, and is asked, and he did not sign yet."""
    for acting in roles_of(by):
        reached: dict[Scope, list[str]] = {}
        for kind in AWAITED:
            reached.setdefault(scope_as(by, kind, acting), []).append(kind)
        for one, kinds in reached.items():
            if one.anywhere:
                asked = Q(awaiting__in=kinds, awaiting_roles__contains=joined([acting.role]))
                yield within(one) & asked & ~Q(signed_by__contains=joined([by.id]))


def capacity_in(row: Case, by: Officer) -> Capacity | None:
    """Return the role in which `by` would do what a case waits for, or None where it does not wait for him."""
    case = case_ref(row)
    if row.awaiting in APPROVALS:
        return turn(case, by, row.awaiting)
    able = capacities(by, row.awaiting, case.subject) if row.awaiting else ()
    return next((one for one in able if one.role in parted(row.awaiting_roles)), None)


def vacant(by: Officer) -> QuerySet[Case]:
    """Return the open cases of which a handler has left, for who may name another; the longest untouched first."""
    changing = scope(by, "handlers.changed")
    if not changing.anywhere:
        return Case.objects.none()
    left = Person.objects.filter(organ=by.organ, left_on__lte=beijing_date(clock.now())).values("id")
    vacancies = CaseOfficer.objects.filter(officer__in=left, handles=True, left=False).values("dossier")
    return Case.objects.filter(
        within(changing), id__in=vacancies, closed=False, archived=False, stopped=False
    ).order_by("last_at")
