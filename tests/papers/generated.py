"""Filled sheets for any form, made from the kinds of its fields alone: the same form gives the same sheet."""

from datetime import date, timedelta
from itertools import count

from liuhen.kernel.canonical import Json
from liuhen.papers.forms import Asked, Form

RARE = "𠮷㛃䶮龘㙍"
"""Characters of real names that common faces lack."""
PARTIES = 8
HUGE_FEN = 999_999_999_999  # some ten thousand million yuan, more than any fine
LONGEST = frozenset({"decision", "inspection", "clue-check", "transfer-letter"})
"""Forms, one of each style and layout for long texts, that get 20,000 characters; all others a tenth of that."""
LISTS = frozenset({"catalogue", "interview", "seizure-list", "material-demand"})
"""Forms whose rows run over many pages: 300 of them; lists of other forms get 30."""


class Filler:
    """Fills one form. Every text and every date is another one, so that each is found again on the paper.

    Args:
        turn: which option of each choice is picked; a form is seen whole in as many turns as its longest choice has.
        hard: rare characters, many rows, long texts, huge amounts.
    """

    def __init__(self, form: Form, *, turn: int = 0, hard: bool = False) -> None:
        self._form, self._turn, self._hard, self._numbers = form, turn, hard, count(1)
        self._tables = {"rows", "questions"} | {block.table for block in form.body}
        self._spoken = _spoken(form)
        self._long = True

    def sheet(self) -> dict[str, Json]:
        """Return a sheet in which everything is filled."""
        return {one.name: self._value(one) for one in self._form.fields}

    def _value(self, field: Asked, *, inside: bool = False) -> Json:
        number = next(self._numbers)
        if field.kind == "group":
            return {one.name: self._value(one, inside=True) for one in field.fields}
        if field.kind == "rows":
            return self._rows(field, inside=inside)
        if (spoken := self._spoken.get(field.name, [])) and self._turn < len(spoken):
            return spoken[self._turn]
        if field.kind == "paragraphs":
            return self._passage(field, number, inside=inside)
        return self._plain(field, number)

    def _plain(self, field: Asked, number: int) -> Json:
        picked = list(field.options)[self._turn % len(field.options)] if field.options else ""
        day = (date(2026, 1, 1) + timedelta(days=number)).isoformat()
        known: dict[str, Json] = {
            "text": f"{field.label[:12]}{RARE if self._hard else '示例'}{number}",
            "date": day,
            "moment": f"{day}T02:10:00Z",
            "fen": HUGE_FEN if self._hard else 100_000 + number,
            "count": number,
            "yesno": self._turn % 2 == 0,
            "choice": picked,
            "choices": [picked],
        }
        return known[field.kind]

    def _passage(self, field: Asked, number: int, *, inside: bool) -> str:
        if self._hard and self._long and not inside:
            self._long = False  # one such field a paper is enough
            characters = 20_000 if self._form.id in LONGEST else 2_000
            return "".join(f"第{n:04d}句话，事实和证据写得很长。" for n in range(characters // 17)) + "\n末段"
        return f"{field.label[:12]}第一段{number}。\n第二段{number}{RARE if self._hard else ''}。"

    def _rows(self, field: Asked, *, inside: bool) -> Json:
        many = max(field.least, 2)
        if self._hard and not inside:
            many = max(many, PARTIES if field.name not in self._tables else 300 if self._form.id in LISTS else 30)
        return [{one.name: self._value(one, inside=True) for one in field.fields} for _ in range(many)]


def _spoken(form: Form) -> dict[str, list[str]]:
    """Return the texts on which something of the form hangs, by field."""
    found: dict[str, list[str]] = {}
    for told in [*(block.when for block in form.body), *(field.when for field in form.fields)]:
        for name, wanted in told.items():
            values = wanted if isinstance(wanted, tuple) else (wanted,)
            found.setdefault(name, []).extend(one for one in values if isinstance(one, str))
    return {name: values for name, values in found.items() if form.field(name).kind == "text"}


def turns(form: Form) -> int:
    """Return how many turns show every option of every choice."""
    spoken = max((len(one) + 1 for one in _spoken(form).values()), default=1)
    return max(spoken, *(len(one.options) or (2 if one.kind == "yesno" else 1) for one in form.fields))


def bare(form: Form, *, turn: int = 0) -> dict[str, Json]:
    """Return a sheet with nothing in it but what is asked for."""
    whole = Filler(form, turn=turn).sheet()
    return {one.name: _bare(one, whole[one.name]) for one in form.fields if one.required or _due(one, whole)}


def _due(field: Asked, sheet: dict[str, Json]) -> bool:
    return bool(field.when) and all(
        sheet.get(name) in wanted if isinstance(wanted, tuple) else sheet.get(name) == wanted
        for name, wanted in field.when.items()
    )


def _bare(field: Asked, value: Json) -> Json:
    inner = {one.name: one for one in field.fields if one.required}
    if isinstance(value, dict):
        return {name: _bare(inner[name], one) for name, one in value.items() if name in inner}
    if isinstance(value, list) and field.kind == "rows":
        return [{name: _bare(inner[name], one) for name, one in row.items() if name in inner} for row in value]
    return value
