"""案件 as a list: narrowed, ordered, remembered while one is signed in, and as a workbook."""

from typing import Final
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from liuhen.people.officers import Officer
from liuhen.process.case.reference import SHORT
from liuhen.queries.cases import cases as cases_of
from liuhen.queries.cases import every_case, handlers
from liuhen.queries.narrowing import LATEST_FIRST, SORTS, STAGES, Narrowing, read
from liuhen.queries.sheets import write_cases
from liuhen.web.signed_in import signed_in
from liuhen.web.workbook import hand_out_workbook

LONGEST_SEARCH: Final = 100  # characters
REMEMBERED: Final = "cases"
FORGOTTEN: Final = frozenset({"text"})
"""What is not remembered: a search may name a person, and a session is not encrypted."""


@require_safe
@signed_in
def cases(request: HttpRequest, by: Officer) -> HttpResponse:
    """Show a page of the cases that the officer may see, as he last had it in this session."""
    if "forget" in request.GET:
        request.session.pop(REMEMBERED, None)
        return HttpResponseRedirect(reverse("cases"))
    remembered = request.session.get(REMEMBERED)
    if not request.GET and remembered:
        return HttpResponseRedirect(f"{reverse('cases')}?{urlencode(remembered)}")
    asked = read(request.GET, longest=LONGEST_SEARCH)
    _remember(request, asked)
    number = request.GET.get("page", "")
    page = int(number) if number.isdecimal() and len(number) < 8 else 1  # noqa: PLR2004
    listed = cases_of(by, asked=asked, page=page)
    context = {
        "cases": listed,
        "asked": asked,
        "stages": [(name, word) for name, (word, _) in STAGES.items()],
        "dossiers": list(SHORT.items()),
        "handlers": handlers(by),
        "heads": _heads(asked),
        "export": f"{reverse('cases-file')}?{urlencode(asked.address())}",
        "place": "cases",
    }
    return render(request, "web/cases.html", context)


@require_safe
@signed_in
def cases_file(request: HttpRequest, by: Officer) -> HttpResponseBase:
    """Hand out the list as a workbook, all its pages; the access journal has it first."""
    asked = read(request.GET, longest=LONGEST_SEARCH)
    return hand_out_workbook(by, "案件列表", lambda path: write_cases(every_case(by, asked), path))


def _remember(request: HttpRequest, asked: Narrowing) -> None:
    kept = {name: value for name, value in asked.address().items() if name not in FORGOTTEN}
    if kept != request.session.get(REMEMBERED, {}):
        request.session[REMEMBERED] = kept


def _heads(asked: Narrowing) -> list[dict[str, str]]:
    """Return the headings: each leads to the same list in its order, and the other way round the second time."""
    heads = []
    for name, (word, _) in SORTS.items():
        now = {name: "ascending", f"-{name}": "descending"}.get(asked.sort, "none")
        first = f"-{name}" if name in ("owed", "last", "opened") else name
        other = name if first.startswith("-") else f"-{name}"
        sort = other if asked.sort == first else first
        told = {**asked.address(), "sort": sort}
        if sort == LATEST_FIRST:
            told.pop("sort")
        heads.append({"word": word, "sorted": now, "url": f"?{urlencode(told or {'sort': LATEST_FIRST})}"})
    return heads
