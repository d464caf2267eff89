"""原件核查: what re-reading the originals found. No case content, only files and what became of them."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from liuhen.people.officers import Officer
from liuhen.people.scope import Subject, require
from liuhen.queries.originals import originals_page
from liuhen.web.signed_in import signed_in


@require_safe
@signed_in
def originals(request: HttpRequest, by: Officer) -> HttpResponse:
    """Show the originals that are set aside and the register of runs."""
    require(by, "ledger.verify", Subject(organ=by.organ), doing="查看原件核查")
    return render(request, "web/originals.html", {"page": originals_page(by), "place": "system"})
