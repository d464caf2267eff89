"""Signing in, step by step, and out."""

from collections.abc import Callable
from typing import Final

from django.contrib.auth import login, logout
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST

from liuhen.access import signing_in
from liuhen.kernel.errors import BadInputError, LiuhenError, NotAllowedError
from liuhen.people.accounts import BACKEND, Proven, Step, next_step
from liuhen.people.doors import Door
from liuhen.people.errors import WrongCodeError
from liuhen.people.officers import officer_of_account
from liuhen.web.drafting import hold_on
from liuhen.web.signed_in import officer_of, seen_anew
from liuhen.web.signing_in import (
    SignInForm,
    forget,
    host_of,
    key_told,
    remember,
    remembered,
    secret_offered,
    sign_in_page,
    step_page,
)

_AGAIN: Final = "两次输入的密码不一样。"


@sensitive_post_parameters("password", "held")
@require_http_methods(["GET", "POST"])
def sign_in(request: HttpRequest) -> HttpResponse:
    """Show the form; take account and password, and go on to what is owed next."""
    target = _safe(request, request.POST.get("next") or request.GET.get("next", ""))
    if request.method == "GET" and officer_of(request) is not None:
        return HttpResponseRedirect(target)
    form = SignInForm(request.POST if request.method == "POST" else None)
    held = request.POST.get("held", "")
    if request.method != "POST" or not form.is_valid():
        return sign_in_page(request, form, target=target, held=held)
    given = form.cleaned_data
    try:
        proven = signing_in.password_given(given["username"], given["password"], Door.of(request.META))
        return _go_on(request, proven, target=target, held=held)
    except NotAllowedError as err:
        return sign_in_page(request, form, target=target, held=held, trouble=err)


@sensitive_post_parameters("password", "again", "code", "credential", "held")
@require_http_methods(["GET", "POST"])
def sign_in_next(request: HttpRequest) -> HttpResponse:
    """Take one step after the password. Which one is owed says the house, never the form."""
    target = _safe(request, request.POST.get("next") or request.GET.get("next", ""))
    held, proven = request.POST.get("held", ""), remembered(request)
    if proven is None:
        forget(request)
        return sign_in_page(request, SignInForm(), target=target, held=held, trouble=_late(request))
    try:
        step = next_step(proven)
        if request.method == "POST" and request.POST.get("step") == step:
            return _TAKE[step](request, proven, target, held)
        return _go_on(request, proven, target=target, held=held)
    except (BadInputError, WrongCodeError) as err:
        return step_page(request, proven, step, target=target, held=held, trouble=err)
    except NotAllowedError as err:
        forget(request)
        return sign_in_page(request, SignInForm(), target=target, held=held, trouble=err)


@require_POST
def sign_out(request: HttpRequest) -> HttpResponse:
    """End the session."""
    by = officer_of(request)
    if by is not None:
        signing_in.signed_out(by, Door.of(request.META))
    logout(request)
    return redirect("sign-in")


def _go_on(request: HttpRequest, proven: Proven, *, target: str, held: str) -> HttpResponse:
    step = next_step(proven)
    if step is Step.IN:
        _let_in(request, proven, target=target, held=held)
        return HttpResponseRedirect(target)
    remember(request, proven)
    return step_page(request, proven, step, target=target, held=held)


def _let_in(request: HttpRequest, proven: Proven, *, target: str, held: str) -> None:
    account, by = signing_in.let_in(proven, Door.of(request.META))
    forget(request)
    if request.user.is_authenticated:
        logout(request)  # whoever sat here before
    login(request, account, backend=BACKEND)
    seen_anew(request)
    if held:
        hold_on(by, target, held)


def _factor(request: HttpRequest, proven: Proven, target: str, held: str) -> HttpResponse:
    door = Door.of(request.META)
    if request.POST.get("credential"):
        told, state = key_told(request)
        proven = signing_in.key_given(proven, told, state, host=host_of(request), door=door)
    else:
        proven = signing_in.code_given(proven, request.POST.get("code", ""), door)
    return _go_on(request, proven, target=target, held=held)


def _password(request: HttpRequest, proven: Proven, target: str, held: str) -> HttpResponse:
    chosen = chosen_password(request)
    proven = signing_in.own_password(proven, chosen, Door.of(request.META))
    return _go_on(request, proven, target=target, held=held)


def _enrol(request: HttpRequest, proven: Proven, target: str, held: str) -> HttpResponse:
    by, door = officer_of_account(proven.account), Door.of(request.META)
    if request.POST.get("credential"):
        told, state = key_told(request)
        codes = signing_in.key_added(
            by, told, state, name=request.POST.get("name", ""), host=host_of(request), door=door
        )
    else:
        codes = signing_in.totp_added(by, secret_offered(request), request.POST.get("code", ""), door)
    _let_in(request, Proven(proven.account, proven.mark, factor=True), target=target, held=held)
    return codes_page(request, codes, target=target)


_TAKE: Final[dict[Step, Callable[[HttpRequest, Proven, str, str], HttpResponse]]] = {
    Step.FACTOR: _factor,
    Step.PASSWORD: _password,
    Step.ENROL: _enrol,
}


def codes_page(request: HttpRequest, codes: list[str], *, target: str) -> HttpResponse:
    """Return the page that shows recovery codes, this one time."""
    return render(request, "web/recovery_codes.html", {"codes": codes, "next": target})


def chosen_password(request: HttpRequest) -> str:
    """Return the password that was typed twice.

    Raises:
        BadInputError: the two differ.
    """
    chosen: str = request.POST.get("password", "")
    if chosen != request.POST.get("again"):
        raise BadInputError(_AGAIN, fields={"again": _AGAIN}, remedy="请重新填写。")
    return chosen


def _late(request: HttpRequest) -> LiuhenError | None:
    told = request.method == "POST"
    return NotAllowedError("登录放得太久，请重新登录。") if told else None


def _safe(request: HttpRequest, target: str) -> str:
    allowed = url_has_allowed_host_and_scheme(
        target, allowed_hosts={request.get_host()}, require_https=request.is_secure()
    )
    return target if target and allowed else "/"
