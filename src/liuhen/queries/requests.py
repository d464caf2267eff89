"""呈批 beside the main course: how those of a case stand, and which wait for somebody."""

from datetime import datetime

from django.db.models import Exists, OuterRef, Q, QuerySet

from liuhen.kernel import clock
from liuhen.kernel.clock import beijing_date
from liuhen.people.models import Person
from liuhen.people.officers import Officer
from liuhen.people.roles import WORDS as ROLES
from liuhen.people.roles import Role
from liuhen.people.scope import roles_of, scope_as
from liuhen.process.case.approval import BESIDE, ENDORSED, OF_KIND, STATES, turn_in
from liuhen.process.case.models import Case, CaseOfficer, Request
from liuhen.process.case.reference import CaseRef, case_ref, joined, parted
from liuhen.process.case.registry import ACTS
from liuhen.process.case.standing import Standing
from liuhen.queries.acts import ASKED, its_turn
from liuhen.queries.case_shapes import RequestRow
from liuhen.queries.desk_shapes import Waiting
from liuhen.queries.scoped import may, within
from liuhen.queries.section_shapes import Looked
from liuhen.queries.shapes import ActLink
from liuhen.rulebook import Event
from liuhen.rulebook.approvals import MATTERS

SHOWN = 50  # rows: more than fits a day's work


def request_rows(looked: Looked) -> tuple[RequestRow, ...]:
    """Return the requests of a case: what its main course waits for, those beside it that wait, then the latest."""
    case, by = looked.case, looked.by
    found = sorted(Request.objects.filter(dossier=case.dossier), key=lambda row: (row.state != "waiting", -row.seq))
    asked = _asked_in_course(looked)
    people = {row.by for row in found} | ({asked.by} if asked else set())
    names = dict(Person.objects.filter(id__in=people).values_list("id", "name")) if people else {}
    latest = {row.matter: max(one.seq for one in found if one.matter == row.matter) for row in found}
    rows = [_row(row, case, by, names.get(row.by, ""), newest=latest[row.matter] == row.seq) for row in found]
    main = [_main(looked, asked, names.get(asked.by, ""))] if asked else []
    return (*main, *rows)


def _asked_in_course(looked: Looked) -> Event | None:
    """Return the entry that put the case before who is asked now in its main course, or None."""
    kind = ASKED.get(looked.row.awaiting, "")
    return next((one for one in reversed(looked.dossier.events) if one.kind == kind), None)


def _main(looked: Looked, asked: Event, name: str) -> RequestRow:
    row, case, by = looked.row, looked.case, looked.by
    matter = OF_KIND.get(row.awaiting)
    own = asked.by == by.id or by.id in case.handlers
    return RequestRow(
        seq=asked.seq,
        what=matter.label if matter else ACTS[row.awaiting].label,
        by=name,
        state="waiting",
        word=STATES["waiting"],
        owed=_roles(row.awaiting_roles),
        since=row.awaiting_since or row.last_at,
        urged=row.urged,
        may_answer=its_turn(row.awaiting, case, by) and may(by, row.awaiting, case),
        may_urge=own and not _today(row.urged_at),
        may_withdraw=matter is not None and own and not case.standing.begun,
        main=True,
        withdraw=matter.withdrawn if matter else "",
    )


def requests_for(by: Officer) -> tuple[Waiting, ...]:
    """Return the requests that wait for `by`, longest first, then those of his cases that came back to him."""
    asked = list(_asked(by)[:SHOWN])
    back = list(_returned(by)[:SHOWN])
    cases = {row.id: row for row in Case.objects.filter(id__in={one.dossier for one in (*asked, *back)})}
    names = dict(Person.objects.filter(id__in={one.by for one in asked}).values_list("id", "name")) if asked else {}
    waiting = [_waiting(one, case_ref(cases[one.dossier]), by, names.get(one.by, "")) for one in asked]
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


def _waiting(row: Request, case: CaseRef, by: Officer, asker: str) -> Waiting | None:
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
        asker=asker,
        urged=row.urged,
        approval=True,
    )


def _came_back(row: Request, case: CaseRef) -> Waiting:
    return Waiting(
        case_ref=case.ref,
        case_title=case.title,
        case_number=case.number,
        what=f"{MATTERS[row.matter]}呈批被退回",
        since=row.since,
        act=_again(row),
    )


def _row(row: Request, case: CaseRef, by: Officer, name: str, *, newest: bool) -> RequestRow:
    waits = row.state == "waiting"
    own = row.by == by.id or by.id in case.handlers
    came_back = newest and own and row.state in ("returned", "withdrawn")
    return RequestRow(
        seq=row.seq,
        what=MATTERS[row.matter],
        by=name,
        state=row.state,
        word=STATES[row.state],
        owed=_roles(row.awaiting_roles),
        since=row.since,
        urged=row.urged,
        may_answer=waits and turn_in(row, case, by, row.awaiting) is not None,
        may_urge=waits and own and not _today(row.urged_at),
        may_withdraw=waits and own and not Standing.read(row.asked).begun,
        again=_again(row) if came_back else None,
    )


def _again(row: Request) -> ActLink:
    """Return the form that asks again, opened with what was asked before."""
    act = ACTS[next(one.asked for one in BESIDE.values() if one.id == row.matter)]
    return ActLink(kind=act.kind, label=act.verb, phase=act.phase)


def _roles(told: str) -> str:
    return "、".join(ROLES[Role(role)] for role in parted(told))


def _today(moment: datetime | None) -> bool:
    return moment is not None and beijing_date(moment) == beijing_date(clock.now())
