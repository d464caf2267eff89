"""Signing in and out."""

from django.contrib.auth import login, logout
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST

from liuhen.web.drafting import hold_on
from liuhen.web.signed_in import officer_of
from liuhen.web.signing_in import NO_OFFICER, SignInForm, sign_in_page


@sensitive_post_parameters("password", "held")
@require_http_methods(["GET", "POST"])
def sign_in(request: HttpRequest) -> HttpResponse:
    """Show the form; let in who proves himself, and send him where he was going."""
    target = _safe(request, request.POST.get("next") or request.GET.get("next", ""))
    if request.method == "GET" and officer_of(request) is not None:
        return HttpResponseRedirect(target)
    form = SignInForm(request.POST if request.method == "POST" else None)
    held = request.POST.get("held", "")
    if request.method == "POST" and form.is_valid():
        login(request, form.cleaned_data["user"])
        by = officer_of(request)
        if by is not None:
            hold_on(by, target, held)
            return HttpResponseRedirect(target)
        form.add_error(None, NO_OFFICER)
    return sign_in_page(request, form, target=target, held=held)


@require_POST
def sign_out(request: HttpRequest) -> HttpResponse:
    """End the session."""
    logout(request)
    return redirect("sign-in")


def _safe(request: HttpRequest, target: str) -> str:
    allowed = url_has_allowed_host_and_scheme(
        target, allowed_hosts={request.get_host()}, require_https=request.is_secure()
    )
    return target if target and allowed else "/"
