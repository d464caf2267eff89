"""Copies that somebody asked for and has not yet answered for: planned, made in the background, looked at, confirmed.

Only when the person who asked confirms it does a copy become an entry; until then it may be thrown away at any time.
"""

from datetime import datetime, timedelta
from hashlib import sha256
from typing import Final

from django.conf import settings

from liuhen.kernel import clock
from liuhen.kernel.errors import BadInputError, NotFoundError
from liuhen.media.derivatives.plans import Plan, require_plan
from liuhen.media.space import require_room
from liuhen.people.officers import Officer
from liuhen.process.case.models import Recording
from liuhen.process.inquiry.copy_drafts import SHELF, Asked, Making, every, read
from liuhen.process.inquiry.copy_jobs import awaited, set_off
from liuhen.process.inquiry.shelves import ASKED, PROGRESS, Progress

KEPT: Final = timedelta(days=30)
"""So long a copy lies about that nobody confirms, as other drafts do."""
MOST: Final = 20
"""Makings of one person at one recording that may lie about."""


def ask(by: Officer, row: Recording, plan: Plan, *, purpose: str, hidden: str, key: str) -> Making:
    """Let a copy wait to be made; the same request sent again is the same making.

    Args:
        row: the recording; that `by` may play it is the caller's question.
        key: request key of the page.

    Raises:
        BadInputError: the plan does not fit the recording, or too many copies lie about.
        UnusableError: the disk has no room.
    """
    kind = "photo" if row.media_type.startswith("image/") else row.media_type.partition("/")[0]
    require_plan(plan, kind=kind, duration_ms=row.duration_ms)
    name = sha256(f"{by.organ}:{by.id}:{row.dossier}:{row.seq}:{key}".encode()).hexdigest()[:24]
    if (there := read(name)) is not None:
        return there
    if len(mine(by, row)) >= MOST:
        words = f"已有 {MOST} 份没有确认的副本。"
        raise BadInputError("副本没有开始制作。", why=words, remedy="请先确认或者放弃几份，再制作。")
    require_room(settings.LIUHEN_DERIVED, row.size, refused="副本没有开始制作。", reserve=settings.LIUHEN_RESERVE)
    asked = Asked(
        id=name,
        organ=by.organ,
        person=by.id,
        dossier=row.dossier,
        seq=row.seq,
        sha256=row.sha256,
        name=row.name,
        plan=plan,
        purpose=purpose,
        hidden=hidden,
        at=clock.now(),
    )
    SHELF.keep(name, ASKED, asked)
    set_off(asked)
    return Making(asked=asked, progress=Progress(), result=None)


def find(by: Officer, name: str) -> Making:
    """Return a making of one's own; raise NotFoundError for any other."""
    making = read(name)
    if making is None or (making.asked.organ, making.asked.person) != (by.organ, by.id):
        raise NotFoundError("没有这份副本。", why="已经放弃，或者不是您制作的。", remedy="请从音像页面重新制作。")
    return making


def mine(by: Officer, row: Recording) -> list[Making]:
    """Return one's own makings of a recording, the latest first."""
    own = [
        one
        for one in every()
        if (one.asked.organ, one.asked.person, one.asked.dossier, one.asked.seq)
        == (by.organ, by.id, row.dossier, row.seq)
    ]
    return sorted(own, key=lambda one: one.asked.at, reverse=True)


def made_of(by: Officer, row: Recording, digest: str) -> Making | None:
    """Return one's own making of a recording whose copy has this SHA-256."""
    return next((one for one in mine(by, row) if one.result is not None and one.result.sha256 == digest), None)


def again(by: Officer, name: str) -> None:
    """Let a making that failed, or that a stopped installation left, wait once more."""
    making = find(by, name)
    if making.result is None:
        SHELF.keep(name, PROGRESS, Progress())
        set_off(making.asked)


def discard(by: Officer, name: str) -> None:
    """Throw a making away; one that is under way ends by itself."""
    find(by, name)
    SHELF.discard(name)


def sweep(*, now: datetime) -> int:
    """Throw away what nobody confirmed in time, but for what is still to be made; return how many.

    What was confirmed is an original of its own and is not touched: here lies only the draft it came from.
    """
    over = [one.asked.id for one in every() if one.asked.at + KEPT <= now and not awaited(one.asked.id)]
    for name in over:
        SHELF.discard(name)
    return len(over)
