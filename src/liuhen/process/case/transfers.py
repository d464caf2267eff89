"""断点续传: a file comes in pieces, as often as the network lets it; when it is whole it is what an upload is.

Nothing of it is in the database before: how far it is says the file itself.
"""

import re
from collections.abc import Callable
from datetime import timedelta
from pathlib import PurePath
from time import monotonic
from typing import Final

from django.conf import settings
from django_tasks import task

from liuhen.forms.wellformed import unseen
from liuhen.jobs import stopping
from liuhen.jobs.lanes import ARRIVALS
from liuhen.jobs.stopping import HandedBackError
from liuhen.jobs.waiting import waits_or_runs
from liuhen.kernel import clock
from liuhen.kernel.errors import BadInputError, NotAllowedError, NotFoundError, UnusableError
from liuhen.ledger.storage import whole
from liuhen.media import chunks, transfers
from liuhen.media.arrivals import Declared
from liuhen.media.chunks import BusyError, Checksum
from liuhen.media.space import MIB
from liuhen.media.store import adopt
from liuhen.media.transfers import BYTES, CHECKING, DONE, OPEN, REFUSED, Transfer
from liuhen.people.officers import Officer
from liuhen.people.scope import scope
from liuhen.process.case.uploads import BREAKS, LONGEST_NAME, remember

IN_BACKGROUND: Final = 256 * MIB
"""From this size on a file is read back by a job, and whoever sent it asks how far that is."""

_SHA256: Final = re.compile(r"[0-9a-f]{64}")
_SAID_EVERY: Final = 1.0  # seconds


def require_bringer(by: Officer) -> None:
    """Raise NotAllowedError for who has no case in which a file could be named."""
    if not scope(by, "case.view").anywhere:
        raise NotAllowedError("您不能上传文件。", why="上传的文件只用于办案，您的岗位不办理案件。")


def begin(
    *, by: Officer, name: str, size: int, media_type: str = "", sha256: str = "", later: bool = False
) -> Transfer:
    """Let `by` bring a file in pieces.

    Args:
        name: as the sender calls it; folders and what nobody can see are left out.
        size: bytes to come.
        sha256: the digest that the sender took, where he has it already.
        later: he will tell it once the bytes are there.

    Raises:
        BadInputError: empty, too large, or not a digest.
        UnusableError: there is no room for it.
    """
    root = settings.LIUHEN_ORIGINALS
    return transfers.begin(
        root,
        owner=by.id,
        name=readable(name),
        size=size,
        now=clock.now(),
        lasts=timedelta(days=settings.LIUHEN_UPLOAD_DAYS),
        media_type=media_type[:100],
        sha256=_digest(sha256) if sha256 else "",
        later=later,
        limit=settings.LIUHEN_UPLOAD_LIMIT,
        reserve=settings.LIUHEN_RESERVE,
    )


def find(name: str, *, by: Officer) -> Transfer:
    """Return a transfer of `by`.

    Raises:
        NotFoundError: none of his has this name.
        TransferOverError: its time is over.
    """
    return transfers.find(settings.LIUHEN_ORIGINALS, name, owner=by.id, now=clock.now())


def unfinished(by: Officer) -> list[tuple[Transfer, int]]:
    """Return what `by` began to bring and is not done with, each with how many bytes of it are there."""
    mine = transfers.of_owner(settings.LIUHEN_ORIGINALS, owner=by.id, now=clock.now())
    return [(one, came(one)) for one in mine if one.state in (OPEN, CHECKING)]


def came(transfer: Transfer) -> int:
    """Return how many bytes of a transfer are there for good."""
    if transfer.state != OPEN:
        return transfer.size
    return chunks.offset(settings.LIUHEN_ORIGINALS, transfer)


def add(transfer: Transfer, read: Callable[[int], bytes], *, at: int, checksum: Checksum | None = None) -> int:
    """Add a chunk; return how far the transfer is. Arguments and errors as in `chunks.Claim.add`."""
    root, reserve = settings.LIUHEN_ORIGINALS, settings.LIUHEN_RESERVE
    with chunks.claimed(root, transfer, reserve=reserve) as claim:
        return claim.add(read, at=at, checksum=checksum)


def drop(transfer: Transfer) -> None:
    """Forget a transfer; what it has become stays."""
    transfers.drop(settings.LIUHEN_ORIGINALS, transfer)


def settled(transfer: Transfer, *, sha256: str = "") -> Transfer:
    """Bring a transfer to its end where all its bytes are there; return what has become of it. Asked twice, done once.

    Args:
        sha256: the digest that the sender took meanwhile.

    Raises:
        BadInputError: what arrived is not what was sent; or not a digest.
        UnusableError: the disk fails; asked again, it is tried again.
    """
    try:
        return _brought_to_its_end(transfer, sha256)
    except (BusyError, NotFoundError):  # somebody else is bringing it to its end, or just has
        return transfers.find(settings.LIUHEN_ORIGINALS, transfer.id, owner=transfer.owner, now=clock.now())


def _brought_to_its_end(transfer: Transfer, sha256: str) -> Transfer:
    if transfer.state in (DONE, REFUSED) or came(transfer) < transfer.size:
        return transfer
    if sha256 and transfer.state == OPEN:
        transfer = transfers.note(settings.LIUHEN_ORIGINALS, transfer, sha256=_digest(sha256))
    if transfer.state == OPEN and transfer.later and not transfer.sha256:
        return transfer
    if transfer.size < IN_BACKGROUND:
        return _end(transfer, _quietly)
    if transfer.state == OPEN:
        transfer = transfers.note(settings.LIUHEN_ORIGINALS, transfer, state=CHECKING, trouble="")
    if not waits_or_runs(check.module_path, transfer.id):
        with whole():
            check.enqueue(transfer.id, transfer.owner)
    return transfer


@task(queue_name=ARRIVALS)
def check(name: str, owner: str) -> None:
    """Job: read a file back that has come, and make an original of it."""
    try:
        transfer = transfers.find(settings.LIUHEN_ORIGINALS, name, owner=owner, now=clock.now())
        _end(transfer, _teller(transfer))
    except (NotFoundError, BadInputError, BusyError):
        return  # given up, or refused and written down so, or at work elsewhere
    except UnusableError as error:
        transfers.note(settings.LIUHEN_ORIGINALS, transfer, state=OPEN, trouble=str(error))


def readable(name: str) -> str:
    """Return a file name without folders and without what nobody can see, at most 200 characters, never empty."""
    last = re.split(r"[/\\]", name.strip())[-1]
    shown = "".join(sign for sign in last if not unseen(sign) and sign not in BREAKS).strip()
    if len(shown) > LONGEST_NAME:
        tail = PurePath(shown).suffix[-20:]
        shown = shown[: LONGEST_NAME - len(tail)] + tail
    return shown or "未命名文件"


def _end(transfer: Transfer, said: Callable[[int], None]) -> Transfer:
    root = settings.LIUHEN_ORIGINALS
    with chunks.claimed(root, transfer, adding=False):
        declared = Declared(size=transfer.size, sha256=transfer.sha256 or None)
        path = transfers.place(root, transfer.id, BYTES)
        try:
            stored = adopt(path, root=root, name=transfer.name, declared=declared, said=said)
        except BadInputError as error:
            transfers.note(root, transfer, state=REFUSED, trouble=str(error))
            transfers.let_go(root, transfer)
            raise
        remember(stored, name=transfer.name, by=transfer.owner)
        found = (stored.digests.sha256, stored.digests.sm3)
        over = transfers.note(root, transfer, state=DONE, checked=transfer.size, found=found, trouble="")
        transfers.let_go(root, transfer)
        return over


def _quietly(_read: int) -> None:
    """Say nothing of how far it is: it takes a second."""


def _teller(transfer: Transfer) -> Callable[[int], None]:
    """Return what writes down how far a check is, once a second; it breaks off when the worker is to end."""
    last = monotonic()

    def tell(read: int) -> None:
        nonlocal last
        if stopping.asked():
            raise HandedBackError
        if monotonic() - last >= _SAID_EVERY:
            last = monotonic()
            transfers.note(settings.LIUHEN_ORIGINALS, transfer, durable=False, checked=read)

    return tell


def _digest(told: str) -> str:
    if not _SHA256.fullmatch(told.lower()):
        raise BadInputError("所给的校验值不是 SHA-256。", remedy="应为 64 位十六进制数。")
    return told.lower()
