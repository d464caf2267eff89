"""The nightly backup: a job of the worker, in a process of its own, set for the next night before it begins.

A failure is written down where `last_backup` reads it, and the next night tries again; a backup that is missing
altogether counts as late there. So nothing is silent.
"""

import subprocess
import sys
from datetime import date, datetime, time, timedelta
from pathlib import Path
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
from liuhen.upkeep import status
from liuhen.upkeep.status import Failure

BEGINS: Final = time(1, 30)  # Beijing time: nobody is at work, and the day that the law counts in is over
KEPT: Final = 30
"""Snapshots that stay: a month of nights."""

_COMMAND: Final = (sys.executable, "-m", "liuhen.cli", "backup")
_LOOKED: Final = 0.5  # seconds between looks at who asks to stop
_ORDERLY: Final = frozenset({0, 1, 2})  # done, done with damage, refused: the command has told the status itself


def arrange(*, now: datetime | None = None) -> date | None:
    """Let the next nightly backup wait, and one at once where the last night's is missing; return its night.

    Called when the worker starts: whatever became of the jobs of earlier nights, there is one again.
    """
    if not settings.LIUHEN_BACKUP_TO:
        return None
    moment = now or clock.now()
    last = status.read(settings.LIUHEN_DATA).backups.get(str(Path(settings.LIUHEN_BACKUP_TO).resolve()))
    night = _next(moment)
    if last is None or last.at < _begins(night) - timedelta(days=1):
        _enqueue(night - timedelta(days=1), moment)
    _enqueue(night, _begins(night))
    return night


@task(queue_name=LONG)
def back_up_tonight(night: str) -> None:
    """Job: set the next night, then back up."""
    if not settings.LIUHEN_BACKUP_TO:
        return
    following = max(date.fromisoformat(night), beijing_date(clock.now()) - timedelta(days=1)) + timedelta(days=1)
    _enqueue(following, _begins(following))
    _run(settings.LIUHEN_BACKUP_TO)


def _run(folder: str) -> None:
    words = [*_COMMAND, folder, "--keep", str(KEPT), "--json"]
    with subprocess.Popen(  # noqa: S603  # our own command
        words, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True
    ) as process:
        while process.poll() is None:
            if stopping.wait(_LOOKED):
                process.kill()  # what it wrote stays and is gone on with
                raise HandedBackError
        said = process.stderr.read() if process.stderr else ""
    if process.returncode not in _ORDERLY:
        _note(folder, said)


def _note(folder: str, said: str) -> None:
    """Write down that the command died without a word of its own."""
    told = status.read(settings.LIUHEN_DATA)
    why = said.strip().splitlines()[-1][:300] if said.strip() else "备份程序中途退出。"
    told.failure = Failure(clock.now(), folder, "夜间备份没有完成。", why, "请执行 liuhen backup 查看原因。")
    status.keep(settings.LIUHEN_DATA, told)


def _enqueue(night: date, after: datetime) -> None:
    with transaction.atomic():
        if not waits_or_runs(back_up_tonight.module_path, night.isoformat()):
            back_up_tonight.using(run_after=after).enqueue(night.isoformat())


def _next(moment: datetime) -> date:
    today = beijing_date(moment)
    return today if moment < _begins(today) else today + timedelta(days=1)


def _begins(night: date) -> datetime:
    return datetime.combine(night, BEGINS, BEIJING)
