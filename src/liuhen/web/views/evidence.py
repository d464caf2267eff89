"""证据与事实对应表."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from liuhen.people.officers import Officer
from liuhen.queries.evidence import matrix
from liuhen.web.signed_in import signed_in


@require_safe
@signed_in
def evidence(request: HttpRequest, by: Officer, ref: str) -> HttpResponse:
    """Show facts and evidence of a case against each other, and what a reviewer would ask."""
    page = matrix(by, ref)
    return render(request, "web/evidence.html", {"page": page, "case": page.case, "place": "cases"})
