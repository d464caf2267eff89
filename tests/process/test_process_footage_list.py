"""办事窗口音像的批量调取: all faults first, by row; then everything is taken in, and filed where the case is named."""

import shutil
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from openpyxl import Workbook

from liuhen.kernel.errors import BadInputError
from liuhen.media.samples import make_sample
from liuhen.process.case.uploads import receive
from liuhen.process.footage.listing import Listing, below, read_listing, take_listing, uploaded
from liuhen.process.footage.lists import COLUMNS
from liuhen.process.footage.models import Footage, FootageFiled
from process.bureau import ORGAN, Play

BEGAN = datetime(2026, 11, 20, 0, 30, tzinfo=UTC)  # 08:30 in Beijing


@pytest.fixture(scope="module")
def films(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Two recordings of a window."""
    folder = tmp_path_factory.mktemp("window")
    for n in range(2):
        make_sample(folder / f"窗口{n}.mp4", seconds=1, started=BEGAN + n * timedelta(hours=1), title="办事窗口")
    return folder


def listed(folder: Path, *rows: str, name: str = "三月.csv", coding: str = "utf-8") -> Path:
    path = folder / name
    path.write_text("\n".join([",".join(COLUMNS), *rows]) + "\n", encoding=coding)
    return path


def read(case: Play, path: Path, who: str = "zhou") -> Listing:
    return read_listing(path, by=case.people[who], find=below([path.parent]))


def test_every_fault_of_every_row_is_told_and_nothing_is_taken_in(case: Play, films: Path, tmp_path: Path) -> None:
    shutil.copy(films / "窗口0.mp4", tmp_path)
    (tmp_path / "空.mp4").touch()
    path = listed(
        tmp_path,
        "没有.mp4,,3 号窗口,,,,",
        "窗口0.mp4,,3 号窗口,昨天上午,2026-11-20 09:00,某某,",
        "空.mp4,,,2026-11-20 09:00,2026-11-20 08:00,,",
        "../etc/passwd,,,,,,",
    )
    read_it = read(case, path)
    assert [(one.row, one.column) for one in read_it.faults] == [
        (2, "文件"), (3, "开始时间"), (3, "办理人"), (4, "文件"), (4, "结束时间"), (5, "文件"),
    ]  # fmt: skip
    with pytest.raises(BadInputError, match="清单有误"):
        list(take_listing(read_it, by=case.people["zhou"], channel="cli"))
    assert not Footage.objects.filter(organ=ORGAN).exists()


def test_a_row_with_a_case_is_filed_there_and_the_others_wait_in_the_room(
    case: Play, films: Path, tmp_path: Path
) -> None:
    case.to("case.opened")
    path = listed(
        tmp_path, f"窗口0.mp4,{case.ref},3 号窗口,2026-11-20 08:30:05,,何静,", "窗口1.mp4,申〔2026〕7号,4 号窗口,,,,"
    )
    for film in films.iterdir():
        shutil.copy(film, tmp_path)
    done = list(take_listing(read(case, path), by=case.people["zhou"], channel="cli"))
    assert [(one.filed, one.wrong) for one in done] == [(case.ref, False), ("", False)]
    first, second = Footage.objects.filter(organ=ORGAN).order_by("seq")
    assert (first.way, first.carrier_name, first.started) == ("window", "何静", BEGAN + timedelta(seconds=5))
    assert (second.matter, second.started) == ("申〔2026〕7号", BEGAN + timedelta(hours=1))
    assert FootageFiled.objects.filter(organ=ORGAN).values_list("footage", flat=True)[0] == first.seq
    again = list(take_listing(read(case, path), by=case.people["zhou"], channel="cli"))
    assert all("先前已经收过" in one.said and not one.wrong for one in again)


def test_a_workbook_and_a_list_of_chinese_desktops_are_read_alike(case: Play, films: Path, tmp_path: Path) -> None:
    shutil.copy(films / "窗口0.mp4", tmp_path)
    book = Workbook()
    book.active.append(list(COLUMNS))  # type: ignore[union-attr]
    book.active.append(["窗口0.mp4", None, "3 号窗口", datetime(2026, 11, 20, 8, 30), None, "何静", None])  # type: ignore[union-attr]  # noqa: DTZ001
    book.save(tmp_path / "清单.xlsx")
    spoken = listed(tmp_path, "窗口0.mp4,,3 号窗口,2026/11/20 08:30,,何静,", name="清单.csv", coding="gb18030")
    one, other = read(case, tmp_path / "清单.xlsx").lines[0], read(case, spoken).lines[0]
    assert (one.started, one.person, one.window) == (other.started, other.person, other.window) == (
        BEGAN, case.people["he"].id, "3 号窗口",
    )  # fmt: skip


def test_the_same_file_twice_and_a_list_without_headings_are_refused(case: Play, films: Path, tmp_path: Path) -> None:
    shutil.copy(films / "窗口0.mp4", tmp_path)
    twice = read(case, listed(tmp_path, "窗口0.mp4,,,,,,", "窗口0.mp4,,,,,,"))
    assert [one.said for one in twice.faults] == ["与第 2 行相同，同一个文件只写一行"]
    (tmp_path / "无头.csv").write_text("甲,乙\n1,2\n")
    with pytest.raises(BadInputError, match="缺少：文件"):
        read(case, tmp_path / "无头.csv")
    (tmp_path / "图.xlsx").write_bytes(b"\x89PNG")
    with pytest.raises(BadInputError, match="不是清单"):
        read(case, tmp_path / "图.xlsx")


def test_on_the_page_files_are_those_that_the_same_person_uploaded(case: Play, films: Path, tmp_path: Path) -> None:
    zhou = case.people["zhou"]
    receive([(films / "窗口0.mp4").read_bytes()], name="窗口0.mp4", by=zhou)
    path = listed(tmp_path, "窗口0.mp4,,,,,,", "窗口1.mp4,,,,,,")
    found = read_listing(path, by=zhou, find=uploaded(zhou))
    assert ([one.file for one in found.lines], [one.row for one in found.faults]) == (["窗口0.mp4"], [3])
    assert len(read_listing(path, by=case.people["he"], find=uploaded(case.people["he"])).faults) == 2
