"""证据: the section of the page of a case: how many facts and pieces of evidence, what is not proven yet."""

from dataclasses import dataclass
from typing import Final

from liuhen.process.inquiry.payloads.facts import PROVING, EvidenceLinked, FactStated
from liuhen.queries.evidence import NOT_LISTED
from liuhen.queries.section_shapes import Looked, Section
from liuhen.rulebook.index import Index

WHOLE: Final = frozenset({FactStated.kind, EvidenceLinked.kind})


@dataclass(frozen=True, slots=True)
class EvidenceShown:
    """What the section says; `unproven` and `unused` are what a reviewer would ask."""

    facts: int
    evidence: int
    unproven: tuple[str, ...]
    unused: int


def evidence_of(looked: Looked) -> Section | None:
    """Return the section, or None where there is neither a fact nor evidence."""
    index = Index(event for event in looked.dossier.events if event.kind in {*WHOLE, *PROVING})
    stated = [(event, body) for event, body in looked.told(FactStated) if not body.dropped]
    links = [body for _, body in looked.told(EvidenceLinked) if body.bearing != "dropped"]
    used = {index.root(body.evidence) for body in links}
    proofs = {event.seq for kind in PROVING if kind not in NOT_LISTED for event in index.of(kind)}
    if not stated and not any(event.kind == "evidence.collected" for event in looked.dossier.events):
        return None
    proven = {index.root(body.fact) for body in links if body.bearing != "contradicts"}
    shown = EvidenceShown(
        facts=len(stated),
        evidence=len(proofs | {seq for seq in used if isinstance(seq, int)}),
        unproven=tuple(body.brief for event, body in stated if index.root(event.seq) not in proven),
        unused=len(proofs - used),
    )
    return Section("evidence", "证据与事实", shown)
