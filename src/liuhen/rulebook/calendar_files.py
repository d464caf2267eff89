"""A year's arrangement of holidays as somebody enters it: JSON or CSV in, a checked year out.

JSON has the words of `regulations/calendar/*.yaml`:

    {"year": 2027, "source": "《…通知》（国办发明电〔2026〕…号）",
     "off": [{"name": "元旦", "from": "2027-01-01", "to": "2027-01-03"}, …], "work": ["2027-02-06", …]}

CSV has the columns 种类, 名称, 首日, 末日 and one row for each thing (UTF-8 or GB18030, as office programs write it):

    年份,2027,,
    依据,《…通知》（国办发明电〔2026〕…号）,,
    放假,元旦,2027-01-01,2027-01-03
    上班,,2027-02-06,
"""

import csv
import io
import json
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from itertools import pairwise
from typing import Any, Final, Literal, NamedTuple, TypeAlias

from pydantic import ValidationError

from liuhen.kernel.errors import BadInputError
from liuhen.rulebook.calendar import SATURDAY, YearFile, days_from
from liuhen.rulebook.json_text import JsonTextError, Place, decoded, lines, read_json

Form: TypeAlias = Literal["json", "csv"]

LARGEST: Final = 200_000
"""Bytes; a year's arrangement is a page."""
YEARS: Final = range(1949, 2200)
LONGEST: Final = 31
"""Days of one holiday; more is a slip of the pen."""
COLUMNS: Final = ("种类", "名称", "首日", "末日")
KINDS: Final = ("年份", "依据", "放假", "上班")
_DECEMBER: Final = 12


class YearFault(NamedTuple):
    """Something wrong with a file: its line (from 1) and a sentence."""

    line: int
    message: str

    def __str__(self) -> str:
        return f"第{self.line}行：{self.message}"


class YearFileError(BadInputError):
    """A year's arrangement cannot be taken over; nothing of it is.

    Args:
        faults: each with its line, in order.
    """

    def __init__(self, faults: Iterable[YearFault]) -> None:
        self.faults = tuple(sorted(set(faults)))
        shown = "；".join(str(each) for each in self.faults[:10])
        super().__init__("节假日安排有误，没有录入。", why=shown, remedy="请对照通知原文改正后重试。")


@dataclass(frozen=True, slots=True)
class _Entered:
    """What a file says, and the line of each thing in it."""

    data: Any
    lines: dict[Place, int]

    def fault(self, place: Place, message: str) -> YearFault:
        while place and place not in self.lines:
            place = place[:-1]
        return YearFault(self.lines.get(place, 1), message)


def read_year(content: str | bytes, *, form: Form | None = None) -> YearFile:
    """Read one year's arrangement and check it.

    Args:
        content: the text, or the bytes of the file.
        form: without it a text that begins with a brace is JSON, any other CSV.

    Raises:
        YearFileError: everything that is wrong, each with its line.
    """
    if len(content) > LARGEST:
        raise YearFileError([YearFault(1, "文件太大，不是一个年度的安排")])
    text = _text(content)
    entered = _from_json(text) if (form or _form(text)) == "json" else _from_csv(text)
    try:
        year = YearFile.model_validate(entered.data)
    except ValidationError as error:
        raise YearFileError(_sentence(entered, fault) for fault in error.errors()) from error
    faults = list(_faults(year, entered))
    if faults:
        raise YearFileError(faults)
    return year


def written_year(year: YearFile) -> str:
    """Return the year as a file of `regulations/calendar`."""
    off = "".join(f"  - {{name: {_plain(each.name)}, from: {each.first}, to: {each.last}}}\n" for each in year.off)
    work = ", ".join(str(day) for day in year.work)
    return f"year: {year.year}\nsource: {_plain(year.source)}\noff:\n{off}work: [{work}]\n"


def _plain(text: str) -> str:
    return (
        text
        if re.fullmatch(r"[\w《》（）〔〕、；]*[^\W\d][\w《》（）〔〕、；]*", text)
        else json.dumps(text, ensure_ascii=False)
    )


def _form(text: str) -> Form:
    return "json" if text.lstrip().startswith("{") else "csv"


def _text(content: str | bytes) -> str:
    if isinstance(content, str):
        return content.removeprefix("\ufeff")
    try:
        return decoded(content)
    except JsonTextError as error:
        try:
            return content.decode("gb18030")
        except UnicodeDecodeError:
            raise YearFileError([YearFault(error.line, error.message)]) from error


# -- the two forms


def _from_json(text: str) -> _Entered:
    try:
        data = read_json(text)
    except JsonTextError as error:
        raise YearFileError([YearFault(error.line, error.message)]) from error
    return _Entered(data, lines(text, _places(data, ())))


def _places(data: Any, place: Place) -> Iterator[Place]:
    yield place
    inner = data.items() if isinstance(data, dict) else enumerate(data) if isinstance(data, list) else ()
    for name, value in inner:
        yield from _places(value, (*place, name))


def _from_csv(text: str) -> _Entered:
    try:
        rows = list(csv.reader(io.StringIO(text, newline=""), strict=True))
    except csv.Error as error:
        raise YearFileError([YearFault(1, "不是 CSV：引号没有配对")]) from error
    numbered = [(line, [cell.strip() for cell in row]) for line, row in enumerate(rows, 1) if any(map(str.strip, row))]
    if not numbered or tuple(numbered[0][1]) != COLUMNS:
        line, head = numbered[0] if numbered else (1, [])
        unknown = [name for name in head if name not in COLUMNS]
        said = f"没有名为“{'”“'.join(unknown)}”的列；" if unknown else ""
        raise YearFileError([YearFault(line, f"{said}第一行须依次写明：{'、'.join(COLUMNS)}")])
    return _gathered(numbered[1:])


def _gathered(rows: list[tuple[int, list[str]]]) -> _Entered:
    data: dict[str, Any] = {"off": [], "work": []}
    found: dict[Place, int] = {}
    faults = []
    for line, row in rows:
        fault = _put(row, line, data, found)
        if fault:
            faults.append(YearFault(line, fault))
    if faults:
        raise YearFileError(faults)
    return _Entered(data, found)


def _put(row: list[str], line: int, data: dict[str, Any], found: dict[Place, int]) -> str | None:
    """Put one row where it belongs; return what is wrong with it."""
    if len(row) > len(COLUMNS) and any(row[len(COLUMNS) :]):
        return f"多出“{'”“'.join(filter(None, row[len(COLUMNS) :]))}”，每行只有{len(COLUMNS)}列"
    kind, name, first, last = (*row, "", "", "", "")[: len(COLUMNS)]
    match kind:
        case "年份" | "依据":
            word = "year" if kind == "年份" else "source"
            if word in data:
                return f"{kind}写了两次"
            data[word], found[(word,)] = int(name) if word == "year" and name.isdecimal() else name, line
        case "放假":
            found["off", len(data["off"])] = line
            data["off"].append({"name": name, "from": first, "to": last or first})
        case "上班":
            if last not in ("", first):
                return "上班日每天写一行，末日不填"
            found["work", len(data["work"])] = line
            data["work"].append(first)
        case _:
            return f"种类只能是{'、'.join(KINDS)}，不能是“{kind}”"
    return None


# -- what can be wrong


_WORDS: Final = {
    "year": "年份", "source": "依据", "off": "放假", "work": "上班", "name": "名称", "from": "首日", "to": "末日",
}  # fmt: skip


def _sentence(entered: _Entered, fault: Any) -> YearFault:
    place: Place = fault["loc"]
    name = next((part for part in reversed(place) if isinstance(part, str)), "")
    said = f"{_WORDS.get(name, name)}（{name}）" if name in _WORDS else f"“{name}”"
    match fault["type"]:
        case "missing":
            return entered.fault(place, f"缺少{said}")
        case "extra_forbidden":
            return entered.fault(place, f"没有{said}这一项")
        case "model_type" | "dict_type":
            return entered.fault(place, "一个年度须写明 year、source、off、work")
        case "string_too_short":
            return entered.fault(place, f"{said}不能为空")
    if name in ("from", "to", "work") and isinstance(fault["input"], str):
        return entered.fault(place, f"日期写作 2027-01-01，不能是“{fault['input']}”")
    return entered.fault(place, f"{said}的写法不对")


def _faults(year: YearFile, entered: _Entered) -> Iterator[YearFault]:
    if year.year not in YEARS:
        yield entered.fault(("year",), f"年份须在{YEARS.start}至{YEARS.stop - 1}之间")
        return
    if not year.off:
        yield entered.fault(("off",), "没有写放假的日子")
    for at, each in enumerate(year.off):
        place: Place = ("off", at)
        if not each.name.strip():
            yield entered.fault(place, "节日没有名称")
        if each.last < each.first:
            yield entered.fault(place, f"{each.name}的末日早于首日")
        elif (each.last - each.first).days >= LONGEST:
            yield entered.fault(place, f"{each.name}放假超过{LONGEST}日，请核对日期")
        elif not _of_year(each.first, year.year) or not _of_year(each.last, year.year):
            yield entered.fault(place, f"{each.name}（{each.first}至{each.last}）不在{year.year}年")
    yield from _overlapping(year, entered)
    yield from _made_up(year, entered)


def _of_year(day: date, year: int) -> bool:
    """A New Year's holiday may begin, and be made up for, in the December before."""
    return day.year == year or (day.year == year - 1 and day.month == _DECEMBER)


def _overlapping(year: YearFile, entered: _Entered) -> Iterator[YearFault]:
    ordered = sorted(enumerate(year.off), key=lambda each: (each[1].first, each[0]))
    for (_, one), (at, other) in pairwise(ordered):
        if other.first <= one.last:
            yield entered.fault(("off", at), f"{other.name}与{one.name}的放假日期重叠（{other.first}）")


def _made_up(year: YearFile, entered: _Entered) -> Iterator[YearFault]:
    off = {day for each in year.off if each.first <= each.last for day in days_from(each.first, each.last)}
    for at, day in enumerate(year.work):
        place: Place = ("work", at)
        if not _of_year(day, year.year):
            yield entered.fault(place, f"上班日{day}不在{year.year}年")
        elif day.weekday() < SATURDAY:
            yield entered.fault(place, f"{day}是星期{'一二三四五'[day.weekday()]}，本来就要上班，请核对日期")
        elif day in off:
            yield entered.fault(place, f"{day}既写放假，又写上班")
        if day in year.work[:at]:
            yield entered.fault(place, f"上班日{day}写了两次")
