"""Reading the ledger: entries in their order, and what they say."""

from collections.abc import Collection, Iterator
from typing import Any

from liuhen.kernel.digests import Digests
from liuhen.kernel.errors import NotFoundError
from liuhen.ledger.body import Body, body_type
from liuhen.ledger.commitment import Disclosure, disclose_fields
from liuhen.ledger.head import Entry
from liuhen.ledger.models import Head
from liuhen.ledger.parts import OPEN, SEALED, read_part
from liuhen.ledger.prepared import Prepared

_CHUNK = 500  # heads held in memory at once
_of_digest = Prepared(Head, lambda digest: Head.objects.filter(digest=digest).values_list("head", "sm3"))


def entries(*, organ: str | None = None, dossier: str | None = None, after: int = 0) -> Iterator[Entry]:
    """Give the entries of a dossier, or of an organ, or of the whole ledger organ by organ, in their order.

    Args:
        organ: the organ, where only its entries are wanted.
        dossier: the dossier, where only its entries are wanted; "" for acts on an organ itself.
        after: leave out the entries up to this sequence number, of the dossier where one is given, else of the organ.
    """
    if dossier:
        rows = Head.objects.filter(dossier=dossier, dossier_seq__gt=after).order_by("dossier_seq")
    else:
        rows = Head.objects.filter(organ_seq__gt=after).order_by("organ", "organ_seq")
    if dossier == "":
        rows = rows.filter(dossier__isnull=True)
    if organ is not None:
        rows = rows.filter(organ=organ)
    for head, sha256, sm3 in rows.values_list("head", "digest", "sm3").iterator(chunk_size=_CHUNK):
        yield Entry.read(bytes(head), digests=Digests(sha256, sm3))


def entry(digest: str) -> Entry:
    """Return the entry whose head has this SHA-256.

    Raises:
        NotFoundError: there is none.
    """
    row = _of_digest.first(digest)
    if row is None:
        raise NotFoundError("没有找到这条记录。", remedy="请核对记录的摘要值。")
    return Entry.read(bytes(row[0]), digests=Digests(digest, row[1]))


def last_seq(dossier: str) -> int:
    """Return the sequence number of the dossier's last entry; 0 where it has none."""
    last = Head.objects.filter(dossier=dossier).order_by("-dossier_seq").values_list("dossier_seq", flat=True).first()
    return last or 0


def body_of(entry: Entry, *, sealed: bool = False) -> Body:
    """Return what an entry says.

    Args:
        entry: the entry.
        sealed: also open the sealed part; otherwise its fields are None. Who may is the caller's question.

    Raises:
        BodyDestroyedError: the open part, or the sealed part where it was asked for, was lawfully destroyed.
        UnknownKindError: no schema is registered for it.
        UnusableError: it cannot be decrypted.
    """
    fields: dict[str, Any] = read_part(entry, OPEN)[1]
    if sealed:
        fields |= read_part(entry, SEALED)[1]
    return body_type(entry.kind, entry.version).read(fields)


def disclose(entry: Entry, names: Collection[str], *, part: str = OPEN) -> Disclosure:
    """Show some fields of an entry so that anybody can check them against its head; of the others only the digests.

    Args:
        entry: the entry.
        names: the fields to show; salts of others are not given away.
        part: `open` or `sealed`.

    Raises:
        BodyDestroyedError: the part was lawfully destroyed.
        NotFoundError: the part has no field of one of the names.
    """
    salt, fields = read_part(entry, part)
    if missing := sorted(set(names) - fields.keys()):
        raise NotFoundError(f"这条记录没有所指的内容项：{'、'.join(missing)}。")
    return disclose_fields(fields, salt, names)
