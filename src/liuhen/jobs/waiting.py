"""The jobs that wait: take one, say what became of it. Each step is one short transaction."""

from datetime import timedelta
from typing import Any, Final, TypeAlias

from django.db import OperationalError, transaction
from django_tasks.base import TaskResultStatus
from django_tasks_db.models import DBTaskResult
from django_tasks_db.utils import exclusive_transaction

from liuhen.kernel import clock
from liuhen.kernel.errors import UnusableError

Job: TypeAlias = DBTaskResult[Any, Any]

MOST_TRIES: Final = 3
"""A job that the machine refused so often is left, with what was said; one whose worker died so often as well."""

_PASSING: Final = (OSError, UnusableError, OperationalError)  # of the machine, not of the job: worth another try
_PAUSE: Final = timedelta(seconds=20)
_KEPT: Final = timedelta(days=30)


def take(lane: str, *, worker: str) -> Job | None:
    """Take the job of a lane whose turn it is, or None where none waits."""
    ready = DBTaskResult.objects.ready().filter(queue_name=lane)
    if not ready.exists():  # asked first, so that an idle worker never writes
        return None
    with exclusive_transaction(ready.db):
        job = ready.get_locked()
        if job is not None:
            job.claim(worker)
    return job


def run(job: Job) -> None:
    """Do a job that was taken; whatever it raises goes to the caller."""
    result = job.task_result
    result.task.call(*result.args, **result.kwargs)


def done(job: Job) -> None:
    """Say that a job is done."""
    job.set_successful(None)


def hand_back(job: Job) -> None:
    """Let a job wait again as if nobody had taken it."""
    _wait_again(job, after=timedelta(0), tries=job.worker_ids[:-1])


def failed(job: Job, error: BaseException) -> bool:
    """Say that a job failed; return whether it will be tried again, later each time."""
    tries = len(job.worker_ids)
    again = isinstance(error, _PASSING) and tries < MOST_TRIES
    if again:
        _wait_again(job, after=_PAUSE * tries, tries=job.worker_ids)
    else:
        job.set_failed(error)
    return again


def take_back() -> int:
    """Let jobs wait again whose worker died at them; return how many. Only for the one worker of an installation."""
    left = list(DBTaskResult.objects.running())
    for job in left:
        if len(job.worker_ids) < MOST_TRIES:
            _wait_again(job, after=timedelta(0), tries=job.worker_ids)
        else:
            job.set_failed(RuntimeError("its worker died at it again and again"))
    return len(left)


def forget() -> None:
    """Drop what was said of jobs that ended long ago."""
    with transaction.atomic():
        DBTaskResult.objects.finished().filter(finished_at__lt=clock.now() - _KEPT).delete()


def failures() -> int:
    """Return how many jobs failed for good and are not forgotten yet."""
    return DBTaskResult.objects.failed().count()


def waits_or_runs(name: str, first: str) -> bool:
    """Say whether a job of this function (its dotted name) with this first argument waits or is at work."""
    unfinished = DBTaskResult.objects.filter(status__in=(TaskResultStatus.READY, TaskResultStatus.RUNNING))
    return unfinished.filter(task_path=name, args_kwargs__args__0=first).exists()


def _wait_again(job: Job, *, after: timedelta, tries: list[str]) -> None:
    job.status, job.worker_ids, job.run_after = TaskResultStatus.READY, tries, clock.now() + after
    job.save(update_fields=["status", "worker_ids", "run_after"])
