"""The case table follows every entry of a dossier."""

from collections.abc import Sequence

from liuhen.ledger import Body, Entry, projects_every
from liuhen.ledger.prepared import Prepared
from liuhen.ledger.rows import change
from liuhen.people.roles import Role
from liuhen.process.case.approval import Matter
from liuhen.process.case.models import Case
from liuhen.process.case.reference import joined, place_of
from liuhen.process.case.standing import Standing, Step

_COLUMNS = tuple(column.attname for column in Case._meta.concrete_fields)
_of_dossier = Prepared(Case, lambda dossier: Case.objects.filter(id=dossier).values_list(*_COLUMNS))


@projects_every
def _move_on(entry: Entry, body: Body) -> None:
    del body
    if entry.dossier is not None:
        _, seq = place_of(entry)
        change(Case(id=entry.dossier, last_at=entry.recorded, last_seq=seq), "last_at", "last_seq")


def case_row(entry: Entry) -> Case:
    """Return the case that an entry belongs to; the caller saves it."""
    row = _of_dossier.first(entry.dossier or "")
    if row is None:
        raise Case.DoesNotExist(entry.dossier)
    return Case.from_db(None, _COLUMNS, row)


def await_act(case: Case, kind: str, role: str, entry: Entry) -> None:
    """Save the case, with the act that someone owes next; empty when nobody does."""
    case.awaiting, case.awaiting_roles = kind, joined([str(role)] if role else [])
    case.awaiting_since = entry.recorded if kind else None
    case.asked, case.signed_by = {}, ""
    case.urged, case.urged_at = 0, None
    change(case)


def await_steps(case: Case, matter: Matter, steps: Sequence[Step], entry: Entry) -> None:
    """Save the case, put before the first of these steps."""
    case.awaiting_since = entry.recorded
    case.urged, case.urged_at = 0, None
    _stand(case, matter, Standing(tuple(steps)))


def go_on(entry: Entry, matter: Matter, role: str) -> None:
    """Save the case, with one more signature under what waits in it."""
    case = case_row(entry)
    before = Standing.read(case.asked)
    after = before.after(role, entry.by.id)
    if len(after.steps) < len(before.steps):
        case.awaiting_since, case.urged, case.urged_at = entry.recorded, 0, None
    _stand(case, matter, after)


def _stand(case: Case, matter: Matter, standing: Standing) -> None:
    case.awaiting = matter.approved if standing.final else matter.endorsed
    case.awaiting_roles, case.signed_by = joined(standing.owed), joined(standing.signers)
    case.asked = standing.written()
    case.submitted = case.submitted or Role.REVIEWER in standing.owed
    change(case)
