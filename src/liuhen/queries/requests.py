"""呈批 beside the main course: how those of a case stand, and which wait for somebody."""

from django.db.models import Exists, OuterRef, Q, QuerySet

from liuhen.people.models import Person
from liuhen.people.officers import Officer
from liuhen.people.roles import WORDS as ROLES
from liuhen.people.roles import Role
from liuhen.people.scope import roles_of, scope_as
from liuhen.process.case.approval import BESIDE, ENDORSED, STATES, turn_in
from liuhen.process.case.models import Case, CaseOfficer, Request
from liuhen.process.case.reference import CaseRef, case_ref, joined, parted
from liuhen.process.case.registry import ACTS
from liuhen.process.case.standing import Standing
from liuhen.queries.case_shapes import RequestRow
from liuhen.queries.desk_shapes import Waiting
from liuhen.queries.scoped import within
from liuhen.queries.shapes import ActLink
from liuhen.rulebook.approvals import MATTERS

SHOWN = 50  # rows: more than fits a day's work


def request_rows(case: CaseRef, by: Officer) -> tuple[RequestRow, ...]:
    """Return the requests of a case, those that wait first, then the latest."""
    found = sorted(Request.objects.filter(dossier=case.dossier), key=lambda row: (row.state != "waiting", -row.seq))
    names = dict(Person.objects.filter(id__in={row.by for row in found}).values_list("id", "name")) if found else {}
    return tuple(_row(row, case, by, names.get(row.by, "")) for row in found)


def requests_for(by: Officer) -> tuple[Waiting, ...]:
    """Return the requests that wait for `by`, longest first, then those of his cases that came back to him."""
    asked = list(_asked(by)[:SHOWN])
    back = list(_returned(by)[:SHOWN])
    cases = {row.id: row for row in Case.objects.filter(id__in={one.dossier for one in (*asked, *back)})}
    waiting = [_waiting(one, case_ref(cases[one.dossier]), by) for one in asked]
    return tuple(one for one in (*waiting, *(_came_back(one, case_ref(cases[one.dossier])) for one in back)) if one)


def count_for(by: Officer) -> int:
    """Return how many requests wait for `by`."""
    return _asked(by).count()


def _asked(by: Officer) -> QuerySet[Request]:
    """Return the requests that are put to one of his roles, where it reaches, and that he did not sign yet."""
    kinds = {ENDORSED, *(one.approved for one in BESIDE.values())}
    found = Q(pk__in=())
    for acting in roles_of(by):
        for kind in kinds:
            reached = scope_as(by, kind, acting)
            if reached.anywhere:
                cases = Case.objects.filter(within(reached)).values("id")
                found |= Q(awaiting=kind, awaiting_roles__contains=joined([acting.role]), dossier__in=cases)
    mine = Request.objects.filter(found, organ=by.organ, state="waiting")
    return mine.exclude(signed_by__contains=joined([by.id])).order_by("since", "key")


def _returned(by: Officer) -> QuerySet[Request]:
    """Return what came back to him: the latest request of its matter in a case that he handles."""
    if Role.HANDLER not in by.roles:
        return Request.objects.none()
    mine = CaseOfficer.objects.filter(officer=by.id, left=False).values("dossier")
    later = Request.objects.filter(dossier=OuterRef("dossier"), matter=OuterRef("matter"), seq__gt=OuterRef("seq"))
    found = Request.objects.filter(organ=by.organ, state="returned", dossier__in=mine)
    return found.filter(~Exists(later)).order_by("since", "key")


def _waiting(row: Request, case: CaseRef, by: Officer) -> Waiting | None:
    acting = turn_in(row, case, by, row.awaiting)
    if acting is None:
        return None
    act = ACTS[row.awaiting]
    return Waiting(
        case_ref=case.ref,
        case_title=case.title,
        case_number=case.number,
        what=f"{MATTERS[row.matter]}：{act.verb}" if row.awaiting == ENDORSED else act.verb,
        since=row.since,
        act=ActLink(kind=act.kind, label=act.verb, phase=act.phase, of_seq=row.seq),
        on_behalf=acting.mandate.name if acting.mandate else "",
    )


def _came_back(row: Request, case: CaseRef) -> Waiting:
    asked = next(one.asked for one in BESIDE.values() if one.id == row.matter)
    act = ACTS[asked]
    return Waiting(
        case_ref=case.ref,
        case_title=case.title,
        case_number=case.number,
        what=f"{MATTERS[row.matter]}呈批被退回",
        since=row.since,
        act=ActLink(kind=act.kind, label=act.verb, phase=act.phase),
    )


def _row(row: Request, case: CaseRef, by: Officer, name: str) -> RequestRow:
    waits = row.state == "waiting"
    owed = "、".join(ROLES[Role(role)] for role in parted(row.awaiting_roles))
    own = row.by == by.id or by.id in case.handlers
    return RequestRow(
        seq=row.seq,
        what=MATTERS[row.matter],
        by=name,
        state=row.state,
        word=STATES[row.state],
        owed=owed,
        since=row.since,
        urged=row.urged,
        may_answer=waits and turn_in(row, case, by, row.awaiting) is not None,
        may_urge=waits and own,
        may_withdraw=waits and own and not Standing.read(row.asked).begun,
    )
