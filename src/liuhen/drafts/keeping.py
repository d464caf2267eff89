"""Keep, find and drop what somebody typed in the form of an act."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from django.db.models import QuerySet

from liuhen.drafts.models import Draft
from liuhen.drafts.secret import opened, shut
from liuhen.kernel import clock
from liuhen.kernel.digests import sha256
from liuhen.kernel.errors import BadInputError, DuplicateRequestError
from liuhen.ledger.requests import earlier_request
from liuhen.ledger.storage import whole
from liuhen.people.officers import Officer, officer

KEPT: Final = timedelta(days=30)
LONGEST: Final = 4 * 1024 * 1024  # characters: as much as a form may send
MOST: Final = 200  # drafts a person; beyond that the oldest goes


@dataclass(frozen=True, slots=True)
class Place:
    """Which form: the act, in which case, and which of several where an act is open more than once."""

    kind: str
    ref: str = ""
    query: str = ""


@dataclass(frozen=True, slots=True)
class Kept:
    """A draft; `text` is the form as it was sent, `seen` the last entry its page had shown."""

    place: Place
    saved: datetime
    seen: int | None
    text: str


@dataclass(frozen=True, slots=True)
class Begun:
    """Somebody has begun a form; what he typed stays his."""

    place: Place
    saved: datetime
    name: str


def keep(by: Officer, place: Place, text: str, *, seen: int | None, request: str) -> datetime | None:
    """Keep what `by` typed so far, in the place of what was kept before; return when.

    Args:
        request: the request key of the form; where its act was recorded meanwhile, nothing is kept and None returned.

    Raises:
        BadInputError: too long to be a form.
        UnusableError: the disk refused.
    """
    if len(text) > LONGEST:
        raise BadInputError("草稿太长，没有存上。", remedy="请把过长的内容改为上传文件。")
    now = clock.now()
    told = {"organ": by.organ, "person": by.id, "ref": place.ref, "kind": place.kind, "query": place.query}
    key = _key(by, place)
    with whole():
        Draft.objects.filter(saved__lt=now - KEPT).delete()
        if _recorded(by, request):
            return None
        told_too = {"seen": seen, "saved": now, "box": shut(text, about=key)}
        Draft.objects.update_or_create(key=key, defaults={**told, **told_too})
        for extra in _own(by).order_by("-saved").values_list("key", flat=True)[MOST:]:
            Draft.objects.filter(key=extra).delete()
    return now


def find(by: Officer, place: Place) -> Kept | None:
    """Return what `by` had typed there, or None."""
    row = _own(by).filter(key=_key(by, place)).first()
    text = opened(bytes(row.box), about=row.key) if row else None
    return Kept(place, row.saved, row.seen, text) if row and text is not None else None


def drop(by: Officer, place: Place) -> None:
    """Forget what `by` had typed there."""
    with whole():
        Draft.objects.filter(key=_key(by, place)).delete()


def mine(by: Officer) -> tuple[Begun, ...]:
    """Return the forms that `by` has begun, latest first."""
    return tuple(_begun(row, by.name) for row in _own(by).defer("box").order_by("-saved"))


def others(by: Officer, place: Place) -> tuple[Begun, ...]:
    """Return who else of the organ has begun the same form of the same case, latest first."""
    if not place.ref:
        return ()
    rows = Draft.objects.filter(organ=by.organ, ref=place.ref, kind=place.kind, query=place.query)
    fresh = rows.filter(saved__gte=clock.now() - KEPT).exclude(person=by.id).defer("box").order_by("-saved")
    return tuple(_begun(row, officer(row.person).name) for row in fresh[:5])


def _own(by: Officer) -> QuerySet[Draft]:
    return Draft.objects.filter(person=by.id, saved__gte=clock.now() - KEPT)


def _begun(row: Draft, name: str) -> Begun:
    return Begun(Place(row.kind, row.ref, row.query), row.saved, name)


def _recorded(by: Officer, request: str) -> bool:
    try:
        return earlier_request(by.organ, request=request, key="") is not None
    except DuplicateRequestError:
        return True  # the act was recorded while its last words were still on their way here


def _key(by: Officer, place: Place) -> str:
    return sha256("\n".join((by.id, place.ref, place.kind, place.query)).encode()).hex()
