"""Where the verifier's limits lie exactly, and how it speaks: small mistakes in it that no bad package shows."""

import base64
import hashlib
import io
import struct
import sys
import zipfile
import zlib
from pathlib import Path

import pytest

from archive.bad_bags import SHA256, ZERO, with_line
from archive.forge import KEY as ORGAN_KEY
from archive.forge import VIDEO, Files, Forge, node, public_bytes, to_folder
from liuhen.archive import verify_case


def found(files: Files, folder: Path) -> list[verify_case.Finding]:
    return verify_case.verify(str(to_folder(files, folder))).findings


def spoken(package: Path) -> str:
    report = verify_case.verify(str(package))
    return "\n".join(verify_case.lines(str(package), report))


def test_the_limits_are_those_of_the_format() -> None:
    assert verify_case.JSON_LIMIT == 32 * 1024 * 1024
    assert verify_case.DEPTH_LIMIT == 64
    assert verify_case.SLOW_SM3_LIMIT == 1024 * 1024
    assert verify_case.LARGEST == 9_007_199_254_740_991
    assert verify_case.MANIFEST_LIMIT == 64 * 1024 * 1024


def test_a_file_of_exactly_the_limit_still_has_its_sm3_computed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(verify_case, "NATIVE_SM3", False)
    monkeypatch.setattr(verify_case, "SLOW_SM3_LIMIT", len(VIDEO))
    report = verify_case.verify(str(to_folder(Forge().files(), tmp_path)))
    assert [what for what, _ in report.unchecked if "现场" in what] == []


def test_a_list_that_is_too_large_is_named_and_so_is_the_information_for_people(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(verify_case, "MANIFEST_LIMIT", 10)
    places = {finding.place for finding in found(Forge().files(), tmp_path)}
    assert {"bag-info.txt", "manifest-sha256.txt", "manifest-sm3.txt", "tagmanifest-sha256.txt"} <= places


def test_a_line_of_a_list_is_named_by_its_number_from_one(tmp_path: Path) -> None:
    files = Forge().files()
    files[SHA256] = b"?\n" + files[SHA256]
    assert any("第1行" in finding.text for finding in found(files, tmp_path))


def test_the_added_line_is_the_last_one(tmp_path: Path) -> None:
    files = with_line(SHA256, f"{ZERO}  /etc/passwd\n")()
    number = files[SHA256].decode().splitlines().index(f"{ZERO}  /etc/passwd") + 1
    assert any(f"第{number}行" in finding.text for finding in found(files, tmp_path))


def test_groups_are_called_wrong_passed_or_unchecked_as_they_are(tmp_path: Path) -> None:
    folder = to_folder(Forge().files(), tmp_path / "包")
    assert "[通过] 包的清单与文件" in spoken(folder)
    assert "[不符]" not in spoken(folder)
    (folder / "data/scans/0005-签字页.bin").write_bytes(b"")
    assert "[不符] 包的清单与文件" in spoken(folder)
    assert "[通过] 记录首部与两条链" in spoken(folder)


def test_an_error_says_its_text() -> None:
    assert str(verify_case.UnusableError("U001", "包", "不能用")) == "不能用"
    assert str(verify_case.FaultError("E201", "不对")) == "不对"


def test_a_terminal_that_knows_no_chinese_gets_every_line(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    raw = io.BytesIO()
    monkeypatch.setattr(sys, "stdout", io.TextIOWrapper(raw, encoding="ascii", write_through=True))
    assert verify_case.main([str(to_folder(Forge().files(), tmp_path / "包"))]) == 0
    assert "内部一致" in raw.getvalue().decode("utf-8")


def streamed(files: Files, *, mark: bytes, extra: bytes) -> bytes:
    """Return an archive as written by a program that learns size and checksum only at the end of each file."""
    out, directory = b"", b""
    for path, content in files.items():
        name, sums = ("案卷/" + path).encode(), struct.pack("<3L", zlib.crc32(content), len(content), len(content))
        told = struct.pack("<5H", 20, 0x808, 0, 0, 33)
        local = b"PK\x03\x04" + told + bytes(12) + struct.pack("<2H", len(name), len(extra)) + name + extra
        directory += b"PK\x01\x02" + struct.pack("<H", 0x314) + told + sums
        directory += struct.pack("<5H2L", len(name), 0, 0, 0, 0, 0o100644 << 16, len(out)) + name
        out += local + content + mark + sums
    end = struct.pack("<4H2LH", 0, 0, len(files), len(files), len(directory), len(out), 0)
    return out + directory + b"PK\x05\x06" + end


@pytest.mark.parametrize("mark", [b"", b"PK\x07\x08"])
@pytest.mark.parametrize("extra", [b"", b"\xfe\xca\x02\x00ok"])
def test_an_archive_that_was_streamed_passes(tmp_path: Path, mark: bytes, extra: bytes) -> None:
    package = tmp_path / "包.zip"
    package.write_bytes(streamed(Forge().files(), mark=mark, extra=extra))
    assert verify_case.verify(str(package)).findings == []


@pytest.mark.parametrize("hidden", [b"x", b"PK\x07\x08"])
def test_bytes_between_streamed_files_are_found(tmp_path: Path, hidden: bytes) -> None:
    package = tmp_path / "包.zip"
    package.write_bytes(streamed(Forge().files(), mark=b"PK\x07\x08" + hidden, extra=b""))
    assert "E135" in {finding.code for finding in verify_case.verify(str(package)).findings}


def test_a_tree_does_not_continue_itself(tmp_path: Path) -> None:
    one, two, three = (bytes([number]) * 32 for number in (1, 2, 3))
    root = node(node(one, two), three)
    assert not verify_case.consistent(3, 3, (root, root), [three, node(one, two)])


def test_a_public_key_with_foreign_characters_is_refused(tmp_path: Path) -> None:
    der = bytes.fromhex("302a300506032b6570032100") + base64.b64decode(public_bytes(ORGAN_KEY))
    text = base64.b64encode(der).decode()
    for body, fits in ((text, True), (text[:20] + "*" + text[20:], False)):
        file = tmp_path / "key.pem"
        file.write_text(f"-----BEGIN PUBLIC KEY-----\n{body}\n-----END PUBLIC KEY-----\n")
        if fits:
            assert verify_case.read_trust(str(file)).key == der[-32:]
        else:
            with pytest.raises(verify_case.UnusableError):
                verify_case.read_trust(str(file))


@pytest.mark.parametrize("length", range(130))
def test_sm3_in_plain_python_is_sm3_at_every_length_of_two_blocks(length: int) -> None:
    slow = verify_case.SlowSM3()
    slow.update(bytes(length))
    assert slow.digest() == hashlib.new("sm3", bytes(length)).digest()


def test_a_number_that_is_refused_is_quoted_to_forty_signs() -> None:
    with pytest.raises(verify_case.FaultError, match=r"：0\.1{38}$"):
        verify_case.parse(b"0." + b"1" * 60)


def packed(files: Files, *, folder: str = "", flags: int = 0, comment: bytes = b"") -> bytes:
    """Return a zip of a package, with one more folder in it, with flags set on every file, or with a comment."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for path, content in files.items():
            archive.writestr(f"案卷/{path}", content)
        if folder:
            archive.writestr(f"案卷/{folder}/", b"")
        for info in archive.infolist():
            info.flag_bits |= flags
        archive.comment = comment
    return buffer.getvalue()


def test_a_folder_is_unsafe_by_the_last_sign_of_its_name(tmp_path: Path) -> None:
    package = tmp_path / "包.zip"
    package.write_bytes(packed(Forge().files(), folder="data/甲:"))
    assert "E133" in {finding.code for finding in verify_case.verify(str(package)).findings}


def test_files_packed_as_small_as_can_be_are_not_called_encrypted(tmp_path: Path) -> None:
    package = tmp_path / "包.zip"
    package.write_bytes(packed(Forge().files(), flags=2))
    assert "E129" not in {finding.code for finding in verify_case.verify(str(package)).findings}


def test_no_more_findings_are_spoken_of_than_there_are(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    files = Forge().files()
    del files[SHA256]
    package = to_folder(files, tmp_path)
    assert "另有" not in spoken(package)
    number = len(verify_case.verify(str(package)).findings)
    monkeypatch.setattr(verify_case, "SPOKEN", number - 1)
    assert "另有 1 处" in spoken(package)


def codes(zipped: bytes, folder: Path) -> set[str]:
    """Return the codes of what is found in a zip."""
    package = folder / "包.zip"
    package.write_bytes(zipped)
    return {finding.code for finding in verify_case.verify(str(package)).findings}


def test_folders_may_stand_in_a_zip_by_themselves(tmp_path: Path) -> None:
    assert codes(packed(Forge().files(), folder="data/空"), tmp_path) == set()


def test_one_byte_before_the_first_file_is_found(tmp_path: Path) -> None:
    assert "E135" in codes(b"x" + packed(Forge().files()), tmp_path)


@pytest.mark.parametrize("comment", [b"hidden", b"hidden\0\0"])
def test_a_comment_of_a_zip_is_found(tmp_path: Path, comment: bytes) -> None:
    assert "E135" in codes(packed(Forge().files(), comment=comment), tmp_path)


def test_a_zip_may_be_as_small_as_the_bound_and_no_smaller(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    zipped = packed(Forge().files())
    whole = sum(map(len, Forge().files().values()))
    monkeypatch.setattr(verify_case, "ZIP_RATIO", 0)
    monkeypatch.setattr(verify_case, "ZIP_SLACK", whole)
    assert codes(zipped, tmp_path) == set()
    monkeypatch.setattr(verify_case, "ZIP_SLACK", whole - 1)
    assert codes(zipped, tmp_path) == {"U006"}


def test_the_bound_grows_with_the_zip(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(verify_case, "ZIP_SLACK", 0)
    assert codes(packed(Forge().files()), tmp_path) == set()


@pytest.mark.parametrize(("large", "tail"), [({}, 16), ({"file_size": 2**32}, 24), ({"compress_size": 2**32}, 20)])
def test_sizes_beyond_four_gigabytes_are_written_in_longer_words(
    tmp_path: Path, large: dict[str, int], tail: int
) -> None:
    package = tmp_path / "包.zip"
    package.write_bytes(streamed(Forge().files(), mark=b"PK\x07\x08", extra=b""))
    archive = verify_case.Zip(package, verify_case.Report())
    info = archive.zip.infolist()[0]
    body = info.header_offset + 30 + len(info.filename.encode())
    for name, value in large.items():
        setattr(info, name, value)
    assert archive._end(info) == body + info.compress_size + tail


def test_nothing_continues_a_tree_without_leaves() -> None:
    assert not verify_case.consistent(0, 3, (bytes(32), bytes(32)), [bytes(32)])


def reported(*findings: tuple[str, str], done: str = "") -> verify_case.Report:
    """Return a report with these findings (code, text), and one check done of each group in `done`."""
    report = verify_case.Report()
    for code, text in findings:
        report.fail(code, "某处", text)
    for group in done:
        report.done[group] += 1
    return report


def said_of_groups(report: verify_case.Report) -> dict[str, str]:
    """Return the word said of each group that is spoken of."""
    told = [line.split("] ") for line in verify_case._groups(report)]
    return {title.split("（")[0]: word.lstrip("[") for word, title in told}


def test_a_group_that_was_not_looked_at_is_unchecked_and_the_signer_is_spoken_of_elsewhere() -> None:
    first, second, *_ = (title for group, title in verify_case.GROUPS.items() if group != verify_case.SIGNER)
    groups = [group for group in verify_case.GROUPS if group != verify_case.SIGNER]
    told = said_of_groups(reported(done=groups[0]))
    assert (told[first], told[second]) == ("通过", "未检")
    assert verify_case.GROUPS[verify_case.SIGNER] not in told
    assert said_of_groups(reported(done=verify_case.SIGNER))[verify_case.GROUPS[verify_case.SIGNER]] == "通过"


def test_nothing_passes_in_a_package_that_could_not_be_used() -> None:
    assert set(said_of_groups(reported(("U001", "不能用"), done="1")).values()) == {"未检"}


def test_as_many_findings_as_are_spoken_of_leave_none_over() -> None:
    report = reported(*[("E101", "不符")] * verify_case.SPOKEN)
    assert not any("另有" in line for line in verify_case.lines("包", report))


def test_the_time_of_sealing_is_said_in_beijing_time() -> None:
    assert verify_case._beijing("2026-11-21T16:30:05Z") == "2026-11-22 00:30:05（北京时间）"


def test_a_package_whose_files_were_not_counted_has_none() -> None:
    facts = {"title": "某案", "number": "1", "organ_name": "某局", "sealed_at": "2026-11-21T16:30:05Z"}
    told = verify_case._about({**facts, "purpose": "移交", "entries": 3, "demo": False})
    assert "记录 3 条，文件 0 个" in list(told)


def test_help_is_given_in_chinese(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        verify_case.main(["--help"])
    assert (ended.value.code, "显示本说明" in capsys.readouterr().out) == (0, True)


def test_json_is_ascii_whatever_reads_it(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert verify_case.main(["--json", str(to_folder(Forge().files(), tmp_path / "包"))]) == 0
    assert capsys.readouterr().out.isascii()
