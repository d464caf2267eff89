"""工作台."""

from typing import Final

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from liuhen.people.officers import Officer
from liuhen.queries.bureau.reminders import reminders
from liuhen.queries.desk import desk as desk_of
from liuhen.web.queue import address
from liuhen.web.signed_in import signed_in

REACHES: Final = {"mine": "我的", "department": "本处", "organ": "全局"}


@require_safe
@signed_in
def desk(request: HttpRequest, by: Officer) -> HttpResponse:
    """Show what is owed, most urgent first."""
    asked = request.GET.get("reach", "mine")
    read = desk_of(by, reach=asked if asked in REACHES else "mine")
    reaches = [(one, REACHES[one]) for one in read.reaches]
    signing = [one for one in read.waiting if one.approval]
    doing = [one for one in read.waiting if not one.approval]
    context = {
        "desk": read,
        "approvals": signing,
        "waiting": doing,
        "first_approval": address(signing[0], queued=True) if signing else "",
        "reaches": reaches,
        "reminders": reminders(by),
        "place": "desk",
    }
    return render(request, "web/desk.html", context)
