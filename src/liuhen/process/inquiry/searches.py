"""Let a machine look for what is to be covered in a recording; what it finds goes to the editor, and nowhere else.

A finding is a proposal: it becomes part of a copy only in the plan that a person sends, and of the record only when he
has looked at that copy and confirmed it.
"""

import json
from datetime import timedelta
from functools import partial
from hashlib import sha256
from typing import Final

from django.conf import settings
from django.db import transaction
from django_tasks import task

from liuhen.jobs.lanes import LONG, QUICK
from liuhen.jobs.waiting import waits_or_runs
from liuhen.kernel import clock
from liuhen.kernel.errors import BadInputError, NotFoundError, UnusableError
from liuhen.media.apart import make_apart
from liuhen.media.disk import speaking_of
from liuhen.media.finding.searches import ASKED as SEARCH
from liuhen.media.finding.searches import Found, Search, limits_for, require_search
from liuhen.media.objects import present
from liuhen.people.officers import Officer
from liuhen.process.case.models import Recording
from liuhen.process.inquiry.shelves import ASKED, PROGRESS, Kept, Progress, Shelf, Wanted

MOST: Final = 5
"""Searches of one person that may wait or be at work."""

SHELF: Final = Shelf("searches", "查找结果")
"""Where searches lie."""
_RESULT: Final = "found.json"
_KEPT: Final = timedelta(days=1)
_SHORT_MS: Final = 60_000  # a stretch up to this long does not wait behind half an hour of another


class Asked(Wanted):
    """What somebody lets look for, in which recording."""

    search: Search


class Outcome(Kept):
    """What came out."""

    found: Found


class Looking(Kept):
    """A search as it stands."""

    asked: Asked
    progress: Progress
    found: Found | None


@task(queue_name=QUICK)
def look_short(name: str) -> None:
    """Job: look through a photo or a short stretch."""
    _look(name)


@task(queue_name=LONG)
def look_long(name: str) -> None:
    """Job: look through a long stretch."""
    _look(name)


def ask(by: Officer, row: Recording, search: Search) -> Looking:
    """Let a search wait for its turn; the same search asked again within a day is the same.

    Args:
        row: the recording; that `by` may make copies of it is the caller's question.

    Raises:
        BadInputError: the search does not fit the recording, or too many are under way.
        UnusableError: what looks for it is not installed, or the disk refuses.
    """
    kind = "photo" if row.media_type.startswith("image/") else row.media_type.partition("/")[0]
    require_search(search, kind=kind, duration_ms=row.duration_ms)
    own = _own(by)
    told = json.dumps([by.organ, by.id, row.dossier, row.seq, search.model_dump()], sort_keys=True)
    name = sha256(told.encode()).hexdigest()[:24]
    there = _read(name)
    if there is not None and there.progress.state != "failed":
        return there
    if sum(one.progress.state in ("waiting", "working") for one in own) >= MOST:
        raise BadInputError("没有开始查找。", why=f"已有 {MOST} 次查找没有完成。", remedy="请等其中一次完成，再找。")
    asked = Asked(
        id=name,
        organ=by.organ,
        person=by.id,
        dossier=row.dossier,
        seq=row.seq,
        sha256=row.sha256,
        search=search,
        at=clock.now(),
    )
    SHELF.keep(name, ASKED, asked)
    SHELF.keep(name, PROGRESS, Progress())
    _set_off(asked)
    return Looking(asked=asked, progress=Progress(), found=None)


def find(by: Officer, row: Recording, name: str) -> Looking:
    """Return a search of one's own in this recording; raise NotFoundError for any other."""
    looking = _read(name)
    own = (by.organ, by.id, row.dossier, row.seq)
    if looking is None or _whose(looking.asked) != own:
        raise NotFoundError("没有这次查找。", why="已经过期，或者不是您要找的。", remedy="请重新查找。")
    return looking


def discard(by: Officer, row: Recording, name: str) -> None:
    """Give a search up; one that is under way ends by itself."""
    SHELF.discard(find(by, row, name).asked.id)


def _own(by: Officer) -> list[Looking]:
    """Return one's own searches; those of yesterday are thrown away, whoever's they are."""
    own = []
    for looking in [one for one in map(_read, list(SHELF.names())) if one is not None]:
        if clock.now() - looking.asked.at > _KEPT:
            SHELF.discard(looking.asked.id)
        elif (looking.asked.organ, looking.asked.person) == (by.organ, by.id):
            own.append(looking)
    return own


def _whose(asked: Asked) -> tuple[str, str, str, int]:
    return asked.organ, asked.person, asked.dossier, asked.seq


def _read(name: str) -> Looking | None:
    asked = SHELF.read(Asked, name, ASKED)
    if asked is None:
        return None
    outcome = SHELF.read(Outcome, name, _RESULT)
    progress = SHELF.read(Progress, name, PROGRESS) or Progress()
    return Looking(asked=asked, progress=progress, found=outcome.found if outcome else None)


def _set_off(asked: Asked) -> None:
    job = look_short if asked.search.to_ms - asked.search.from_ms <= _SHORT_MS else look_long
    with transaction.atomic():
        if not waits_or_runs(job.module_path, asked.id):
            job.enqueue(asked.id)


def _look(name: str) -> None:
    looking = _read(name)
    if looking is None or looking.found is not None:
        return
    with SHELF.making(name):
        _look_alone(looking.asked)


def _look_alone(asked: Asked) -> None:
    original = present(settings.LIUHEN_ORIGINALS, asked.sha256)
    if not original.is_file():
        raise UnusableError("原件不在存储中，没有查找。", remedy="请系统管理员核查存储，用备份恢复该原件。")
    SHELF.tell(asked.id, 0)
    with SHELF.workshop(asked.id) as work:
        with speaking_of("查找"):
            (work / SEARCH).write_text(asked.search.model_dump_json(), "utf-8")
        told = make_apart(
            "search",
            original,
            work,
            limits=limits_for(asked.search),
            said=partial(SHELF.tell, asked.id),
            stopping=partial(SHELF.over, asked.id),
        )
    if SHELF.there(asked.id):
        SHELF.keep(asked.id, _RESULT, Outcome(found=Found.model_validate(told)))
        SHELF.keep(asked.id, PROGRESS, Progress(state="made", percent=100))
