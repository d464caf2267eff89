"""双随机抽取: the page of one draw, and its record as a file that anybody can draw again from."""

import json

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from liuhen.people.officers import Officer
from liuhen.queries.draws import draw_page, exported, require_view
from liuhen.web.forms.act import number_of
from liuhen.web.signed_in import signed_in


@require_safe
@signed_in
def draw(request: HttpRequest, by: Officer) -> HttpResponse:
    """Show what went into a draw, how it was drawn and what came out; without a number, the list of draws."""
    seq = _asked(request, by)
    if seq is None:
        return HttpResponseRedirect(reverse("office-section", args=["draws"]))
    return render(request, "web/draw.html", {"draw": draw_page(by, seq), "place": "office"})


@require_safe
@signed_in
def draw_file(request: HttpRequest, by: Officer) -> HttpResponse:
    """Give the record of a draw as JSON, for `liuhen draw verify`."""
    seq = _asked(request, by)
    if seq is None:
        return HttpResponseRedirect(reverse("office-section", args=["draws"]))
    told = json.dumps(exported(by, seq), ensure_ascii=False, indent=2, sort_keys=True)
    answer = HttpResponse(told + "\n", content_type="application/json; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="draw-{seq}.json"'
    return answer


def _asked(request: HttpRequest, by: Officer) -> int | None:
    require_view(by)
    return number_of(request.GET.get("of"))
