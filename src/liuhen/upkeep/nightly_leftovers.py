"""The nightly clearing of what nobody went on with: transfers whose time is over, copies that nobody confirmed.

Neither is a record, and neither becomes one by itself. Whoever began it sees beside it until when it is kept.
"""

from datetime import date, datetime, time, timedelta
from typing import Final

from django.conf import settings
from django.db import transaction
from django_tasks import task

from liuhen.jobs.lanes import QUICK
from liuhen.jobs.waiting import waits_or_runs
from liuhen.kernel import clock
from liuhen.kernel.clock import BEIJING, beijing_date
from liuhen.media import transfers
from liuhen.process.inquiry import makings

BEGINS: Final = time(1, 10)  # Beijing time, before the backup: it need not carry what is gone the next minute


def arrange(*, now: datetime | None = None) -> date:
    """Let the next nightly clearing wait; return its night. Called when the worker starts."""
    moment = now or clock.now()
    today = beijing_date(moment)
    night = today if moment < _begins(today) else today + timedelta(days=1)
    _enqueue(night)
    return night


@task(queue_name=QUICK)
def clear_tonight(night: str) -> None:
    """Job: set the next night, then clear."""
    now = clock.now()
    _enqueue(max(date.fromisoformat(night), beijing_date(now) - timedelta(days=1)) + timedelta(days=1))
    transfers.sweep(settings.LIUHEN_ORIGINALS, now=now)
    makings.sweep(now=now)


def _enqueue(night: date) -> None:
    with transaction.atomic():
        if not waits_or_runs(clear_tonight.module_path, night.isoformat()):
            clear_tonight.using(run_after=_begins(night)).enqueue(night.isoformat())


def _begins(night: date) -> datetime:
    return datetime.combine(night, BEGINS, BEIJING)
