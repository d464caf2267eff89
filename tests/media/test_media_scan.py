"""A signed page comes in as a picture or a PDF, whole, of a sane size; nothing in it is unpacked to find that out."""

import struct
import tracemalloc
import zlib
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pikepdf
import pytest
from PIL import Image

from liuhen.kernel.errors import BadInputError, LiuhenError
from liuhen.media.probe import probe
from liuhen.media.scan import inspect_scan
from media.bombs import packed_pdf
from media.stills import heic


def image(path: Path, kind: str, *, size: tuple[int, int] = (600, 800), **options: object) -> Path:
    Image.effect_noise(size, 40).convert("RGB").save(path, kind, **options)
    return path


def sheets(
    path: Path, *, pages: int = 3, change: Callable[[pikepdf.Pdf], object] | None = None, **options: object
) -> Path:
    with pikepdf.new() as pdf:
        for _ in range(pages):
            pdf.add_blank_page(page_size=(595, 842))
        if change:
            change(pdf)
        pdf.save(path, **options)
    return path


def chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def refusal(path: Path, name: str = "签字页.pdf") -> str:
    with pytest.raises(BadInputError) as refused:
        inspect_scan(path, name=name)
    assert refused.value.remedy
    return str(refused.value)


@pytest.mark.parametrize(
    ("kind", "options"),
    [("JPEG", {}), ("JPEG", {"progressive": True}), ("JPEG", {"exif": b"Exif\0\0II*\0\x08\0\0\0\0\0"}), ("PNG", {})],
)
def test_a_picture_of_a_page_is_measured(tmp_path: Path, kind: str, options: dict[str, object]) -> None:
    found = inspect_scan(image(tmp_path / "page", kind, **options), name="签字页")
    assert (found.kind, found.media_type, found.pages) == ("photo", f"image/{kind.lower()}", 1)
    assert (found.width, found.height) == (600, 800)
    assert found.size == (tmp_path / "page").stat().st_size


@pytest.mark.parametrize("options", [{}, {"object_stream_mode": pikepdf.ObjectStreamMode.generate}])
def test_the_pages_of_a_pdf_are_counted(tmp_path: Path, options: dict[str, object]) -> None:
    found = inspect_scan(sheets(tmp_path / "scan", pages=7, **options), name="签字页.pdf")
    assert (found.kind, found.pages, found.width) == ("document", 7, None)


def test_a_photo_is_a_photo_when_probed(tmp_path: Path) -> None:
    found = probe(image(tmp_path / "photo", "JPEG"), name="现场照片.jpg")
    assert (found.kind, found.container, found.duration_ms, found.whole) == ("photo", "JPEG", None, True)


def test_what_a_camera_wrote_into_its_photo_is_told(tmp_path: Path) -> None:
    exif = Image.Exif()
    exif[0x010F], exif[0x0110] = "云帆", "YF-P1"
    exif.get_ifd(0x8769).update({0x9003: "2026:11:19 09:02:03"})
    exif.get_ifd(0x8825).update({1: "N", 2: (30.0, 35.0, 34.08), 3: "E", 4: (114.0, 18.0, 19.8)})
    found = probe(image(tmp_path / "photo", "JPEG", exif=exif.tobytes()), name="现场照片.jpg")
    assert found.created == datetime(2026, 11, 19, 1, 2, 3, tzinfo=UTC)
    assert (found.embedded.model, found.embedded.place) == ("YF-P1", ("30.592800", "114.305500"))
    exif.get_ifd(0x8769)[0x9003] = "1970:01:01 00:00:00"
    found = probe(image(tmp_path / "photo", "JPEG", exif=exif.tobytes()), name="现场照片.jpg")
    assert (found.created, "1970 年" in found.noticed) == (None, True)


@pytest.mark.parametrize(
    "spoilt", [b"Exif\0\0", b"Exif\0\0II*\0\xff\xff\xff\xff", b"Exif\0\0MM\0*\0\0\0\x08\xff\xff" + bytes(40)]
)
def test_what_a_camera_wrote_wrongly_is_not_believed_and_no_fault(tmp_path: Path, spoilt: bytes) -> None:
    found = probe(image(tmp_path / "photo", "JPEG", exif=spoilt), name="现场照片.jpg")
    assert (found.created, found.embedded.place) == (None, None)


def test_a_png_named_as_jpeg_is_accepted_and_said(tmp_path: Path) -> None:
    found = inspect_scan(image(tmp_path / "page", "PNG"), name="签字页.jpg")
    assert found.media_type == "image/png"
    assert "内容实为 PNG" in found.disagreement


@pytest.mark.parametrize("kind", ["JPEG", "PNG"])
@pytest.mark.parametrize("keep", [0.05, 0.5, 0.9, 0.999])
def test_a_cut_picture_is_refused(tmp_path: Path, kind: str, keep: float) -> None:
    data = image(tmp_path / "page", kind).read_bytes()
    (tmp_path / "cut").write_bytes(data[: int(len(data) * keep)])
    assert "不完整" in refusal(tmp_path / "cut", "签字页.jpg")


@pytest.mark.parametrize("keep", [0.1, 0.5, 0.9])
def test_a_cut_pdf_is_refused(tmp_path: Path, keep: float) -> None:
    data = sheets(tmp_path / "scan", pages=40).read_bytes()
    (tmp_path / "cut").write_bytes(data[: int(len(data) * keep)])
    assert "不完整" in refusal(tmp_path / "cut")


def test_a_changed_png_is_refused_by_its_own_checksum(tmp_path: Path) -> None:
    data = bytearray(image(tmp_path / "page", "PNG").read_bytes())
    data[len(data) // 2] ^= 1
    (tmp_path / "page").write_bytes(data)
    assert "校验不符" in refusal(tmp_path / "page")


def test_a_png_that_does_not_begin_with_its_size_is_refused(tmp_path: Path) -> None:
    (tmp_path / "odd").write_bytes(b"\x89PNG\r\n\x1a\n" + chunk(b"tEXt", b"a\0b") + chunk(b"IEND", b""))
    assert refusal(tmp_path / "odd")


def test_a_png_without_its_last_part_is_refused(tmp_path: Path) -> None:
    data = image(tmp_path / "page", "PNG").read_bytes()
    (tmp_path / "page").write_bytes(data[:-12])
    assert "没有结尾" in refusal(tmp_path / "page")


def test_a_picture_bomb_is_refused_without_being_unpacked(tmp_path: Path) -> None:
    head = struct.pack(">IIBBBBB", 29_000, 29_000, 8, 0, 0, 0, 0)
    body = zlib.compress(bytes(29_001 * 50), 9)
    bomb = b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", body) + chunk(b"IEND", b"")
    (tmp_path / "bomb").write_bytes(bomb)
    tracemalloc.start()
    try:
        assert "像素数" in refusal(tmp_path / "bomb")
        assert tracemalloc.get_traced_memory()[1] < 2 << 20
    finally:
        tracemalloc.stop()


@pytest.mark.parametrize("size", [(0, 10), (10, 0), (2**31 - 1, 1)])
def test_a_picture_of_an_impossible_size_is_refused(tmp_path: Path, size: tuple[int, int]) -> None:
    head = struct.pack(">IIBBBBB", *size, 8, 0, 0, 0, 0)
    (tmp_path / "odd").write_bytes(b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IEND", b""))
    assert "像素数" in refusal(tmp_path / "odd")


def test_a_pdf_bomb_is_refused_and_does_not_unfold(tmp_path: Path) -> None:
    (tmp_path / "scan").write_bytes(packed_pdf(padding=1 << 20))
    assert inspect_scan(tmp_path / "scan", name="签字页.pdf").pages == 1
    (tmp_path / "bomb").write_bytes(packed_pdf(padding=65 << 20))
    assert (tmp_path / "bomb").stat().st_size < 100_000
    assert "不完整或已损坏" in refusal(tmp_path / "bomb")


def test_a_locked_pdf_is_refused(tmp_path: Path) -> None:
    locks = [pikepdf.Encryption(owner="a", user="b"), pikepdf.Encryption(owner="a", user="")]
    for lock in locks:
        assert "密码" in refusal(sheets(tmp_path / "locked", encryption=lock))


def test_a_pdf_that_acts_is_refused(tmp_path: Path) -> None:
    def script(pdf: pikepdf.Pdf) -> None:
        pdf.Root.OpenAction = pikepdf.Dictionary(S=pikepdf.Name.JavaScript, JS="app.alert(1)")

    assert "脚本" in refusal(sheets(tmp_path / "acts", change=script))


def test_a_pdf_that_opens_at_its_first_page_is_accepted(tmp_path: Path) -> None:
    def first(pdf: pikepdf.Pdf) -> None:
        pdf.Root.OpenAction = pikepdf.Array([pdf.pages[0].obj, pikepdf.Name.Fit])

    assert inspect_scan(sheets(tmp_path / "scan", change=first), name="a.pdf").pages == 3


@pytest.mark.parametrize("pages", [0, 1001])
def test_a_pdf_without_a_page_or_with_too_many_is_refused(tmp_path: Path, pages: int) -> None:
    assert "页数" in refusal(sheets(tmp_path / "scan", pages=pages))


def test_the_number_of_pages_a_pdf_claims_is_not_believed(tmp_path: Path) -> None:
    data = sheets(tmp_path / "scan", pages=3).read_bytes()
    assert data.count(b"/Count 3") == 1
    (tmp_path / "scan").write_bytes(data.replace(b"/Count 3", b"/Count 9"))
    assert inspect_scan(tmp_path / "scan", name="签字页.pdf").pages == 3


def test_a_photo_of_a_phone_is_measured_and_is_no_scan(tmp_path: Path) -> None:
    path = heic(tmp_path / "a.heic", size=(640, 480))
    found = probe(path, name="a.heic")
    assert (found.container, found.media_type, found.plays_in_browser) == ("HEIC", "image/heic", False)
    assert (found.streams[0].width, found.streams[0].height) == (640, 480)
    assert "不是扫描件" in refusal(path, "a.heic")
    path.write_bytes(path.read_bytes()[:-9])
    with pytest.raises(BadInputError, match="不完整"):
        probe(path, name="a.heic")


def test_a_recording_is_no_scan(clip: Path) -> None:
    assert "不是扫描件" in refusal(clip, "签字页.mp4")


@pytest.mark.parametrize("content", [b"\xff\xd8\xff", b"\xff\xd8\xff\xe0\x00\x10JFIF", b"%PDF-1.7", b"%PDF-1.7\n%%EOF"])
@pytest.mark.parametrize("more", [b"", bytes(300), b"\xff" * 300])
def test_a_beginning_alone_is_refused(tmp_path: Path, content: bytes, more: bytes) -> None:
    (tmp_path / "file").write_bytes(content + more)
    assert refusal(tmp_path / "file")


def test_files_beyond_the_bounds_are_refused_before_they_are_read(tmp_path: Path) -> None:
    for name, start in (("scan", b"%PDF-1.7"), ("page", b"\xff\xd8\xff")):
        with (tmp_path / name).open("wb") as file:
            file.write(start)
            file.truncate(201 << 20)
        assert "过大" in refusal(tmp_path / name)


@pytest.mark.parametrize("at", range(0, 600, 7))
def test_a_damaged_scan_is_read_or_refused_and_nothing_else(tmp_path: Path, at: int) -> None:
    for original in (
        image(tmp_path / "a", "JPEG", size=(60, 80)),
        image(tmp_path / "b", "PNG", size=(20, 20)),
        sheets(tmp_path / "c"),
    ):
        data = bytearray(original.read_bytes())
        data[at % len(data)] ^= 0xFF
        (tmp_path / "damaged").write_bytes(data)
        try:
            assert inspect_scan(tmp_path / "damaged", name="签字页").pages >= 1
        except LiuhenError as refused:
            assert refused.message
