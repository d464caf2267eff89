"""审批: the request, the earlier opinions and the gaps on one page, with what approves and what sends back."""

from typing import Final

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from liuhen.kernel.errors import OutOfOrderError
from liuhen.people.officers import Officer
from liuhen.process.case.registry import act_type
from liuhen.queries.approvals import approval_page
from liuhen.queries.course import entry_choices, entry_page
from liuhen.queries.scoped import case_for, may
from liuhen.queries.shapes import ActLink, ApprovalPage, EntryPage
from liuhen.web.forms import ActForm
from liuhen.web.options import options_for
from liuhen.web.signed_in import signed_in
from liuhen.web.trouble import Trouble

RETURNING: Final = frozenset({"opening.returned", "decision.returned", "closing.returned"})
"""Acts that send a request back; their form stands beside the approving one."""

ATTACHED: Final = {"review.opinion": "inquiry.concluded"}
"""What lies open beside a request: the report that a reviewer has to judge."""

PRESSING: Final = frozenset({"overdue", "breached", "due_soon", "open"})


@require_safe
@signed_in
def approval(request: HttpRequest, by: Officer, ref: str) -> HttpResponse:
    """Show what waits for an opinion in a case."""
    return _page(request, by, ref, approval_page(by, ref))


def show_approval(
    request: HttpRequest, by: Officer, ref: str, *, sent: ActForm, kind: str, trouble: Trouble
) -> HttpResponse | None:
    """Return the approval page with a form that was refused, or None when its act is no longer the one waited for."""
    try:
        page = approval_page(by, ref)
    except OutOfOrderError:
        return None
    if kind not in {page.approve.kind, page.back.kind if page.back else ""}:
        return None
    return _page(request, by, ref, page, sent={kind: sent}, trouble=trouble)


def _page(
    request: HttpRequest,
    by: Officer,
    ref: str,
    page: ApprovalPage,
    *,
    sent: dict[str, ActForm] | None = None,
    trouble: Trouble | None = None,
) -> HttpResponse:
    given = sent or {}
    context = {
        "approval": page,
        "case": page.case,
        "form": _form(by, ref, page.approve, given),
        "back_form": _form(by, ref, page.back, given) if page.back else None,
        "back_open": bool(page.back and page.back.kind in given),
        "attached": _attached(by, ref, page.approve.kind),
        "pressing": [one for one in page.owed if one.state in PRESSING],
        "trouble": trouble,
        "place": "cases",
    }
    return render(request, "web/approval.html", context)


def _attached(by: Officer, ref: str, kind: str) -> EntryPage | None:
    if kind not in ATTACHED:
        return None
    found = entry_choices(by, ref, [ATTACHED[kind]])
    return entry_page(by, ref, found[0][0]) if found else None


def _form(by: Officer, ref: str, act: ActLink, given: dict[str, ActForm]) -> ActForm | None:
    _, case = case_for(by, ref)
    if act.kind in given:
        return given[act.kind]
    if not may(by, act.kind, case):
        return None
    return ActForm.fresh(act_type(act.kind).form, known={}, expect=case.seq, options=options_for(by, ref))
