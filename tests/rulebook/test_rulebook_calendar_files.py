"""A new year's arrangement comes in from JSON or CSV whole and checked, or not at all."""

import json
from pathlib import Path
from typing import Any

import pytest
import yaml

from liuhen.rulebook.calendar import YearFile
from liuhen.rulebook.calendar_files import LARGEST, YearFileError, read_year, written_year

ROOT = Path(__file__).resolve().parents[2]
SHIPPED = sorted((ROOT / "regulations/calendar").glob("*.yaml"))
CSV = """种类,名称,首日,末日
年份,2027,,
依据,《示例通知》（示例〔2026〕1号）,,
放假,元旦,2027-01-01,2027-01-03

放假,端午节,2027-06-09,
上班,,2027-02-06,
上班,,2027-02-20,2027-02-20
"""


def year(**change: Any) -> str:
    whole = {
        "year": 2027,
        "source": "《示例通知》",
        "off": [{"name": "元旦", "from": "2027-01-01", "to": "2027-01-03"}],
        "work": ["2027-02-06"],
    }
    return json.dumps({**whole, **change}, ensure_ascii=False, indent=1)


def again(read: YearFile) -> Any:
    return yaml.load(written_year(read), yaml.BaseLoader)  # noqa: S506  # plain text only


def said(content: str | bytes, **form: Any) -> list[str]:
    with pytest.raises(YearFileError) as refused:
        read_year(content, **form)
    return [str(fault) for fault in refused.value.faults]


@pytest.mark.parametrize("path", SHIPPED, ids=lambda path: path.stem)
def test_every_shipped_year_passes_the_same_check_and_comes_back_as_it_was(path: Path) -> None:
    shipped = yaml.load(path.read_text("utf-8"), yaml.BaseLoader)  # noqa: S506  # plain text only
    read = read_year(json.dumps({**shipped, "year": int(shipped["year"])}))
    assert again(read) == shipped


def test_csv_says_what_json_says() -> None:
    read = read_year(CSV)
    assert (read.year, len(read.off), [str(day) for day in read.work]) == (2027, 2, ["2027-02-06", "2027-02-20"])
    assert read.off[1].first == read.off[1].last
    whole = YearFile.model_dump(read, by_alias=True, mode="json")
    assert read_year(json.dumps(whole)) == read


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
def test_csv_is_read_as_office_programs_write_it(encoding: str) -> None:
    assert read_year(CSV.replace("\n", "\r\n").encode(encoding), form="csv") == read_year(CSV)


def test_a_text_with_a_mark_in_front_is_read() -> None:
    assert read_year("\ufeff" + year()).year == 2027


def test_a_new_years_holiday_may_begin_in_the_december_before() -> None:
    read = read_year(year(off=[{"name": "元旦", "from": "2026-12-31", "to": "2027-01-02"}], work=["2026-12-26"]))
    assert (read.off[0].first.year, read.work[0].year) == (2026, 2026)


def test_a_name_that_yaml_would_read_otherwise_is_quoted() -> None:
    read = read_year(
        year(source="第 3 号: 通知 # 附件", off=[{"name": "2027", "from": "2027-01-01", "to": "2027-01-01"}])
    )
    assert again(read)["source"] == "第 3 号: 通知 # 附件"
    assert again(read)["off"][0]["name"] == "2027"


@pytest.mark.parametrize(
    ("change", "line", "message"),
    [
        (
            {
                "off": [
                    {"name": "甲", "from": "2027-01-01", "to": "2027-01-03"},
                    {"name": "乙", "from": "2027-01-03", "to": "2027-01-04"},
                ]
            },
            10,
            "乙与甲的放假日期重叠",
        ),
        ({"work": ["2027-02-05"]}, 12, "2027-02-05是星期五，本来就要上班"),
        ({"work": ["2027-01-02"]}, 12, "既写放假，又写上班"),
        ({"work": ["2027-02-06", "2027-02-06"]}, 13, "写了两次"),
        ({"work": ["2028-02-05"]}, 12, "不在2027年"),
        ({"work": ["2月6日"]}, 12, "日期写作 2027-01-01，不能是“2月6日”"),
        ({"work": 3}, 11, "上班（work）的写法不对"),
        ({"off": [{"name": "甲", "from": "2027-01-03", "to": "2027-01-01"}]}, 5, "末日早于首日"),
        ({"off": [{"name": "甲", "from": "2027-01-03", "to": "2027-05-01"}]}, 5, "放假超过31日"),
        ({"off": [{"name": "甲", "from": "2028-01-03", "to": "2028-01-03"}]}, 5, "不在2027年"),
        ({"off": [{"name": "甲", "from": "2026-11-03", "to": "2026-11-03"}]}, 5, "不在2027年"),
        ({"off": [{"name": " ", "from": "2027-01-03", "to": "2027-01-03"}]}, 5, "节日没有名称"),
        ({"off": [{"name": "甲", "from": "2027-01-03"}]}, 5, "缺少末日（to）"),
        ({"off": [{"name": "甲", "from": "2027-01-03", "to": "x", "days": 3}]}, 9, "没有“days”这一项"),
        ({"off": []}, 4, "没有写放假的日子"),
        ({"source": ""}, 3, "依据（source）不能为空"),
        ({"year": 20270}, 2, "年份须在1949至2199之间"),
        ({"year": "明年"}, 2, "年份（year）的写法不对"),
        ({"note": 1}, 14, "没有“note”这一项"),
    ],
)
def test_what_cannot_be_right_is_named_with_its_line(change: dict[str, Any], line: int, message: str) -> None:
    assert any(each.startswith(f"第{line}行：") and message in each for each in said(year(**change)))


@pytest.mark.parametrize(
    ("old", "new", "line", "message"),
    [
        ("末日", "末日,天数", 1, "没有名为“天数”的列"),
        ("种类,名称", "名称,种类", 1, "须依次写明：种类、名称、首日、末日"),
        ("放假,元旦", "调休,元旦", 4, "种类只能是年份、依据、放假、上班"),
        ("2027-01-03", "2027-01-03,是", 4, "多出“是”"),
        ("2027-01-01,2027-01-03", "1月1日,2027-01-03", 4, "日期写作"),
        ("年份,2027", "年份,二〇二七", 2, "年份（year）的写法不对"),
        ("年份,2027,,\n", "年份,2027,,\n年份,2027,,\n", 3, "年份写了两次"),
        ("年份,2027,,\n", "", 1, "缺少年份（year）"),
        ("2027-02-20,2027-02-20", "2027-02-20,2027-02-21", 8, "每天写一行"),
        ("上班,,2027-02-06", "上班,,2027-02-05", 7, "本来就要上班"),
        ("元旦", '"元旦', 1, "引号没有配对"),
        (CSV, "", 1, "第一行须依次写明"),
    ],
)
def test_a_slip_in_csv_is_named_with_its_line(old: str, new: str, line: int, message: str) -> None:
    assert any(each.startswith(f"第{line}行：") and message in each for each in said(CSV.replace(old, new), form="csv"))


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"\xff\xfe\x00", "UTF-16"),
        (b"\x81\x30\x81", "UTF-8"),
        ("{", "不是 JSON"),
        ('{"year": 2027, "year": 2028}', "写了两次"),
        ("[]", "第一行须依次写明"),
        (" " * (LARGEST + 1), "文件太大"),
    ],
)
def test_what_is_no_arrangement_at_all_is_refused(content: str | bytes, message: str) -> None:
    assert any(message in each for each in said(content))


def test_a_list_is_no_year() -> None:
    assert said("[1]", form="json") == ["第1行：一个年度须写明 year、source、off、work"]
