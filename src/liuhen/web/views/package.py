"""案卷包."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from liuhen.people.officers import Officer
from liuhen.people.scope import require
from liuhen.queries.case import package_page
from liuhen.queries.scoped import case_for
from liuhen.web.signed_in import signed_in


@require_safe
@signed_in
def package(request: HttpRequest, by: Officer, ref: str) -> HttpResponse:
    """Show what the package of a case holds and how to verify it elsewhere."""
    _, case = case_for(by, ref)
    require(by, "package.download", case.subject, doing="下载案卷包")
    page = package_page(by, ref)
    return render(request, "web/package.html", {"case": page.case, "package": page, "place": "cases"})
