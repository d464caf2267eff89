"""`liuhen media scan` tells what is in files, one object a file, without an installation."""

import json
import os
import subprocess
from pathlib import Path

from house.installation import LIUHEN
from media.clips import scene


def scan(*words: object, cwd: Path) -> subprocess.CompletedProcess[str]:
    told = {**os.environ, "LIUHEN_DATA": str(cwd / "nowhere")}
    command = [str(LIUHEN), "media", "scan", *map(str, words)]
    return subprocess.run(command, cwd=cwd, env=told, capture_output=True, text=True, check=False, timeout=60)


def test_every_file_is_told_and_one_that_cannot_be_read_stops_no_other(tmp_path: Path) -> None:
    scene(tmp_path / "现场😀 1.mp4", seconds=4, dark=(1, 3))
    (tmp_path / "空.mp4").touch()
    answer = scan("空.mp4", "现场😀 1.mp4", "--json", cwd=tmp_path)
    empty, found = json.loads(answer.stdout)
    assert (answer.returncode, answer.stderr) == (1, "")
    assert (empty["path"], empty["error"]["message"]) == ("空.mp4", "“空.mp4”是空文件。")
    assert (found["path"], found["duration"], found["gaps"]) == ("现场😀 1.mp4", 4.0, [])
    assert found["black"] == [{"start": 1.0, "end": 3.0}]
    assert not (tmp_path / "nowhere").exists()


def test_people_get_a_table_and_the_quick_look_says_what_it_left_out(tmp_path: Path) -> None:
    scene(tmp_path / "a.mp4", seconds=2)
    answer = scan("a.mp4", "--quick", cwd=tmp_path)
    assert answer.returncode == 0
    assert "00:02.0" in answer.stdout
    assert "未查" in answer.stdout


def test_a_threshold_that_makes_no_sense_is_refused_in_words(tmp_path: Path) -> None:
    answer = scan("a.mp4", "--gap", "0", cwd=tmp_path)
    assert (answer.returncode, "应为 0.1 到 3600 的数" in answer.stderr) == (2, True)
