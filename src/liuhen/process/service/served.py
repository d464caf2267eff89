"""Which papers are served: the finalised one where there is one, otherwise what the entry says it made."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Any, Final

from liuhen.forms.fields import entry, line, whole
from liuhen.kernel.errors import BadInputError, OutOfOrderError
from liuhen.ledger import Body
from liuhen.papers import Form as Paperwork
from liuhen.process.case.models import Paper
from liuhen.process.case.papers.making import MADE
from liuhen.process.case.papers.versions import left_without
from liuhen.process.case.parts import Part
from liuhen.process.case.reference import COERCION, CaseRef

PAPER: Final = "paper.finalised"
_FOR_OTHERS: Final = ("送", "交", "当场交付")
_ELSEWHERE: Final = frozenset({"service.made", "mail.posted", "announcement.posted", "service.confirmed"})
_REMINDER: Final = "reminder.made"


def _handed_out(one: Paperwork) -> bool:
    """Say whether a copy of the paper goes to somebody outside."""
    outside = any(copy.startswith(_FOR_OTHERS) for copy in one.copies)
    return outside and not one.side and _ELSEWHERE.isdisjoint(one.acts)


HANDED_OUT: Final[Mapping[str, Paperwork]] = {one.id: one for one in MADE.values() if _handed_out(one)}
"""Form -> papers of which somebody outside gets a copy."""
TO_SERVE: Final = frozenset(
    one.id for one in HANDED_OUT.values() if any(copy.startswith("送达") for copy in one.copies)
)
"""Papers that are served by their own form."""
SOURCES: Final = tuple(dict.fromkeys(kind for one in HANDED_OUT.values() for kind in one.acts if kind != _REMINDER))
CHOSEN_FROM: Final = (PAPER, *SOURCES)

DOCUMENTS: Final = {
    "decision": "行政处罚决定书",
    "notice": "行政处罚事先告知书",
    "inspection_opinion": "检查意见书",
    "correction_order": "责令改正通知书",
    "material_demand": "限期提供材料通知书",
    "measure": "行政强制措施决定书",
    "other": "其他文书",
}
"""What rules call a paper that is served."""
MADE_BY: Final[Mapping[str, tuple[str, ...]]] = {
    "decision": ("decision.made", "spot_decision.made"),
    "notice": ("notice.given",),
    "inspection_opinion": ("inspection.opinion_signed",),
    "correction_order": ("correction.ordered",),
    "material_demand": ("material.demanded",),
    "measure": ("coercion.decided", "material.sealed", "seizure.carried_out"),
}
_BY_SOURCE: Final = {kind: document for document, kinds in MADE_BY.items() for kind in kinds}


class Picked(Part):
    """A paper that somebody picks to be served."""

    seq: int = entry("文书", CHOSEN_FROM)


class ServedPaper(Part):
    """A paper as the entry of its service names it: which, of which kind, and what its number is."""

    seq: int = whole("文书")
    source: int = whole("所依据的记录")
    document: str
    title: str = line("文书名称")
    number: str = line("文号", default="", min_length=0)

    @property
    def told(self) -> str:
        """Return title and number in one line."""
        return f"《{self.title}》{self.number}"


def papers_of(case: CaseRef, picked: Sequence[Picked], document: str | None) -> list[ServedPaper]:
    """Return the papers that are served, the decision first.

    Args:
        picked: one by one; where none is, the latest paper of the kind `document`.

    Raises:
        BadInputError: one was picked twice, or one cannot be served.
        OutOfOrderError: there is no paper of that kind yet.
    """
    seqs = [one.seq for one in picked] or [latest_of(case, document or "decision")]
    if len(set(seqs)) < len(seqs):
        raise BadInputError("同一份文书选了两次。", fields={"papers": "每份文书选一次"}, remedy="请去掉重复的一行。")
    found = [_served(case, seq) for seq in seqs]
    rank = list(DOCUMENTS)
    return sorted(found, key=lambda one: (rank.index(one.document), seqs.index(one.seq)))


def latest_of(case: CaseRef, document: str) -> int:
    """Return the latest paper of a kind that rules have a word for: finalised where it was, otherwise its entry."""
    made = case.events(*MADE_BY.get(document, SOURCES))
    if not made:
        raise OutOfOrderError(
            f"还没有{DOCUMENTS[document]}，不能送达。", remedy="请先作出文书，或者逐份选择要送达的文书。"
        )
    return finalised_of(case, made[-1].seq) or made[-1].seq


def finalised_of(case: CaseRef, source: int) -> int | None:
    """Return the latest paper for others that was made from an entry and still holds, or None."""
    every = list(Paper.objects.filter(dossier=case.dossier, form__in=HANDED_OUT))
    return max((one.seq for one in every if one.source_seq == source and _holds(one, every)), default=None)


def _holds(row: Paper, rows: Collection[Paper]) -> bool:
    """Say whether a paper may be handed to somebody; one that was replaced may have been, before."""
    return row.voided_at is None and not left_without(row, rows)


def document_of(case: CaseRef, source: str, form: str = "") -> str:
    """Return what rules call a paper made from an entry of kind `source`."""
    if form and form not in HANDED_OUT:
        return "other"
    if source == "coercion.decided" and case.kind == COERCION:
        return "decision"  # of such a case it is the decision, from which its terms run
    return _BY_SOURCE.get(source, "other")


def _served(case: CaseRef, seq: int) -> ServedPaper:
    found, body = case.at(seq, Body)
    told = body.open_fields()
    if found.kind == PAPER:
        return _finalised(case, seq, told)
    if found.kind == _REMINDER:
        raise BadInputError(
            "催告书的送达另有登记。", fields={"papers": "不是催告书"}, remedy="请办理“登记催告书送达”。"
        )
    if found.kind not in SOURCES:
        raise BadInputError(
            f"本件第 {seq} 条没有可以送达的文书。", fields={"papers": "另选一份"}, remedy="请从所列文书中选择。"
        )
    return ServedPaper(
        seq=seq,
        source=seq,
        document=document_of(case, found.kind),
        title=_title(found.kind, told),
        number=_number(told),
    )


def _finalised(case: CaseRef, seq: int, told: Mapping[str, Any]) -> ServedPaper:
    if _voided(case, seq):
        raise BadInputError(
            f"第 {seq} 条文书已经作废，不能送达。", fields={"papers": "已经作废"}, remedy="请选择重新制作的那一份。"
        )
    rows = list(Paper.objects.filter(dossier=case.dossier, form=told["form"]))
    if any(one.seq == seq and left_without(one, rows) for one in rows):
        raise BadInputError(
            f"第 {seq} 条文书已经被代替，代替它的一份又已作废，不能送达。",
            fields={"papers": "没有恢复使用"},
            remedy="请另行制作，或者先恢复这一份。",
        )
    if MADE[told["form"]].side:
        raise BadInputError(
            f"《{told['title']}》是内部文书，不能送达。", fields={"papers": "归入副卷，不对外"}, remedy="请另选一份。"
        )
    source, _ = case.at(told["source_seq"], Body)
    return ServedPaper(
        seq=seq,
        source=told["source_seq"],
        document=document_of(case, source.kind, told["form"]),
        title=told["title"],
        number=told.get("number", ""),
    )


def _voided(case: CaseRef, seq: int) -> bool:
    return Paper.objects.filter(key=f"{case.dossier}:{seq}", voided_at__isnull=False).exists()


def _title(kind: str, told: Mapping[str, Any]) -> str:
    fitting = [one for one in HANDED_OUT.values() if kind in one.acts and not one.unfit(told)]
    chosen = next((one for one in fitting if one.id in TO_SERVE), fitting[0] if fitting else None)
    return chosen.title if chosen else DOCUMENTS["other"]


def _number(told: Mapping[str, Any]) -> str:
    return str(told.get("document_no") or told.get("decision_no") or "")


def named(papers: Iterable[ServedPaper]) -> str:
    """Return papers in one line."""
    return "、".join(one.told for one in papers)
