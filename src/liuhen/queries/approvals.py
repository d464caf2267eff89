"""审批: what an approver or reviewer reads on one page."""

from collections.abc import Mapping, Sequence
from typing import Final

from liuhen.kernel.errors import NotFoundError, OutOfOrderError
from liuhen.ledger import Body, Entry, entries
from liuhen.office.in_force import asked_once
from liuhen.people.acts import APPROVALS
from liuhen.people.officers import Officer
from liuhen.people.roles import WORDS, Role
from liuhen.process.case.approval import ENDORSED, MATTERS, RETURNED, turn_in, waiting_request
from liuhen.process.case.models import Paper, Request
from liuhen.process.case.registry import ACTS
from liuhen.process.case.standing import APPROVERS, Standing, Step
from liuhen.queries.acts import ASKED, BACK
from liuhen.queries.approval_shapes import ApprovalPage, OpinionView, StepView
from liuhen.queries.assessed import OWED, findings_of
from liuhen.queries.awaited import capacity_in
from liuhen.queries.course import body_shown, case_head
from liuhen.queries.entries import actor_words, entry_row, shown_fields
from liuhen.queries.files import paper_rows
from liuhen.queries.owed import from_finding, most_urgent_first
from liuhen.queries.scoped import case_for
from liuhen.queries.shapes import ActLink
from liuhen.rulebook.approvals import MATTERS as MATTERS_WORDS

_SAID: Final = frozenset({"review.opinion"}).union(*({one.endorsed, one.returned} for one in MATTERS))
_BESIDE: Final = frozenset({ENDORSED, RETURNED})
_ORDER: Final = frozenset({"order", "order_basis"})  # shown as steps, not as what is asked
_READ: Final = _SAID | frozenset(ASKED.values())


@asked_once
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
    told = [(entry, body_shown(entry)) for entry in entries(dossier=case.dossier) if entry.kind in _READ]
    asked = [one for one in told if one[0].kind == ASKED[row.awaiting]][-1:]
    request, body = asked[0] if asked else (None, None)
    findings = findings_of(case)
    back = BACK.get(row.awaiting)
    acting = capacity_in(row, by)
    return ApprovalPage(
        case=case_head(case),
        what=act.verb,
        request=shown_fields(body, sealed_shown=False, without=_ORDER) if body else (),
        request_row=entry_row(request, body) if request else None,
        opinions=tuple(_opinion(entry, said) for entry, said in told if entry.kind in _SAID),
        owed=most_urgent_first(from_finding(one, case, by) for one in findings if one.state in OWED),
        papers=paper_rows(Paper.objects.filter(dossier=case.dossier).order_by("seq")),
        approve=ActLink(kind=act.kind, label=act.verb, phase=act.phase),
        back=ActLink(kind=back, label=ACTS[back].verb, phase=act.phase) if back and acting else None,
        steps=_steps(case.standing, getattr(body, "order", ()), _signed(told, request)),
        basis=str(getattr(body, "order_basis", "")),
        turn=acting is not None,
        on_behalf=acting.mandate.name if acting and acting.mandate else "",
        since=row.awaiting_since,
        urged=row.urged,
        apart=act.kind in APPROVALS and case.subject.handled_by(by.id),
    )


@asked_once
def request_page(by: Officer, ref: str, seq: int) -> ApprovalPage:
    """Return what an approver reads of a request beside the main course.

    Raises:
        OutOfOrderError: it does not wait any more.
        NotFoundError: no such case or request, or not his to see.
    """
    _, case = case_for(by, ref)
    if not Request.objects.filter(key=f"{case.dossier}:{seq}").exists():
        raise NotFoundError("没有这件呈批。", remedy="请从案件页面的“呈批”进入。")
    row = waiting_request(case, seq)
    act, acting = ACTS[row.awaiting], turn_in(row, case, by, row.awaiting)
    told = [(entry, body_shown(entry)) for entry in entries(dossier=case.dossier, after=seq - 1)]
    request, body = told[0]
    said = [one for one in told[1:] if one[0].kind in _BESIDE and getattr(one[1], "request", None) == seq]
    findings = findings_of(case)
    return ApprovalPage(
        case=case_head(case),
        what=f"{MATTERS_WORDS[row.matter]}：{act.verb}" if row.awaiting == ENDORSED else act.verb,
        request=shown_fields(body, sealed_shown=False, without=_ORDER) if body else (),
        request_row=entry_row(request, body),
        opinions=tuple(_opinion(entry, one) for entry, one in said),
        owed=most_urgent_first(from_finding(one, case, by) for one in findings if one.state in OWED),
        papers=paper_rows(Paper.objects.filter(dossier=case.dossier).order_by("seq")),
        approve=ActLink(kind=act.kind, label=act.verb, phase=act.phase, of_seq=seq),
        back=ActLink(kind=RETURNED, label=ACTS[RETURNED].verb, phase=act.phase, of_seq=seq) if acting else None,
        steps=_steps(Standing.read(row.asked), getattr(body, "order", ()), _signed(said, request)),
        basis=str(getattr(body, "order_basis", "")),
        turn=acting is not None,
        on_behalf=acting.mandate.name if acting and acting.mandate else "",
        since=row.since,
        urged=row.urged,
        apart=case.subject.handled_by(by.id),
    )


def _signed(told: Sequence[tuple[Entry, Body | None]], request: Entry | None) -> Mapping[str, str]:
    """Return who signed in which role since the request."""
    after = (request.dossier_seq or 0) if request else 0
    return {
        str(getattr(body, "level", "")): actor_words(entry)
        for entry, body in told
        if entry.kind.endswith(".endorsed") and (entry.dossier_seq or 0) > after
    }


def _steps(standing: Standing, order: Sequence[Step], signed: Mapping[str, str]) -> tuple[StepView, ...]:
    """Return the order that the request names, with who signed in it."""
    done = len(order) - len(standing.steps)
    shown = []
    for place, step in enumerate(order):
        state = "done" if place < done else ("now" if place == done else "ahead")
        names = tuple(f"{APPROVERS[role]} {signed[role]}" for role in step.roles if role in signed)
        owed = tuple(APPROVERS[role] for role in standing.owed) if names and state == "now" else ()
        shown.append(StepView(step.words, state, names if state != "ahead" else (), owed))
    return tuple(shown)


def _opinion(entry: Entry, body: Body | None) -> OpinionView:
    text = str(getattr(body, "opinion", "") or getattr(body, "reason", ""))
    if entry.kind == "review.opinion":
        text = str(getattr(body, "text", ""))
    return OpinionView(
        level=_level(str(getattr(body, "level", "")), entry.kind),
        name=actor_words(entry),
        at=entry.recorded,
        text=text,
        returned=entry.kind.endswith(".returned"),
    )


def _level(level: str, kind: str) -> str:
    if level in set(Role):
        return WORDS[Role(level)]
    return WORDS[Role.REVIEWER] if kind == "review.opinion" else WORDS[Role.CHIEF]
