"""送达: composes the body of the act; the guard lets it pass and writes it."""

from typing import Any, Final

from liuhen.kernel.errors import OutOfOrderError
from liuhen.ledger import body_of, entries
from liuhen.people.officers import Officer, snapshot
from liuhen.process.case.numbers import next_number
from liuhen.process.case.reference import CASES, CaseRef
from liuhen.process.case.registry import Doing, act, prefills
from liuhen.process.service.payloads import DOCUMENTS, ServiceForm, ServiceMade

_MADE_BY: Final = {
    "decision": ("decision.made", "spot_decision.made"),
    "notice": ("notice.given",),
    "inspection_opinion": ("inspection.opinion_signed",),
    "correction_order": ("correction.ordered",),
}


@act(
    ServiceMade,
    label="送达",
    verb="登记送达",
    phase="送达与执行",
    needs=("case.opened",),
    article="武汉办法第二十二条",
    help="宣告后当场交付；当事人不在场的，7 个工作日内送达。受送达人在送达回证上签收的日期为送达日期。",
    of=CASES,
)
def serve(case: CaseRef, form: ServiceForm, doing: Doing) -> ServiceMade:
    """Record that a paper was served."""
    made = case.events(*_MADE_BY[form.document])
    if not made:
        raise OutOfOrderError(f"还没有{DOCUMENTS[form.document]}，不能送达。", remedy="请先作出文书。")
    entered = {name: value for name, value in form if name != "officer_ids"}
    return ServiceMade(
        **entered,
        document_no=_number_of(case, made[-1].seq),
        receipt_no=next_number(case.organ, "送", on=doing.happened),
        officers=snapshot(form.officer_ids, organ=case.organ, on=doing.happened),
    )


@prefills(ServiceMade)
def _handlers(case: CaseRef, by: Officer) -> dict[str, Any]:
    del by
    known = {"officer_ids": case.handler_ids(), "receiver": {"name": case.party, "relation": "本人"}}
    made = [document for document, kinds in _MADE_BY.items() if case.events(*kinds)]
    return known | ({"document": made[0]} if made else {})


def _number_of(case: CaseRef, seq: int) -> str:
    entry = next(entries(dossier=case.dossier, after=seq - 1))
    return str(getattr(body_of(entry), "document_no", ""))
