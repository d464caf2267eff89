"""在扣物品: what the organ holds of others."""

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.views.decorators.http import require_safe

from liuhen.people.officers import Officer
from liuhen.queries.measures import held as held_things
from liuhen.queries.sheets import write_held
from liuhen.web.signed_in import signed_in
from liuhen.web.workbook import hand_out_workbook


@require_safe
@signed_in
def held(request: HttpRequest, by: Officer) -> HttpResponse:
    """Show what is held in the cases that the officer may see, first due first."""
    return render(request, "web/held.html", {"held": held_things(by), "place": "cases"})


@require_safe
@signed_in
def held_file(request: HttpRequest, by: Officer) -> HttpResponseBase:
    """Hand out the list as a workbook, a line for each thing."""
    del request
    return hand_out_workbook(by, "在扣物品", lambda path: write_held(held_things(by).rows, path), unit="项")
