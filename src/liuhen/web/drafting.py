"""草稿 at the door: where a form belongs, what of it is kept, and how it opens again with every word."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final
from urllib.parse import parse_qs, urlencode, urlsplit

from django.http import QueryDict
from django.urls import Resolver404, resolve, reverse

from liuhen.drafts import keeping
from liuhen.drafts.keeping import Begun, Kept, Place
from liuhen.people.officers import Officer
from liuhen.process.case.registry import ActType, find_act
from liuhen.queries.course import entries_since
from liuhen.queries.shapes import EntryRow
from liuhen.web.forms import ActForm
from liuhen.web.forms.act import number_of
from liuhen.web.links import APPROVING, BEGINNING, MAKING, RETURNING, answering, begin_address, making_address
from liuhen.web.options import options_for

ABOUT: Final = (
    "corrects",
    "of",
    "form",
    "act",
    "recording",
    "start",
    "end",
    "from",
    "draw",
    "place",
    "fact",
    "evidence",
)
"""What of an address tells two forms of one act apart."""

_UNKEPT: Final = ("csrfmiddlewaretoken", "draft", "add", "merge", "typed_by")


@dataclass(frozen=True, slots=True)
class Draft:
    """What a page says of drafts: one's own that was put back, what was recorded since, who else has begun."""

    saved: datetime | None
    since: tuple[EntryRow, ...]
    others: tuple[Begun, ...]


@dataclass(frozen=True, slots=True)
class Opened:
    """A form on its page, where it belongs, and the draft it was put back from."""

    form: ActForm
    place: Place
    kept: Kept | None


def place_of(kind: str, ref: str | None, told: QueryDict, *, corrects: int | None = None) -> Place:
    """Return where a form belongs. An opinion belongs to its case alone, however one came to it.

    Args:
        told: the query of the form's address; `corrects` as the form itself says it, where it does.
    """
    about = {name: told[name][:40] for name in ABOUT if told.get(name)}
    if corrects is not None:
        about = {"corrects": str(corrects)}
    return Place(kind, ref or "", "" if kind in APPROVING | RETURNING else urlencode(about))


def place_of_paper(ref: str, form: str, source: int | None) -> Place:
    """Return where the draft of a paper belongs: to the form and the entry that it is made from."""
    return Place(MAKING, ref, f"of={source or ''}&form={form}")


def address(place: Place) -> str:
    """Return the address of the page on which the form of `place` stands."""
    if not place.ref:
        return begin_address(place.kind) + (f"?{place.query}" if place.query else "")
    if place.kind in answering() and (asked := parse_qs(place.query).get("of")):
        return reverse("approval-of", args=[place.ref, asked[0]])
    if place.kind in APPROVING | RETURNING:
        return reverse("approval", args=[place.ref])
    if place.kind == MAKING and (form := parse_qs(place.query).get("form")):
        return making_address(place.ref, form[0], number_of(parse_qs(place.query).get("of", [""])[0]))
    return reverse("act", args=[place.ref, place.kind]) + (f"?{place.query}" if place.query else "")


def keep(by: Officer, place: Place, form: ActForm, post: QueryDict) -> datetime | None:
    """Keep a form as it was sent, with the files that were received for it."""
    kept = post.copy()
    for name in _UNKEPT:
        kept.pop(name, None)
    for name in form.file_fields:
        kept.setlist(name, form.typed[name])
        kept[f"{name}-name"] = form.file_names.get(name, "")
    return keeping.keep(by, place, kept.urlencode(), seen=form.expect, request=form.key)


def open_form(
    chosen: ActType,
    by: Officer,
    place: Place,
    *,
    known: Callable[[], Mapping[str, Any]],
    expect: int | None,
    corrects: int | None = None,
) -> Opened:
    """Open a form with what was typed there before, or else with what the case knows."""
    options = options_for(by, place.ref or None)
    kept = keeping.find(by, place)
    if kept is None:
        return Opened(
            ActForm.fresh(chosen.form, known=known(), expect=expect, options=options, corrects=corrects), place, None
        )
    form = ActForm.sent(chosen.form, QueryDict(kept.text), options=options)
    form.expect, form.corrects = expect, corrects  # what was recorded meanwhile stands on the page
    return Opened(form, place, kept)


def draft_of(by: Officer, place: Place, kept: Kept | None) -> Draft:
    """Return what the page says: when the draft was saved, what was recorded since, who else has begun."""
    since: tuple[EntryRow, ...] = ()
    if kept is not None and place.ref and kept.seen is not None:
        since = entries_since(by, place.ref, kept.seen)
    return Draft(kept.saved if kept else None, since, keeping.others(by, place))


def hold_on(by: Officer, target: str, held: str) -> None:
    """Keep a form that its sender had sent after his session had ended; what somebody else typed is not his."""
    post = QueryDict(held)
    path = urlsplit(target)
    try:
        page = resolve(path.path)
    except Resolver404:
        return
    if page.url_name == "paper-new" and post.get("typed_by") == by.id:
        source = number_of(QueryDict(path.query).get("source"))
        paper = place_of_paper(page.kwargs["ref"], page.kwargs["form"], source)
        keeping.keep(by, paper, held, seen=number_of(post.get("expect")), request=str(post.get("key", "")))
        return
    kind = BEGINNING if page.url_name == "begin" else page.kwargs.get("kind", "")
    act = find_act(kind, by.organ)
    if act is None or post.get("typed_by") != by.id:
        return
    form = ActForm.sent(act.form, post)
    place = place_of(kind, page.kwargs.get("ref"), QueryDict(path.query), corrects=form.corrects)
    keep(by, place, form, post)
