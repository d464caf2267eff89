"""Previews of originals, made in the background: what to look at, and a copy where a browser cannot play the original.

They are no records: an act wants them, a job makes them, anybody may delete them. The original is only read.
"""

import fcntl
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, nullcontext
from itertools import chain
from typing import Final

from django.conf import settings
from django.db import transaction
from django_tasks import task

from liuhen.jobs import stopping
from liuhen.jobs.lanes import LONG, QUICK
from liuhen.jobs.stopping import HandedBackError
from liuhen.jobs.waiting import waits_or_runs
from liuhen.kernel.errors import LiuhenError, UnusableError
from liuhen.ledger import Body, Entry
from liuhen.media import derived
from liuhen.media.apart import InterruptedMakingError, limits_for, make_apart
from liuhen.media.derived import Copy, Look, Part, Progress
from liuhen.media.disk import speaking_of
from liuhen.media.objects import present
from liuhen.media.places import where
from liuhen.media.probe import probe
from liuhen.media.structure import BrokenError
from liuhen.process.case.models import Recording
from liuhen.process.case.parts import Scan

Said = Callable[[Part, int], None]

_WAITING: Final = Progress(state="waiting")


def set_off(entry: Entry, body: Body) -> None:
    """Let the previews of a recording just stored wait to be made; called in the transaction of its entry."""
    file = getattr(body, "file", None)
    if entry.kind == "recording.stored" and isinstance(file, Scan) and getattr(body, "playable", True):
        make_look.enqueue(file.sha256)


def want(sha256: str) -> None:
    """Let what is missing of an original's previews wait to be made; nothing where it is there or waits already."""
    with transaction.atomic():
        if is_made(sha256) or awaited(sha256):
            return
        look = derived.look_of(settings.LIUHEN_DERIVED, sha256)
        derived.tell(settings.LIUHEN_DERIVED, sha256, "copy" if look else "look", _WAITING)
        (make_copy if look else make_look).enqueue(sha256)


def awaited(sha256: str) -> bool:
    """Say whether a job for an original's previews waits or is at work."""
    return any(waits_or_runs(job.module_path, sha256) for job in (make_look, make_copy))


def is_made(sha256: str) -> bool:
    """Say whether everything that is made from an original is there."""
    look = derived.look_of(settings.LIUHEN_DERIVED, sha256)
    return look is not None and (look.plays or derived.copy_of(settings.LIUHEN_DERIVED, sha256) is not None)


_kept: Final[list[Callable[[], Iterable[str]]]] = []


def kept_elsewhere(digests: Callable[[], Iterable[str]]) -> Callable[[], Iterable[str]]:
    """Let `digests` be asked for originals that are in no case: their previews are made like those of the others."""
    _kept.append(digests)
    return digests


def missing() -> Iterator[str]:
    """Give the SHA-256 of every recording of which something is not there, each once; none of what is broken."""
    digests = Recording.objects.order_by("sha256").values_list("sha256", flat=True).distinct()
    every = dict.fromkeys(chain(digests.iterator(), *(ask() for ask in _kept)))
    yield from (sha256 for sha256 in every if not is_made(sha256) and _can_be_shown(sha256))


def _can_be_shown(sha256: str) -> bool:
    """Say whether anything can be made of an original; whatever else is wrong with it comes out when it is tried."""
    try:
        probe(where(settings.LIUHEN_ORIGINALS, sha256), name="原件")
    except BrokenError:
        return False
    except LiuhenError:
        return True
    return True


def make(sha256: str, *, said: Said = lambda _part, _percent: None) -> None:
    """Make what is missing of an original's previews, now and in this process.

    Args:
        said: told how far each part has come, in per cent.

    Raises:
        BadInputError: it cannot be made of these bytes.
        UnusableError: the original is not there, or the disk refuses.
    """
    _make(sha256, "look", said)
    look = derived.look_of(settings.LIUHEN_DERIVED, sha256)
    if look is not None and not look.plays:
        _make(sha256, "copy", said)


@task(queue_name=QUICK)
def make_look(sha256: str) -> None:
    """Job: make what there is to look at; let the copy wait where one is needed."""
    _make(sha256, "look", _quietly)
    look = derived.look_of(settings.LIUHEN_DERIVED, sha256)
    if look is not None and not look.plays and derived.copy_of(settings.LIUHEN_DERIVED, sha256) is None:
        derived.tell(settings.LIUHEN_DERIVED, sha256, "copy", _WAITING)
        make_copy.enqueue(sha256)


@task(queue_name=LONG)
def make_copy(sha256: str) -> None:
    """Job: make the copy that a browser plays."""
    _make(sha256, "copy", _quietly)


def _make(sha256: str, part: Part, said: Said) -> None:
    root = settings.LIUHEN_DERIVED
    with _alone(sha256):
        if _made(sha256, part) is None:
            try:
                _make_alone(sha256, part, said)
            except InterruptedMakingError as stopped:
                derived.tell(root, sha256, part, _WAITING)
                raise HandedBackError from stopped
            except LiuhenError as error:
                derived.tell(root, sha256, part, _failure(error))
                raise
        derived.clear(root, sha256, part)


def _make_alone(sha256: str, part: Part, said: Said) -> None:
    root, original = settings.LIUHEN_DERIVED, present(settings.LIUHEN_ORIGINALS, sha256)
    if not original.is_file():
        raise UnusableError("原件不在存储中，没有制作预览。", remedy="请系统管理员核查存储，用备份恢复该原件。")

    def tell(percent: int) -> None:
        derived.tell(root, sha256, part, Progress(state="working", percent=percent))
        said(part, percent)

    tell(0)
    derived.sweep(root, sha256)
    look = derived.look_of(root, sha256)
    limits = limits_for(part, duration_ms=(look.duration_ms or 0) if look else 0)
    kept = derived.keeping_pieces(root, sha256) if part == "copy" else nullcontext()
    with kept, derived.making(root, sha256, part) as folder:
        told = make_apart(part, original, folder, limits=limits, said=tell, stopping=stopping.asked)
        derived.finish(folder, (Look if part == "look" else Copy).model_validate(told))


def _made(sha256: str, part: Part) -> Look | Copy | None:
    read = derived.look_of if part == "look" else derived.copy_of
    return read(settings.LIUHEN_DERIVED, sha256)


def _failure(error: LiuhenError) -> Progress:
    said = error.message if error.message == error.why else error.message + error.why
    return Progress(state="failed", said=said[:300], remedy=error.remedy[:300])


def _quietly(_part: Part, _percent: int) -> None:
    """Progress is on disk already."""


@contextmanager
def _alone(sha256: str) -> Iterator[None]:
    """Let one process at a time make something of an original; the others wait, and then find it made."""
    path = where(settings.LIUHEN_DERIVED, sha256) / "lock"
    with speaking_of("预览"):
        path.parent.mkdir(mode=0o750, parents=True, exist_ok=True)
        file = path.open("w")
    with file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield
