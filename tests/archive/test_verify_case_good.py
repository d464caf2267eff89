"""A sound package passes: as a folder, as a zip, by itself in a bare interpreter, and for the BagIt tools."""

import json
import subprocess
import sys
import zipfile
from pathlib import Path

import bagit
import pytest
from archive.forge import OTHER_KEY, VERIFIER, Forge, organ_key, public_bytes, readable, to_folder, zipped
from liuhen.archive import verify_case


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
    assert verify_case.verify(str(to_folder(Forge(last=True).files(), tmp_path))).findings == []


def test_the_bagit_tools_agree(tmp_path: Path) -> None:
    assert bagit.Bag(str(to_folder(Forge().files(), tmp_path))).validate()
