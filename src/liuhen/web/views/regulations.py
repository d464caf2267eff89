"""规程: the shelf, a regulation read as rules, one rule."""

from collections.abc import Mapping
from typing import Any, Final
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from liuhen.kernel.errors import UnusableError
from liuhen.people.officers import Officer
from liuhen.queries.regulations.clashes import clash_page
from liuhen.queries.regulations.differences import difference_page
from liuhen.queries.regulations.library import library, official_of, pack_page, rule_of
from liuhen.queries.regulations.narrowing import read_asked
from liuhen.queries.regulations.shapes import Asked
from liuhen.queries.regulations.shelf import trouble_of
from liuhen.queries.regulations.trial import case_rules, trial
from liuhen.rulebook import PackError
from liuhen.web.signed_in import signed_in

LONGEST_REF: Final = 64
"""Characters of the name of a case."""


@require_safe
@signed_in
def regulations(request: HttpRequest, by: Officer) -> HttpResponse:
    """Show the shelf: what the organ works by, what else there is, and the rules that a search finds."""
    page = library(by, read_asked(request.GET.dict()))
    return show(request, "library", {"page": page})


@require_safe
@signed_in
def regulation(request: HttpRequest, by: Officer, pack: str) -> HttpResponse:
    """Show one regulation as rules beside its articles."""
    asked = read_asked(request.GET.dict())
    page = readable(lambda: pack_page(by, pack, asked))
    return show(request, "pack", {"page": page, "chosen": chosen(asked)})


@require_safe
@signed_in
def rule(request: HttpRequest, by: Officer, pack: str, rule: str) -> HttpResponse:
    """Show one rule with all there is to it."""
    book, reader, view = readable(lambda: rule_of(by, pack, rule))
    ref = request.GET.get("case", "")[:LONGEST_REF]
    context = {
        "rule": view,
        "pack": book.pack(pack).head,
        "official": official_of(by, view),
        "adopted": book.force is not None,
        "trial": trial(by, book, reader, view, ref),
    }
    return show(request, "rule", context)


@require_safe
@signed_in
def on_case(request: HttpRequest, by: Officer, ref: str) -> HttpResponse:
    """Show every rule held against one case, those that do not apply with the reason."""
    page = case_rules(by, ref)
    return show(request, "case_rules", {"page": page, "case": page.case, "place": "cases"})


@require_safe
@signed_in
def clashes(request: HttpRequest, by: Officer) -> HttpResponse:
    """Show where rules in force do not agree and which holds, and the texts that bear several readings."""
    return show(request, "clashes", {"page": clash_page(by)})


@require_safe
@signed_in
def difference(request: HttpRequest, by: Officer, pack: str) -> HttpResponse:
    """Show a regulation beside what it stands on, another one, or an earlier version of itself."""
    against = request.GET.get("with", "")[:LONGEST_REF]
    page = readable(lambda: difference_page(by, pack, against))
    return show(request, "difference", {"page": page})


def readable(ask: Any) -> Any:
    """Return what `ask` returns; a pack that cannot be read is said to be so.

    Raises:
        UnusableError: in the words of a reader, with file and line.
    """
    try:
        return ask()
    except PackError as err:
        told = trouble_of(err)
        raise UnusableError("这部规程写得不对，不能读。", why=told, remedy="请按所列文件与行号改正。") from err


def show(request: HttpRequest, name: str, context: Mapping[str, Any], *, status: int = 200) -> HttpResponse:
    """Answer with a page about the regulations."""
    return render(request, f"web/regulations/{name}.html", {"place": "regulations", **context}, status=status)


def chosen(asked: Asked) -> str:
    """Return the part of an address that asks for the same."""
    told = {name: getattr(asked, name) for name in ("text", "form", "modality", "of", "holder")}
    return urlencode({name: value for name, value in told.items() if value})
