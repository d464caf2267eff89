"""A small file that was received, read for an entry that holds it itself."""

from pathlib import Path

from django.conf import settings

from liuhen.kernel.errors import BadInputError
from liuhen.media.places import where


def original(sha256: str, *, largest: int) -> bytes:
    """Return the bytes of a received file.

    Args:
        sha256: its digest, as its form names it.
        largest: bytes; a larger file is refused.

    Raises:
        BadInputError: it was not received, or is too large.
    """
    path = where(Path(settings.LIUHEN_ORIGINALS), sha256)
    if not path.is_file():
        raise BadInputError("没有收到图片。", fields={"picture": "请重新选择文件"}, remedy="请重新上传。")
    if path.stat().st_size > largest:
        raise BadInputError("图片太大。", fields={"picture": f"最多 {largest // 1024} KB"}, remedy="请缩小后重新上传。")
    return path.read_bytes()
