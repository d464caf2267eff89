"""音像浏览 as a page and as a workbook."""

from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from liuhen.people.officers import Officer
from liuhen.queries.browsing import GROUPS, KINDS, asked_of, browse, write_recordings
from liuhen.web.signed_in import signed_in
from liuhen.web.workbook import hand_out_workbook

_DIGITS = 7


@require_safe
@signed_in
def recordings(request: HttpRequest, by: Officer) -> HttpResponse:
    """Show a page of the recordings that the officer may see, sorted under what he chose."""
    asked = asked_of(request.GET)
    number = request.GET.get("page", "")
    page = int(number) if number.isdecimal() and len(number) <= _DIGITS else 1
    told = asked.address()
    apart = {name: text for name, text in told.items() if name not in ("by", "value")}
    context = {
        "found": browse(by, asked, page=page),
        "asked": asked,
        "by": [(name, word, f"?{urlencode({**apart, 'by': name})}") for name, word in GROUPS.items()],
        "by_word": GROUPS[asked.by],
        "kinds": list(KINDS.items()),
        "every": f"?{urlencode({**apart, 'by': asked.by})}",
        "export": f"{reverse('recordings-file')}?{urlencode(told)}",
        "place": "recordings",
    }
    return render(request, "web/recordings.html", context)


@require_safe
@signed_in
def recordings_file(request: HttpRequest, by: Officer) -> HttpResponseBase:
    """Hand out the list as a workbook, all its pages; the access journal has it first."""
    asked = asked_of(request.GET)
    return hand_out_workbook(
        by, "音像清单", lambda path: write_recordings(by, asked, path), unit="份", act="recordings.export"
    )
