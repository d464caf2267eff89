"""Folders and archives that are wrong as such: links, devices, encryption, bombs, hidden bytes; or no package."""

import io
import os
import random
import struct
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from archive.bad_bags import VIDEO_PATH
from archive.forge import Forge, bagged, to_folder, zipped
from liuhen.archive import verify_case

LISTS = ("manifest-sha256.txt", "manifest-sm3.txt", "tagmanifest-sha256.txt", "bag-info.txt")


def codes(package: Path) -> set[str]:
    return {finding.code for finding in verify_case.verify(str(package)).findings}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return to_folder(Forge().files(), tmp_path / "包")


def test_a_symbolic_link_is_refused_even_to_the_right_bytes(folder: Path) -> None:
    elsewhere = folder.parent / "elsewhere"
    (folder / VIDEO_PATH).rename(elsewhere)
    (folder / VIDEO_PATH).symlink_to(elsewhere)
    assert codes(folder) == {"E123", "E116", "E126", "E139", "E601", "E608"}


def test_a_linked_folder_is_not_entered(folder: Path) -> None:
    (folder / "data/loop").symlink_to(folder)
    assert codes(folder) == {"E123"}


def test_a_pipe_is_refused_and_not_opened(folder: Path) -> None:
    os.mkfifo(folder / "data" / "pipe")
    assert codes(folder) == {"E124"}


def test_a_file_that_cannot_be_read_is_found(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    sound = verify_case.Folder.open

    def failing(self: Any, path: str) -> Any:
        if path == VIDEO_PATH:
            raise OSError(5, "Input/output error")
        return sound(self, path)

    monkeypatch.setattr(verify_case.Folder, "open", failing)
    assert codes(folder) == {"E125", "E601", "E604", "E608"}


def test_a_name_that_is_not_utf_8_is_found(folder: Path) -> None:
    Path(os.fsdecode(os.fsencode(folder) + b"/data/\xff")).write_bytes(b"")
    assert "E114" in codes(folder)


def changed_zip(change: Callable[[zipfile.ZipFile], object], *, top: str = "案卷/") -> bytes:
    buffer = io.BytesIO(zipped(Forge().files(), top=top))
    with zipfile.ZipFile(buffer, "a") as archive:
        change(archive)
    return buffer.getvalue()


def linked(archive: zipfile.ZipFile) -> None:
    info = zipfile.ZipInfo("案卷/data/link")
    info.external_attr = 0o120777 << 16
    archive.writestr(info, "/etc/passwd")


def folder_with_bytes(archive: zipfile.ZipFile) -> None:
    info = zipfile.ZipInfo("案卷/data/x/")
    archive.writestr(info, b"content")


def encrypted() -> bytes:
    """Set the encryption bit of the recording in both places where an archive says so."""
    data = bytearray(zipped(Forge().files()))
    with zipfile.ZipFile(io.BytesIO(bytes(data))) as archive:
        info = archive.getinfo("案卷/" + VIDEO_PATH)
    name = ("案卷/" + VIDEO_PATH).encode()
    data[info.header_offset + 6] |= 1
    data[data.rindex(name) - 46 + 8] |= 1
    return bytes(data)


def overlapping() -> bytes:
    """Let the directory name one member's bytes twice."""
    data = zipped(Forge().files())
    end = data.rindex(b"PK\x05\x06")
    count, size, start = struct.unpack("<HII", data[end + 10 : end + 20])
    directory = data[start : start + size]
    name = f"案卷/{VIDEO_PATH}".encode()
    place = directory.index(name)
    twin = directory[place - 46 : place] + name.replace(b".bin", b".two")
    tail = data[end : end + 8] + struct.pack("<HHII", count + 1, count + 1, size + len(twin), start) + b"\0\0"
    return data[:start] + directory + twin + tail


def duplicated(archive: zipfile.ZipFile) -> None:
    with pytest.warns(UserWarning, match="Duplicate"):
        archive.writestr("案卷/" + VIDEO_PATH, b"x")


def crc_broken() -> bytes:
    data = zipped(Forge().files())
    start = data.index(bytes(range(256)) * 2)
    return data[:start] + b"\xff" + data[start + 1 :]


def nul_named() -> bytes:
    data = changed_zip(lambda archive: archive.writestr("案卷/data/x@hidden", b"x"))
    return data.replace(b"data/x@hidden", b"data/x\0hidden")


ZIPS: list[tuple[str, str, Callable[[], bytes]]] = [
    ("E123", "", lambda: changed_zip(linked)),
    ("E125", "E601 E604 E608", crc_broken),
    ("E127", "E118 E119 E601 E604 E609", lambda: changed_zip(duplicated)),
    ("E128", "", nul_named),
    ("E129", "E116 E126 E139 E601 E608", encrypted),
    ("E131", "", lambda: changed_zip(lambda archive: archive.writestr("other/x", b"x"))),
    ("E133", "", lambda: changed_zip(folder_with_bytes)),
    ("E134", "", lambda: zipped(Forge().files(), method=zipfile.ZIP_BZIP2)),
    ("E135", "", lambda: b"hidden" + zipped(Forge().files())),
]


@pytest.mark.parametrize(("code", "also", "make"), ZIPS, ids=[row[0] for row in ZIPS])
def test_a_bad_archive_is_found_under_its_code(code: str, also: str, make: Callable[[], bytes], tmp_path: Path) -> None:
    package = tmp_path / "包.zip"
    package.write_bytes(make())
    report = verify_case.verify(str(package))
    assert {finding.code for finding in report.findings} == {code, *also.split()}
    assert report.exit_code() == 1


HIDDEN = [
    lambda: b"hidden" + zipped(Forge().files()),
    lambda: zipped(Forge().files()) + b"hidden",
    overlapping,
    lambda: changed_zip(lambda archive: setattr(archive, "comment", b"hidden")),
]


@pytest.mark.parametrize("make", HIDDEN)
def test_bytes_that_the_directory_does_not_account_for_are_found(make: Callable[[], bytes], tmp_path: Path) -> None:
    package = tmp_path / "包.zip"
    package.write_bytes(make())
    assert codes(package) & {"E135", "U003"}


def bomb() -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("案卷/data/zeros", bytes(130 << 20))
    return buffer.getvalue()


def many() -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for number in range(50):
            archive.writestr(f"案卷/data/{number}", b"")
    return buffer.getvalue()


def unusable(package: Path) -> str:
    report = verify_case.verify(str(package))
    assert report.exit_code() == 2
    assert verify_case.verdict(report) == "无法校验"
    (finding,) = report.findings
    return finding.code


class Pipe(io.BytesIO):
    """An output that cannot go back, so that sizes are told after each member."""

    def seekable(self) -> bool:
        return False


def test_an_archive_that_was_streamed_passes(tmp_path: Path) -> None:
    pipe = Pipe()
    with zipfile.ZipFile(pipe, "w") as archive:
        for path, content in Forge().files().items():
            archive.writestr(f"案卷/{path}", content)
    (tmp_path / "包.zip").write_bytes(pipe.getvalue())
    assert codes(tmp_path / "包.zip") == set()


def test_as_many_members_as_allowed_are_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    files = Forge().files()
    monkeypatch.setattr(verify_case, "ZIP_MEMBERS", len(files))
    (tmp_path / "包.zip").write_bytes(zipped(files))
    assert codes(tmp_path / "包.zip") == set()


def test_no_package_at_all(tmp_path: Path) -> None:
    assert unusable(tmp_path / "none") == "U001"


def without_members() -> bytes:
    """Keep the end of an archive, whose directory is then out of reach."""
    data = zipped(Forge().files())
    return data[data.rindex(b"PK\x05\x06") :]


@pytest.mark.parametrize(("code", "content"), [("U002", lambda: b"text"), ("U003", without_members), ("U006", bomb)])
def test_a_file_that_is_no_usable_archive(code: str, content: Callable[[], bytes], tmp_path: Path) -> None:
    package = tmp_path / "包.zip"
    package.write_bytes(content())
    assert unusable(package) == code


def test_too_many_members_are_not_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(verify_case, "ZIP_MEMBERS", 49)
    (tmp_path / "包.zip").write_bytes(many())
    assert unusable(tmp_path / "包.zip") == "U005"


def test_a_package_that_the_disk_does_not_give_is_unusable(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (folder.parent / "包.zip").write_bytes(zipped(Forge().files()))

    def failing(*_: object) -> bool:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(zipfile, "is_zipfile", failing)
    assert unusable(folder.parent / "包.zip") == "U004"


def test_a_folder_of_something_else_is_no_package(tmp_path: Path) -> None:
    (tmp_path / "photo.jpg").write_bytes(b"x")
    assert unusable(tmp_path) == "U007"


def test_a_verifier_that_falls_over_has_not_verified(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(verify_case.Verifier, "run", lambda self: 1 / 0)
    assert unusable(folder) == "U099"


@pytest.mark.parametrize("listed", [False, True], ids=["as-it-is", "with-new-lists"])
def test_bits_flipped_anywhere_in_small_files_are_found(tmp_path: Path, listed: bool) -> None:
    """With new lists: the payload is changed by somebody who makes the manifests fit, as anybody can."""
    files = Forge().files()
    payload = {path: content for path, content in files.items() if path.startswith("data/")}
    small = payload if listed else {path: files[path] for path in files.keys() - {"verify_case.py"}}
    small.pop(VIDEO_PATH)
    folder = to_folder(files, tmp_path / "包")
    chance = random.Random(20261121)
    for _ in range(1_000):
        path = chance.choice(sorted(small))
        changed = bytearray(small[path])
        bit = chance.randrange(len(changed) * 8)
        changed[bit // 8] ^= 1 << bit % 8
        told = bagged({**payload, VIDEO_PATH: files[VIDEO_PATH], path: bytes(changed)}) if listed else {path: changed}
        to_folder({name: told[name] for name in told.keys() & {path, *LISTS}}, folder)
        assert verify_case.verify(str(folder)).exit_code() != 0, (path, bit)
        (folder / path).write_bytes(small[path])
