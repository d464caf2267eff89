"""Whether the product is ready."""

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from liuhen.ledger import require_usable


@require_safe
def health(request: HttpRequest) -> HttpResponse:
    """Answer 200 when the ledger can be written, 503 when something it needs is missing."""
    del request
    require_usable()
    return HttpResponse("正常\n", content_type="text/plain; charset=utf-8")
