"""A disc of recordings: read by other tools, names intact, checked by the program on it; and what is refused."""

import hashlib
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings as live

from liuhen.archive.disc import making, shelf
from liuhen.archive.disc.shelf import Made
from liuhen.kernel.errors import BadInputError, UnusableError
from liuhen.media.discs import name_on_disc, spread
from liuhen.process.inquiry.models import Disc
from media.clips import tone
from process.bureau import AT, Play, at_ten, bring, bureau, case, house, people

__all__ = ["at_ten", "bureau", "case", "house", "people"]

NAMES = ("现场检查 01.wav", "询问许某😀.wav", "现场检查 01.wav")
TOLD = {"maker": "文竹", "extractor": "何静", "extracted": AT - timedelta(hours=1), "note": "现场检查和询问。"}


def stored(case: Play, folder: Path) -> list[int]:
    seqs = []
    for number, name in enumerate(NAMES, start=1):
        sound = tone(folder / f"{number}.wav", "pcm_s16le", "wav", seconds=number)
        digest = bring(case.people["zhou"], sound.read_bytes(), name)
        told = {"file": digest, "started": AT - timedelta(minutes=5), "device": "A-07"}
        seqs.append(case.do("zhou", "recording.stored", **told).seq)
    return seqs


@pytest.fixture
def recorded(case: Play, tmp_path: Path) -> tuple[Play, list[int]]:
    return case.to("case.opened"), stored(case, tmp_path)


@pytest.fixture
def disc(recorded: tuple[Play, list[int]]) -> Iterator[tuple[Disc, Made]]:
    played, seqs = recorded
    played.do("zhou", "evidence_disc.made", of=seqs, **TOLD)
    row = Disc.objects.get()
    yield row, making.make(row.entry)


def image(row: Disc, disc: int = 1) -> Path:
    return shelf.image_path(live.LIUHEN_DERIVED, row.entry, disc)


def unpacked(iso: Path, to: Path) -> Path:
    to.mkdir()
    answer = subprocess.run(
        ["bsdtar", "xf", iso, "-C", to], capture_output=True, env={"LC_ALL": "C.UTF-8"}, check=False
    )
    assert answer.returncode == 0, answer.stderr
    subprocess.run(["chmod", "-R", "u+w", to], check=True)
    return to


def judged(folder: Path) -> subprocess.CompletedProcess[str]:
    """Run the program that is on the disc in a Python without any other."""
    command = [sys.executable, "-I", "-S", folder / "verify_case.py", folder]
    return subprocess.run(command, capture_output=True, text=True, check=False)


def test_bsdtar_reads_the_disc_and_its_own_verifier_passes_it(disc: tuple[Disc, Made], tmp_path: Path) -> None:
    folder = unpacked(image(disc[0]), tmp_path / "disc")
    names = sorted(path.name for path in (folder / "data/recordings").iterdir())
    assert names == ["01-现场检查_01.wav", "02-询问许某.wav", "03-现场检查_01.wav"]
    assert (folder / "data/recordings/02-询问许某.wav").read_bytes() == (tmp_path / "2.wav").read_bytes()
    assert (folder / "data/光盘目录.pdf").read_bytes().startswith(b"%PDF")
    answer = judged(folder)
    assert answer.returncode == 0, answer.stdout
    assert "江医保盘〔2026〕1号 第 1 张 共 1 张" in answer.stdout


def test_xorriso_reads_the_same_names(disc: tuple[Disc, Made]) -> None:
    command = ["xorriso", "-indev", image(disc[0]), "-find", "/data/recordings", "-type", "f"]
    answer = subprocess.run(command, capture_output=True, text=True, env={"LC_ALL": "C.UTF-8"}, check=False)
    assert "'/data/recordings/02-询问许某.wav'" in answer.stdout.splitlines()


def test_one_flipped_bit_fails_wherever_it_is(disc: tuple[Disc, Made], tmp_path: Path) -> None:
    folder = unpacked(image(disc[0]), tmp_path / "disc")
    for name in ("data/recordings/01-现场检查_01.wav", "data/disc.json", "data/entries/0008.json", "说明.txt"):
        whole = (folder / name).read_bytes()
        (folder / name).write_bytes(whole[:-40] + bytes([whole[-40] ^ 1]) + whole[-39:])
        assert judged(folder).returncode == 1, name
        (folder / name).write_bytes(whole)
    assert judged(folder).returncode == 0


def test_a_recording_put_in_another_s_place_is_found_though_all_lists_are_made_anew(
    disc: tuple[Disc, Made], tmp_path: Path
) -> None:
    folder = unpacked(image(disc[0]), tmp_path / "disc")
    changed = folder / "data/recordings/01-现场检查_01.wav"
    changed.write_bytes(changed.read_bytes()[:-1] + b"x")
    for way, name in (
        ("sha256", "manifest-sha256.txt"),
        ("sm3", "manifest-sm3.txt"),
        ("tags", "tagmanifest-sha256.txt"),
    ):
        relisted(folder, way, name)
    found = judged(folder)
    assert (found.returncode, "D604" in found.stdout, "E118" in found.stdout) == (1, True, False)


def relisted(folder: Path, way: str, name: str) -> None:
    lines = (folder / name).read_text("utf-8").splitlines()
    paths = [line.split("  ", 1)[1] for line in lines]
    told = [hashlib.new("sha256" if way == "tags" else way, (folder / path).read_bytes()).hexdigest() for path in paths]
    (folder / name).write_text("".join(f"{one}  {path}\n" for one, path in zip(told, paths, strict=True)), "utf-8")


def test_made_again_it_is_the_same_byte_for_byte(disc: tuple[Disc, Made]) -> None:
    row, made = disc
    shutil.rmtree(shelf.folder_of(live.LIUHEN_DERIVED, row.entry))
    assert making.make(row.entry) == made


def test_what_does_not_fit_goes_onto_the_next_disc() -> None:
    assert spread([40, 40, 30], ["a", "b", "c"], capacity=(8 << 20) + 3 * (96 << 10) + 80) == [1, 1, 2]
    assert spread([5], ["a"], capacity=737_280_000) == [1]


def test_each_of_several_discs_passes_by_itself(
    recorded: tuple[Play, list[int]], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    played, seqs = recorded
    monkeypatch.setattr("liuhen.process.inquiry.discs.spread", lambda *_, **__: [1, 2, 2])
    played.do("zhou", "evidence_disc.made", of=seqs, **TOLD)
    row = Disc.objects.get()
    assert [one.disc for one in making.make(row.entry).images] == [1, 2]
    for number, count in ((1, 1), (2, 2)):
        folder = unpacked(image(row, number), tmp_path / f"disc{number}")
        assert len(list((folder / "data/recordings").iterdir())) == count
        answer = judged(folder)
        assert answer.returncode == 0, answer.stdout
        assert f"第 {number} 张 共 2 张" in answer.stdout


def test_a_recording_larger_than_a_disc_is_refused_with_a_way_out() -> None:
    with pytest.raises(BadInputError, match="比一张光盘大") as told:
        spread([800_000_000], ["长.mp4"], capacity=737_280_000)
    assert "蓝光" in told.value.remedy


def test_numbers_follow_each_other_and_a_refusal_takes_none(recorded: tuple[Play, list[int]]) -> None:
    played, seqs = recorded
    with pytest.raises(BadInputError, match="不是本案的音像"):
        played.do("zhou", "evidence_disc.made", of=[1], **TOLD)
    for _ in range(2):
        played.do("zhou", "evidence_disc.made", of=seqs[:1], **TOLD)
    assert list(Disc.objects.order_by("seq").values_list("disc_no", flat=True)) == [
        "江医保盘〔2026〕1号",
        "江医保盘〔2026〕2号",
    ]


def test_a_damaged_original_stops_the_making_and_leaves_nothing(recorded: tuple[Play, list[int]]) -> None:
    played, seqs = recorded
    played.do("zhou", "evidence_disc.made", of=seqs, **TOLD)
    row = Disc.objects.get()
    with flipped(live.LIUHEN_ORIGINALS), pytest.raises(UnusableError, match="与存入时的记录不符"):
        making.make(row.entry)
    progress = shelf.progress_of(live.LIUHEN_DERIVED, row.entry)
    assert progress is not None
    assert (progress.state, "备份" in progress.remedy) == ("failed", True)
    assert not list(shelf.folder_of(live.LIUHEN_DERIVED, row.entry).glob("*.iso"))


@contextmanager
def flipped(root: Path) -> Iterator[None]:
    """Let one bit of an original be another while the block lasts."""
    path = next(path for path in sorted(root.glob("??/*")) if path.stat().st_size > 1000)
    whole = path.read_bytes()
    path.chmod(0o644)
    path.write_bytes(whole[:500] + bytes([whole[500] ^ 1]) + whole[501:])
    yield
    path.write_bytes(whole)


@pytest.mark.parametrize(
    ("name", "wanted"),
    [
        ("A-07 现场.MP4", "01-A-07_现场.mp4"),
        ("无后缀", "01-无后缀"),
        ("a:b*c?.mp4", "01-a_b_c.mp4"),
        ("😀.mp4", "01-音像.mp4"),
        ("长" * 100 + ".mp4", "01-" + "长" * 19 + ".mp4"),
        (".mp4", "01-音像.mp4"),
    ],
)
def test_a_name_on_disc_fits_every_file_system(name: str, wanted: str) -> None:
    told = name_on_disc(1, name)
    assert told == wanted
    assert len(told.encode()) <= 64


def test_the_act_lets_the_images_wait(recorded: tuple[Play, list[int]]) -> None:
    played, seqs = recorded
    played.do("zhou", "evidence_disc.made", of=seqs, **TOLD)
    row: Any = Disc.objects.get()
    assert making.awaited(row.entry)
    assert (row.discs, row.copies, row.of, row.note) == (1, 1, seqs, TOLD["note"])
