"""审批: what an approver or reviewer reads on one page."""

from typing import Final

from liuhen.kernel.errors import OutOfOrderError
from liuhen.ledger import entries
from liuhen.people.officers import Officer
from liuhen.people.roles import WORDS, Role
from liuhen.process.case.models import Paper
from liuhen.process.case.reference import CaseRef
from liuhen.process.case.registry import ACTS
from liuhen.queries.acts import ASKED, BACK
from liuhen.queries.assessed import OWED, findings_of
from liuhen.queries.course import body_shown, case_head
from liuhen.queries.entries import entry_row, shown_fields
from liuhen.queries.files import paper_rows
from liuhen.queries.owed import from_finding, most_urgent_first
from liuhen.queries.scoped import case_for, may
from liuhen.queries.shapes import ActLink, ApprovalPage, OpinionView

_SAID: Final = ("opening.endorsed", "opening.returned", "review.opinion", "decision.returned", "closing.returned")


def approval_page(by: Officer, ref: str) -> ApprovalPage:
    """Return what an approver or reviewer reads on one page.

    Raises:
        OutOfOrderError: nothing waits for an approval now.
        NotFoundError: no such case, or not his to see.
    """
    row, case = case_for(by, ref)
    if not row.awaiting or row.awaiting not in ASKED:
        raise OutOfOrderError("现在没有等待审批的事项。", remedy="请刷新页面查看进度。")
    act = ACTS[row.awaiting]
    asked = [entry for entry in entries(dossier=case.dossier) if entry.kind == ASKED[row.awaiting]]
    body = body_shown(asked[-1]) if asked else None
    findings = findings_of(case)
    back = BACK.get(row.awaiting)
    return ApprovalPage(
        case=case_head(case),
        what=act.verb,
        request=shown_fields(body, sealed_shown=False) if body else (),
        request_row=entry_row(asked[-1], body) if asked else None,
        opinions=_opinions(case),
        owed=most_urgent_first(from_finding(one, case, by) for one in findings if one.state in OWED),
        papers=paper_rows(Paper.objects.filter(dossier=case.dossier).order_by("seq")),
        approve=ActLink(kind=act.kind, label=act.verb, phase=act.phase),
        back=ActLink(kind=back, label=ACTS[back].verb, phase=act.phase) if back and may(by, back, case) else None,
    )


def _opinions(case: CaseRef) -> tuple[OpinionView, ...]:
    said = []
    for entry in entries(dossier=case.dossier):
        if entry.kind in _SAID:
            body = body_shown(entry)
            text = str(getattr(body, "opinion", "") or getattr(body, "reason", ""))
            if entry.kind == "review.opinion":
                text = str(getattr(body, "text", ""))
            said.append(
                OpinionView(
                    level=_level(str(getattr(body, "level", "")), entry.kind),
                    name=entry.by.name,
                    at=entry.recorded,
                    text=text,
                    returned=entry.kind.endswith(".returned"),
                )
            )
    return tuple(said)


def _level(level: str, kind: str) -> str:
    if level in set(Role):
        return WORDS[Role(level)]
    return WORDS[Role.REVIEWER] if kind == "review.opinion" else WORDS[Role.CHIEF]
