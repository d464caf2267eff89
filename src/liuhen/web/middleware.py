"""What every request passes: errors of ours become pages, and pages with case content stay out of caches."""

from collections.abc import Callable
from http import HTTPStatus
from typing import Final

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.utils.cache import add_never_cache_headers

from liuhen.kernel.errors import LiuhenError
from liuhen.web.errors import answer, wrong_way

_EVERYWHERE: Final = ("fullscreen", "autoplay")
_ASKED_FOR: Final = (
    "camera", "microphone", "geolocation", "screen-wake-lock", "payment", "usb", "serial", "midi", "display-capture",
)  # fmt: skip


def permissions(*opened: str) -> str:
    """Return what a page may use of its device: `opened`, and nothing else of what could be asked for."""
    features = {one: one in opened for one in _ASKED_FOR} | dict.fromkeys(_EVERYWHERE, True)
    return ", ".join(f"{one}={'(self)' if may else '()'}" for one, may in features.items())


ALLOWED: Final = permissions()
"""No page but the one that records an act on the spot uses a device."""


class ErrorPages:
    """Answers a `LiuhenError` that no view has answered."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Answer the request; whatever a signed-in person sees is kept by no cache on the way."""
        response = self.get_response(request)
        if response.status_code == HTTPStatus.METHOD_NOT_ALLOWED and not getattr(response, "content", b""):
            response = wrong_way(request, allowed=response["Allow"])
        if not response.has_header("Cache-Control"):
            add_never_cache_headers(response)
        response.headers.setdefault("Permissions-Policy", ALLOWED)
        return response

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        """Turn an error of ours into its page; anything else is a fault and goes to the log."""
        return answer(request, exception) if isinstance(exception, LiuhenError) else None
