"""The case table follows every entry of a dossier."""

from liuhen.ledger import Body, Entry, projects_every
from liuhen.ledger.prepared import Prepared
from liuhen.ledger.rows import change
from liuhen.process.case.models import Case
from liuhen.process.case.reference import place_of

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
    case.awaiting, case.awaiting_role = kind, str(role)
    case.awaiting_since = entry.recorded if kind else None
    change(case)
