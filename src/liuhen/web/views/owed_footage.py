"""应录尽录: the acts that owe a recording or may have one, narrowed, and as a workbook."""

from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from liuhen.people.officers import Officer
from liuhen.queries.owed_footage import departments, every_owed, officers, owed_footage, read
from liuhen.queries.owed_footage_shapes import STATES
from liuhen.queries.owed_footage_sheet import write_owed_footage
from liuhen.web.signed_in import signed_in
from liuhen.web.workbook import hand_out_workbook


@require_safe
@signed_in
def owed(request: HttpRequest, by: Officer) -> HttpResponse:
    """Show a page of the acts that the officer may see, latest first."""
    asked = read(request.GET)
    number = request.GET.get("page", "")
    page = int(number) if number.isdecimal() and len(number) < 8 else 1  # noqa: PLR2004
    context = {
        "found": owed_footage(by, asked, page=page),
        "asked": asked,
        "states": [(name, word) for name, (word, _) in STATES.items()],
        "departments": departments(by),
        "officers": officers(by),
        "export": f"{reverse('owed-footage-file')}?{urlencode(asked.address())}",
        "place": "footage",
    }
    return render(request, "web/owed_footage.html", context)


@require_safe
@signed_in
def owed_file(request: HttpRequest, by: Officer) -> HttpResponseBase:
    """Hand out the list as a workbook, all its pages; the access journal has it first."""
    rows = every_owed(by, read(request.GET))
    return hand_out_workbook(by, "应录尽录", lambda path: write_owed_footage(rows, path), unit="项")
