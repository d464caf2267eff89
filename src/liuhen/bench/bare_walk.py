"""The barest walk over a ledger that still finds a changed bit: no Django, no tree, no tables, no sentence.

It reads heads and bodies in their order, takes both digests of every head, follows both chains, opens every body and
takes its commitment again. What `verify` does beyond that is what the ratio shows.
"""

import hashlib
import hmac
import json
import sqlite3
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final

import rfc8785
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

_HEADS: Final = "SELECT head, digest, sm3 FROM ledger_head ORDER BY organ, organ_seq"
_PARTS: Final = "SELECT p.head, p.part, p.key, p.box FROM ledger_part p"
_KEYS: Final = "SELECT name, box FROM ledger_datakey"
_NONCE: Final = 12
_SALT: Final = 32

Pair = tuple[str, str]


def walk(database: Path, master: bytes) -> int:
    """Return how many parts were checked.

    Raises:
        ValueError: something does not follow from what stands before it, or is not what its head committed to.
    """
    connection = sqlite3.connect(f"file:{database}?mode=ro", uri=True)
    try:
        keys = {name: _opened(master, box, name) for name, box in connection.execute(_KEYS)}
        committed = _heads(connection)
        checked = 0
        for head, part, key, box in connection.execute(_PARTS):
            about, said = committed[head, part]
            plain = _opened(keys[key], box, about)
            if _commitment(json.loads(plain[_SALT:]), plain[:_SALT]) != said:
                raise ValueError(f"a body differs: {about}")
            checked += 1
    finally:
        connection.close()
    return checked


def _heads(connection: sqlite3.Connection) -> dict[tuple[str, str], tuple[str, Pair]]:
    last: dict[str, Pair] = {}
    committed: dict[tuple[str, str], tuple[str, Pair]] = {}
    for head, digest, sm3 in connection.execute(_HEADS):
        if _both(head) != (digest, sm3):
            raise ValueError(f"a head was changed: {digest}")
        said: dict[str, Any] = json.loads(head)
        for chain, before in (("organ", "prev_organ"), ("dossier", "prev_dossier")):
            name = f"{chain}/{said.get(chain)}"
            if chain in said and last.get(name) != _pair(said.get(before)):
                raise ValueError(f"the chain breaks: {digest}")
            last[name] = (digest, sm3)
        for part, member in (("open", "body"), ("sealed", "sealed")):
            if pair := _pair(said.get(member)):
                committed[digest, part] = f"{said['organ']}/{said['organ_seq']}/{part}", pair
    return committed


def _commitment(fields: Mapping[str, Any], salt: bytes) -> Pair:
    found = []
    for name, value in fields.items():
        written = name.encode()
        own = hmac.digest(salt, b"liuhen/1/field/" + written, "sha256")
        found.append(b"\x02" + own + len(written).to_bytes(4, "big") + written + rfc8785.dumps(value))
    by_sha256 = sorted(hashlib.sha256(one).digest() for one in found)
    by_sm3 = sorted(hashlib.new("sm3", one).digest() for one in found)
    return (
        hashlib.sha256(b"\x03" + b"".join(by_sha256)).hexdigest(),
        hashlib.new("sm3", b"\x03" + b"".join(by_sm3)).hexdigest(),
    )


def _opened(key: bytes, box: bytes, about: str) -> bytes:
    return AESGCM(key).decrypt(box[:_NONCE], box[_NONCE:], about.encode())


def _both(data: bytes) -> Pair:
    return hashlib.sha256(data).hexdigest(), hashlib.new("sm3", data).hexdigest()


def _pair(said: dict[str, str] | None) -> Pair | None:
    return None if said is None else (said["sha256"], said["sm3"])
