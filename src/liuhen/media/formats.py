"""What a file is, by its first bytes alone; its name is only compared with that afterwards."""

from dataclasses import dataclass
from pathlib import Path
from typing import Final, Literal, TypeAlias

from liuhen.kernel.errors import BadInputError, UnusableError

Kind: TypeAlias = Literal["video", "audio", "photo", "document"]

HEAD: Final = 4096
"""Bytes looked at to tell what a file is."""

ALLOWED: Final = (
    "可上传：录像 MP4、MOV、3GP、AVI、MKV、WebM、TS；录音 WAV、MP3、M4A、AAC、AMR、OGG、FLAC；"
    "照片 JPEG、PNG、HEIC；扫描件 PDF。"
)


@dataclass(frozen=True, slots=True)
class Format:
    """A kind of file the product takes.

    Args:
        label: how it is called when spoken of.
        demuxer: the one reader FFmpeg may use for it, so that no file can make it open another file or an address.
        extensions: file name endings that agree with it, without the dot.
    """

    label: str
    kind: Kind
    media_type: str
    demuxer: str
    extensions: frozenset[str]


def _format(label: str, kind: Kind, media_type: str, demuxer: str, extensions: str) -> Format:
    return Format(label, kind, media_type, demuxer, frozenset(extensions.split()))


MP4: Final = _format("MP4", "video", "video/mp4", "mov", "mp4 m4v m4a mov")
MOV: Final = _format("QuickTime（MOV）", "video", "video/quicktime", "mov", "mov qt mp4")
GP3: Final = _format("3GP", "video", "video/3gpp", "mov", "3gp 3gpp 3g2 mp4")
M4A: Final = _format("M4A", "audio", "audio/mp4", "mov", "m4a mp4")
MKV: Final = _format("Matroska（MKV）", "video", "video/x-matroska", "matroska", "mkv mka")
WEBM: Final = _format("WebM", "video", "video/webm", "matroska", "webm weba")
AVI: Final = _format("AVI", "video", "video/x-msvideo", "avi", "avi")
TS: Final = _format("MPEG-TS", "video", "video/mp2t", "mpegts", "ts mts m2ts")
WAV: Final = _format("WAV", "audio", "audio/wav", "wav", "wav wave")
MP3: Final = _format("MP3", "audio", "audio/mpeg", "mp3", "mp3")
AAC: Final = _format("AAC", "audio", "audio/aac", "aac", "aac")
AMR: Final = _format("AMR", "audio", "audio/AMR", "amr", "amr")
OGG: Final = _format("OGG", "audio", "audio/ogg", "ogg", "ogg oga ogv opus")
FLAC: Final = _format("FLAC", "audio", "audio/flac", "flac", "flac")
JPEG: Final = _format("JPEG", "photo", "image/jpeg", "", "jpg jpeg jpe")
HEIC: Final = _format("HEIC", "photo", "image/heic", "", "heic heif hif")
PNG: Final = _format("PNG", "photo", "image/png", "", "png")
PDF: Final = _format("PDF", "document", "application/pdf", "", "pdf")

_STARTS: Final = (
    (b"\xff\xd8\xff", JPEG),
    (b"\x89PNG\r\n\x1a\n", PNG),
    (b"%PDF-", PDF),
    (b"#!AMR", AMR),
    (b"OggS", OGG),
    (b"fLaC", FLAC),
    (b"ID3", MP3),
)
_PACKED: Final = "压缩包或办公文档（ZIP、OFD、DOCX 等）"
_PRIVATE: Final = "监控设备的专有格式或 MPEG 节目流"
_ORIGINAL: Final = "请上传设备导出的原始文件。"
_EXPORT: Final = "请用设备厂家的软件导出为 MP4，并保留设备中的原始文件。"
_STRANGERS: Final = (
    (b"PK\x03\x04", _PACKED),
    (b"PK\x05\x06", _PACKED),
    (b"Rar!", "压缩包（RAR）"),
    (b"7z\xbc\xaf\x27\x1c", "压缩包（7z）"),
    (b"\x1f\x8b", "压缩包（GZIP）"),
    (b"MZ", "可执行程序"),
    (b"\x7fELF", "可执行程序"),
    (b"\xd0\xcf\x11\xe0", "旧版办公文档（DOC、XLS 等）"),
    (b"GIF8", "GIF 图片"),
    (b"BM", "BMP 图片"),
    (b"II*\x00", "TIFF 图片"),
    (b"MM\x00*", "TIFF 图片"),
    (b"\x30\x26\xb2\x75\x8e\x66\xcf\x11", "WMV 录像"),
    (b"FLV\x01", "FLV 录像"),
    (b"\x00\x00\x01\xba", _PRIVATE),
    (b"IMKH", _PRIVATE),
    (b"DHAV", _PRIVATE),
)
_BRANDS: Final = {b"qt  ": MOV, b"M4A ": M4A, b"M4B ": M4A}
_HEICS: Final = frozenset({b"heic", b"heix", b"hevc", b"hevx", b"heim", b"heis"})
_STILLS: Final = frozenset({b"mif1", b"msf1", b"avif", b"avis"})
_BOXES: Final = frozenset({b"moov", b"mdat", b"wide", b"free", b"skip", b"pnot"})
_TS_PACKET, _TS_SYNC = 188, 0x47
_ADTS_SYNC: Final = (b"\xff\xf1", b"\xff\xf9")
_MP3_SYNC: Final = (b"\xff\xfb", b"\xff\xfa", b"\xff\xf3", b"\xff\xf2", b"\xff\xe3", b"\xff\xe2")


def recognise(path: Path, *, name: str) -> Format:
    """Return the format of a file from its content.

    Args:
        path: where the bytes are.
        name: the file name the sender gave, for messages.

    Raises:
        BadInputError: empty, or nothing the product takes; says what it is instead where that can be told.
        UnusableError: it cannot be read.
    """
    try:
        with path.open("rb") as file:
            head = file.read(HEAD)
    except OSError as error:
        raise UnusableError(f"“{name}”无法读取。", remedy="请系统管理员核查存储。") from error
    if not head:
        raise BadInputError(f"“{name}”是空文件。", remedy="请确认文件已从设备完整导出后再上传。")
    found = _known(head)
    if found is None:
        raise _refusal(head, name=name)
    return found


def disagreement(found: Format, *, name: str) -> str:
    """Return a sentence when the ending of a file name says something else than the content, else nothing."""
    ending = Path(name).suffix.removeprefix(".").lower()
    if not ending or ending in found.extensions:
        return ""
    return f"文件名后缀为 .{ending}，内容实为 {found.label}；已按内容认定，文件未作改动。"


def _known(head: bytes) -> Format | None:
    for start, known in _STARTS:
        if head.startswith(start):
            return known
    return _boxed(head) or _riff(head) or _matroska(head) or _streamed(head)


def _boxed(head: bytes) -> Format | None:
    kind, brand = head[4:8], head[8:12]
    if kind == b"ftyp":
        if brand in _HEICS or (brand in _STILLS and not _HEICS.isdisjoint(_brands(head))):
            return HEIC
        if brand in _STILLS:
            return None
        return GP3 if brand[:2] == b"3g" else _BRANDS.get(brand, MP4)
    return MOV if kind in _BOXES else None


def _brands(head: bytes) -> set[bytes]:
    """Return what else a file says it can be read as."""
    end = min(int.from_bytes(head[:4], "big"), len(head))
    return {head[place : place + 4] for place in range(16, end - 3, 4)}


def _riff(head: bytes) -> Format | None:
    return {b"AVI ": AVI, b"WAVE": WAV}.get(head[8:12]) if head[:4] == b"RIFF" else None


def _matroska(head: bytes) -> Format | None:
    if head[:4] != b"\x1a\x45\xdf\xa3":
        return None
    return WEBM if b"\x42\x82\x84webm" in head[:64] else MKV


def _streamed(head: bytes) -> Format | None:
    for first, step in ((0, _TS_PACKET), (4, _TS_PACKET + 4)):
        marks = head[first::step][:4]
        if len(marks) > 1 and set(marks) == {_TS_SYNC}:
            return TS
    if head.startswith(_ADTS_SYNC):
        return AAC
    return MP3 if head.startswith(_MP3_SYNC) else None


def _refusal(head: bytes, *, name: str) -> BadInputError:
    what, remedy = _stranger(head)
    return BadInputError(f"“{name}”不能存入：{what}。", why=ALLOWED, remedy=remedy)


def _stranger(head: bytes) -> tuple[str, str]:
    for start, what in _STRANGERS:
        if head.startswith(start):
            return f"内容是{what}", _EXPORT if what == _PRIVATE else _ORIGINAL
    if head[4:8] == b"ftyp" or (head[:4] == b"RIFF" and head[8:12] == b"WEBP"):
        return "内容是 AVIF 或 WebP 图片", "请在手机相机设置中选用 JPEG（兼容性最佳）后拍摄。"
    if not any(head):
        return "内容全为零字节，导出没有完成", "请从设备重新导出。"
    if _is_text(head):
        return "内容是文字，不是音像", _ORIGINAL
    return "内容无法识别，可能已加密或损坏", "请用设备配套的软件解密导出后再上传。"


def _is_text(head: bytes) -> bool:
    if any(sign < ord("\t") for sign in head):
        return False
    for encoding in ("utf-8", "gb18030"):
        try:
            head[: HEAD - 4].decode(encoding)
        except UnicodeDecodeError:
            continue
        return True
    return False
