"""What every request passes: errors of ours become pages, and pages with case content stay out of caches."""

from collections.abc import Callable
from http import HTTPStatus
from typing import Final

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.utils.cache import add_never_cache_headers

from liuhen.kernel.errors import LiuhenError
from liuhen.web.errors import answer, wrong_way

ALLOWED: Final = ", ".join(
    [
        *(f"{feature}=(self)" for feature in ("camera", "microphone", "fullscreen", "autoplay")),
        *(f"{feature}=()" for feature in ("geolocation", "payment", "usb", "serial", "midi", "display-capture")),
    ]
)
"""What a page may use of the device it is shown on: what records an act on the spot, and nothing else."""


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
