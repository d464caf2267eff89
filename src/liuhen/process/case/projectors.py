"""The case table follows every entry of a dossier."""

from liuhen.ledger import Body, Entry, projects_every
from liuhen.process.case.models import Case


@projects_every
def _move_on(entry: Entry, body: Body) -> None:
    del body
    Case.objects.filter(id=entry.dossier).update(last_at=entry.recorded, last_seq=entry.dossier_seq)


def case_row(entry: Entry) -> Case:
    """Return the case that an entry belongs to; the caller saves it."""
    return Case.objects.get(id=entry.dossier)


def await_act(case: Case, kind: str, role: str, entry: Entry) -> None:
    """Save the case, with the act that someone owes next; empty when nobody does."""
    case.awaiting, case.awaiting_role = kind, str(role)
    case.awaiting_since = entry.recorded if kind else None
    case.save()
