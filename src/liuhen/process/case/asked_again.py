"""A request that came back, or was taken back, is made again from what was asked before."""

from typing import Any

from liuhen.process.case.approval import BESIDE, OF_KIND, handler_waits
from liuhen.process.case.models import Request
from liuhen.process.case.reference import CaseRef
from liuhen.process.case.registry import ActType


def asked_before(case: CaseRef, chosen: ActType) -> dict[str, Any]:
    """Return what was entered in the request that came back, or was taken back: the form opens with it again."""
    if chosen.kind in BESIDE:
        rows = Request.objects.filter(dossier=case.dossier, matter=BESIDE[chosen.kind].id).order_by("-seq")
        last = rows.values_list("seq", "state").first()
        seq = last[0] if last and last[1] in ("returned", "withdrawn") else None
    else:
        back = chosen.kind in OF_KIND and case.awaiting == chosen.kind and handler_waits(case)
        asked = case.events(chosen.kind) if back else ()
        seq = asked[-1].seq if asked else None
    if seq is None:
        return {}
    return case.at(seq, chosen.body)[1].model_dump(include=set(chosen.form.model_fields))
