"""Making the images of the discs that an entry records, in the background, again whenever they are wanted."""

import fcntl
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from django.conf import settings
from django.db import transaction
from django_tasks import task

from liuhen.archive.disc import shelf
from liuhen.archive.disc.burning import burn
from liuhen.archive.disc.contents import lay_out
from liuhen.archive.disc.shelf import Image, Made, Progress
from liuhen.jobs import stopping
from liuhen.jobs.lanes import LONG
from liuhen.jobs.stopping import HandedBackError
from liuhen.jobs.waiting import waits_or_runs
from liuhen.kernel.errors import LiuhenError, OutOfOrderError
from liuhen.ledger import Entry, body_of
from liuhen.ledger.checkpoints import covering
from liuhen.ledger.reading import entry as entry_of
from liuhen.media.fixity import digests_of
from liuhen.media.space import require_room
from liuhen.process.inquiry.payloads.discs import EvidenceDiscMade

Said = Callable[[int], None]
"""Told how far the whole set has come, in per cent."""

_WAITING: Final = Progress(state="waiting")
_BESIDE: Final = 16 << 20  # bytes of an image beside its recordings, at most


def want(entry: str) -> None:
    """Let the images of an entry (SHA-256 of its head) wait to be made, unless they are there or wait already."""
    root = settings.LIUHEN_DERIVED
    with transaction.atomic():
        if shelf.made_of(root, entry) is None and not awaited(entry):
            shelf.tell(root, entry, _WAITING)
            make_discs.enqueue(entry)


def awaited(entry: str) -> bool:
    """Say whether a job for the images of an entry waits or is at work."""
    return waits_or_runs(make_discs.module_path, entry)


def make(entry: str, *, said: Said = lambda _percent: None) -> Made:
    """Make the images of an entry, now and in this process; where they are there already, return them.

    Raises:
        OutOfOrderError: the entry records no discs.
        UnusableError: an original is missing or damaged, or the disk refuses; nothing half made is left.
        HandedBackError: jobs were asked to stop.
    """
    root = settings.LIUHEN_DERIVED
    with _alone(entry):
        if (made := shelf.made_of(root, entry)) is not None:
            return made
        try:
            made = _make(entry_of(entry), said)
        except HandedBackError:
            shelf.tell(root, entry, _WAITING)
            raise
        except LiuhenError as error:
            shelf.tell(root, entry, _failure(error))
            raise
        shelf.finish(root, entry, made)
        return made


@task(queue_name=LONG)
def make_discs(entry: str) -> None:
    """Job: make the images of an entry."""
    make(entry)


def _make(entry: Entry, said: Said) -> Made:
    body = body_of(entry)
    if not isinstance(body, EvidenceDiscMade) or not body.items:
        raise OutOfOrderError("这一条记录没有可制作的光盘。", remedy="请在案件里登记“制作音像证据光盘”。")
    total = sum(one.file.size for one in body.items)
    require_room(
        settings.LIUHEN_DERIVED, total + _BESIDE * body.discs, refused="光盘映像没有做成。",
        reserve=settings.LIUHEN_RESERVE,
    )  # fmt: skip
    done, images = 0, []

    def tell(written: int) -> None:
        percent = min(99, (done + written) * 100 // max(1, total))
        shelf.tell(settings.LIUHEN_DERIVED, entry.digest, Progress(state="working", percent=percent))
        said(percent)

    for disc in range(1, body.discs + 1):
        tell(0)
        images.append(_image(entry, body, disc, tell))
        done += sum(one.file.size for one in body.items if one.disc == disc)
    return Made(images=tuple(images))


def _image(entry: Entry, body: EvidenceDiscMade, disc: int, said: Said) -> Image:
    target = shelf.image_path(settings.LIUHEN_DERIVED, entry.digest, disc)
    with tempfile.TemporaryDirectory(dir=target.parent, prefix=".making-") as folder:
        scratch, out = Path(folder) / "beside", Path(folder) / "image.iso"
        scratch.mkdir()
        checkpoint = covering(entry.organ, entry.organ_seq)
        plan = lay_out(
            entry, body, disc, checkpoint=checkpoint, scratch=scratch,
            store=settings.LIUHEN_ORIGINALS,
        )  # fmt: skip
        burn(plan, out, said=said, stopping=stopping.asked)
        digests, size = digests_of(out), out.stat().st_size
        out.replace(target)
    return Image(disc=disc, size=size, sha256=digests.sha256, sm3=digests.sm3)


def _failure(error: LiuhenError) -> Progress:
    said = error.message if error.message == error.why else error.message + error.why
    return Progress(state="failed", said=said[:300], remedy=error.remedy[:300])


@contextmanager
def _alone(entry: str) -> Iterator[None]:
    """Let one process at a time make a set; the others wait, and then find it made."""
    with shelf.lock_path(settings.LIUHEN_DERIVED, entry).open("w") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        for left in shelf.folder_of(settings.LIUHEN_DERIVED, entry).glob(".making-*"):
            _remove(left)
        yield


def _remove(left: Path) -> None:
    for path in sorted(left.rglob("*"), reverse=True):
        path.rmdir() if path.is_dir() else path.unlink(missing_ok=True)
    left.rmdir()
