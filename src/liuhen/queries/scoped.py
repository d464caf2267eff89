"""A scope as a filter: the same data that `can` asks of one object."""

from functools import reduce
from operator import or_

from django.db.models import Q, QuerySet

from liuhen.people.officers import Officer
from liuhen.people.roles import Reach
from liuhen.people.scope import Lent, Scope, can, scope
from liuhen.process.case.models import Case, CaseOfficer
from liuhen.process.case.reference import CaseRef, case_ref, missing_case


def within(seen: Scope) -> Q:
    """Return the filter on cases that a scope stands for; an empty scope lets nothing through."""
    reached = [_reach(reach, seen, seen.department) for reach in sorted(seen.reaches)]
    reached += [_lent(one, seen) for one in seen.lent]
    inside = Q(organ=seen.organ) & reduce(or_, reached, Q(pk__in=()))
    return inside & ~_handled(seen.person) if seen.apart else inside


def _lent(one: Lent, seen: Scope) -> Q:
    reached = reduce(or_, [_reach(reach, seen, one.department) for reach in sorted(one.reaches)], Q(pk__in=()))
    return reached & ~_handled(one.giver) if one.apart else reached


def _handled(person: str) -> Q:
    """Return the filter on cases to which a person belongs or ever did."""
    return Q(id__in=CaseOfficer.objects.filter(officer=person).values("dossier"))


def _reach(reach: Reach, seen: Scope, department: str) -> Q:
    match reach:
        case Reach.OWN:
            own = CaseOfficer.objects.filter(officer=seen.person, left=False).values("dossier")
            return Q(id__in=own)
        case Reach.DEPARTMENT:
            return Q(department=department)
        case Reach.SUBMITTED:
            return Q(submitted=True)
        case Reach.CLOSED:
            return Q(closed=True)
        case Reach.ORGAN:
            return Q(organ=seen.organ)  # never an empty Q: combined with "or" it would vanish, not widen


def cases_for(by: Officer, act: str = "case.view") -> QuerySet[Case]:
    """Return the cases to which `by` may do `act`."""
    return Case.objects.filter(within(scope(by, act)))


def case_for(by: Officer, ref: str, act: str = "case.view") -> tuple[Case, CaseRef]:
    """Return one case that `by` may see.

    Raises:
        NotFoundError: there is none, or it is not his to see; both are answered alike.
    """
    row = cases_for(by, act).filter(Q(ref=ref) | Q(case_no=ref)).first()
    if row is None:
        raise missing_case()
    return row, case_ref(row)


def may(by: Officer, act: str, case: CaseRef) -> bool:
    """Say whether `by` may do `act` in a case."""
    return can(by, act, case.subject)
