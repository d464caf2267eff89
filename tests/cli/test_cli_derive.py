"""`liuhen derive` makes what is missing of previews, and says what could not be made."""

import shutil
from pathlib import Path

from house.installation import Installation


def test_previews_of_a_restored_installation_are_made_by_one_command(
    installation: Installation, tmp_path: Path
) -> None:
    restored = installation.copied_to(tmp_path / "data")
    shutil.rmtree(restored.data / "derived")
    first, second = restored.run("derive"), restored.run("derive")
    assert (first.returncode, second.returncode) == (0, 0), first.stdout + first.stderr
    assert "没有做成 0 份" in first.stdout
    assert "预览都已做好" in second.stdout
    assert restored.run("verify").returncode == 0


def test_an_original_that_is_gone_is_named_and_the_others_are_made(installation: Installation, tmp_path: Path) -> None:
    restored = installation.copied_to(tmp_path / "data")
    videos = [path for path in (restored.data / "originals").glob("??/*") if is_video(path)]
    original = max(videos, key=lambda path: path.stat().st_size)  # a whole recording: copies have no previews
    original.unlink()
    shutil.rmtree(restored.data / "derived")
    answer = restored.run("derive")
    assert answer.returncode == 1
    assert original.name[:16] in answer.stdout
    assert "没有做成 1 份" in answer.stdout
    assert "Traceback" not in answer.stdout + answer.stderr


def is_video(path: Path) -> bool:
    with path.open("rb") as file:
        return file.read(8)[4:] == b"ftyp"
