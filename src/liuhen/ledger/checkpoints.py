"""Checkpoints: the organ's tree at one size, signed, to be kept where the database's owner cannot reach it."""

import json
from base64 import b64encode
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, Final, Self

from liuhen.kernel import clock
from liuhen.kernel.canonical import Json, canonical
from liuhen.kernel.clock import read_when, written
from liuhen.kernel.digests import Digests
from liuhen.kernel.errors import BadInputError, OutOfOrderError
from liuhen.ledger.act import place
from liuhen.ledger.models import SignedCheckpoint
from liuhen.ledger.organ_keys import private_key, public_key, signature_holds
from liuhen.ledger.storage import whole
from liuhen.ledger.tree import root_at, store_tiles
from liuhen.ledger.writing import hold

FORMAT: Final = 1
_CONTEXT: Final = b"liuhen/1/checkpoint\n"


@dataclass(frozen=True, slots=True)
class Checkpoint:
    """The root over an organ's first `size` heads, the digests of head number `size`, and who signed it when.

    `signature` and `signer` are base64: of the Ed25519 signature, and of the 32-byte public key.
    """

    organ: str
    size: int
    root: Digests
    head: Digests
    at: datetime
    signature: str = ""
    signer: str = ""

    def as_json(self) -> dict[str, Json]:
        """Return the shape that is stored, printed and kept by a witness."""
        return {**self._said(), "signature": self.signature, "signer": self.signer}

    def signed_bytes(self) -> bytes:
        """Return what the signature covers."""
        return _CONTEXT + canonical(self._said())

    def holds(self) -> bool:
        """Say whether the signature is the signer's; whether the signer is the organ is another question."""
        return signature_holds(self.signature, self.signed_bytes(), signer=self.signer)

    @classmethod
    def read(cls, said: Mapping[str, Any]) -> Self:
        """Read what `as_json` wrote.

        Raises:
            BadInputError: it is no checkpoint of format 1.
        """
        try:
            checkpoint = cls._parsed(said)
        except (KeyError, TypeError, ValueError) as err:
            raise BadInputError("这不是检查点文件，或者文件不完整。", remedy="请重新取得检查点文件。") from err
        if checkpoint.as_json() != said:
            raise BadInputError("检查点文件中有不认识的内容。", remedy="请重新取得检查点文件。")
        return checkpoint

    @classmethod
    def _parsed(cls, said: Mapping[str, Any]) -> Self:
        at = read_when(said["at"])
        if said["format"] != FORMAT or not isinstance(at, datetime) or not isinstance(said["size"], int):
            raise ValueError("no checkpoint of this format")
        return cls(
            organ=said["organ"],
            size=said["size"],
            root=Digests(**said["root"]),
            head=Digests(**said["head"]),
            at=at,
            signature=said["signature"],
            signer=said["signer"],
        )

    def _said(self) -> dict[str, Json]:
        return {
            "format": FORMAT,
            "organ": self.organ,
            "size": self.size,
            "root": self.root.as_json(),
            "head": self.head.as_json(),
            "at": written(self.at),
        }


def checkpoint(organ: str) -> Checkpoint:
    """Sign and keep the organ's tree as it is now; where nothing was appended since the last one, return that.

    Raises:
        OutOfOrderError: the organ has no entries.
        UnusableError: its key is missing, or the disk refuses.
    """
    with whole():
        hold(organ)
        last, latest = place(organ, None).last, latest_checkpoint(organ)
        if last is None:
            raise OutOfOrderError("本机关还没有任何记录，不能签发检查点。")
        if latest is not None and latest.size == last.organ_seq:
            return latest
        store_tiles(organ, last.organ_seq)
        fresh = Checkpoint(
            organ,
            last.organ_seq,
            root=root_at(organ, last.organ_seq),
            head=last.digests,
            at=max(clock.now(), last.recorded),
        )
        signed = _signed(fresh)
        row = SignedCheckpoint(
            id=f"{organ}/{signed.size}", organ=organ, size=signed.size, checkpoint=canonical(signed.as_json())
        )
        row.save(force_insert=True)
    return signed


def latest_checkpoint(organ: str) -> Checkpoint | None:
    """Return the organ's largest stored checkpoint, or None."""
    rows = SignedCheckpoint.objects.filter(organ=organ).order_by("-size").values_list("checkpoint", flat=True)
    stored = rows.first()
    return None if stored is None else read_checkpoint(bytes(stored))


def covering(organ: str, seq: int) -> Checkpoint:
    """Return the organ's smallest stored checkpoint that covers its entry `seq`; sign one where there is none.

    Asked again, it is the same one: what is proven with it can be made again, byte for byte.

    Raises:
        OutOfOrderError, UnusableError: as `checkpoint`.
    """
    rows = SignedCheckpoint.objects.filter(organ=organ, size__gte=seq).order_by("size")
    stored = rows.values_list("checkpoint", flat=True).first()
    return checkpoint(organ) if stored is None else read_checkpoint(bytes(stored))


def read_checkpoint(stored: bytes) -> Checkpoint:
    """Read the bytes of a checkpoint.

    Raises:
        BadInputError: they are none.
    """
    try:
        said = json.loads(stored)
    except ValueError as err:
        raise BadInputError("这不是检查点文件，或者文件不完整。", remedy="请重新取得检查点文件。") from err
    return Checkpoint.read(said)


def _signed(fresh: Checkpoint) -> Checkpoint:
    signature = b64encode(private_key(fresh.organ).sign(fresh.signed_bytes())).decode()
    return replace(fresh, signature=signature, signer=public_key(fresh.organ))
