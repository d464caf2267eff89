"""登记其他记录: the kinds that the rules know, each with its form."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from liuhen.people.officers import Officer
from liuhen.queries.records import records_page
from liuhen.web.signed_in import signed_in


@require_safe
@signed_in
def records(request: HttpRequest, by: Officer, ref: str) -> HttpResponse:
    """List what may be registered on a case, what it owes first."""
    return render(request, "web/records.html", {"page": records_page(by, ref), "place": "cases"})
