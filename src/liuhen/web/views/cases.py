"""案件 as a list."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from liuhen.people.officers import Officer
from liuhen.queries.cases import cases as cases_of
from liuhen.web.signed_in import signed_in

LONGEST_SEARCH = 100  # characters


@require_safe
@signed_in
def cases(request: HttpRequest, by: Officer) -> HttpResponse:
    """Show a page of the cases that the officer may see."""
    text = request.GET.get("text", "").strip()[:LONGEST_SEARCH]
    number = request.GET.get("page", "")
    page = int(number) if number.isdecimal() and len(number) < 8 else 1  # noqa: PLR2004
    return render(request, "web/cases.html", {"cases": cases_of(by, text=text, page=page), "place": "cases"})
