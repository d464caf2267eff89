"""Commitment of a part: one digest over salted fields, so that one field can be shown beside digests of the others."""

import hashlib
import hmac
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Final

from liuhen.kernel.canonical import Json, canonical
from liuhen.kernel.digests import Digests, Hash, sha256, sm3

SALT_BYTES: Final = 32
_FIELD, _PART = b"\x02", b"\x03"


@dataclass(frozen=True, slots=True)
class Disclosure:
    """Some fields of a part with their salts, and only the digests of the others.

    `shown`: name -> (value, field salt, 32 bytes). `hidden`: one pair of digests a field that is not shown, sorted.
    """

    shown: Mapping[str, tuple[Json, bytes]]
    hidden: tuple[Digests, ...]

    def as_json(self) -> dict[str, Json]:
        """Return the shape a package carries; salts in hexadecimal."""
        shown: dict[str, Json] = {
            name: {"value": value, "salt": salt.hex()} for name, (value, salt) in self.shown.items()
        }
        return {"shown": shown, "hidden": [digests.as_json() for digests in self.hidden]}


def field_salt(salt: bytes, name: str) -> bytes:
    """Return the salt of one field, derived from the 32-byte salt of its part."""
    return hmac.digest(salt, b"liuhen/1/field/" + name.encode(), hashlib.sha256)


def commitment(fields: Mapping[str, Json], salt: bytes) -> Digests:
    """Return what a head says about a part: both digests over its fields.

    Args:
        fields: name -> JSON value.
        salt: the 32 random bytes of this part.
    """
    return _joined([_field(name, value, field_salt(salt, name)) for name, value in fields.items()])


def disclose_fields(fields: Mapping[str, Json], salt: bytes, names: Collection[str]) -> Disclosure:
    """Show the fields `names` of a part and hide the others.

    Raises:
        KeyError: the part has no field of one of the names.
    """
    shown = {name: (fields[name], field_salt(salt, name)) for name in sorted(names)}
    hidden = [_field(name, fields[name], field_salt(salt, name)) for name in fields.keys() - shown.keys()]
    return Disclosure(shown, tuple(sorted(hidden, key=lambda digests: digests.sha256)))


def disclosure_holds(disclosure: Disclosure, committed: Digests) -> bool:
    """Say whether a disclosure is what the head committed to, under both hashes."""
    shown = [_field(name, value, salt) for name, (value, salt) in disclosure.shown.items()]
    return _joined([*shown, *disclosure.hidden]) == committed


def _field(name: str, value: Json, salt: bytes) -> Digests:
    written = name.encode()
    message = _FIELD + salt + len(written).to_bytes(4, "big") + written + canonical(value)
    return Digests.of(message)


def _joined(fields: list[Digests]) -> Digests:
    return Digests(
        sha256=_over(sha256, [field.sha256 for field in fields]), sm3=_over(sm3, [field.sm3 for field in fields])
    )


def _over(hashed: Hash, fields: list[str]) -> str:
    return hashed(_PART + b"".join(sorted(map(bytes.fromhex, fields)))).hex()
