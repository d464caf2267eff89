"""Signing in and out."""

from http import HTTPStatus
from typing import Any

from django import forms
from django.contrib.auth import authenticate, login, logout
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST

from liuhen.queries.viewer import demo_accounts
from liuhen.web.signed_in import officer_of

_REFUSED = "账号或者密码不对。请核对后再试；忘记密码的，请安全员重新设置。"
_NO_OFFICER = "这个账号没有对应的在册人员，不能登录。请联系安全员。"


class SignInForm(forms.Form):
    """Account and password."""

    username = forms.CharField(max_length=100, error_messages={"required": "请填写账号。"})
    password = forms.CharField(max_length=200, strip=False, error_messages={"required": "请填写密码。"})

    def clean(self) -> dict[str, Any]:
        """Find the account, or say once that the pair is wrong: which half it was stays unsaid."""
        given = super().clean() or {}
        if "username" in given and "password" in given:
            given["user"] = authenticate(username=given["username"], password=given["password"])
            if given["user"] is None:
                raise forms.ValidationError(_REFUSED)
        return given


@sensitive_post_parameters("password")
@require_http_methods(["GET", "POST"])
def sign_in(request: HttpRequest) -> HttpResponse:
    """Show the form; let in who proves himself, and send him where he was going."""
    target = _safe(request, request.POST.get("next") or request.GET.get("next", ""))
    if request.method == "GET" and officer_of(request) is not None:
        return HttpResponseRedirect(target)
    form = SignInForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        login(request, form.cleaned_data["user"])
        if officer_of(request) is not None:
            return HttpResponseRedirect(target)
        form.add_error(None, _NO_OFFICER)
    return _page(request, form, target)


@require_POST
def sign_out(request: HttpRequest) -> HttpResponse:
    """End the session."""
    logout(request)
    return redirect("sign-in")


def _page(request: HttpRequest, form: SignInForm, target: str) -> HttpResponse:
    context = {
        "form": form,
        "next": "" if target == "/" else target,
        "accounts": [dict(zip(("account", "name", "role"), row, strict=True)) for row in demo_accounts()],
    }
    status = HTTPStatus.UNPROCESSABLE_ENTITY if form.is_bound else HTTPStatus.OK
    return render(request, "web/sign_in.html", context, status=status)


def _safe(request: HttpRequest, target: str) -> str:
    allowed = url_has_allowed_host_and_scheme(
        target, allowed_hosts={request.get_host()}, require_https=request.is_secure()
    )
    return target if target and allowed else "/"
