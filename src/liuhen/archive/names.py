"""Names inside a package: readable Chinese, safe on every file system, decided by the content alone."""

import re
import unicodedata
from pathlib import PurePosixPath
from typing import Final

FOLDERS: Final = {"paper.finalised": "papers", "recording.stored": "recordings", "copy.derived": "copies"}
OTHERS: Final = "scans"
_KEPT: Final = 40  # characters of a title; with its digits and ending it stays under 255 bytes of UTF-8
_ENDING: Final = re.compile(r"\.[A-Za-z0-9]{1,8}")
_ENDINGS: Final = {"application/pdf": ".pdf", "video/mp4": ".mp4", "image/jpeg": ".jpg", "image/png": ".png"}


def safe(title: str) -> str:
    """Return `title` as part of a file name: letters, digits and a few signs; never empty."""
    kept = "".join(sign if _harmless(sign) else " " for sign in unicodedata.normalize("NFC", title))
    return unicodedata.normalize("NFC", "_".join(kept.split())[:_KEPT]).strip("-_") or "无题"


def file_path(*, kind: str, seq: int, name: str, media_type: str, sha256: str) -> str:
    """Return where the file of an entry lies in a package, e.g. `data/papers/0012-询问笔录-3f2a9c1b.pdf`.

    Args:
        kind: kind of the first entry that refers to it.
        seq: its number in the dossier.
        name: the file's name or title as recorded.
        media_type: as recorded; gives the ending where the name has none.
        sha256: of the content, hexadecimal.
    """
    told = PurePosixPath(name.replace("\\", "/"))
    ending = told.suffix.lower() if _ENDING.fullmatch(told.suffix) else _ENDINGS.get(media_type, ".bin")
    stem = told.stem if told.suffix and _ENDING.fullmatch(told.suffix) else told.name
    return f"data/{FOLDERS.get(kind, OTHERS)}/{seq:04d}-{safe(stem)}-{sha256[:8]}{ending}"


def entry_path(seq: int) -> str:
    """Return where an entry lies."""
    return f"data/entries/{seq:04d}.json"


def _harmless(sign: str) -> bool:
    return sign in "-_〔〕（）" or unicodedata.category(sign)[0] in "LN"
