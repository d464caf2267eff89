"""A paper made again: which earlier one it stands instead of, and which one counts now."""

from collections.abc import Collection

from liuhen.papers import form
from liuhen.process.case.models import Paper
from liuhen.process.case.reference import CaseRef


def replaced(case: CaseRef, form_id: str, source_seq: int) -> int | None:
    """Return the number of the paper in force that a new one of this form from this entry stands instead of.

    That is the latest of the same form made from the same entry, from one that it puts right, or from one that puts
    it right. A voided paper stands no more and is not replaced.
    """
    same = Paper.objects.filter(dossier=case.dossier, form=form_id, voided_at=None)
    found = same.filter(source_seq__in=_same_matter(case, form_id, source_seq)).order_by("-seq")
    return found.values_list("seq", flat=True).first()


def successors(row: Paper, rows: Collection[Paper]) -> list[Paper]:
    """Return the papers that were made instead of this one, the latest first; those before it was reinstated are none.

    Args:
        rows: every paper of its dossier.
    """
    since = row.reinstated_seq or 0
    found = [one for one in rows if one.dossier == row.dossier and one.replaces == row.seq and one.seq > since]
    return sorted(found, key=lambda one: -one.seq)


def instead_of(row: Paper, rows: Collection[Paper]) -> Paper | None:
    """Return the paper that stands instead of this one now; a voided one where none does any more, None if none ever.

    What was replaced does not come back by itself when the paper made instead of it is voided: somebody decides that
    with a reason, and says so in an entry.

    Args:
        rows: every paper of its dossier.
    """
    last: Paper | None = None
    for one in successors(row, rows):
        found = instead_of(one, rows) or one
        if found.voided_at is None:
            return found
        last = last or found
    return last


def counts(row: Paper, rows: Collection[Paper]) -> bool:
    """Say whether a paper is in force: neither voided nor replaced. `rows` are every paper of its dossier."""
    return row.voided_at is None and instead_of(row, rows) is None


def left_without(row: Paper, rows: Collection[Paper]) -> bool:
    """Say whether a paper was replaced, and what stood instead of it was voided: none of them is in force."""
    instead = instead_of(row, rows)
    return row.voided_at is None and instead is not None and instead.voided_at is not None


def _same_matter(case: CaseRef, form_id: str, source_seq: int) -> set[int]:
    """Return the entries that say the same as this one, each putting an earlier one right."""
    first: dict[int, int] = {}
    for event in case.events(*form(form_id).acts):
        first[event.seq] = first.get(event.corrects or 0, event.seq)
    mine = first.get(source_seq, source_seq)
    return {source_seq, *(seq for seq, root in first.items() if root == mine)}
