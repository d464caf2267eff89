"""A paper as it would look now: pictures of its pages, marked 预览, with what is still missing named in its place.

Nothing is kept. A sheet that cannot be finalised can be looked at: that is what looking is for.
"""

import threading
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from typing import Any, Final

import typst

from liuhen.kernel.canonical import Json
from liuhen.kernel.errors import UnusableError
from liuhen.papers import faces
from liuhen.papers.composing import composed
from liuhen.papers.forms import Asked, Form, form
from liuhen.papers.sheet import Sheet, printed, wrong_fields
from liuhen.papers.typesetting import explained, files_of, given_to

PPI: Final = 96
MOST_ROWS: Final = 40
MOST_CHARACTERS: Final = 6_000
"""Longer lists and texts are looked at as far as this; the finalised paper has all of them."""
_PATIENCE: Final = 5.0  # seconds
_drawing: Final = threading.Lock()
_MARKED: Final = """\
#set page(foreground: rotate(-35deg, text(font: "FandolHei", size: 90pt, fill: rgb(0, 0, 0, 20))[预　览]))
#include "layout.typ"
"""


@dataclass(frozen=True, slots=True)
class Preview:
    """Pictures of the pages (PNG), what stands in the way of finalising by field, and whether anything was cut."""

    pages: tuple[bytes, ...]
    wrong: Mapping[str, str]
    cut: bool
    trouble: str = ""


def previewed(form_id: str, sheet: Sheet, *, moment: datetime, packs: tuple[str, ...] = ()) -> Preview:
    """Draw a sheet as it is now.

    Args:
        form_id, sheet, moment, packs: as in `typesetting.render`.

    Raises:
        UnusableError: the faces are not installed, or others are looking and this one waited too long.
    """
    paper = form(form_id, packs)
    wrong = wrong_fields(paper, sheet)
    shown, cut = _bounded(sheet)
    try:
        return Preview(_drawn(paper, shown, wrong, moment=moment), wrong, cut)
    except typst.TypstError as err:
        said = explained(err, sheet)
        return Preview((), wrong, cut, f"{said.message}{said.remedy}")


def _drawn(paper: Form, sheet: Sheet, wrong: Mapping[str, str], *, moment: datetime) -> tuple[bytes, ...]:
    """Draw a sheet with its gaps; a layout that reads what nobody has to fill in gets a word for that, too."""
    words = _with_gaps(paper, sheet, wrong)
    try:
        return _pictures(paper, sheet, words, moment=moment)
    except typst.TypstError:
        told = {one.name: words[one.name] for one in paper.fields if words[one.name] and one.name not in wrong}
        gaps = {one.name: _gap(one, firm=True) for one in paper.fields}
        return _pictures(paper, sheet, {**gaps, **_picked(paper, told)}, moment=moment)


def _picked(paper: Form, told: Mapping[str, Any]) -> dict[str, Any]:
    """Leave out choices in which nothing is picked."""
    choices = {one.name for one in paper.fields if one.kind in {"choice", "choices"}}
    return {name: value for name, value in told.items() if name not in choices or any(one["picked"] for one in value)}


def _pictures(paper: Form, sheet: Sheet, words: Mapping[str, Any], *, moment: datetime) -> tuple[bytes, ...]:
    given = {
        **given_to(paper, _known(paper, sheet)),
        "sheet": words,
        **(composed(paper, sheet, words) if paper.body else {}),
    }
    files = files_of(paper.layout, given)
    files["layout.typ"], files["main.typ"] = files["main.typ"], _MARKED.encode()
    compiler = _compiler(faces.folder())
    if not _drawing.acquire(timeout=_PATIENCE):
        raise UnusableError("预览一时排不过来。", why="同时预览的人较多。", remedy="稍等再看；不影响定稿。")
    try:
        stamp = moment.astimezone(UTC).replace(microsecond=0)
        drawn = compiler.compile(files, format="png", ppi=PPI, timestamp=stamp)  # type: ignore[type-var]
    finally:
        _drawing.release()
    return tuple(drawn) if isinstance(drawn, list) else (drawn or b"",)


@cache
def _compiler(folder: Path) -> typst.Compiler:
    """One compiler for looking, beside the one that finalises: who looks never holds up who finalises."""
    return typst.Compiler(font_paths=faces.faces_in(folder))


def _known(paper: Form, sheet: Sheet) -> Sheet:
    """Return of a sheet what the form has a field for, and what is right in it."""
    known: Sheet = _without(sheet, wrong_fields(paper, sheet))
    return known


def _bounded(sheet: Sheet) -> tuple[dict[str, Json], bool]:
    shown = {name: _short(value) for name, value in sheet.items()}
    return shown, shown != dict(sheet)


def _short(value: Json) -> Json:
    if isinstance(value, str):
        return value[:MOST_CHARACTERS]
    return list(value[:MOST_ROWS]) if isinstance(value, list | tuple) else value


def _with_gaps(paper: Form, sheet: Sheet, wrong: Mapping[str, str]) -> dict[str, Any]:
    """Return the words of a sheet; where something is missing or wrong stands what belongs there."""
    words: dict[str, Any] = printed(paper, _without(sheet, wrong))
    for path in wrong:
        _lay(words, paper.fields, path.split("."))
    return words


def _without(sheet: Any, wrong: Mapping[str, str], prefix: str = "") -> Any:
    if isinstance(sheet, Mapping):
        kept = {name: value for name, value in sheet.items() if prefix + name not in wrong}
        return {name: _without(value, wrong, f"{prefix}{name}.") for name, value in kept.items()}
    if isinstance(sheet, list | tuple) and sheet and isinstance(sheet[0], Mapping):
        return [_without(row, wrong, f"{prefix}{number}.") for number, row in enumerate(sheet)]
    return sheet


def _lay(words: dict[str, Any], fields: Sequence[Asked], path: Sequence[str]) -> None:
    field = next((one for one in fields if one.name == path[0]), None)
    if field is None:
        return
    if len(path) == 1:
        words[field.name] = _gap(field)
        return
    held = words.get(field.name)
    if path[1].isdecimal():
        if isinstance(held, list) and int(path[1]) < len(held):
            _lay(held[int(path[1])], field.fields, path[2:])
    elif isinstance(held, dict):
        _lay(held, field.fields, path[1:])


def _gap(field: Asked, *, firm: bool = False) -> Any:
    """Return what stands where a field is missing: its own name in brackets; `firm`: whatever a layout reckons with."""
    words = f"〔{field.label}〕"
    if field.kind in {"choice", "choices"}:
        offered = [{"name": name, "label": label, "picked": False} for name, label in field.options.items()]
        return [offered[0] | {"label": words, "picked": True}, *offered[1:]] if firm else offered
    if field.kind == "group":
        return _gaps(field.fields)
    if field.kind == "rows":
        return [_gaps(field.fields) for _ in range(field.least)]
    return _GAPS.get(field.kind, str)(words)


def _gaps(fields: Sequence[Asked]) -> dict[str, Any]:
    return {one.name: _gap(one) if one.required or one.kind in {"choice", "choices"} else None for one in fields}


_GAPS: Final[Mapping[str, Callable[[str], Any]]] = {
    "paragraphs": lambda words: [words],
    "date": lambda words: {"day": words, "clock": None, "full": words},
    "moment": lambda words: {"day": words, "clock": None, "full": words},
    "fen": lambda words: {"fen": 0, "figures": "", "capitals": words},
    "yesno": lambda _: False,
    "count": lambda _: 0,
}
