"""规程更新的影响: shown before packs are adopted, a stretch of cases at a time."""

from typing import Final

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from liuhen.people.officers import Officer
from liuhen.queries.bureau.choices import choices
from liuhen.queries.impact import impact_page, require_adopting
from liuhen.web.signed_in import signed_in

_DIGITS: Final = 9


@require_safe
@signed_in
def impact(request: HttpRequest, by: Officer) -> HttpResponse:
    """Show which open cases the packs named would touch, or let them be picked."""
    require_adopting(by)
    packs = tuple(dict.fromkeys(request.GET.getlist("packs")))
    page = None
    if packs:
        checked, touched = (_number(request.GET.get(name, "")) for name in ("checked", "touched"))
        after = request.GET.get("after", "")[:64]
        page = impact_page(by, packs, after=after, checked=checked, touched=touched)
    context = {"page": page, "offered": choices(by, "packs"), "chosen": packs, "place": "office"}
    return render(request, "web/impact.html", context)


def _number(text: str) -> int:
    return int(text) if text.isascii() and text.isdecimal() and len(text) <= _DIGITS else 0
