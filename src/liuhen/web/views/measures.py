"""在扣物品: what the organ holds of others."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from liuhen.people.officers import Officer
from liuhen.queries.measures import held as held_things
from liuhen.web.signed_in import signed_in


@require_safe
@signed_in
def held(request: HttpRequest, by: Officer) -> HttpResponse:
    """Show what is held in the cases that the officer may see, first due first."""
    return render(request, "web/held.html", {"held": held_things(by), "place": "cases"})
