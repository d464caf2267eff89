"""What a backup holds beside the database: originals, papers, texts of packs, keys. Previews are made again."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from django.conf import settings

KEYS: Final = "keys"
LEFT_OUT: Final = frozenset({"backup.key", "session.secret", "setup.code", "setup.tries", "initial-codes.txt"})
"""Keys that no backup holds: the one that opens it, and what is made anew on the machine that it is restored to."""

_PAIR: Final = re.compile(r"[0-9a-f]{2}")
_DIGEST: Final = re.compile(r"[0-9a-f]{64}")
_DRAFT: Final = re.compile(r".*\.[0-9a-f]{16}")
_PLAIN: Final = re.compile(r"[A-Za-z0-9_][A-Za-z0-9._-]*")


@dataclass(frozen=True, slots=True)
class Kept:
    """An original or a paper: its SHA-256 as recorded, its path from the data folder, bytes, when it came (POSIX)."""

    sha256: str
    path: str
    size: int
    kept: int


def stores() -> dict[str, Path]:
    """Return the folders of whole files, by their names in a backup."""
    packs = Path(settings.LIUHEN_DATA) / "packs"  # the texts of adopted packs
    return {"originals": settings.LIUHEN_ORIGINALS, "papers": settings.LIUHEN_PAPERS, "packs": packs}


def kept_files() -> Iterator[Kept]:
    """Give every original and paper that is there now, in the order of their paths. Uploads under way are none."""
    for store, root in stores().items():
        for pair in _names(root, _PAIR):
            for digest in _names(root / pair, _DIGEST):
                path = root / pair / digest
                try:
                    said = path.stat()
                except FileNotFoundError:
                    continue  # destroyed since the folder was listed
                yield Kept(digest, f"{store}/{pair}/{digest}", said.st_size, int(said.st_mtime))


def place_of(path: str, data: Path) -> Path:
    """Return where a path of a backup lies in a data folder; the stores of settings are not asked.

    Raises:
        ValueError: it is no path that a backup writes, and so it never leads out of the folder.
    """
    parts = path.split("/")
    if not all(map(_PLAIN.fullmatch, parts)) or parts[0] not in {KEYS, "originals", "papers", "packs"}:
        raise ValueError(f"no path of a backup: {path}")
    return data.joinpath(*parts)


def keys() -> dict[str, bytes]:
    """Return every key of the installation, by its path from the data folder; drafts and strange names are no keys."""
    root = Path(settings.LIUHEN_DATA) / KEYS
    found = {}
    for path in sorted(one for one in root.rglob("*") if one.is_file()):
        inner = path.relative_to(root).as_posix()
        if inner not in LEFT_OUT and not _DRAFT.fullmatch(path.name) and all(map(_PLAIN.fullmatch, inner.split("/"))):
            found[f"{KEYS}/{inner}"] = path.read_bytes()
    return found


def _names(folder: Path, pattern: re.Pattern[str]) -> list[str]:
    try:
        return sorted(path.name for path in folder.iterdir() if pattern.fullmatch(path.name))
    except (FileNotFoundError, NotADirectoryError):
        return []
