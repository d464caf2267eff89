"""A filled sheet: what is wrong with it, and what of it goes on the paper."""

import re
import unicodedata
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import datetime
from typing import Final, TypeAlias

from liuhen.kernel.canonical import LARGEST_INTEGER, Json
from liuhen.kernel.clock import read_when
from liuhen.kernel.errors import BadInputError
from liuhen.kernel.money import LARGEST
from liuhen.papers.blocks import holds
from liuhen.papers.forms import Asked, Form
from liuhen.papers.wording import amount_in_words, clock_in_words, day_in_words, moment_in_words

Sheet: TypeAlias = Mapping[str, Json]

MOST_ROWS: Final = 2_000
_MOST_DAYS: Final = 9_999
_MOST_FEN: Final = min(LARGEST, LARGEST_INTEGER)  # what has capitals, and what a digest can be taken of
_LAYOUT_SPACE: Final = "\t\n\r"
_DATE: Final = re.compile(r"\d{4}-\d{2}-\d{2}")


def wrong_fields(form: Form, sheet: Sheet) -> dict[str, str]:
    """Return field -> what is wrong with it, in Chinese with the article that asks; empty when nothing is.

    Inner fields are named `officers.0.certificate`, `opinion_chief.text`.
    """
    return dict(_wrong(form.fields, sheet, prefix=""))


def require_right(form: Form, sheet: Sheet) -> None:
    """Raise BadInputError, naming every wrong field, unless the sheet can be printed."""
    if wrong := wrong_fields(form, sheet):
        raise BadInputError(
            f"《{form.title}》还不能制作：{len(wrong)} 处需要填写或者更正。",
            fields=wrong,
            remedy="请按各栏后的提示补正后再制作。",
        )


def printed(form: Form, sheet: Sheet) -> dict[str, Json]:
    """Return what the layouts read: every field of the form, in words, empty ones as null.

    text and paragraphs are text; dates and amounts are spelled; a choice, or several, is a list of
    `{name, label, picked}`; a group is an object and rows a list of objects.
    """
    return {field.name: _print(field, sheet.get(field.name)) for field in form.fields}


def _wrong(fields: Sequence[Asked], sheet: Sheet, *, prefix: str) -> Iterator[tuple[str, str]]:
    known = {field.name for field in fields}
    yield from ((prefix + name, "这种文书没有这一栏") for name in sheet if name not in known)
    for field in fields:
        value = sheet.get(field.name)
        if _is_empty(value):
            if field.required or (field.when and holds(field.when, sheet)):
                yield prefix + field.name, f"“{field.label}”没有填写（{field.article}）"
        elif problem := _CHECKS[field.kind](field, value):
            yield prefix + field.name, f"“{field.label}”{problem}"
        else:
            yield from _wrong_inside(field, value, prefix=f"{prefix}{field.name}.")


def _wrong_inside(field: Asked, value: Json, *, prefix: str) -> Iterator[tuple[str, str]]:
    if isinstance(value, Mapping):
        yield from _wrong(field.fields, value, prefix=prefix)
    elif field.kind == "rows" and isinstance(value, list | tuple):
        for number, row in enumerate(value):
            yield from _wrong(field.fields, row, prefix=f"{prefix}{number}.")


def _is_empty(value: Json) -> bool:
    return value is None or value in ([], {}) or (isinstance(value, str) and not value.strip())


def _text_problem(field: Asked, value: Json) -> str:
    if not isinstance(value, str):
        return "应当是文字"
    if len(value) > field.longest:
        return f"过长：{len(value)} 字，最多 {field.longest} 字"
    unprintable = next((char for char in value if _is_unprintable(char)), None)
    if unprintable is not None:
        return f"含有不能印在文书上的字符（U+{ord(unprintable):04X}，第 {value.index(unprintable) + 1} 个字符）"
    return ""


def _is_unprintable(char: str) -> bool:
    """Control characters, halves of characters, and marks that reverse the reading order of what follows."""
    if char in _LAYOUT_SPACE:
        return False
    return unicodedata.category(char) in {"Cc", "Cs", "Co", "Cn"} or unicodedata.bidirectional(char) in _REORDERING


_REORDERING: Final = frozenset({"LRE", "RLE", "LRO", "RLO", "PDF", "LRI", "RLI", "FSI", "PDI"})


def _date_problem(field: Asked, value: Json) -> str:
    if isinstance(value, str) and _DATE.fullmatch(value) and not _moment_problem(field, value):
        return ""
    return "不是有效的日期"


def _moment_problem(field: Asked, value: Json) -> str:
    try:
        read_when(str(value))
    except ValueError:
        return "不是有效的时间，或者没有写明时区"
    return ""


def _fen_problem(field: Asked, value: Json) -> str:
    if isinstance(value, bool) or not isinstance(value, int) or not 0 <= value <= _MOST_FEN:
        return "不是有效的金额"
    return ""


def _count_problem(field: Asked, value: Json) -> str:
    if isinstance(value, bool) or not isinstance(value, int) or not 0 <= value <= _MOST_DAYS:
        return "不是有效的数目"
    return ""


def _yesno_problem(field: Asked, value: Json) -> str:
    return "" if isinstance(value, bool) else "应当填“是”或者“否”"


def _choice_problem(field: Asked, value: Json) -> str:
    return "" if isinstance(value, str) and value in field.options else "不在可选的范围内"


def _choices_problem(field: Asked, value: Json) -> str:
    if not isinstance(value, list | tuple) or not all(isinstance(one, str) for one in value):
        return "填写的形式不对"
    return "" if set(value) <= set(field.options) else "不在可选的范围内"


def _group_problem(field: Asked, value: Json) -> str:
    return "" if isinstance(value, Mapping) else "填写的形式不对"


def _rows_problem(field: Asked, value: Json) -> str:
    if not isinstance(value, list | tuple) or not all(isinstance(row, Mapping) for row in value):
        return "填写的形式不对"
    if len(value) < field.least:
        return f"至少应有 {field.least} 项（{field.article}）"
    return f"超过 {MOST_ROWS} 项" if len(value) > MOST_ROWS else ""


_CHECKS: Final[Mapping[str, Callable[[Asked, Json], str]]] = {
    "text": _text_problem,
    "paragraphs": _text_problem,
    "date": _date_problem,
    "moment": _moment_problem,
    "fen": _fen_problem,
    "count": _count_problem,
    "yesno": _yesno_problem,
    "choice": _choice_problem,
    "choices": _choices_problem,
    "group": _group_problem,
    "rows": _rows_problem,
}


def _print(field: Asked, value: Json) -> Json:
    if field.kind in {"choice", "choices"}:
        picked = value if isinstance(value, list | tuple) else [value]
        return [{"name": name, "label": label, "picked": name in picked} for name, label in field.options.items()]
    if _is_empty(value):
        return None
    if isinstance(value, Mapping):
        return {inner.name: _print(inner, value.get(inner.name)) for inner in field.fields}
    if isinstance(value, list | tuple):
        return [{inner.name: _print(inner, row.get(inner.name)) for inner in field.fields} for row in value]
    return _print_plain(field, value)


def _one_line(text: str) -> str:
    """Fold runs of spaces and breaks into one space; the wide space inside a two-character name stays."""
    return re.sub(r"[ \t\r\n]+", " ", text).strip()


def _print_plain(field: Asked, value: Json) -> Json:
    match field.kind:
        case "text":
            return _one_line(str(value))
        case "paragraphs":
            return [_one_line(line) for line in str(value).splitlines() if line.strip()]
        case "date" | "moment":
            when = read_when(str(value))
            clock = clock_in_words(when) if isinstance(when, datetime) else None
            return {"day": day_in_words(when), "clock": clock, "full": moment_in_words(when)}
        case "fen" if isinstance(value, int):
            return amount_in_words(value)
        case _:
            return value
