"""呈批 beside the main course of a case: what any request holds, what answers it, and how it stands.

A room says `beside(...)` in `approval`, makes its request a `Requested` and its approving act a `Granted`; opinions,
returns, withdrawals and reminders are the same for every matter and stand here.
"""

from typing import Any, Final, TypeVar

from liuhen.forms.fields import Form, number, parts, text
from liuhen.kernel import clock
from liuhen.kernel.clock import beijing_date
from liuhen.kernel.errors import NotAllowedError, OutOfOrderError
from liuhen.ledger import Body, Entry, projects, projects_every
from liuhen.ledger.rows import change, insert
from liuhen.people.roles import Role
from liuhen.process.case.approval import (
    BESIDE,
    ENDORSED,
    OF_KIND,
    RETURNED,
    STATES,
    Matter,
    handler_waits,
    order_of,
    waiting_request,
)
from liuhen.process.case.models import Case, Request
from liuhen.process.case.parts import Part
from liuhen.process.case.projectors import case_row
from liuhen.process.case.reference import CASES, CaseRef, joined, parted, place_of
from liuhen.process.case.registry import Doing, act
from liuhen.process.case.standing import Standing, Step, level
from liuhen.rulebook.approvals import MATTERS as WORDS

PHASE: Final = "审批"
R = TypeVar("R", bound="Requested")


class Requested(Body):
    """Base of every request: the order that it goes through is named in it, as it was in force when asked."""

    order: list[Step] = parts("审批流程", default_factory=list)
    order_basis: str = text("审批流程依据", default="", min_length=0)


class Approver(Part):
    """Who approved, and in which role."""

    id: str
    name: str
    role: str
    on_behalf: str = ""


class AnswerForm(Form):
    """What every answer to a request names: the request."""

    request: int = number("呈批", ge=1)


class GrantForm(AnswerForm):
    """批准."""

    opinion: str = text("审批意见", examples=["同意"])


class Granted(Body):
    """Base of every approving act; `request` is what it answers."""

    request: int
    opinion: str = text("审批意见")
    approver: Approver = parts("批准人")


class EndorsedForm(GrantForm):
    """最后一步之前各步的意见."""


class ApprovalEndorsed(EndorsedForm, Body, kind=ENDORSED, version=1):
    """Whoever is asked before the last step gives his opinion."""

    matter: str
    level: str = level()


class ReturnedForm(AnswerForm):
    """退回."""

    reason: str = text("退回理由")


class ApprovalReturned(ReturnedForm, Body, kind=RETURNED, version=1):
    """The request goes back to who asked, with the reason."""

    matter: str
    level: str = level()


class WithdrawnForm(AnswerForm):
    """撤回."""

    reason: str = text("撤回理由")


class ApprovalWithdrawn(WithdrawnForm, Body, kind="approval.withdrawn", version=1):
    """The request is taken back before anybody has signed it."""

    matter: str


class UrgedForm(Form):
    """催办; without a number what waits in the main course of the case."""

    request: int | None = number("呈批", default=None, ge=1)
    note: str = text("催办事由", rows=2, default="", min_length=0)


class ApprovalUrged(UrgedForm, Body, kind="approval.urged", version=1):
    """Whoever is asked now is reminded."""

    matter: str


def asking(case: CaseRef, matter: Matter) -> dict[str, Any]:
    """Return what a request of this matter says of its order.

    Raises:
        OutOfOrderError: one of the matter waits already.
        UnusableError: the organ's own order leaves out whom the law asks.
    """
    if Request.objects.filter(dossier=case.dossier, matter=matter.id, state="waiting").exists():
        raise OutOfOrderError(f"{matter.label}审批正在进行。", remedy="请等待审批；被退回或者撤回后可以重新呈报。")
    order = order_of(case, matter.asked)
    return {"order": list(order.steps), "order_basis": order.basis}


def asked_in(case: CaseRef, seq: int, request: type[R]) -> tuple[Entry, R]:
    """Return the waiting request that an approving act answers.

    Raises:
        OutOfOrderError: it does not wait, or is of another matter.
    """
    waiting_request(case, seq)
    return case.at(seq, request)


def granting(form: GrantForm, doing: Doing) -> dict[str, Any]:
    """Return what every approving act says."""
    by = Approver(id=doing.by.id, name=doing.by.name, role=str(doing.acting.role), on_behalf=doing.for_whom)
    return {"request": form.request, "opinion": form.opinion, "approver": by}


@act(ApprovalEndorsed, label="审批意见", verb="签署意见", phase=PHASE, of=CASES)
def endorse(case: CaseRef, form: EndorsedForm, doing: Doing) -> ApprovalEndorsed:
    """Give an opinion on a request in one's turn."""
    matter = waiting_request(case, form.request).matter
    return ApprovalEndorsed(**dict(form), matter=matter, level=str(doing.acting.role))


@act(ApprovalReturned, label="呈批退回", verb="退回呈批", phase=PHASE, of=CASES)
def send_back(case: CaseRef, form: ReturnedForm, doing: Doing) -> ApprovalReturned:
    """Send a request back with the reason."""
    matter = waiting_request(case, form.request).matter
    return ApprovalReturned(**dict(form), matter=matter, level=str(doing.acting.role))


@act(ApprovalWithdrawn, label="呈批撤回", verb="撤回呈批", phase=PHASE, of=CASES)
def withdraw(case: CaseRef, form: WithdrawnForm, doing: Doing) -> ApprovalWithdrawn:
    """Take one's request back, as long as nobody has signed it."""
    waiting = waiting_request(case, form.request)
    if Standing.read(waiting.asked).begun:
        raise OutOfOrderError(
            "已经有人签署意见，不能撤回。", why="签署的意见不能收回。", remedy="请联系下一步的审批人退回。"
        )
    if waiting.by != doing.by.id and doing.by.id not in case.handlers:
        raise NotAllowedError("您不能撤回这件呈批。", why="只有呈报人和本案承办人可以撤回。", remedy="请由呈报人办理。")
    return ApprovalWithdrawn(**dict(form), matter=waiting.matter)


@act(ApprovalUrged, label="催办", verb="催办呈批", phase=PHASE, of=CASES)
def urge(case: CaseRef, form: UrgedForm, doing: Doing) -> ApprovalUrged:
    """Remind whoever is asked now, once a day."""
    del doing
    if form.request is None:
        matter, last = course_of(case), Case.objects.values_list("urged_at", flat=True).get(id=case.dossier)
    else:
        row = waiting_request(case, form.request)
        matter, last = row.matter, row.urged_at
    if last is not None and beijing_date(last) == beijing_date(clock.now()):
        raise OutOfOrderError(
            "今天已经催办过。",
            why="一天催办一次，审批人在工作台能看到。",
            remedy="急需办理的，请当面或者电话联系审批人。",
        )
    return ApprovalUrged(**dict(form), matter=matter)


def course_of(case: CaseRef) -> str:
    """Return the matter that waits for somebody else in the main course of the case.

    Raises:
        OutOfOrderError: nothing does.
    """
    if not case.awaiting or handler_waits(case):
        raise OutOfOrderError("现在没有等待他人办理的事项。", remedy="请刷新页面查看进度。")
    return OF_KIND[case.awaiting].id if case.awaiting in OF_KIND else case.awaiting


# -- how requests stand


@projects_every
def _follow(entry: Entry, body: Body) -> None:
    if isinstance(body, Requested):
        _begin(entry, body)
    elif isinstance(body, Granted):
        _end(entry, body.request, "granted" if getattr(body, "approved", True) else "refused")


def _begin(entry: Entry, body: Requested) -> None:
    dossier, seq = place_of(entry)
    matter = BESIDE[entry.kind]
    row = Request(
        key=f"{dossier}:{seq}",
        dossier=dossier,
        organ=entry.organ,
        seq=seq,
        matter=matter.id,
        by=entry.by.id,
        state="waiting",
        since=entry.recorded,
    )
    _stand(row, matter, Standing(tuple(body.order)))
    insert(row)
    _show(row)


@projects(ApprovalEndorsed)
def _go_on(entry: Entry, body: ApprovalEndorsed) -> None:
    row = _row(entry, body.request)
    before = Standing.read(row.asked)
    after = before.after(body.level, entry.by.id)
    if len(after.steps) < len(before.steps):
        row.since, row.urged, row.urged_at = entry.recorded, 0, None  # somebody else is asked now
    _stand(row, next(one for one in BESIDE.values() if one.id == row.matter), after)
    change(row)
    _show(row)


@projects(ApprovalReturned)
def _send_back(entry: Entry, body: ApprovalReturned) -> None:
    _end(entry, body.request, "returned")


@projects(ApprovalWithdrawn)
def _take_back(entry: Entry, body: ApprovalWithdrawn) -> None:
    _end(entry, body.request, "withdrawn")


@projects(ApprovalUrged)
def _remind(entry: Entry, body: ApprovalUrged) -> None:
    row: Case | Request = case_row(entry) if body.request is None else _row(entry, body.request)
    row.urged, row.urged_at = row.urged + 1, entry.recorded
    change(row)


def _row(entry: Entry, seq: int) -> Request:
    return Request.objects.get(key=f"{entry.dossier}:{seq}")


def _end(entry: Entry, seq: int, state: str) -> None:
    row = _row(entry, seq)
    row.state, row.since = state, entry.recorded
    row.awaiting = row.awaiting_roles = row.signed_by = ""
    row.asked = {}
    change(row)


def _show(row: Request) -> None:
    """Let legal reviewers see the case once they are asked."""
    if Role.REVIEWER in parted(row.awaiting_roles):
        change(Case(id=row.dossier, submitted=True), "submitted")


def _stand(row: Request, matter: Matter, standing: Standing) -> None:
    row.awaiting = matter.approved if standing.final else matter.endorsed
    row.awaiting_roles, row.signed_by = joined(standing.owed), joined(standing.signers)
    row.asked = standing.written()


def words_of(row: Request) -> str:
    """Return a request and how it stands, in words."""
    return f"{WORDS[row.matter]}：{STATES[row.state]}"
