"""Who is asking: every page but the sign-in page passes here."""

from collections.abc import Callable
from functools import wraps
from http import HTTPStatus
from typing import Any

from django.contrib.auth import logout
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse, HttpResponseBase

from liuhen.access.journal import note
from liuhen.kernel.errors import NotAllowedError, NotFoundError
from liuhen.people import sessions
from liuhen.people.doors import Door
from liuhen.people.officers import Officer, officer_of_account
from liuhen.people.policy import is_demo, policy_of
from liuhen.web.signing_in import SignInForm, sign_in_page

LONGEST_PATH = 200  # characters

_KNOWN = "known_officer"
_ASKING_THEMSELVES = frozenset({"recording-preview", "copy-progress", "batch-progress", "capture-known"})
"""Pages' own questions, asked while nobody does anything: they keep no sign-in alive."""

View = Callable[..., HttpResponseBase]


def signed_in(view: View) -> View:
    """Let `view` take the officer as its second argument, or ask for sign-in and come back to the same page."""

    @wraps(view)
    def asked(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        by = officer_of(request)
        if by is None:
            return _ask(request)
        try:
            return view(request, by, *args, **kwargs)
        except NotAllowedError:
            note_denial(request, by)
            raise
        except NotFoundError:
            note(by, "missing", request.path[:LONGEST_PATH], allowed=False)
            raise

    return asked


def _ask(request: HttpRequest) -> HttpResponseBase:
    """Ask for sign-in; a form that came too late travels on in the page, so that no word of it is lost."""
    if request.method == "POST" and (request.POST.get("draft") == "auto" or "file-of" in request.POST):
        return HttpResponse(status=HTTPStatus.UNAUTHORIZED)
    if request.method == "POST" and "typed_by" in request.POST:
        return sign_in_page(request, SignInForm(), target=request.get_full_path(), held=request.POST.urlencode())
    return redirect_to_login(_return_to(request))


def note_denial(request: HttpRequest, by: Officer) -> None:
    """Write into the access journal that `by` was refused what he asked for here."""
    note(by, "denied", request.path[:LONGEST_PATH], allowed=False)


def officer_of(request: HttpRequest) -> Officer | None:
    """Return who is signed in. One whose person is gone, who stayed away too long or was signed out is so from here."""
    if not request.user.is_authenticated:
        return None
    known: Officer | None = getattr(request, _KNOWN, None)
    if known is None:
        known = _officer(request)
        if known is None:
            logout(request)
        setattr(request, _KNOWN, known)
    return known


def seen_anew(request: HttpRequest) -> None:
    """Forget who asked so far: somebody has signed in with this very request."""
    setattr(request, _KNOWN, None)


def handle_of(request: HttpRequest) -> str:
    """Return the handle of the sign-in by which a request comes."""
    return str(request.session.get(sessions.NAME, ""))


def _officer(request: HttpRequest) -> Officer | None:
    try:
        by = officer_of_account(request.user.get_username())
    except NotFoundError:
        return None
    asks_itself = request.resolver_match is not None and request.resolver_match.url_name in _ASKING_THEMSELVES
    policy = policy_of(by.organ)
    alive = sessions.alive(handle_of(request), by.account, policy, active=not asks_itself)
    return by if alive and (Door.of(request.META).at_the_machine or not is_demo(by.organ)) else None


def _return_to(request: HttpRequest) -> str:
    """Return the page to come back to; what only takes a form's data has no page of its own."""
    return request.get_full_path() if request.method in ("GET", "HEAD") else request.META.get("HTTP_REFERER", "/")
