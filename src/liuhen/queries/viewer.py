"""Who looks, and the figures in the frame of every page."""

from django.db.models import Q

from liuhen.duties.models import Duty
from liuhen.kernel import clock
from liuhen.people.models import Certificate, Organ, Person
from liuhen.people.officers import Officer
from liuhen.people.roles import WORDS, Role
from liuhen.people.scope import Capacity, roles_of, scope
from liuhen.queries.awaited import awaiting, vacant
from liuhen.queries.beginnings import beginnings
from liuhen.queries.requests import count_for
from liuhen.queries.scoped import cases_for
from liuhen.queries.shapes import Viewer


def viewer(by: Officer) -> Viewer:
    """Return what the frame says about `by`; a constant number of queries."""
    organ = Organ.objects.get(id=by.organ)
    certificate = Certificate.objects.filter(person=by.id, revoked_on=None).order_by("-valid_to").first()
    sees = scope(by, "case.view").anywhere
    now = clock.now()
    late = Q(due__lt=now) | Q(lapsed=True) | Q(breached=True)
    owed = Duty.objects.filter(late, dossier__in=cases_for(by).values("id")).count() if sees else 0
    return Viewer(
        name=by.name,
        organ=organ.name,
        department=by.department,
        roles=tuple(_role(one) for one in roles_of(by)),
        certificate=certificate.number if certificate else None,
        demo=organ.demo,
        sees_cases=sees,
        beginnings=beginnings(by),
        owed=owed,
        approvals=awaiting(by).count() + vacant(by).count() + count_for(by),
    )


def _role(acting: Capacity) -> str:
    word = WORDS[acting.role]
    return f"{word}（受{acting.mandate.name}委托）" if acting.mandate else word


def demo_accounts() -> tuple[tuple[str, str, str], ...]:
    """Return account, name and roles of everyone in a demo; nothing in a real installation."""
    if not Organ.objects.filter(demo=True).exists():
        return ()
    people = Person.objects.filter(organ__in=Organ.objects.filter(demo=True).values("id")).order_by("id")
    order = {role: place for place, role in enumerate(Role)}
    rows = [(one.account, one.name, tuple(Role(role) for role in one.roles)) for one in people]
    rows.sort(key=lambda row: (min((order[role] for role in row[2]), default=len(order)), row[0]))
    return tuple((account, name, "、".join(WORDS[role] for role in roles)) for account, name, roles in rows)
