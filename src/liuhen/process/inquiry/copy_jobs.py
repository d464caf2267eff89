"""Making copies in the background: in a process of its own, anew from the plan wherever the work was broken off."""

from functools import partial
from pathlib import Path
from typing import Final

from django.conf import settings
from django.db import transaction
from django_tasks import task

from liuhen.jobs.lanes import LONG, QUICK
from liuhen.jobs.waiting import waits_or_runs
from liuhen.kernel.digests import Digests
from liuhen.kernel.errors import UnusableError
from liuhen.media.apart import make_apart
from liuhen.media.derivatives.cutting import LABEL
from liuhen.media.derivatives.labels import label_picture
from liuhen.media.derivatives.making import PLAN, STEM, Made, limits_for
from liuhen.media.disk import speaking_of
from liuhen.media.hashing import TwinDigester
from liuhen.media.places import where
from liuhen.papers.faces import folder as faces
from liuhen.process.inquiry.copy_drafts import RESULT, SHELF, Asked, Result, read
from liuhen.process.inquiry.shelves import PROGRESS, Progress

_SHORT_MS: Final = 120_000  # a stretch up to this long does not wait behind an hour of another
_PIECE: Final = 1 << 20


@task(queue_name=QUICK)
def make_short(name: str) -> None:
    """Job: make a still or a short stretch."""
    _make(name)


@task(queue_name=LONG)
def make_long(name: str) -> None:
    """Job: make a long stretch."""
    _make(name)


def awaited(name: str) -> bool:
    """Say whether a job for a making waits or is at work."""
    return any(waits_or_runs(job.module_path, name) for job in (make_short, make_long))


def _make(name: str) -> None:
    making = read(name)
    if making is None or making.result is not None:
        return
    with SHELF.making(name):
        _make_alone(making.asked)


def _make_alone(asked: Asked) -> None:
    original = where(settings.LIUHEN_ORIGINALS, asked.sha256)
    if not original.is_file():
        raise UnusableError("原件不在存储中，没有制作副本。", remedy="请系统管理员核查存储，用备份恢复该原件。")

    SHELF.tell(asked.id, 0)
    with SHELF.workshop(asked.id) as work:
        _lay_out(asked, work)
        told = make_apart(
            "derivative",
            original,
            work,
            limits=limits_for(asked.plan),
            said=partial(SHELF.tell, asked.id),
            stopping=partial(SHELF.over, asked.id),
        )
        made = Made.model_validate(told)
        finished = work / (STEM + made.ending)
        digests = _digests(finished)
        finished.replace(SHELF.folder(asked.id) / finished.name)
    SHELF.keep(asked.id, RESULT, Result(made=made, sha256=digests.sha256, sm3=digests.sm3))
    SHELF.keep(asked.id, PROGRESS, Progress(state="made", percent=100))


def _lay_out(asked: Asked, work: Path) -> None:
    """Put what the making reads beside where it writes."""
    with speaking_of("副本"):
        (work / PLAN).write_text(asked.plan.model_dump_json(), "utf-8")
        if asked.plan.label:
            (work / LABEL).write_bytes(label_picture(asked.plan.label, fonts=[faces()]))


def _digests(path: Path) -> Digests:
    with TwinDigester() as digester, path.open("rb") as file:
        while piece := file.read(_PIECE):
            digester.update(piece)
        return digester.digests()


def set_off(asked: Asked) -> None:
    """Let a draft wait to be made; nothing where it waits or is at work already."""
    job = make_short if asked.plan.length_ms <= _SHORT_MS else make_long
    with transaction.atomic():
        if not waits_or_runs(job.module_path, asked.id):
            job.enqueue(asked.id)
