"""A paper made again: which earlier one it stands instead of."""

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


def _same_matter(case: CaseRef, form_id: str, source_seq: int) -> set[int]:
    """Return the entries that say the same as this one, each putting an earlier one right."""
    first: dict[int, int] = {}
    for event in case.events(*form(form_id).acts):
        first[event.seq] = first.get(event.corrects or 0, event.seq)
    mine = first.get(source_seq, source_seq)
    return {source_seq, *(seq for seq, root in first.items() if root == mine)}
