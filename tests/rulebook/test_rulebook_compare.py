"""The regulations beside each other: made from the packs, matter by matter, never by hand."""

from pathlib import Path

import pytest

from liuhen.rulebook import PackError, compare, load
from liuhen.rulebook.compare import SILENT, own_plans, page, read_matters
from liuhen.rulebook.obligations import read_rows
from rulebook.test_rulebook_key import KEY

MATTERS = read_matters()


def brief(matter: str) -> list[str]:
    """Return the line of a matter in the first table, regulation by regulation."""
    title = next(each.title for each in MATTERS.matters if each.id == matter)
    line = next(line for line in page().splitlines() if line.startswith(f"| {title} |"))
    return [cell.strip() for cell in line.strip("|").split("|")][1:]


def test_the_page_of_this_house_is_fresh() -> None:
    assert compare.main(["--check"]) == 0


def test_five_regulations_are_compared_by_rows_that_exist() -> None:
    known = {row.id for row in read_rows()}
    assert set(MATTERS.regulations) == set(KEY)
    assert [row for matter in MATTERS.matters for row in matter.rows if row not in known] == []


def test_what_differs_in_the_text_differs_in_the_table() -> None:
    wuhan, wenshang, baofeng, dongxihu, fujian = brief("storage")
    assert "2个工作日" in wuhan
    assert "1个工作日" in wuhan
    assert wenshang.startswith("2个工作日")
    assert "1个工作日" not in wenshang
    assert "当日" in baofeng
    assert "24小时" in baofeng
    assert "1个工作日" in dongxihu
    assert "工作日" not in fujian


def test_a_regulation_that_is_silent_says_so() -> None:
    assert brief("make_up")[1:3] == [SILENT, SILENT]
    assert brief("shots")[2] == SILENT
    assert own_plans(load(["baofeng-ybj"]), next(one for one in MATTERS.matters if one.id == "archive")) == []


def test_the_years_of_keeping_stand_in_words() -> None:
    wuhan, wenshang, baofeng, dongxihu, _ = brief("retention")
    assert "3个月" in wuhan
    assert "永久" in wenshang
    assert "1年" in baofeng
    assert "10年" in dongxihu
    assert "与案卷同期" in wuhan


def test_a_list_of_matters_that_cannot_be_read_is_refused(tmp_path: Path) -> None:
    (tmp_path / "matters.yaml").write_text("regulations: []\nmatter: []\n", encoding="utf-8")
    with pytest.raises(PackError, match=r"matters\.yaml:2"):
        read_matters(tmp_path)
