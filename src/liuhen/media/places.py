"""Where the bytes of an original lie under a root, and how a folder is made to survive a power cut."""

import os
import re
from pathlib import Path

from liuhen.kernel.errors import NotFoundError

_SHA256 = re.compile(r"[0-9a-f]{64}")


def where(root: Path, sha256: str) -> Path:
    """Return the path at which the original with this SHA-256 lies, whether it is there or not.

    Args:
        root: the folder of all originals.
        sha256: 64 lower-case hexadecimal characters.

    Raises:
        NotFoundError: not such a digest; nothing else may become a path.
    """
    if not _SHA256.fullmatch(sha256):
        raise NotFoundError("没有这份原件。", why="所给的校验值不是 SHA-256。")
    return root / sha256[:2] / sha256


def incoming(root: Path) -> Path:
    """Return the folder of uploads under way: same file system as the originals, so that arriving is one link."""
    return root / ".incoming"


def settle(folder: Path) -> None:
    """Make the names in `folder` durable; raise OSError when the disk does not confirm."""
    handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
