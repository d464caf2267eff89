"""A sound package passes: as a folder, as a zip, in a bare interpreter; and the BagIt tools agree."""

import json
import subprocess
import sys
import zipfile
from pathlib import Path
from typing import Any

import bagit
import pytest

from archive.bad_contents import CASE, numbered, sealed_shown, showing_sealed
from archive.forge import VERIFIER, Files, Forge, to_folder, zipped
from liuhen.archive import verify_case


def bare(*words: str | Path) -> subprocess.CompletedProcess[str]:
    """Run the shipped file as a judge would, in a Python without any package."""
    return subprocess.run([sys.executable, "-I", "-S", *words], capture_output=True, text=True, check=False)


def codes(files: Files, folder: Path) -> list[str]:
    return [finding.code for finding in verify_case.verify(str(to_folder(files, folder))).findings]


def test_a_sound_folder_passes(tmp_path: Path) -> None:
    report = verify_case.verify(str(to_folder(Forge().files(), tmp_path / "包")))
    assert report.findings == []
    assert verify_case.verdict(report) == "内部一致，签发人未核"


@pytest.mark.parametrize("method", [zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED])
def test_a_sound_zip_passes(tmp_path: Path, method: int) -> None:
    package = tmp_path / "包.zip"
    package.write_bytes(zipped(Forge().files(), method=method))
    assert verify_case.verify(str(package)).findings == []


def test_a_seal_that_is_the_last_entry_passes(tmp_path: Path) -> None:
    assert codes(Forge(last=True).files(), tmp_path) == []


def test_a_sealed_part_may_be_shown_and_is_pointed_out(tmp_path: Path) -> None:
    report = verify_case.verify(str(to_folder(showing_sealed()(), tmp_path)))
    assert report.findings == []
    assert report.facts["disclosed"] == [numbered(1)]


def test_a_sealed_part_may_be_gone_with_its_tombstone(tmp_path: Path) -> None:
    forge = Forge({"fields 7": lambda fields: {**fields, "part": "sealed", "target": forge_of_first()}})

    def gone(data: dict[str, Any]) -> None:
        data[numbered(1)]["sealed"] = {"destroyed": forge.case[6].name}
        data[numbered(3)] = forge.entry_file(forge.case[2])
        data[CASE]["events"][2]["fields"] = dict(forge.case[2].parts["open"].fields)

    assert codes(forge.files(gone), tmp_path / "gone") == []
    assert codes(forge.files(lambda data: (gone(data), sealed_shown(data, forge))), tmp_path / "shown") == ["E410"]


def test_several_fields_may_be_hidden(tmp_path: Path) -> None:
    forge = Forge()

    def hide(data: dict[str, Any]) -> None:
        data[numbered(6)] = forge.entry_file(forge.case[5], ("late_reason", "phone", "place", "questions"))
        data[CASE]["events"][5]["fields"] = {}

    hidden = forge.entry_file(forge.case[5], ("late_reason", "phone", "place", "questions"))["open"]["hidden"]
    assert [pair["sm3"] for pair in hidden] != sorted(pair["sm3"] for pair in hidden)  # the order is that of SHA-256
    assert codes(forge.files(hide), tmp_path) == []


def forge_of_first() -> str:
    return Forge().case[0].name


def test_the_bagit_tools_agree(tmp_path: Path) -> None:
    assert bagit.Bag(str(to_folder(Forge().files(), tmp_path))).validate()


def test_the_shipped_file_runs_in_a_bare_interpreter(tmp_path: Path) -> None:
    folder = to_folder(Forge().files(), tmp_path / "包")
    answer = bare(folder / "verify_case.py", folder)
    assert answer.returncode == 0, answer.stdout + answer.stderr
    assert "结论：内部一致，签发人未核" in answer.stdout
    assert "[未检] 签发人" in answer.stdout
    assert "示例数据" in answer.stdout


def test_the_shipped_file_names_the_file_with_one_changed_bit(tmp_path: Path) -> None:
    folder = to_folder(Forge().files(), tmp_path / "包")
    recording = folder / "data/recordings/0002-现场.bin"
    recording.write_bytes(b"\x01" + recording.read_bytes()[1:])
    answer = bare(VERIFIER, folder)
    assert answer.returncode == 1
    assert "E118 data/recordings/0002-现场.bin" in answer.stdout


def test_json_says_what_the_text_says(tmp_path: Path) -> None:
    folder = to_folder(Forge().files(), tmp_path / "包")
    answer = json.loads(bare(VERIFIER, folder, "--json").stdout)
    assert (answer["exit"], answer["verdict"], answer["trusted"]) == (0, "内部一致，签发人未核", False)
    assert answer["facts"]["entries"] == 9
    assert {"what": "树根的 SM3", "why": "包含证明只有 SHA-256"} in answer["unchecked"]


def test_without_native_sm3_large_files_are_called_unchecked(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(verify_case, "NATIVE_SM3", False)
    monkeypatch.setattr(verify_case, "SLOW_SM3_LIMIT", 70_000)
    report = verify_case.verify(str(to_folder(Forge().files(), tmp_path)))
    assert report.findings == []
    assert next(what for what, _ in report.unchecked if "SM3" in what) == "data/recordings/0002-现场.bin 的 SM3"


def test_full_sm3_leaves_nothing_unchecked_in_the_files(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(verify_case, "NATIVE_SM3", False)
    monkeypatch.setattr(verify_case, "SLOW_SM3_LIMIT", 70_000)
    report = verify_case.verify(str(to_folder(Forge().files(), tmp_path)), full_sm3=True)
    assert report.findings == []
    assert [what for what, _ in report.unchecked if "现场" in what] == []


def test_a_group_that_was_not_checked_is_not_called_passed(tmp_path: Path) -> None:
    answer = bare(VERIFIER, tmp_path / "none")
    assert answer.returncode == 2
    assert "[通过]" not in answer.stdout


def test_a_hostile_file_name_does_not_reach_the_terminal(tmp_path: Path) -> None:
    folder = to_folder(Forge().files(), tmp_path / "包")
    (folder / "data" / "\x1b[2Jok").write_bytes(b"")
    assert "\x1b" not in bare(VERIFIER, folder).stdout
