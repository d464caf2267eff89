"""The package of a case of a real installation: made by the command, checked by the program inside it."""

import hashlib
import json
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from conftest import Installation

NUMBER = "2026-0002"


@pytest.fixture(scope="module")
def house(installation: Installation, tmp_path_factory: pytest.TempPathFactory) -> Installation:
    return installation.copied_to(tmp_path_factory.mktemp("house") / "data")


def judge(package: Path, *words: str | Path) -> subprocess.CompletedProcess[str]:
    """Run the program from inside the package in a Python without any other."""
    program = package.with_name("verify_case.py")
    with zipfile.ZipFile(package) as archive:
        program.write_bytes(archive.read(next(name for name in archive.namelist() if name.endswith("verify_case.py"))))
    return subprocess.run(
        [sys.executable, "-I", "-S", program, package, *words], capture_output=True, text=True, check=False
    )


def test_an_archived_case_passes_against_a_checkpoint_kept_outside(house: Installation, tmp_path: Path) -> None:
    assert house.run("package", NUMBER, tmp_path / "包.zip").returncode == 0
    assert house.run("checkpoint", "--out", tmp_path / "checkpoint.json").returncode == 0
    answer = judge(tmp_path / "包.zip", "--trust", tmp_path / "checkpoint.json")
    assert answer.returncode == 0, answer.stdout
    assert "结论：校验通过，签发人已核" in answer.stdout


def test_the_same_case_asked_for_twice_is_the_same_package(house: Installation, tmp_path: Path) -> None:
    house.run("package", NUMBER, tmp_path / "a.zip")
    house.run("package", NUMBER, tmp_path / "b.zip")
    assert (tmp_path / "a.zip").read_bytes() == (tmp_path / "b.zip").read_bytes()


def test_the_readable_case_can_be_assessed(house: Installation, tmp_path: Path) -> None:
    house.run("package", NUMBER, tmp_path / "包")
    answer = house.run("assess", tmp_path / "包" / "data" / "case.json", "--strict", "--json")
    assert json.loads(answer.stdout)["refused"] == [], answer.stderr
    assert json.loads(answer.stdout)["findings"] != []
    exported = json.loads(house.run("export-case", NUMBER).stdout)
    assert json.loads((tmp_path / "包/data/case.json").read_text("utf-8")) == exported


def test_the_ledger_stays_intact_after_a_package(house: Installation, tmp_path: Path) -> None:
    house.run("package", NUMBER, tmp_path / "包.zip")
    assert house.run("verify").returncode == 0
    assert house.run("rebuild", "--check").returncode == 0


def test_a_changed_original_is_named_and_no_package_appears(house: Installation, tmp_path: Path) -> None:
    copy = house.copied_to(tmp_path / "data")
    original = max((copy.data / "originals").rglob("*"), key=lambda path: path.stat().st_size)
    original.chmod(0o644)
    content = bytearray(original.read_bytes())
    content[-1] ^= 1
    original.write_bytes(content)
    told = [copy.run("package", f"2026-000{number}", tmp_path / f"{number}.zip") for number in range(1, 9)]
    failed = [answer.stdout + answer.stderr for answer in told if answer.returncode]
    assert [hashlib.sha256(content).hexdigest() == original.name, len(failed)] == [False, 1]
    assert original.name[:16] in failed[0]
    assert len(list(tmp_path.glob("*.zip"))) == 7
