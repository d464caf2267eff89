"""调查终结: the report, revised when it comes again, taking over the facts and what proves them."""

from collections.abc import Iterator
from typing import Any, TypeVar

from liuhen.kernel.money import yuan
from liuhen.ledger import Body
from liuhen.ledger.many import bodies_of, entries_at
from liuhen.office.in_force import threshold
from liuhen.people.officers import Officer
from liuhen.process.case.parties import party_of
from liuhen.process.case.reference import CaseRef
from liuhen.process.case.registry import ACTS, Doing, act, prefills
from liuhen.process.inquiry.actions import PHASE
from liuhen.process.inquiry.payloads.conclusion import ConclusionForm, InquiryConcluded, Thresholds
from liuhen.process.inquiry.payloads.evidence import EvidenceCollected
from liuhen.process.inquiry.payloads.facts import PROVING, EvidenceLinked, FactStated
from liuhen.rulebook.index import Index

B = TypeVar("B", bound=Body)


@act(
    InquiryConcluded,
    label="调查终结报告",
    verb="提交调查终结报告",
    phase=PHASE,
    needs=("case.opened",),
    article="令第4号第三十六条",
    help="事实改变后应当重新提交；重新提交后，须重新法制审核。",
)
def conclude(case: CaseRef, form: ConclusionForm, doing: Doing) -> InquiryConcluded:
    """Conclude the inquiry; amounts are compared with the organ's own thresholds by the rules."""
    del doing
    return InquiryConcluded(
        **dict(form),
        thresholds=Thresholds(review_fen=threshold(case.organ, "legal_review")),
        total_fen=form.fine_fen + form.refund_fen,
        revision=len(case.events("inquiry.concluded")) + 1,
    )


@prefills(InquiryConcluded)
def _known_so_far(case: CaseRef, by: Officer) -> dict[str, Any]:
    """Return the last report, or what the case says of the party and of facts and evidence."""
    del by
    before = case.last(InquiryConcluded)
    if before is not None:
        return before[1].model_dump(include=set(ConclusionForm.model_fields) - {"changes"})
    party = party_of(case)
    facts = "\n".join(_facts(case))
    return ({"party": party.model_dump()} if party else {}) | ({"facts": facts} if facts else {})


def _facts(case: CaseRef) -> Iterator[str]:
    """Yield each fact that stands, with what proves it, as the report says it."""
    index = Index(case.events(FactStated.kind, EvidenceLinked.kind, *PROVING))
    links = [body for _, body in _told(case, index, EvidenceLinked) if body.bearing != "dropped"]
    pieces = {seq: body.name for seq, body in _told(case, index, EvidenceCollected)}
    for seq, fact in sorted(_told(case, index, FactStated), key=lambda one: one[1].number):
        if not fact.dropped:
            amount = "" if fact.amount_fen is None else f"（涉及 {yuan(fact.amount_fen)} 元）"
            proofs = "；".join(_proof(one, index, pieces) for one in links if index.root(one.fact) == seq)
            yield f"{fact.number}．{fact.what}{amount}" + (f"证据：{proofs}。" if proofs else "")


def _told(case: CaseRef, index: Index, body: type[B]) -> list[tuple[int, B]]:
    """Return what entries of a kind say now, by the number under which they stand; those destroyed are left out."""
    newest = {index.newest(event, case.seq + 1): event.seq for event in index.of(body.kind)}
    found = entries_at(case.dossier, newest)
    bodies = bodies_of(found)
    said = ((newest[entry.dossier_seq or 0], bodies[entry.digest]) for entry in found)
    return [(seq, one) for seq, one in said if isinstance(one, body)]


def _proof(link: EvidenceLinked, index: Index, pieces: dict[int, str]) -> str:
    event = index.numbered(link.evidence)
    known = event is not None and event.kind in ACTS
    name = pieces.get(event.seq, ACTS[event.kind].label if known else "其他材料") if event is not None else "其他材料"
    where = f"（{link.place}）" if link.place else ""
    return f"{name}{where}：{link.shows.rstrip('。；')}"
