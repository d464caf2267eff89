"""单位: its sections, and one view for every act on the bureau."""

from collections.abc import Mapping
from typing import Any, Final, cast

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.cache import add_never_cache_headers
from django.views.decorators.http import require_http_methods, require_safe

from liuhen.forms.fields import Form
from liuhen.kernel.errors import DuplicateRequestError, LiuhenError, NotAllowedError
from liuhen.office.guard import Done, perform
from liuhen.office.registry import OfficeAct, office_act_type
from liuhen.people.officers import Officer
from liuhen.people.scope import Subject, require
from liuhen.queries.bureau.page import section_page, sections
from liuhen.web.errors import status_of
from liuhen.web.forms import ActForm
from liuhen.web.options import office_options
from liuhen.web.received import take_files
from liuhen.web.signed_in import note_denial, signed_in
from liuhen.web.trouble import Trouble, trouble_of

LONGEST_SEARCH: Final = 100  # characters
LONGEST_PLACE: Final = 300  # characters of what a form is about
MOST_DIGITS: Final = 6
_OWN_PAGE: Final = {"draw.made": "draw"}
"""Acts whose result has a page of its own, by the number of the entry."""


@require_safe
@signed_in
def office(request: HttpRequest, by: Officer) -> HttpResponse:
    """List the sections and what was changed last in each."""
    return render(request, "web/office.html", {"sections": sections(by), "place": "office"})


@require_safe
@signed_in
def section(request: HttpRequest, by: Officer, section: str) -> HttpResponse:
    """Show what is in force in one section, and how it came to be."""
    text = request.GET.get("text", "").strip()[:LONGEST_SEARCH]
    number = request.GET.get("page", "")
    page = int(number) if number.isdecimal() and len(number) <= MOST_DIGITS else 1
    shown = section_page(by, section, text=text, page=page)
    return render(request, "web/office_section.html", {"page": shown, "text": text, "place": "office"})


@require_http_methods(["GET", "POST"])
@signed_in
def act(request: HttpRequest, by: Officer, kind: str) -> HttpResponse:
    """Open the form of an act on the bureau, or do the act."""
    chosen = office_act_type(kind)
    require(by, kind, Subject(organ=by.organ, officers=frozenset({by.id})), doing=chosen.verb)
    if request.method == "POST":
        return _do(request, by, chosen)
    of = request.GET.get("of", "")[:LONGEST_PLACE]
    known = chosen.prefill(by, of) if chosen.prefill and of else _opened(chosen, by)
    form = ActForm.fresh(chosen.form, known=known, expect=None, options=office_options(by))
    return _page(request, chosen, form)


def _opened(chosen: OfficeAct, by: Officer) -> Mapping[str, Any]:
    """Return what a form opens with that was not opened from a row: what stands now, where there is one of it."""
    return chosen.prefill(by, "") if chosen.prefill else {}


def _do(request: HttpRequest, by: Officer, chosen: OfficeAct) -> HttpResponse:
    form = ActForm.sent(chosen.form, request.POST, options=office_options(by))
    try:
        take_files(request, form, by=by)
        if "add" in request.POST:
            form.add_row(request.POST["add"])
            return _page(request, chosen, form)
        done = perform(chosen.kind, cast("Form", form.read().value), by=by, key=form.key, channel="web")
    except DuplicateRequestError as err:
        messages.info(request, f"{err.message}{err.why}")
        return HttpResponseRedirect(reverse("office-section", args=[chosen.section]))
    except LiuhenError as err:
        form.note(err)
        if isinstance(err, NotAllowedError):
            note_denial(request, by)
        return _page(request, chosen, form, trouble=trouble_of(err, form=form), status=int(status_of(err)))
    return _done(request, chosen, done)


def _done(request: HttpRequest, chosen: OfficeAct, done: Done) -> HttpResponse:
    """Go back to the section; what is shown once is shown now, on a page that nothing keeps."""
    said = f"已记入第 {done.entry.organ_seq} 条：{chosen.label}。"
    if chosen.kind in _OWN_PAGE:
        messages.success(request, said)
        return HttpResponseRedirect(f"{reverse(_OWN_PAGE[chosen.kind])}?of={done.entry.organ_seq}")
    if not done.once:
        messages.success(request, said)
        return HttpResponseRedirect(reverse("office-section", args=[chosen.section]))
    return shown_once(request, chosen.section, said, done.once)


def shown_once(request: HttpRequest, section: str, said: str, once: Any) -> HttpResponse:
    """Show codes that are shown once."""
    context = {"said": said, "once": once, "section": section, "place": "office"}
    answer = render(request, "web/office_once.html", context)
    add_never_cache_headers(answer)
    return answer


def _page(
    request: HttpRequest, chosen: OfficeAct, form: ActForm, *, trouble: Trouble | None = None, status: int = 200
) -> HttpResponse:
    context = {"act": chosen, "form": form, "trouble": trouble, "place": "office"}
    return render(request, "web/office_act.html", context, status=status)
