"""送达一览: which paper was served to whom, how, and on which day."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from liuhen.people.officers import Officer
from liuhen.queries.case import case_page
from liuhen.queries.serving import ACTS_OF_SERVICE
from liuhen.web.signed_in import signed_in


@require_safe
@signed_in
def served(request: HttpRequest, by: Officer, ref: str) -> HttpResponse:
    """Show the papers of a case by its parties."""
    case = case_page(by, ref)
    found = next((one.shown for one in case.main if one.part == "served"), None)
    acts = [one for one in case.acts if one.kind in ACTS_OF_SERVICE]
    return render(request, "web/served.html", {"map": found, "case": case, "acts": acts, "place": "cases"})
