"""Accept the scan of a signed page: JPEG, PNG or PDF, bounded, nothing decoded."""

from dataclasses import dataclass
from pathlib import Path

from liuhen.kernel.errors import BadInputError
from liuhen.media.formats import Kind
from liuhen.media.probe import probe


@dataclass(frozen=True, slots=True)
class ScannedSheets:
    """A scan that may stand as a signed paper. `width`, `height` in pixels for a picture, None for a PDF."""

    kind: Kind
    media_type: str
    size: int
    pages: int
    width: int | None
    height: int | None
    disagreement: str


def inspect_scan(path: Path, *, name: str) -> ScannedSheets:
    """Look at a scan of signed pages.

    Args:
        path: where the bytes are.
        name: the file name the sender gave; only compared and used in messages.

    Raises:
        BadInputError: not a JPEG, PNG or PDF; damaged, cut off, locked, scripted, or beyond the bounds of size,
            pixels and pages.
        UnusableError: the file cannot be read.
    """
    found = probe(path, name=name)
    if found.kind not in {"photo", "document"} or found.media_type == "image/heic":
        raise BadInputError(f"“{name}”不是扫描件：内容是 {found.container}。", remedy="签字页请上传 JPEG、PNG 或 PDF。")
    picture = found.streams[0] if found.streams else None
    return ScannedSheets(
        kind=found.kind,
        media_type=found.media_type,
        size=path.stat().st_size,
        pages=found.pages or 1,
        width=picture.width if picture else None,
        height=picture.height if picture else None,
        disagreement=found.disagreement,
    )
