"""The nightly re-reading of originals: what is due, and a few by lot; it ends before people come to work."""

from datetime import date, datetime, time, timedelta
from typing import Final

from django.conf import settings
from django.db import transaction
from django_tasks import task

from liuhen.jobs import stopping
from liuhen.jobs.lanes import LONG
from liuhen.jobs.stopping import HandedBackError
from liuhen.jobs.waiting import waits_or_runs
from liuhen.kernel import clock
from liuhen.kernel.clock import BEIJING, beijing_date
from liuhen.upkeep.fixity import check_originals

BEGINS: Final = time(2, 30)  # Beijing time, after the backup
ENDS: Final = time(6, 30)


def arrange(*, now: datetime | None = None) -> date | None:
    """Let the next nightly re-reading wait; return its night, or None where it is switched off."""
    if not settings.LIUHEN_FIXITY_DAYS:
        return None
    moment = now or clock.now()
    today = beijing_date(moment)
    night = today if moment < _at(today, BEGINS) else today + timedelta(days=1)
    _enqueue(night)
    return night


@task(queue_name=LONG)
def check_tonight(night: str) -> None:
    """Job: set the next night, then re-read until it is morning; begun late, it still reads for an hour."""
    if not settings.LIUHEN_FIXITY_DAYS:
        return
    now = clock.now()
    following = max(date.fromisoformat(night), beijing_date(now) - timedelta(days=1)) + timedelta(days=1)
    _enqueue(following)
    until = max(_at(beijing_date(now), ENDS), now + timedelta(hours=1))
    check_originals("due", sample=settings.LIUHEN_FIXITY_SAMPLE, stopping=stopping.asked, until=until)
    if stopping.asked():
        raise HandedBackError  # what was read counts; the rest is read when the worker is there again


def _enqueue(night: date) -> None:
    with transaction.atomic():
        if not waits_or_runs(check_tonight.module_path, night.isoformat()):
            check_tonight.using(run_after=_at(night, BEGINS)).enqueue(night.isoformat())


def _at(day: date, hour: time) -> datetime:
    return datetime.combine(day, hour, BEIJING)
