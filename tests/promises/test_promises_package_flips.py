"""Promise 7, files: one flipped bit anywhere in an original, a paper or a package is found, and the file is named."""

import zipfile
from pathlib import Path
from random import Random

import pytest

from archive.forge import Forge, to_folder, zipped
from liuhen.archive import verify_case
from liuhen.media.fixity import check
from liuhen.media.store import take_in
from promises.conftest import Keep
from promises.figures import rounds

FILES = Forge(last=True).files()


def flipped(content: bytes, bit: int) -> bytes:
    return content[: bit // 8] + bytes([content[bit // 8] ^ (1 << bit % 8)]) + content[bit // 8 + 1 :]


def test_a_flipped_bit_in_a_stored_file_is_found(tmp_path: Path, figure: Keep) -> None:
    chance, number = Random(7), rounds(200, 10_000)
    kept = take_in([chance.randbytes(40_000)], root=tmp_path, name="现场.mp4")
    whole = kept.path.read_bytes()
    kept.path.chmod(0o644)
    for _ in range(number):
        kept.path.write_bytes(flipped(whole, chance.randrange(len(whole) * 8)))
        found = check(tmp_path, sha256=kept.digests.sha256, sm3=kept.digests.sm3, size=kept.size)
        assert found is not None
    kept.path.write_bytes(whole)
    assert check(tmp_path, sha256=kept.digests.sha256, sm3=kept.digests.sm3, size=kept.size) is None
    figure(7, f"原件与文书：{number} 次翻转一个比特，全部发现")


def test_a_flipped_bit_in_any_file_of_a_package_is_found_and_the_file_named(tmp_path: Path, figure: Keep) -> None:
    chance, number, package = Random(8), rounds(60, 10_000), to_folder(FILES, tmp_path / "包")
    names = sorted(FILES)
    for turn in range(number):
        name = names[turn % len(names)]  # every file in turns: the manifests, the entries, the recording, the program
        (package / name).write_bytes(flipped(FILES[name], chance.randrange(len(FILES[name]) * 8)))
        findings = verify_case.verify(str(package)).findings
        assert any(name in finding.place + finding.text for finding in findings), (name, findings)
        (package / name).write_bytes(FILES[name])
    assert verify_case.verify(str(package)).findings == []
    figure(7, f"案卷包：{len(names)} 个文件轮流翻转 {number} 次，全部发现并指到文件")


@pytest.mark.parametrize("seed", range(rounds(2, 40)))
def test_a_flipped_bit_in_an_archive_is_found_or_touches_no_content(tmp_path: Path, seed: int) -> None:
    chance, whole, target = Random(seed), zipped(FILES), tmp_path / "包.zip"
    for _ in range(rounds(15, 250)):
        target.write_bytes(flipped(whole, chance.randrange(len(whole) * 8)))
        assert refused(target) or contents(target) == FILES


def refused(target: Path) -> bool:
    """Say whether the verifier refuses it."""
    try:
        return verify_case.verify(str(target)).findings != []
    except verify_case.UnusableError:
        return True


def contents(target: Path) -> dict[str, bytes]:
    """Return what somebody gets who unpacks it: dates and such, kept beside by the archive format, are no content."""
    with zipfile.ZipFile(target) as archive:
        return {name.partition("/")[2]: archive.read(name) for name in archive.namelist()}
