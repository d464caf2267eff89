"""音像上传: many recordings at once, brought in pieces; each that has come is taken into the footage room."""

from datetime import UTC, datetime

from django.conf import settings
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods

from liuhen.kernel.errors import LiuhenError, NotAllowedError
from liuhen.people.officers import Officer
from liuhen.process.footage.taking_in import About, Taken, require_may, take_in_footage
from liuhen.web.errors import status_of
from liuhen.web.signed_in import note_denial, signed_in
from liuhen.web.wording import moment_words

_LONGEST = 100  # characters of a device's number
_DIGITS = 15  # of milliseconds since 1970


@require_http_methods(["GET", "POST"])
@signed_in
def footage_upload(request: HttpRequest, by: Officer) -> HttpResponse:
    """Show the page, or take one uploaded file into the footage room and say where it is."""
    if request.method == "GET":
        require_may(by)
        context = {"person": by.id, "days": settings.LIUHEN_UPLOAD_DAYS, "place": "footage"}
        return render(request, "web/footage_upload.html", context)
    try:
        taken = _taken(request, by)
    except LiuhenError as error:
        if isinstance(error, NotAllowedError):
            note_denial(request, by)
        return JsonResponse({"wrong": str(error)}, status=status_of(error))
    return JsonResponse(
        {
            "number": taken.seq,
            "known": taken.where if taken.known else "",
            "started": moment_words(taken.started),
            "sha256": taken.sha256,
        }
    )


def _taken(request: HttpRequest, by: Officer) -> Taken:
    about = About(
        way="upload",
        device=request.POST.get("device", "").strip()[:_LONGEST],
        carrier=by.id,
        modified=_modified(request.POST.get("modified", "")),
    )
    return take_in_footage(request.POST.get("sha256", ""), by=by, about=about, channel="web")


def _modified(told: str) -> datetime | None:
    """Return when the file was written last, as the browser says: milliseconds since 1970."""
    if not (told.isascii() and told.isdecimal() and len(told) < _DIGITS):
        return None
    return datetime.fromtimestamp(int(told) / 1000, UTC)
