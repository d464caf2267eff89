"""Who is asking: every page but the sign-in page passes here."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib.auth import logout
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponseBase

from liuhen.access.journal import note
from liuhen.kernel.errors import NotAllowedError, NotFoundError
from liuhen.people.officers import Officer, officer_of_account

LONGEST_PATH = 200  # characters

View = Callable[..., HttpResponseBase]


def signed_in(view: View) -> View:
    """Let `view` take the officer as its second argument, or ask for sign-in and come back to the same page."""

    @wraps(view)
    def asked(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        by = officer_of(request)
        if by is None:
            return redirect_to_login(_return_to(request))
        try:
            return view(request, by, *args, **kwargs)
        except NotAllowedError:
            note_denial(request, by)
            raise

    return asked


def note_denial(request: HttpRequest, by: Officer) -> None:
    """Write into the access journal that `by` was refused what he asked for here."""
    note(by, "denied", request.path[:LONGEST_PATH], allowed=False)


def officer_of(request: HttpRequest) -> Officer | None:
    """Return who is signed in; an account whose person is gone is signed out."""
    if not request.user.is_authenticated:
        return None
    try:
        return officer_of_account(request.user.get_username())
    except NotFoundError:
        logout(request)
        return None


def _return_to(request: HttpRequest) -> str:
    """Return the page to come back to; what only takes a form's data has no page of its own."""
    return request.get_full_path() if request.method in ("GET", "HEAD") else request.META.get("HTTP_REFERER", "/")
