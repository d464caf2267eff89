"""证据与事实对应表: facts against evidence, and what a reviewer would ask; as few queries for a long case."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Final, TypeVar

from liuhen.ledger import Body, Entry
from liuhen.ledger.many import bodies_of, entries_at
from liuhen.office.in_force import asked_once
from liuhen.people.officers import Officer
from liuhen.process.case.parts import Scan
from liuhen.process.case.reference import CaseRef
from liuhen.process.case.registry import ACTS
from liuhen.process.inquiry.payloads.conclusion import InquiryConcluded
from liuhen.process.inquiry.payloads.evidence import KINDS, EvidenceCollected
from liuhen.process.inquiry.payloads.facts import BEARINGS, ELEMENTS, PROVING, EvidenceLinked, FactStated
from liuhen.process.inquiry.payloads.recordings import RecordingStored
from liuhen.queries.assessed import assessed
from liuhen.queries.course import case_head
from liuhen.queries.entries import entry_row
from liuhen.queries.evidence_gaps import gaps_of, overall
from liuhen.queries.evidence_shapes import Cell, FactRow, Link, Matrix, Proof
from liuhen.queries.files import ATTACHED
from liuhen.queries.presence import clashes_of
from liuhen.queries.scoped import case_for, may
from liuhen.queries.shapes import ActLink
from liuhen.rulebook import Event, Finding, State
from liuhen.rulebook.index import Index

B = TypeVar("B", bound=Body)
_SAID: Final = frozenset({"interview.made", "defence.recorded", "hearing.recorded"})
_GROUPS: Final[Mapping[str, str]] = {
    "inspection.made": "现场笔录",
    "scene.examined": "勘验笔录",
    "interview.made": "询问笔录",
    "recording.stored": "视听资料",
    "paper.finalised": "文书",
    "test.reported": "检测检验报告",
    "appraisal.reported": "鉴定意见",
    "audit.reported": "审计报告",
    "expert_review.reported": "专家评审意见",
}
_LACKING: Final = frozenset({State.OPEN, State.OVERDUE, State.BREACHED})
_WANTED: Final = frozenset({*PROVING, FactStated.kind, EvidenceLinked.kind, InquiryConcluded.kind})
_COLLECTING: Final = ("fact.stated", "evidence.linked", "evidence.collected")
NOT_LISTED: Final = frozenset({"paper.finalised", "defence.recorded", "refusal.recorded"})
"""What proves something now and then: it is a column only where somebody linked it."""


@dataclass(frozen=True, slots=True)
class _Read:
    """The entries of a case that matter here as they stand now: a correction stands where the corrected one did."""

    index: Index
    entries: Mapping[int, Entry]
    bodies: Mapping[str, Body | None]

    def told(self, body: type[B]) -> Iterator[tuple[Event, B]]:
        """Yield what entries of a kind say now, by the number under which they stand."""
        for event in self.index.of(body.kind):
            said = self.said(event)
            if isinstance(said, body):
                yield event, said

    def said(self, event: Event) -> Body | None:
        """Return what an entry says now; None where it was lawfully destroyed."""
        return self.bodies[self.entry(event).digest]

    def entry(self, event: Event) -> Entry:
        """Return the newest version of an entry."""
        versions = self.index.versions.get(event.seq)
        return self.entries[versions[-1].seq if versions else event.seq]


@asked_once
def matrix(by: Officer, ref: str) -> Matrix:
    """Return facts and evidence of a case against each other.

    Raises:
        NotFoundError: no such case, or not his to see.
    """
    _, case = case_for(by, ref)
    judged = assessed(case)
    read = _read(case, judged.dossier.events)
    links = _links(read)
    proofs = _proofs(read, judged.findings, links)
    rows = tuple(_facts(read, links, proofs))
    facts = tuple(row for row, dropped in rows if not dropped)
    unused = tuple(one for one in proofs if not one.used)
    alive = not (case.archived or case.stopped)
    return Matrix(
        case=case_head(case),
        facts=facts,
        dropped=tuple(row for row, dropped in rows if dropped),
        proofs=proofs,
        unused=unused,
        gaps=tuple(overall(facts, unused, _report(read))),
        clashes=clashes_of(by, case, judged.dossier.events),
        may_add=alive and may(by, EvidenceLinked.kind, case),
        collecting=_collecting(by, case) if alive else (),
    )


def _collecting(by: Officer, case: CaseRef) -> tuple[ActLink, ...]:
    acts = (ACTS[kind] for kind in _COLLECTING)
    return tuple(
        ActLink(act.kind, act.verb, act.phase) for act in acts if case.kind in act.of and may(by, act.kind, case)
    )


def _report(read: _Read) -> InquiryConcluded | None:
    """Return the latest concluding report."""
    reports = [body for _, body in read.told(InquiryConcluded)]
    return reports[-1] if reports else None


def _read(case: CaseRef, events: Sequence[Event]) -> _Read:
    index = Index(event for event in events if event.kind in _WANTED)
    newest = [index.versions[event.seq][-1].seq if event.seq in index.versions else event.seq for event in _all(index)]
    found = entries_at(case.dossier, newest)
    return _Read(index, {entry.dossier_seq or 0: entry for entry in found}, bodies_of(found))


def _all(index: Index) -> Iterator[Event]:
    for kind in _WANTED:
        yield from index.of(kind)


def _links(read: _Read) -> list[tuple[int, EvidenceLinked]]:
    """Return the links that stand, by the number of their entry; what they name leads to where that stands now."""
    told = [(event.seq, body) for event, body in read.told(EvidenceLinked) if body.bearing != "dropped"]
    return [
        (seq, body.model_copy(update={"fact": _root(read, body.fact), "evidence": _root(read, body.evidence)}))
        for seq, body in told
    ]


def _root(read: _Read, seq: int) -> int:
    found = read.index.root(seq)
    return found if isinstance(found, int) else seq


# -- columns


def _proofs(read: _Read, findings: Sequence[Finding], links: Sequence[tuple[int, EvidenceLinked]]) -> tuple[Proof, ...]:
    used = [body.evidence for _, body in links]
    lacking = _lacking(findings)
    events = sorted((event for kind in PROVING for event in read.index.of(kind)), key=lambda event: event.seq)
    listed = [event for event in events if event.kind not in NOT_LISTED or event.seq in used]
    made = (_proof(read, event, used.count(event.seq), lacking.get(event.seq, ())) for event in listed)
    return tuple(replace(one, mark=f"证{number}") for number, one in enumerate(made, start=1))


def _lacking(findings: Sequence[Finding]) -> dict[int, tuple[str, ...]]:
    told: dict[int, tuple[str, ...]] = {}
    for one in findings:
        if one.trigger is not None and one.state in _LACKING and one.rule.form == "record":
            words = tuple(f"{missing}（{one.rule.cited}）" for missing in one.missing)
            told[one.trigger.seq] = tuple(dict.fromkeys((*told.get(one.trigger.seq, ()), *words)))
    return told


def _proof(read: _Read, event: Event, used: int, lacking: tuple[str, ...]) -> Proof:
    entry, body = read.entry(event), read.said(event)
    piece = body if isinstance(body, EvidenceCollected) else None
    kind = KINDS[piece.kind_of] if piece else _GROUPS.get(event.kind, "其他材料")
    return Proof(
        seq=event.seq,
        mark="",
        kind=event.kind,
        group=kind,
        title=_title(entry, body),
        source=piece.source if piece else "",
        happened=event.happened,
        oral=event.kind in _SAID or (piece is not None and piece.kind_of in {"testimony", "statement"}),
        recording=event.kind == RecordingStored.kind,
        used=used,
        lacking=lacking,
        files=tuple(_files(body)),
    )


def _title(entry: Entry, body: Body | None) -> str:
    if isinstance(body, EvidenceCollected):
        return body.name
    if isinstance(body, RecordingStored):
        return body.file.name
    return entry_row(entry, body).title


def _files(body: Body | None) -> Iterator[tuple[str, str]]:
    for part, name in ATTACHED.items():
        held: Any = getattr(body, name, None)
        if isinstance(held, Scan):
            yield part, held.name


# -- rows


def _facts(
    read: _Read, links: Sequence[tuple[int, EvidenceLinked]], proofs: Sequence[Proof]
) -> Iterator[tuple[FactRow, bool]]:
    by_seq = {one.seq: one for one in proofs}
    for event, body in sorted(read.told(FactStated), key=lambda one: one[1].number):
        own = tuple(
            _link(seq, one, by_seq[one.evidence])
            for seq, one in links
            if one.fact == event.seq and one.evidence in by_seq
        )
        row = FactRow(
            seq=event.seq,
            number=body.number,
            what=body.what,
            element=ELEMENTS[body.element],
            when_said=body.when_said,
            amount_fen=body.amount_fen,
            cells=tuple(Cell(proof, tuple(one for one in own if one.proof.seq == proof.seq)) for proof in proofs),
            links=own,
            gaps=(),
        )
        yield replace(row, gaps=tuple(gaps_of(row))), body.dropped


def _link(seq: int, body: EvidenceLinked, proof: Proof) -> Link:
    return Link(
        seq=seq,
        proof=proof,
        bearing=body.bearing,
        word=BEARINGS[body.bearing],
        shows=body.shows,
        place=body.place,
        at_ms=body.at_ms,
        amount_fen=body.amount_fen,
    )
