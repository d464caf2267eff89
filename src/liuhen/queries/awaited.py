"""What waits for somebody: opinions and reviews of others' cases, and what came back to the handlers of a case."""

from django.db.models import Q, QuerySet

from liuhen.people.officers import Officer
from liuhen.people.roles import Role
from liuhen.process.case.models import Case, CaseOfficer
from liuhen.queries.scoped import cases_for


def awaiting(by: Officer) -> QuerySet[Case]:
    """Return the cases whose next act is asked of `by`, the longest waiting first."""
    asked = Q(awaiting_role__in=[role for role in by.roles if role is not Role.HANDLER])
    if Role.HANDLER in by.roles:
        own = CaseOfficer.objects.filter(officer=by.id).values("dossier")
        asked |= Q(awaiting_role=Role.HANDLER, id__in=own)
    return cases_for(by).filter(asked).exclude(awaiting="").order_by("awaiting_since")
