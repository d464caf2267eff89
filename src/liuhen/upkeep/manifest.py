"""What a snapshot holds, in the clear once decrypted: every file with its digest, the keys, how far each chain goes."""

import json
from base64 import b64decode, b64encode
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Self

from liuhen.kernel.canonical import Json, canonical
from liuhen.kernel.clock import read_when, written
from liuhen.kernel.digests import Digests
from liuhen.ledger.ends import End
from liuhen.upkeep.backup_folder import FORMAT
from liuhen.upkeep.sealing import Sum


@dataclass(frozen=True, slots=True)
class File:
    """A file: path from the data folder, digest and size in the clear, the object it lies in, when it came (POSIX)."""

    path: str
    plain: Sum
    object: str
    kept: int


@dataclass(frozen=True, slots=True)
class Chain:
    """An organ: its name, and the end of its chain."""

    name: str
    end: End


@dataclass(frozen=True, slots=True)
class Manifest:
    """A snapshot.

    Attributes:
        made: the moment that the database holds.
        version: of the product that made it.
        migrations: `app.name` of each that the database has been through.
        chains: organ -> name and end.
        database: digest and size of the copy.
        files: originals and papers.
        keys: path -> content.
        damaged: paths of files that were not what they should be and are not in it.
    """

    made: datetime
    version: str
    migrations: tuple[str, ...]
    chains: Mapping[str, Chain]
    database: Sum
    files: tuple[File, ...]
    keys: Mapping[str, bytes]
    damaged: tuple[str, ...]

    def as_bytes(self) -> bytes:
        """Return it as it is encrypted."""
        return canonical(
            {
                "format": FORMAT,
                "made": written(self.made),
                "version": self.version,
                "migrations": list(self.migrations),
                "organs": {organ: _told(one) for organ, one in self.chains.items()},
                "database": [self.database.sha256, self.database.size],
                "files": [[one.path, one.plain.sha256, one.plain.size, one.object, one.kept] for one in self.files],
                "keys": {path: b64encode(content).decode() for path, content in self.keys.items()},
                "damaged": list(self.damaged),
            }
        )

    @classmethod
    def read(cls, content: bytes) -> Self:
        """Read what `as_bytes` wrote; raise ValueError for anything else."""
        try:
            return cls._parsed(json.loads(content))
        except (KeyError, TypeError, AttributeError) as error:
            raise ValueError("no manifest") from error

    @classmethod
    def _parsed(cls, told: dict[str, Any]) -> Self:
        made = read_when(told["made"])
        if told["format"] != FORMAT or not isinstance(made, datetime):
            raise ValueError("another format")
        return cls(
            made=made,
            version=told["version"],
            migrations=tuple(told["migrations"]),
            chains={organ: _chain(one) for organ, one in told["organs"].items()},
            database=Sum(*told["database"]),
            files=tuple(_files(told["files"])),
            keys={path: b64decode(content, validate=True) for path, content in told["keys"].items()},
            damaged=tuple(told["damaged"]),
        )


def _told(chain: Chain) -> dict[str, Json]:
    return {"name": chain.name, "entries": chain.end.entries, **chain.end.digests.as_json()}


def _chain(told: dict[str, Any]) -> Chain:
    return Chain(told["name"], End(told["entries"], Digests(told["sha256"], told["sm3"])))


def _files(told: Iterable[list[Any]]) -> Iterable[File]:
    for path, sha256, size, name, kept in told:
        yield File(path, Sum(sha256, size), name, kept)
