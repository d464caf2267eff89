"""The sign-in page and the steps after the password: who proves himself, and what he was typing when his session ended.

Between the steps nobody is signed in: the browser's session holds who has proven his password, and no page asks that.
"""

import json
from datetime import datetime, timedelta
from http import HTTPStatus
from typing import Any, Final

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from liuhen.kernel import clock
from liuhen.kernel.errors import LiuhenError
from liuhen.people import second_factors, security_keys
from liuhen.people.accounts import Proven, Step
from liuhen.people.doors import Door
from liuhen.people.passwords import RULES
from liuhen.queries.viewer import demo_accounts

PATIENCE: Final = timedelta(minutes=10)  # from the password to the last step
HALF: Final = "half"
ASKED: Final = "asked"  # what a security key was asked, and the secret offered to an app
_TEMPLATES: Final = {
    Step.FACTOR: "web/sign_in_factor.html",
    Step.PASSWORD: "web/sign_in_password.html",
    Step.ENROL: "web/sign_in_enrol.html",
}


class SignInForm(forms.Form):
    """Account and password."""

    username = forms.CharField(max_length=100, error_messages={"required": "请填写账号。"})
    password = forms.CharField(max_length=200, strip=False, error_messages={"required": "请填写密码。"})


def sign_in_page(
    request: HttpRequest, form: SignInForm, *, target: str, held: str = "", trouble: LiuhenError | None = None
) -> HttpResponse:
    """Return the page.

    Args:
        target: where to go afterwards.
        held: a form that arrived after its session had ended, as it was sent. It stays in this page, in the hands of
            who typed it: nothing of it is kept before he has signed in.
        trouble: why he was not let in.
    """
    context = {
        "form": form,
        "next": "" if target == "/" else target,
        "held": held,
        "trouble": trouble,
        "accounts": [dict(zip(("account", "name", "role"), row, strict=True)) for row in _named(request)],
    }
    return render(request, "web/sign_in.html", context, status=_status(form.is_bound))


def step_page(
    request: HttpRequest,
    proven: Proven,
    step: Step,
    *,
    target: str,
    held: str = "",
    trouble: LiuhenError | None = None,
) -> HttpResponse:
    """Return the page of what is owed next; what was typed before the session ended travels on in it."""
    context = {
        "step": step,
        "next": "" if target == "/" else target,
        "held": held,
        "trouble": trouble,
        "rules": RULES,
        **_asked(request, proven, step),
    }
    return render(request, _TEMPLATES[step], context, status=_status(trouble is not None))


def remember(request: HttpRequest, proven: Proven) -> None:
    """Keep who has proven his password, under a fresh session key."""
    request.session.cycle_key()
    request.session[HALF] = [proven.account, proven.mark, proven.factor, clock.now().isoformat()]


def remembered(request: HttpRequest) -> Proven | None:
    """Return who has proven his password here not long ago."""
    told = request.session.get(HALF)
    if told is None or clock.now() - datetime.fromisoformat(told[3]) > PATIENCE:
        return None
    return Proven(*told[:3])


def forget(request: HttpRequest) -> None:
    """Drop what the steps kept."""
    for name in (HALF, ASKED):
        request.session.pop(name, None)


def app_offer(request: HttpRequest, account: str) -> second_factors.Offer:
    """Return the secret offered to an app; the same one until it is taken or given up."""
    asked = request.session.get(ASKED, {})
    made = second_factors.offer(account, asked.get("secret", ""))
    request.session[ASKED] = {**asked, "secret": made.secret}
    return made


def key_asked(request: HttpRequest, account: str, *, name: str = "", adding: bool) -> str:
    """Return what a security key is asked, for the page's script; empty where the address does not allow one."""
    host = host_of(request)
    if not security_keys.usable_at(host):
        return ""
    begun = (
        security_keys.begin_adding(account, name=name or account, host=host)
        if adding
        else security_keys.begin_proving(account, host=host)
    )
    if begun is None:
        return ""
    request.session[ASKED] = {**request.session.get(ASKED, {}), "key": begun[1]}
    return json.dumps(begun[0])


def key_told(request: HttpRequest) -> tuple[dict[str, Any], Any]:
    """Return a key's answer and what it had been asked; each question is answered once."""
    asked = request.session.get(ASKED, {})
    state = asked.pop("key", None)
    request.session[ASKED] = asked
    try:
        told = json.loads(request.POST.get("credential", ""))
    except ValueError:
        told = {}
    return (told if isinstance(told, dict) else {}), state or {}


def secret_offered(request: HttpRequest) -> str:
    """Return the secret that was offered to an app here."""
    return str(request.session.get(ASKED, {}).get("secret", ""))


def host_of(request: HttpRequest) -> str:
    """Return the host name of the page, without its port."""
    host = request.get_host()
    return host.rpartition("]")[0] + "]" if host.startswith("[") else host.partition(":")[0]


def _asked(request: HttpRequest, proven: Proven, step: Step) -> dict[str, Any]:
    if step is Step.FACTOR:
        kinds = {one.kind for one in second_factors.factors_of(proven.account)}
        asked = key_asked(request, proven.account, adding=False) if second_factors.KEY in kinds else ""
        return {"kinds": kinds, "asked": asked}
    if step is Step.ENROL:
        asked = key_asked(request, proven.account, adding=True)
        return {"offer": app_offer(request, proven.account), "asked": asked}
    return {}


def _named(request: HttpRequest) -> tuple[tuple[str, str, str], ...]:
    """Return the accounts of a demo, to who may sign in to it."""
    return demo_accounts() if Door.of(request.META).at_the_machine else ()


def _status(refused: bool) -> HTTPStatus:  # noqa: FBT001
    return HTTPStatus.UNPROCESSABLE_ENTITY if refused else HTTPStatus.OK
