"""Digests, always two side by side: SHA-256 and SM3."""

import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final, Self

_SM3: Final = hashlib.new("sm3")


@dataclass(frozen=True, slots=True)
class Digests:
    """Both digests of the same bytes, lower-case hexadecimal, 64 characters each."""

    sha256: str
    sm3: str

    @classmethod
    def of(cls, data: bytes) -> Self:
        """Return both digests of `data`."""
        return cls(sha256=sha256(data).hex(), sm3=sm3(data).hex())

    def as_json(self) -> dict[str, str]:
        """Return the shape in which heads, manifests and proofs carry them."""
        return {"sha256": self.sha256, "sm3": self.sm3}


Hash = Callable[[bytes], bytes]


def sha256(data: bytes) -> bytes:
    """Return the 32-byte SHA-256 digest of `data`."""
    return hashlib.sha256(data).digest()


def sm3(data: bytes) -> bytes:
    """Return the 32-byte SM3 digest of `data`."""
    hashing = _SM3.copy()  # finding the algorithm by its name costs twice as much as hashing one field
    hashing.update(data)
    return hashing.digest()


class Digester:
    """Take both digests of a stream piece by piece."""

    def __init__(self) -> None:
        self._sha256 = hashlib.sha256()
        self._sm3 = _SM3.copy()

    def update(self, piece: bytes) -> None:
        """Read `piece` as the next bytes of the stream."""
        self._sha256.update(piece)
        self._sm3.update(piece)

    def digests(self) -> Digests:
        """Return the digests of everything read so far."""
        return Digests(sha256=self._sha256.hexdigest(), sm3=self._sm3.hexdigest())
