"""The sign-in page: who proves himself, and what he was typing when his session had ended."""

from http import HTTPStatus
from typing import Any

from django import forms
from django.contrib.auth import authenticate
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from liuhen.queries.viewer import demo_accounts

_REFUSED = "账号或者密码不对。请核对后再试；忘记密码的，请安全员重新设置。"
NO_OFFICER = "这个账号没有对应的在册人员，不能登录。请联系安全员。"


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


def sign_in_page(request: HttpRequest, form: SignInForm, *, target: str, held: str = "") -> HttpResponse:
    """Return the page.

    Args:
        target: where to go afterwards.
        held: a form that arrived after its session had ended, as it was sent. It stays in this page, in the hands of
            who typed it: nothing of it is kept before he has signed in.
    """
    context = {
        "form": form,
        "next": "" if target == "/" else target,
        "held": held,
        "accounts": [dict(zip(("account", "name", "role"), row, strict=True)) for row in demo_accounts()],
    }
    status = HTTPStatus.UNPROCESSABLE_ENTITY if form.is_bound else HTTPStatus.OK
    return render(request, "web/sign_in.html", context, status=status)
