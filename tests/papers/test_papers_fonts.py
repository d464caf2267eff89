import os
import re
import subprocess
import sys
import time

import pytest

from liuhen.kernel.errors import UnusableError
from liuhen.papers import faces, fonts, render
from papers.sheets import DECISION, MOMENT


def test_a_missing_folder_is_answered_with_the_command_that_repairs_it(monkeypatch, tmp_path):
    monkeypatch.setenv("LIUHEN_FONTS", str(tmp_path / "nowhere"))
    with pytest.raises(UnusableError, match="FandolFang") as caught:
        render("decision", DECISION, moment=MOMENT)
    assert f"-m liuhen.papers.fonts {tmp_path / 'nowhere'}" in caught.value.remedy


def test_a_broken_face_counts_as_missing(tmp_path):
    for file in faces.folder().iterdir():
        (tmp_path / file.name).symlink_to(file)
    assert faces.missing_in(tmp_path) == []
    (tmp_path / "FandolKai-Regular.otf").unlink()
    (tmp_path / "FandolKai-Regular.otf").write_bytes(b"not a face")
    assert faces.missing_in(tmp_path) == ["FandolKai 400"]


def test_a_second_run_fetches_nothing_and_takes_no_time(monkeypatch):
    monkeypatch.setenv("PATH", "")
    began = time.monotonic()
    assert fonts.install(faces.folder()) == []
    assert time.monotonic() - began < 5


def test_without_a_package_client_the_reader_learns_what_to_run(monkeypatch, tmp_path):
    monkeypatch.setenv("PATH", "")
    monkeypatch.setattr(fonts, "PACKAGES", {"fonts-absent": ("usr/share/fonts/absent.ttf",)})
    with pytest.raises(UnusableError, match="apt-get install fonts-absent"):
        fonts.install(tmp_path)
    assert list(tmp_path.iterdir()) == []


def test_the_command_answers_in_one_line():
    done = subprocess.run(
        [sys.executable, "-m", "liuhen.papers.fonts", str(faces.folder())],
        env={**os.environ, "LC_ALL": "C.UTF-8"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.returncode, done.stdout + done.stderr) == (0, f"字体齐备：{faces.folder()}\n")


def test_fandol_is_trusted_with_the_standard_characters_only():
    said = "东岸药房，幹準㐂￥（𠮷A$ \n"
    covered = faces.fandol_covers(said).replace("\\u{", "\\U{")
    pattern = re.sub(r"\\U\{(\w+)\}", lambda one: f"\\U{int(one[1], 16):08x}", covered)
    assert re.findall(pattern, said) == list("东岸药房，")
