"""初次安装 at the door: an empty installation shows its wizard and nothing else; a founded one knows of none."""

import os
from collections.abc import Callable
from typing import Final

from django.core.exceptions import MiddlewareNotUsed
from django.http import HttpRequest, HttpResponseBase, HttpResponseRedirect
from django.urls import reverse

from liuhen.office.founding import founded

OPEN: Final = ("/setup", "/healthz", "/static/", "/trust", "/capture")
"""What an empty installation answers beside the wizard: nothing of it says more than that it is empty."""


class Unfounded:
    """Sends whoever comes to an empty installation to its wizard; not there where the server did not start empty."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        if not setting_up():
            raise MiddlewareNotUsed
        self.get_response = get_response
        self._over = False

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Let the wizard pass, and everything once there is an organ."""
        if not self._over and not request.path.startswith(OPEN):
            self._over = founded()
            if not self._over:
                return HttpResponseRedirect(reverse("setup"))
        return self.get_response(request)


def setting_up() -> bool:
    """Say whether the server was started to be set up (`liuhen serve` on an empty folder)."""
    return bool(os.environ.get("LIUHEN_SETUP"))
