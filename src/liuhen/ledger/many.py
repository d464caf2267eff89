"""Reading many entries of a dossier at once: as often asked for five hundred as for five."""

from collections.abc import Collection, Iterable, Mapping
from typing import Any

from cryptography.exceptions import InvalidTag

from liuhen.kernel.digests import Digests
from liuhen.kernel.errors import UnusableError
from liuhen.ledger.body import Body, body_type
from liuhen.ledger.errors import BodyDestroyedError
from liuhen.ledger.head import Entry
from liuhen.ledger.models import DataKey, Head, Part
from liuhen.ledger.parts import OPEN, about, part_id, split
from liuhen.ledger.reading import body_of
from liuhen.ledger.vault import decrypt, unwrap


def entries_at(dossier: str, seqs: Collection[int]) -> list[Entry]:
    """Return the entries of a dossier with these numbers, in their order; one query, none for no numbers."""
    if not seqs:
        return []
    rows = Head.objects.filter(dossier=dossier, dossier_seq__in=sorted(seqs)).order_by("dossier_seq")
    found = rows.values_list("head", "digest", "sm3")
    return [Entry.read(bytes(head), digests=Digests(sha256, sm3)) for head, sha256, sm3 in found]


def bodies_of(entries: Iterable[Entry]) -> Mapping[str, Body | None]:
    """Return what entries say in their open part, by digest; None where it was lawfully destroyed. Two queries.

    Raises:
        UnknownKindError: no schema is registered for one of them.
        UnusableError: one is gone without a tombstone, or cannot be decrypted.
    """
    listed = list(entries)
    if not listed:
        return {}
    wanted = {part_id(entry.digest, OPEN) for entry in listed}
    boxes = {name: (key, box) for name, key, box in Part.objects.filter(id__in=wanted).values_list("id", "key", "box")}
    names = {key for key, _ in boxes.values()}
    wrapped = DataKey.objects.filter(name__in=names).values_list("name", "box")
    keys = {name: unwrap(name, bytes(box)) for name, box in wrapped}
    return {entry.digest: _body(entry, boxes, keys) for entry in listed}


def _body(entry: Entry, boxes: Mapping[str, tuple[str, Any]], keys: Mapping[str, bytes]) -> Body | None:
    held = boxes.get(part_id(entry.digest, OPEN))
    if held is None or held[0] not in keys:
        return _alone(entry)
    name, box = held
    try:
        _, fields = split(decrypt(keys[name], bytes(box), about=about(entry, OPEN)))
    except InvalidTag as err:
        raise UnusableError(
            f"记录 {entry.short} 的内容无法读取。",
            why="内容被改动，或者不属于这条记录。",
            remedy="请由系统管理员执行 liuhen verify 核验留痕账。",
        ) from err
    return body_type(entry.kind, entry.version).read(fields)


def _alone(entry: Entry) -> Body | None:
    """Return what an entry says that the others' read did not find: nothing where it was lawfully destroyed."""
    try:
        return body_of(entry)
    except BodyDestroyedError:
        return None
