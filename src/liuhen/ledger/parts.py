"""Parts of a body: stored encrypted beside the head, read back with the salt that its commitment needs."""

import json
import secrets
from collections.abc import Mapping
from typing import Final

from cryptography.exceptions import InvalidTag

from liuhen.kernel.canonical import Json, canonical
from liuhen.kernel.errors import UnusableError
from liuhen.ledger.commitment import SALT_BYTES
from liuhen.ledger.errors import BodyDestroyedError
from liuhen.ledger.head import Entry
from liuhen.ledger.models import DataKey, Part, Tombstone
from liuhen.ledger.prepared import Prepared
from liuhen.ledger.rows import insert
from liuhen.ledger.vault import data_key, decrypt, encrypt, unwrap

OPEN: Final = "open"
SEALED: Final = "sealed"
_boxes: Final = Prepared(Part, lambda name: Part.objects.filter(id=name).values_list("key", "box"))
_keys: Final = Prepared(DataKey, lambda name: DataKey.objects.filter(name=name).values_list("box"))


def new_salt() -> bytes:
    """Return the random salt of a part."""
    return secrets.token_bytes(SALT_BYTES)


def key_name(entry: Entry, part: str) -> str:
    """Return the name of the data key: one a dossier, one for the organ's own acts, one a sealed part."""
    if part == SEALED:
        return f"sealed/{entry.organ}/{entry.organ_seq}"
    return f"organ/{entry.organ}" if entry.dossier is None else f"dossier/{entry.dossier}"


def part_id(digest: str, part: str) -> str:
    """Return the key of a part's row, and of its tombstone's."""
    return f"{digest}/{part}"


def about(entry: Entry, part: str) -> str:
    """Return what a part's ciphertext is bound to: its place in the chain."""
    return f"{entry.organ}/{entry.organ_seq}/{part}"


def store_part(entry: Entry, part: str, fields: Mapping[str, Json], salt: bytes) -> None:
    """Encrypt and store one part of an entry."""
    name = key_name(entry, part)
    box = encrypt(data_key(name), salt + canonical(fields), about=about(entry, part))
    insert(Part(id=part_id(entry.digest, part), head=entry.digest, part=part, key=name, box=box))


def read_part(entry: Entry, part: str) -> tuple[bytes, dict[str, Json]]:
    """Return the salt and the fields of a part; no fields where the entry has no such part.

    Raises:
        BodyDestroyedError: it was lawfully destroyed.
        UnusableError: it is gone without a tombstone, or the keys do not open it.
    """
    if entry.committed(part) is None:
        return b"", {}
    row = _boxes.first(part_id(entry.digest, part))
    if row is None:
        raise _destroyed(entry, part) or _unreadable(entry, "内容不在库中，也没有销毁记录。")
    name, box = row
    key = _keys.first(name)
    if key is None:
        raise _unreadable(entry, "解开它的密钥不在库中。")
    try:
        return split(decrypt(unwrap(name, bytes(key[0])), bytes(box), about=about(entry, part)))
    except InvalidTag as err:
        raise _unreadable(entry, "内容被改动，或者不属于这条记录。") from err


def split(plaintext: bytes) -> tuple[bytes, dict[str, Json]]:
    """Return the salt and the fields of a decrypted part."""
    return plaintext[:SALT_BYTES], json.loads(plaintext[SALT_BYTES:])


def _destroyed(entry: Entry, part: str) -> BodyDestroyedError | None:
    tombstone = Tombstone.objects.filter(id=part_id(entry.digest, part)).first()
    if tombstone is None:
        return None
    return BodyDestroyedError(
        "这条记录的内容已依法销毁。",
        digest=entry.digest,
        tombstone=tombstone.entry,
        why="销毁的理由、依据和批准人见销毁记录。",
    )


def _unreadable(entry: Entry, why: str) -> UnusableError:
    return UnusableError(
        f"记录 {entry.short} 的内容无法读取。", why=why, remedy="请由系统管理员执行 liuhen verify 核验留痕账。"
    )
