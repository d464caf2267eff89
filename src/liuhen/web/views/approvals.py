"""审批: the request, the earlier opinions and the gaps on one page, with what approves and what sends back."""

from collections.abc import Sequence
from typing import Final
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.views.decorators.http import require_safe

from liuhen.kernel.errors import NotFoundError, OutOfOrderError
from liuhen.people.officers import Officer
from liuhen.process.case.registry import act_type
from liuhen.queries.approval_shapes import ApprovalPage
from liuhen.queries.approvals import approval_page, request_page
from liuhen.queries.course import entry_choices, entry_page
from liuhen.queries.reviewing import beside
from liuhen.queries.scoped import case_for, may
from liuhen.queries.shapes import ActLink, EntryPage
from liuhen.web import drafting
from liuhen.web.conflict import Meanwhile
from liuhen.web.drafting import Opened, place_of
from liuhen.web.forms import ActForm
from liuhen.web.forms.act import number_of
from liuhen.web.links import answering
from liuhen.web.queue import queue_at
from liuhen.web.signed_in import signed_in
from liuhen.web.trouble import Trouble

ATTACHED: Final = {"review.opinion": "inquiry.concluded"}
"""What lies open beside a request: the report that a reviewer has to judge."""

BESIDE: Final = frozenset({"review.opinion", "decision.endorsed", "decision.made"})
"""Acts beside which it stands whether the decision is a major one, and what has changed."""

PRESSING: Final = frozenset({"overdue", "breached", "due_soon", "open"})


URGENT: Final = frozenset({"overdue", "breached", "due_soon"})
"""What an approver has to know of before anything else."""

PHRASES: Final = {
    "approve": ("同意。", "情况属实，同意。", "同意，请依法办理。", "拟同意，请审定。"),
    "review": ("审核通过。", "事实清楚，证据充分，程序合法。"),
    "back": ("请补充材料后再报。", "事实不清，请补充调查。", "请核对数额。", "请核对依据。"),
}
"""Words that a tap puts into an opinion; whoever signs may change them."""


@require_safe
@signed_in
def approval(request: HttpRequest, by: Officer, ref: str, seq: int | None = None) -> HttpResponse:
    """Show what waits for an opinion in a case: in its main course, or the request with this number."""
    return _page(request, by, ref, _read(by, ref, seq), seq=seq)


def _read(by: Officer, ref: str, seq: int | None) -> ApprovalPage:
    return approval_page(by, ref) if seq is None else request_page(by, ref, seq)


def show_approval(
    request: HttpRequest,
    by: Officer,
    ref: str,
    *,
    sent: ActForm,
    kind: str,
    trouble: Trouble,
    meanwhile: Sequence[Meanwhile],
) -> HttpResponse | None:
    """Return the approval page with a form that was refused, or None when its act is no longer the one waited for."""
    seq = number_of((sent.typed.get("request") or [""])[0])
    if kind in answering() and seq is None:
        return None
    try:
        page = _read(by, ref, seq if kind in answering() else None)
    except (NotFoundError, OutOfOrderError):
        return None
    if kind not in {page.approve.kind, page.back.kind if page.back else ""}:
        return None
    asked = seq if kind in answering() else None
    return _page(request, by, ref, page, seq=asked, sent={kind: sent}, trouble=trouble, meanwhile=meanwhile)


def _page(
    request: HttpRequest,
    by: Officer,
    ref: str,
    page: ApprovalPage,
    *,
    seq: int | None,
    sent: dict[str, ActForm] | None = None,
    trouble: Trouble | None = None,
    meanwhile: Sequence[Meanwhile] = (),
) -> HttpResponse:
    given = sent or {}
    approve = _opened(by, ref, page.approve, given) if page.turn or page.approve.kind in given else None
    back = _opened(by, ref, page.back, given) if page.back else None
    context = {
        "approval": page,
        "case": page.case,
        "form": approve.form if approve else None,
        "draft": drafting.draft_of(by, approve.place, approve.kept) if approve else None,
        "back_form": back.form if back else None,
        "back_draft": drafting.draft_of(by, back.place, back.kept) if back else None,
        "back_open": bool(back and (back.kept or back.place.kind in given)),
        "meanwhile": meanwhile,
        "typed_by": by.id,
        "attached": _attached(by, ref, page.approve.kind),
        "beside": beside(by, ref) if page.approve.kind in BESIDE else None,
        "urgent": [one for one in page.owed if one.state in URGENT],
        "pressing": [one for one in page.owed if one.state in PRESSING - URGENT],
        "queue": queue_at(request, by, ref, seq),
        "phrases": PHRASES["review" if page.approve.kind == "review.opinion" else "approve"],
        "back_phrases": PHRASES["back"],
        "trouble": trouble,
        "place": "cases",
    }
    return render(request, "web/approval.html", context)


def _attached(by: Officer, ref: str, kind: str) -> EntryPage | None:
    if kind not in ATTACHED:
        return None
    found = entry_choices(by, ref, [ATTACHED[kind]])
    return entry_page(by, ref, found[0][0]) if found else None


def _opened(by: Officer, ref: str, act: ActLink, given: dict[str, ActForm]) -> Opened | None:
    _, case = case_for(by, ref)
    told = {} if act.of_seq is None else {"of": act.of_seq}
    place = place_of(act.kind, ref, QueryDict(urlencode(told)))
    if act.kind in given:
        return Opened(given[act.kind], place, None)
    if not may(by, act.kind, case):
        return None
    return drafting.open_form(
        act_type(act.kind), by, place, known=lambda: {"request": act.of_seq} if told else {}, expect=case.seq
    )
