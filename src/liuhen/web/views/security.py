"""登录与会话: one's own sign-ins, second factors and password; for the security officer, everybody's sign-ins."""

from http import HTTPStatus
from typing import Any

from django.contrib import messages
from django.contrib.auth import HASH_SESSION_KEY
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from liuhen.access import signing_in
from liuhen.kernel.errors import BadInputError, LiuhenError
from liuhen.people.accounts import require_password
from liuhen.people.doors import Door
from liuhen.people.errors import TooManyTriesError, WrongCodeError
from liuhen.people.officers import Officer
from liuhen.people.passwords import RULES
from liuhen.people.scope import Subject, can, require
from liuhen.queries.signing_in import accounts_of, every_sign_in, own_security
from liuhen.web.signed_in import handle_of, signed_in
from liuhen.web.signing_in import ASKED, app_offer, host_of, key_asked, key_told, secret_offered
from liuhen.web.views.session import chosen_password

_SHOWN = (BadInputError, WrongCodeError, TooManyTriesError)
_secret = sensitive_post_parameters("current", "password", "again", "code", "credential")


@require_GET
@signed_in
def security(request: HttpRequest, by: Officer) -> HttpResponse:
    """Show where one is signed in, and by what one proves himself."""
    return _page(request, by)


@_secret
@require_http_methods(["GET", "POST"])
@signed_in
def password(request: HttpRequest, by: Officer) -> HttpResponse:
    """Change one's own password."""
    trouble: LiuhenError | None = None
    if request.method == "POST":
        try:
            mark = signing_in.change_password(
                by,
                request.POST.get("current", ""),
                chosen_password(request),
                keep=handle_of(request),
                door=Door.of(request.META),
            )
        except _SHOWN as err:
            trouble = err
        else:
            request.session.cycle_key()
            request.session[HASH_SESSION_KEY] = mark
            messages.success(request, "密码已更换。其他地方的登录都已结束。")
            return redirect("security")
    return _form(request, "web/security_password.html", trouble, rules=RULES)


@_secret
@require_http_methods(["GET", "POST"])
@signed_in
def app(request: HttpRequest, by: Officer) -> HttpResponse:
    """Take an app for one-time passwords as second factor."""
    trouble: LiuhenError | None = None
    if request.method == "POST":
        door = Door.of(request.META)
        try:
            require_password(by.account, request.POST.get("current", ""), door)
            codes = signing_in.totp_added(by, secret_offered(request), request.POST.get("code", ""), door)
        except _SHOWN as err:
            trouble = err
        else:
            return _added(request, codes)
    return _form(request, "web/security_app.html", trouble, offer=app_offer(request, by.account))


@_secret
@require_http_methods(["GET", "POST"])
@signed_in
def key(request: HttpRequest, by: Officer) -> HttpResponse:
    """Take a security key as second factor."""
    trouble: LiuhenError | None = None
    if request.method == "POST":
        door, host = Door.of(request.META), host_of(request)
        told, state = key_told(request)
        try:
            require_password(by.account, request.POST.get("current", ""), door)
            name = request.POST.get("name", "")
            codes = signing_in.key_added(by, told, state, name=name, host=host, door=door)
        except _SHOWN as err:
            trouble = err
        else:
            return _added(request, codes)
    asked = key_asked(request, by.account, name=by.name, adding=True)
    return _form(request, "web/security_key.html", trouble, asked=asked, name=request.POST.get("name", ""))


@_secret
@require_POST
@signed_in
def codes(request: HttpRequest, by: Officer) -> HttpResponse:
    """Show fresh recovery codes, once."""
    door = Door.of(request.META)
    try:
        require_password(by.account, request.POST.get("current", ""), door)
        fresh = signing_in.codes_renewed(by, door)
    except _SHOWN as err:
        return _page(request, by, trouble=err)
    return _codes(request, fresh)


@_secret
@require_POST
@signed_in
def remove(request: HttpRequest, by: Officer, factor: int) -> HttpResponse:
    """Take a second factor away."""
    door = Door.of(request.META)
    try:
        require_password(by.account, request.POST.get("current", ""), door)
        signing_in.factor_removed(by, factor, door)
    except _SHOWN as err:
        return _page(request, by, trouble=err)
    messages.success(request, "已停用。")
    return redirect("security")


@require_POST
@signed_in
def end(request: HttpRequest, by: Officer, handle: str) -> HttpResponse:
    """End one of one's own sign-ins."""
    signing_in.sitting_ended(by, handle, among={by.account: by.name})
    messages.success(request, "已结束这个会话。")
    return redirect("security")


@require_POST
@signed_in
def end_others(request: HttpRequest, by: Officer) -> HttpResponse:
    """End all of one's own sign-ins but this one."""
    count = signing_in.others_ended(by, but=handle_of(request))
    messages.success(request, f"已结束其他 {count} 个会话。" if count else "没有其他会话。")
    return redirect("security")


@require_GET
@signed_in
def sign_ins(request: HttpRequest, by: Officer) -> HttpResponse:
    """Show the security officer who is signed in where, and what is closed."""
    _require_keeper(by)
    return render(request, "web/sign_ins.html", {"told": every_sign_in(by, mine=handle_of(request)), "place": "office"})


@require_POST
@signed_in
def end_any(request: HttpRequest, by: Officer, handle: str) -> HttpResponse:
    """End anybody's sign-in."""
    _require_keeper(by)
    signing_in.sitting_ended(by, handle, among=accounts_of(by))
    messages.success(request, "已结束这个会话。")
    return redirect("sign-ins")


@require_POST
@signed_in
def lift(request: HttpRequest, by: Officer) -> HttpResponse:
    """Open an account or an address again before its time."""
    _require_keeper(by)
    asked = request.POST.get("account", ""), request.POST.get("address", "")
    for one in every_sign_in(by, mine="").closed:
        if (one.lock.account, one.lock.address) == asked:
            signing_in.lock_lifted(by, account=one.lock.account, name=one.name, address=one.lock.address)
            messages.success(request, "已解除。")
    return HttpResponseRedirect(reverse("sign-ins"))


def _require_keeper(by: Officer) -> None:
    require(by, "sign_ins.keep", Subject(organ=by.organ), doing="查看全部人员的会话")


def _page(request: HttpRequest, by: Officer, *, trouble: LiuhenError | None = None) -> HttpResponse:
    told = own_security(by, mine=handle_of(request))
    keeps = _keeps(by)
    return render(
        request,
        "web/security.html",
        {"told": told, "trouble": trouble, "keeps": keeps, "place": "security"},
        status=_status(trouble),
    )


def _keeps(by: Officer) -> bool:
    return can(by, "sign_ins.keep", Subject(organ=by.organ))


def _form(request: HttpRequest, template: str, trouble: LiuhenError | None, **told: Any) -> HttpResponse:
    return render(request, template, {"trouble": trouble, "place": "security", **told}, status=_status(trouble))


def _status(trouble: LiuhenError | None) -> HTTPStatus:
    return HTTPStatus.UNPROCESSABLE_ENTITY if trouble else HTTPStatus.OK


def _added(request: HttpRequest, codes: list[str]) -> HttpResponse:
    request.session.pop(ASKED, None)
    if codes:
        return _codes(request, codes)
    messages.success(request, "第二重验证已添加。")
    return redirect("security")


def _codes(request: HttpRequest, codes: list[str]) -> HttpResponse:
    return render(request, "web/recovery_codes.html", {"codes": codes, "next": reverse("security")})
