"""工作台."""

from typing import Final

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from liuhen.people.officers import Officer
from liuhen.queries.bureau.reminders import reminders
from liuhen.queries.desk import desk as desk_of
from liuhen.web.signed_in import signed_in

REACHES: Final = {"mine": "我的", "department": "本处", "organ": "全局"}


@require_safe
@signed_in
def desk(request: HttpRequest, by: Officer) -> HttpResponse:
    """Show what is owed, most urgent first."""
    asked = request.GET.get("reach", "mine")
    read = desk_of(by, reach=asked if asked in REACHES else "mine")
    reaches = [(one, REACHES[one]) for one in read.reaches]
    context = {"desk": read, "place": "desk", "reaches": reaches, "reminders": reminders(by)}
    return render(request, "web/desk.html", context)
