"""What of a case was served already, and what the party said about how papers reach it."""

from collections.abc import Iterator
from typing import Any, Final

from liuhen.ledger import Body
from liuhen.papers import Form as Paperwork
from liuhen.people.officers import Officer
from liuhen.process.case.models import Paper
from liuhen.process.case.parties import parties_of, party_of
from liuhen.process.case.parts import Scan
from liuhen.process.case.reference import CaseRef
from liuhen.process.case.uploads import claimed_scan
from liuhen.process.service.payloads.address import AddressConfirmed
from liuhen.process.service.payloads.what import WhatForm
from liuhen.process.service.served import (
    HANDED_OUT,
    MADE_BY,
    SOURCES,
    TO_SERVE,
    ServedPaper,
    finalised_of,
    papers_of,
)

_ADDRESSED: Final = frozenset({"material.demanded"})
SERVED: Final = ("service.made", "announcement.ended")


def told_what(case: CaseRef, form: WhatForm) -> dict[str, Any]:
    """Return what every entry of service says first: the papers, whom they are for, what rules read of them."""
    papers = papers_of(case, form.papers, form.document)
    recipient = form.recipient or _named_in(case, papers[0]) or case.party
    return {
        "papers": papers,
        "document": papers[0].document,
        "document_no": papers[0].number,
        "serves": list(dict.fromkeys(one.source for one in papers)),
        "recipient": recipient,
        "party_kind": _kind_of(case, recipient),
    }


def _named_in(case: CaseRef, paper: ServedPaper) -> str:
    """Return to whom an entry itself says that its paper is addressed; elsewhere `receiver` is who took it."""
    source, body = case.at(paper.source, Body)
    named = body.open_fields().get("receiver") if source.kind in _ADDRESSED else None
    return named if isinstance(named, str) else ""


def _kind_of(case: CaseRef, name: str) -> str:
    first = party_of(case)
    if first and first.name == name:
        return first.kind
    return next((one.party.kind for one in parties_of(case) if one.party.name == name), "")


def confirmed(case: CaseRef, recipient: str) -> AddressConfirmed | None:
    """Return what a party last said in writing about where papers reach it, or None."""
    told = [one for _, one in said(case, AddressConfirmed.kind) if isinstance(one, AddressConfirmed)]
    return next((one for one in reversed(told) if one.recipient == recipient), None)


def evidence(sha256: str | None, *, by: Officer, field: str) -> Scan | None:
    """Return a scan or photo that proves a step, where one was sent."""
    return claimed_scan(sha256, by=by, field=field) if sha256 else None


def said(case: CaseRef, *kinds: str) -> Iterator[tuple[int, Body]]:
    """Yield number and body of the entries of some kinds, in their order, without those that were put right."""
    found = case.events(*kinds)
    replaced = {one.corrects for one in found}
    yield from ((one.seq, case.at(one.seq, Body)[1]) for one in found if one.seq not in replaced)


def unserved(case: CaseRef) -> list[int]:
    """Return the papers that are to be served and were not served to anybody: finalised ones, or their entries."""
    gone = {seq for _, body in said(case, *SERVED) for seq in serves(case, body)}
    gone |= _signed_for(case)
    return [finalised_of(case, seq) or seq for seq in sorted(_made(case)) if seq not in gone]


def _signed_for(case: CaseRef) -> set[int]:
    """Return the entries whose paper was handed over and signed for on the paper itself."""
    papers = Paper.objects.filter(dossier=case.dossier, voided_at__isnull=True).values_list("source_seq", "signatures")
    return {seq for seq, told in papers if any(one["role"] == "receiver" and not one["refused"] for one in told)}


def _made(case: CaseRef) -> Iterator[int]:
    """Yield the entries whose paper is served by its own form, of each kind the latest."""
    for kind in dict.fromkeys(kind for form in TO_SERVE for kind in HANDED_OUT[form].acts if kind in SOURCES):
        made = case.events(kind)
        if made and to_serve(kind, case.at(made[-1].seq, Body)[1]):
            yield made[-1].seq


def to_serve(kind: str, body: Body) -> Paperwork | None:
    """Return the paper that is to be served once an entry of this kind says this, or None."""
    told = body.open_fields()
    fitting = (HANDED_OUT[one] for one in sorted(TO_SERVE) if kind in HANDED_OUT[one].acts)
    return next((one for one in fitting if not one.unfit(told)), None)


def serves(case: CaseRef, body: Body) -> list[int]:
    """Return the entries whose papers a service names; one that names none served the latest of its kind."""
    told = body.open_fields()
    if "serves" in told:
        return list(told["serves"])  # type: ignore[arg-type]  # a list of numbers
    made = case.events(*MADE_BY.get(str(told.get("document")), ()))
    return [made[-1].seq] if made else []
