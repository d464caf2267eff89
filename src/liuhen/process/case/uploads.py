"""Files arrive before the act that names them; what was typed and sent is not lost when the act is refused."""

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from typing import Final

from django.conf import settings

from liuhen.forms.wellformed import unseen
from liuhen.kernel import clock
from liuhen.kernel.errors import BadInputError
from liuhen.ledger.storage import whole
from liuhen.media.arrivals import Declared
from liuhen.media.places import where
from liuhen.media.probe import Probe, probe, probe_original
from liuhen.media.scan import inspect_scan
from liuhen.media.store import Stored, take_in
from liuhen.people.officers import Officer
from liuhen.process.case.models import Upload
from liuhen.process.case.parts import Scan

LONGEST_NAME: Final = 200  # characters
BREAKS: Final = frozenset("\n\t/\\")


def receive(pieces: Iterable[bytes], *, name: str, by: Officer, size: int | None = None) -> Scan:
    """Store a file under its digest, unchanged, and remember who brought it.

    Args:
        pieces: the bytes in order; never held in memory as a whole.
        size: what the sender declared, in bytes, to find a cut transfer.

    Raises:
        BadInputError: empty, too large, cut short, or of a name that nobody can read.
        UnusableError: the disk is full or refuses to write, or its reserve would be touched.
    """
    _require_readable(name)
    stored = take_in(
        pieces,
        root=settings.LIUHEN_ORIGINALS,
        limit=settings.LIUHEN_UPLOAD_LIMIT,
        name=name,
        declared=Declared(size=size),
        reserve=settings.LIUHEN_RESERVE,
    )
    return remember(stored, name=name, by=by.id)


def remember(stored: Stored, *, name: str, by: str) -> Scan:
    """Write down who brought an original: from now on a form of his may name it.

    Args:
        by: the person's id.
    """
    told = {
        "sha256": stored.digests.sha256,
        "sm3": stored.digests.sm3,
        "size": stored.size,
        "name": name,
        "media_type": "application/octet-stream",
        "by": by,
        "at": clock.now(),
    }
    with whole():
        row, _new = Upload.objects.update_or_create(key=f"{stored.digests.sha256}:{by}", defaults=told)
    return _scan(row)


def claimed_scan(sha256: str, *, by: Officer, field: str) -> Scan:
    """Return a received scan or photo of a signed page, looked into.

    Raises:
        BadInputError: not received, or not an image or PDF that can be read.
    """
    row = _received(sha256, by=by, field=field)
    with _about(field):
        seen = inspect_scan(where(settings.LIUHEN_ORIGINALS, sha256), name=row.name)
    return _scan(row).model_copy(update={"media_type": seen.media_type})


def claimed_file(sha256: str, *, by: Officer, field: str) -> Scan:
    """Return a received file of any kind, kept as it came: an export of data, the copy of a device.

    Raises:
        BadInputError: not received.
    """
    return _scan(_received(sha256, by=by, field=field))


def claimed_recording(sha256: str, *, by: Officer, field: str) -> tuple[Scan, Probe]:
    """Return a received recording with what a look into its packets found.

    Raises:
        BadInputError: not received, or nothing that can be played.
    """
    return _claimed(sha256, by=by, field=field, look=probe)


def claimed_original(sha256: str, *, by: Officer, field: str) -> tuple[Scan, Probe]:
    """Return a received recording as it is kept for evidence; one that cannot be played says so.

    Raises:
        BadInputError: not received, or no recording at all.
    """
    return _claimed(sha256, by=by, field=field, look=probe_original)


def _claimed(sha256: str, *, by: Officer, field: str, look: Callable[..., Probe]) -> tuple[Scan, Probe]:
    row = _received(sha256, by=by, field=field)
    with _about(field):
        seen = look(where(settings.LIUHEN_ORIGINALS, sha256), name=row.name)
    if seen.kind == "document":
        raise BadInputError(
            f"“{row.name}”不是音像文件：内容是 {seen.container}。",
            fields={field: "请选择录像、录音或者照片"},
            remedy="文书扫描件请在文书页面登记签名时上传。",
        )
    return _scan(row).model_copy(update={"media_type": seen.media_type}), seen


@contextmanager
def _about(field: str) -> Iterator[None]:
    """Say of which field of the form a file is that cannot be used."""
    try:
        yield
    except BadInputError as err:
        fields = {field: "这个文件不能用，请换一个"} | err.fields
        raise BadInputError(err.message, fields=fields, why=err.why, remedy=err.remedy) from err


def _require_readable(name: str) -> None:
    if not 0 < len(name) <= LONGEST_NAME or unseen(name) or not BREAKS.isdisjoint(name):
        raise BadInputError(
            "文件名不能用。",
            fields={"name": f"文件名须有 1 至 {LONGEST_NAME} 个字，不能含有看不见的字符或者斜线"},
            remedy="请改短或者改正文件名后重新上传。",
        )


def _received(sha256: str, *, by: Officer, field: str) -> Upload:
    row = Upload.objects.filter(sha256=sha256, by=by.id).first()
    if row is None:
        raise BadInputError("文件没有收到。", fields={field: "请重新选择文件上传"}, remedy="请重新选择文件上传。")
    return row


def _scan(row: Upload) -> Scan:
    return Scan(sha256=row.sha256, sm3=row.sm3, size=row.size, name=row.name, media_type=row.media_type)
