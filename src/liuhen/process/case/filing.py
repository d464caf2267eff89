"""立卷: what a file still lacks before it is bound: papers that records owe, signatures, and service."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Final, Literal

from liuhen.ledger import Body
from liuhen.papers import Form as Paperwork
from liuhen.papers import every_form
from liuhen.papers.forms import Signatory
from liuhen.process.case.models import Paper
from liuhen.process.case.papers.making import packs_of
from liuhen.process.case.papers.versions import counts
from liuhen.process.case.reference import CaseRef

Kind = Literal["paper", "signature", "service"]

_SERVED_BY: Final = ("service.made", "reminder.served", "service.confirmed")
_TO_SERVE: Final = "送达"


@dataclass(frozen=True, slots=True)
class Lack:
    """One thing that the file lacks.

    `seq` is the entry that owes the paper, or the paper that is not signed or served; `words` say what is to be done,
    `article` who asks for it.
    """

    kind: Kind
    form: str
    title: str
    seq: int
    words: str
    article: str


def lacking(case: CaseRef) -> tuple[Lack, ...]:
    """Return what the file of a case lacks, papers first; empty where nothing does."""
    forms = every_form(packs_of(case.organ))
    every = list(Paper.objects.filter(dossier=case.dossier).order_by("seq"))
    rows = [one for one in every if counts(one, every)]
    return (
        *_not_made(case, forms, rows),
        *(lack for row in rows for lack in _not_signed(forms[row.form], row)),
        *_not_served(case, forms, rows),
    )


def _not_made(case: CaseRef, forms: Mapping[str, Paperwork], rows: Iterable[Paper]) -> Iterator[Lack]:
    made = {(row.form, row.source_seq) for row in rows}
    told = [one for one in forms.values() if one.acts and (case.archived or not one.after_archiving)]
    corrected = {event.corrects for event in case.events(*{kind for one in told for kind in one.acts})}
    for one in told:
        for event in case.events(*one.acts):
            if event.seq in corrected or one.unfit(event.fields) or (one.id, event.seq) in made:
                continue
            words = f"第 {event.seq} 条还没有制作《{one.title}》"
            yield Lack("paper", one.id, one.title, event.seq, words, _article(one))


def _not_signed(told: Paperwork, row: Paper) -> Iterator[Lack]:
    """Yield whoever has not signed; who signs under words of his own in the paper is asked for by these."""
    signed = [str(one["role"]) for one in row.signatures]
    for one in told.signatories:
        if one.optional or _signs_inside(told, one):
            continue
        if one.role in signed:
            signed.remove(one.role)
            continue
        words = f"《{row.title}》还没有{'盖章' if one.seal else '签名'}：{one.label}"
        yield Lack("signature", told.id, row.title, row.seq, words, one.article)


def _signs_inside(told: Paperwork, one: Signatory) -> bool:
    fields = {inner.name for inner in told.field(one.names).fields} if one.names else set()
    return fields >= {"text", "name", "at"}


def _not_served(case: CaseRef, forms: Mapping[str, Paperwork], rows: Iterable[Paper]) -> Iterator[Lack]:
    numbers, seqs = _served(case)
    for row in rows:
        told = forms[row.form]
        if told.side or not any(copy.startswith(_TO_SERVE) for copy in told.copies):
            continue
        if row.seq not in seqs and row.source_seq not in seqs and row.number not in numbers:
            yield Lack("service", told.id, row.title, row.seq, f"《{row.title}》还没有登记送达", _article(told))


def _served(case: CaseRef) -> tuple[set[str], set[int]]:
    """Return numbers and places of all that was served, as the entries name them."""
    numbers, seqs = set[str](), set[int]()
    for event in case.events(*_SERVED_BY):
        fields = case.at(event.seq, Body)[1].open_fields()
        papers = fields.get("papers")
        named = [one for one in papers if isinstance(one, Mapping)] if isinstance(papers, list) else []
        numbers |= {str(one["number"]) for one in [*named, {"number": fields.get("document_no")}] if one.get("number")}
        seqs |= {int(str(one["seq"])) for one in [*named, {"seq": fields.get("of") or 0}] if one.get("seq")}
    return numbers, seqs


def _article(told: Paperwork) -> str:
    return told.source.split("；")[0]
