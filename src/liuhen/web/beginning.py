"""Forms with which dossiers begin: opened with what the link knows, or with what a refused one leaves."""

from typing import Final, cast
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict

from liuhen.duties.errors import RuleBrokenError
from liuhen.forms.fields import Form
from liuhen.kernel.errors import LiuhenError
from liuhen.people.officers import Officer
from liuhen.process.case.guard import begin
from liuhen.process.case.openings import Instead, carried, instead_of, opened
from liuhen.process.case.registry import ActType, act_type, prefill
from liuhen.web import drafting
from liuhen.web.forms import ActForm
from liuhen.web.forms.typed import as_post
from liuhen.web.links import begin_address

INSTEAD: Final = "instead"
"""The button that carries what was entered over into another form."""


def known_of(chosen: ActType, by: Officer, told: QueryDict) -> dict[str, object]:
    """Return what the form of an act that begins a dossier opens with."""
    said = {name: str(told.get(name, "")) for name in told}
    return prefill(chosen.kind, begin(by, chosen), by) | opened(chosen.kind, said, by)


def offered_instead(chosen: ActType, err: LiuhenError) -> Instead | None:
    """Return what may be begun in the place of an act that the law refused."""
    return instead_of(chosen.kind) if isinstance(err, RuleBrokenError) else None


def carry_over(request: HttpRequest, by: Officer, chosen: ActType, form: ActForm) -> HttpResponse:
    """Keep what was entered as a draft of the other form, and go there.

    Raises:
        BadInputError: what was entered cannot be read yet; the form has taken note of it.
    """
    found = instead_of(chosen.kind)
    if found is None:
        return HttpResponseRedirect(request.get_full_path())
    told = carried(found, cast("Form", form.read().value))
    other = ActForm.fresh(act_type(found.kind).form, known=told, expect=None)
    query = {"from": chosen.kind}
    place = drafting.place_of(found.kind, None, QueryDict(urlencode(query)))
    drafting.keep(by, place, other, as_post(other.typed))
    return HttpResponseRedirect(f"{begin_address(found.kind)}?{urlencode(query)}")
