"""Checking bodies: decrypted, their commitments taken again, what is missing or too much, what was destroyed."""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from cryptography.exceptions import InvalidTag
from django.db.models import Exists, OuterRef

from liuhen.kernel.canonical import Json, canonical
from liuhen.kernel.errors import LiuhenError, UnusableError
from liuhen.ledger.checkers import Counted, Finding, Problem
from liuhen.ledger.commitment import SALT_BYTES, commitment
from liuhen.ledger.destruction import BodyDestroyed
from liuhen.ledger.head import Entry
from liuhen.ledger.models import DataKey, Head, Part, Tile, Tombstone
from liuhen.ledger.parts import OPEN, SEALED, about, key_name, part_id, split
from liuhen.ledger.reading import body_of
from liuhen.ledger.reading import entry as entry_of
from liuhen.ledger.vault import decrypt, unwrap
from liuhen.ledger.walk import Joint, as_bytes

_NAMES = {OPEN: "公开内容", SEALED: "密存内容"}


def check_contents(joints: Sequence[Joint]) -> Iterator[Finding]:
    """Check the parts of some heads that were reached one after another."""
    shelf = _Shelf(joints)
    for joint in joints:
        if joint.entry is not None:
            for part in (OPEN, SEALED):
                yield from shelf.check(joint, joint.entry, part)
    yield Counted("parts", len(shelf.parts))
    yield Counted("destroyed", len(shelf.buried))


class Kept(NamedTuple):
    """A part as its table holds it."""

    id: str
    head: str
    part: str
    key: str
    box: object  # bytes, unless somebody made it something else


class _Shelf:
    """The parts, tombstones and keys of some heads, fetched together; each key is unwrapped once."""

    def __init__(self, joints: Sequence[Joint]) -> None:
        ids = [part_id(joint.row.digest, part) for joint in joints for part in (OPEN, SEALED)]
        rows = Part.objects.filter(id__in=ids).values_list(*Kept._fields)
        self.parts = {row.id: row for row in map(Kept._make, rows)}
        self.buried = set(Tombstone.objects.filter(id__in=ids).values_list("id", flat=True))
        names = {row.key for row in self.parts.values()}
        self._boxes = dict(DataKey.objects.filter(name__in=names).values_list("name", "box"))
        self._keys: dict[str, bytes] = {}

    def check(self, joint: Joint, entry: Entry, part: str) -> Iterator[Problem]:
        """Check one part of one head."""
        name, what = part_id(joint.row.digest, part), _NAMES[part]
        row = self.parts.get(name)
        if entry.committed(part) is None or name in self.buried:
            if row is not None:
                yield joint.problem("part.unexpected", f"{what}本不应存在：首部没有承诺，或者已经销毁。")
        elif row is None:
            yield joint.problem("part.missing", f"{what}缺失，且没有销毁记录。")
        elif (row.head, row.part, row.key) != (joint.row.digest, part, key_name(entry, part)):
            yield joint.problem("part.columns", f"{what}的检索栏与记录首部所载不符。")
        elif row.key not in self._boxes:
            yield joint.problem("key.missing", f"{what}的密钥缺失，且没有销毁记录。")
        else:
            yield from self._open(joint, entry, row)

    def _open(self, joint: Joint, entry: Entry, row: Kept) -> Iterator[Problem]:
        what = _NAMES[row.part]
        try:
            salt, fields = _whole(decrypt(self._key(row.key), as_bytes(row.box), about=about(entry, row.part)))
        except UnusableError as err:
            yield joint.problem("key.changed", f"{what}：{err}")
        except (InvalidTag, ValueError):
            yield joint.problem("part.changed", f"{what}被改动，无法解密。")
        else:
            if commitment(fields, salt) != entry.committed(row.part):
                yield joint.problem("part.commitment", f"{what}与首部的承诺不符。")

    def _key(self, name: str) -> bytes:
        if name not in self._keys:
            self._keys[name] = unwrap(name, as_bytes(self._boxes[name]))
        return self._keys[name]


def check_strays() -> Iterator[Problem]:
    """Find parts without a head, keys without a part, misplaced subtrees, destruction that destroyed nothing."""
    heads = Head.objects.filter(digest=OuterRef("head"))
    for name in Part.objects.filter(~Exists(heads)).values_list("id", flat=True).iterator():
        yield Problem("part.orphan", f"内容 {name}", "这份内容不属于任何记录。")
    parts = Part.objects.filter(key=OuterRef("name"))
    for name in DataKey.objects.filter(~Exists(parts)).values_list("name", flat=True).iterator():
        yield Problem("key.orphan", f"密钥 {name}", "这把密钥不属于任何内容。")
    for name, organ, index in Tile.objects.values_list("id", "organ", "index").iterator():
        if name != f"{organ}/{index}":
            yield Problem("tile.columns", f"分段摘要 {name}", "检索栏被改动。")
    tombstones = Tombstone.objects.filter(entry=OuterRef("digest"))
    for digest in Head.objects.filter(~Exists(tombstones), kind=BodyDestroyed.kind).values_list("digest", flat=True):
        yield Problem("tombstone.missing", f"记录 {digest}", "这条销毁记录没有对应的销毁标记。", entry=digest)


def check_tombstones() -> Iterator[Problem]:
    """Check that every tombstone says what its entry says."""
    for row in Tombstone.objects.iterator():
        if not _is_told(row):
            what = "这个销毁标记没有与之相符的销毁记录。"
            yield Problem("tombstone.false", f"销毁标记 {row.id}", what, entry=row.target)


def _is_told(row: Tombstone) -> bool:
    try:
        target, told = entry_of(row.target), body_of(entry_of(row.entry))
    except (LiuhenError, ValueError, LookupError, TypeError):
        return False  # what exactly is wrong with them is said where the chain is walked
    expected = (part_id(row.target, row.part), key_name(target, row.part))
    return (
        isinstance(told, BodyDestroyed)
        and (told.target, told.part) == (row.target, row.part)
        and (row.id, row.key) == expected
    )


def _whole(plaintext: bytes) -> tuple[bytes, dict[str, Json]]:
    salt, fields = split(plaintext)
    if len(salt) != SALT_BYTES or not isinstance(fields, dict) or canonical(fields) != plaintext[SALT_BYTES:]:
        raise ValueError("not a part as the ledger writes it")
    return salt, fields
