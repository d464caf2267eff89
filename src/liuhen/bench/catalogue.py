"""Every form of the catalogue, filled from the kinds of its fields: what an officer prints on any day of the year."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Final

from liuhen.bench.pages import MOMENT
from liuhen.kernel.canonical import Json
from liuhen.papers.forms import Asked, Form, every_form, form
from liuhen.papers.typesetting import files_of, given_to

CHECK_AT: Final = "https://ybj.example.gov.cn/check"
_SENTENCE: Final = "经查，当事人第{number}次结算的药品与处方、进销存台账不符，涉及医疗保障基金，有明细和笔录为证。"
_ROWS: Final = 3


def forms() -> Sequence[str]:
    """Return the names of all forms."""
    return sorted(every_form())


def code(number: int) -> str:
    """Return a code to print at the foot; each paper has another one."""
    return f"{number:04d}-92MD-XFPT"


def sheet(form_id: str, number: int) -> dict[str, Json]:
    """Return a sheet in which every field is filled; no two numbers give the same paper."""
    paper = form(form_id)
    filled = {one.name: _value(one, number) for one in paper.fields}
    return {**filled, **_spoken(paper)}


def source(form_id: str, number: int) -> dict[str, str]:
    """Return what a compiler has to read to set the same paper."""
    paper = form(form_id)
    given = given_to(paper, sheet(form_id, number), check_code=code(number), check_at=CHECK_AT)
    return {name: text.decode() for name, text in files_of(paper.layout, given).items()}


def _value(field: Asked, number: int) -> Json:
    if field.kind == "group":
        return {one.name: _value(one, number) for one in field.fields}
    if field.kind == "rows":
        many = max(field.least, _ROWS)
        return [{one.name: _value(one, number * many + row) for one in field.fields} for row in range(many)]
    return _plain(field, number)


def _plain(field: Asked, number: int) -> Json:
    day = (MOMENT - timedelta(days=number % 300)).date().isoformat()
    picked = list(field.options)[number % len(field.options)] if field.options else ""
    known: dict[str, Json] = {
        "text": f"{field.label[:8]}{number}（示例）",
        "paragraphs": "\n".join(_SENTENCE.format(number=number + line) for line in range(_ROWS)),
        "date": day,
        "moment": f"{day}T02:10:00Z",
        "fen": 100_000 + number,
        "count": number % 90 + 1,
        "yesno": number % 2 == 0,
        "choice": picked,
        "choices": [picked],
    }
    return known[field.kind]


def _spoken(paper: Form) -> dict[str, Json]:
    """Return values for texts on which a piece of the paper hangs."""
    hanging = [*(block.when for block in paper.body), *(field.when for field in paper.fields)]
    told = {name: wanted[0] if isinstance(wanted, tuple) else wanted for one in hanging for name, wanted in one.items()}
    return {name: wanted for name, wanted in told.items() if paper.field(name).kind == "text"}
