"""签名、盖章: the page where a paper is signed on the glass or by certificate, refused, or sealed."""

import secrets
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods
from pydantic import ValidationError

from liuhen.forms.wording import wrong_fields
from liuhen.kernel import clock
from liuhen.kernel.errors import BadInputError, LiuhenError, NotAllowedError
from liuhen.people.officers import Officer
from liuhen.people.scope import require
from liuhen.process.case.guard import perform
from liuhen.process.case.registry import act_type
from liuhen.queries.scoped import case_for
from liuhen.queries.signing import signing_page
from liuhen.web.errors import status_of
from liuhen.web.signed_in import note_denial, signed_in
from liuhen.web.trouble import trouble_of

_TYPED = ("role", "signer", "way", "refusal", "witness", "strokes")


@require_http_methods(["GET", "POST"])
@signed_in
def sign(request: HttpRequest, by: Officer, ref: str, seq: int) -> HttpResponse:
    """Show a paper with who signs next; take one signature, one refusal, or the seal."""
    _, case = case_for(by, ref, "paper.read")
    kind = "paper.sealed" if "seal" in request.POST else "paper.signed"
    if request.method == "GET":
        return _page(request, by, ref, seq, {})
    require(by, kind, case.subject, doing=act_type(kind).verb)
    typed: dict[str, Any] = {name: request.POST[name] for name in _TYPED if request.POST.get(name)}
    if "refuse" in request.POST:
        typed |= {"refused": True, "way": "scan"}
    try:
        form = _read(kind, {"paper_seq": seq} | ({} if kind == "paper.sealed" else typed))
        key = request.POST.get("key", "")[:64] or secrets.token_hex(16)
        done = perform(kind, ref, form, by=by, happened=clock.now(), key=key, channel="web", expect=None)
    except LiuhenError as err:
        if isinstance(err, NotAllowedError):
            note_denial(request, by)
        shown = _page(request, by, ref, seq, typed, trouble=trouble_of(err))
        shown.status_code = int(status_of(err))
        return shown
    messages.success(request, f"已记入第 {done.seq} 条：{act_type(kind).label}。")
    return HttpResponseRedirect(reverse("paper-sign", args=[ref, seq]))


def _read(kind: str, told: dict[str, Any]) -> Any:
    try:
        return act_type(kind).form.model_validate(told)
    except ValidationError as err:
        raise BadInputError(
            "填写的内容有误。", fields=wrong_fields(err.errors()), remedy="请选择签名人身份，写明姓名，再签名。"
        ) from err


def _page(request: HttpRequest, by: Officer, ref: str, seq: int, typed: dict[str, Any], **more: Any) -> HttpResponse:
    page = signing_page(by, ref, seq, now=clock.now())
    context = {"page": page, "case": page.case, "typed": typed, "key": secrets.token_hex(16), "place": "cases", **more}
    return render(request, "web/paper_sign.html", context)
