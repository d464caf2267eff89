"""What stands beside a request for review or decision: whether it is a major decision and why, and what has changed."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Final

from liuhen.kernel.money import yuan
from liuhen.ledger import body_of, entries
from liuhen.office.models import Catalogue
from liuhen.people.officers import Officer
from liuhen.process.case.reference import CaseRef
from liuhen.process.decision.notice_payloads import NoticeGiven
from liuhen.process.decision.payloads import DecisionDrafted
from liuhen.process.inquiry.payloads.conclusion import GROUNDS, InquiryConcluded
from liuhen.queries.assessed import findings_of
from liuhen.queries.entries import shown_fields
from liuhen.queries.scoped import case_for
from liuhen.rulebook import Finding, State

_REVIEWS: Final = "review.opinion"
_FIGURES: Final = {"thresholds", "revision", "total_fen"}  # reckoned from what else is shown


@dataclass(frozen=True, slots=True)
class Change:
    """A field that two versions say differently."""

    label: str
    before: str
    after: str
    more: bool = False  # the later one is heavier than what was announced


@dataclass(frozen=True, slots=True)
class Beside:
    """What stands beside a request for review or decision.

    Args:
        major: whether the law in force asks for a review before the decision.
        why: the reasons, one each.
        cited: the articles that ask for it.
        items: the organ's own catalogue, to compare with by reading.
        changes: of the report since the version before.
        told: of the draft since the latest notice.
    """

    major: bool
    why: tuple[str, ...]
    cited: tuple[str, ...]
    items: tuple[str, ...]
    revision: int
    changes: tuple[Change, ...]
    told: tuple[Change, ...]


def beside(by: Officer, ref: str) -> Beside | None:
    """Return what stands beside a request for review or decision; None before the inquiry was concluded."""
    _, case = case_for(by, ref)
    reports = _bodies(case, InquiryConcluded.kind)
    if not reports:
        return None
    asking = [one for one in findings_of(case) if asks_review(one)]
    catalogue = Catalogue.objects.filter(organ=case.organ).values_list("items", flat=True).first()
    return Beside(
        major=bool(asking),
        why=tuple(why_major(reports[-1])),
        cited=tuple(dict.fromkeys(one.rule.cited for one in asking)),
        items=tuple(catalogue or ()),
        revision=len(reports),
        changes=tuple(_changes(reports[-2:])) if len(reports) > 1 else (),
        told=tuple(_against_notice(case)),
    )


def asks_review(one: Finding) -> bool:
    """Say whether a finding asks for a legal review before the decision."""
    asked = _REVIEWS in one.settle_kinds or (one.satisfied_by is not None and one.satisfied_by.kind == _REVIEWS)
    return asked and one.rule.form == "gate" and one.state is not State.NOT_APPLICABLE


def _bodies(case: CaseRef, kind: str) -> list[Any]:
    seqs = {event.seq for event in case.events(kind)}
    first = min(seqs, default=1)
    found = entries(dossier=case.dossier, after=first - 1) if seqs else ()
    return [body_of(entry) for entry in found if entry.dossier_seq in seqs]


def why_major(report: InquiryConcluded) -> Iterator[str]:
    """Yield what the report says about being major: its grounds, and its amounts against the organ's own."""
    yield from (f"报告列为：{GROUNDS[one]}" for one in report.grounds_major if one in GROUNDS)
    limit = report.thresholds.review_fen
    sums = f"罚款 {yuan(report.fine_fen)} 元，退回 {yuan(report.refund_fen)} 元，合计 {yuan(report.total_fen)} 元"
    if limit is None:
        yield f"{sums}；本机关没有设定法制审核的数额标准，数额不作比对"
    else:
        stands = "达到" if report.total_fen >= limit else "没有达到"
        yield f"{sums}，{stands}本机关标准 {yuan(limit)} 元"


def _changes(versions: Sequence[Any]) -> Iterator[Change]:
    before, after = ({one.label: _said(one) for one in shown_fields(each, sealed_shown=False)} for each in versions)
    hidden = {str(InquiryConcluded.model_fields[name].title) for name in _FIGURES}
    for label in dict.fromkeys([*before, *after]):
        was, now = before.get(label, ""), after.get(label, "")
        if was != now and label not in hidden:
            yield Change(label, was or "未填", now or "未填")


def _said(one: Any) -> str:
    """Return a field in one text, its rows one after the other."""
    if one.rows:
        return "；".join("，".join(f"{each.label} {_said(each)}" for each in row) for row in one.rows)
    return str(one.value or "")


_AMOUNTS: Final = {
    "fine_fen": "罚款",
    "refund_fen": "责令退回医疗保障基金",
    "confiscated_fen": "没收违法所得",
}
_TERMS: Final = {"suspend_months": "暂停（月）", "ban_years": "禁止从业（年）"}


def _against_notice(case: CaseRef) -> Iterator[Change]:
    told, drafted = case.last(NoticeGiven), case.last(DecisionDrafted)
    if told is None or drafted is None:
        return
    notice, draft = told[1], drafted[1]
    for name, label in _AMOUNTS.items():
        was, now = getattr(notice, name), getattr(draft, name)
        if was != now:
            yield Change(label, f"{yuan(was)} 元", f"{yuan(now)} 元", more=now > was)
    for name, label in _TERMS.items():
        was, now = getattr(notice, name) or 0, getattr(draft, name) or 0
        if was != now:
            yield Change(label, str(was), str(now), more=now > was)
    for name, label in (("facts", "违法事实"), ("basis", "依据")):
        was, now = getattr(notice, name), getattr(draft, name)
        if was != now:
            yield Change(label, was, now)
    if notice.basis_article != draft.basis_article:
        yield Change("所依据的条款", notice.basis_article or "未选", draft.basis_article or "未选", more=True)
