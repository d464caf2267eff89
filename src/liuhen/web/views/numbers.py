"""文号登记簿: what numbers the organ has used, and its workbook."""

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.views.decorators.http import require_safe

from liuhen.kernel import clock
from liuhen.kernel.clock import beijing_date
from liuhen.people.officers import Officer
from liuhen.queries import numbers as read
from liuhen.web.signed_in import signed_in
from liuhen.web.workbook import hand_out_workbook


@require_safe
@signed_in
def numbers(request: HttpRequest, by: Officer) -> HttpResponse:
    """Show the series of a year, and the numbers of the one that is opened."""
    page = read.register(by, year=_year(request), series=request.GET.get("series", "")[:20])
    return render(request, "web/numbers.html", {"register": page, "place": "cases", "most": read.SHOWN})


@require_safe
@signed_in
def numbers_file(request: HttpRequest, by: Officer) -> HttpResponseBase:
    """Hand out the register of a year; the access journal has it first."""
    year = _year(request) or beijing_date(clock.now()).year
    return hand_out_workbook(
        by, f"文号登记簿 {year} 年", lambda path: read.write_register(by, year, path), unit="行", act="numbers.export"
    )


def _year(request: HttpRequest) -> int | None:
    told = request.GET.get("year", "")
    return int(told) if told.isascii() and told.isdigit() and len(told) == len("2026") else None
