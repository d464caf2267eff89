"""The organ's own forms of papers, as its entries say."""

from liuhen.ledger import body_of, entry
from liuhen.office.models import History
from liuhen.office.payloads.own_forms import FormAdopted

ADOPT = FormAdopted.kind


def own_form(organ: str, form_id: str) -> FormAdopted | None:
    """Return the organ's own form of a paper that is in use, or None."""
    for digest in History.objects.filter(organ=organ, kind=ADOPT).order_by("-seq").values_list("digest", flat=True):
        told = body_of(entry(digest))
        if isinstance(told, FormAdopted) and told.form == form_id:
            return told if told.file else None
    return None
