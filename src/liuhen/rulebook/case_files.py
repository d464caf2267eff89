"""Case files: what anyone can write and anyone can assess. Whatever cannot be right is refused, all of it at once."""

import math
from collections.abc import Iterator, Mapping
from datetime import date, datetime
from typing import Annotated, Any, Final, Literal

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    PlainSerializer,
    ValidationError,
    WithJsonSchema,
)

from liuhen.kernel.canonical import LARGEST_INTEGER, canonical
from liuhen.kernel.clock import read_when, written
from liuhen.rulebook.assessment import DIALECT
from liuhen.rulebook.dossier import Dossier, Event
from liuhen.rulebook.errors import CaseFileError, CaseProblem
from liuhen.rulebook.json_text import JsonTextError, Place, decoded, lines, read_json
from liuhen.rulebook.references import out_of_order
from liuhen.rulebook.terms import Term

FORMAT: Final = "liuhen-case/1"
YEARS: Final = range(1949, 2200)
LARGEST: Final = 32_000_000
"""Bytes of one case; recordings and papers are not in it, only what was said of them."""
DEEPEST: Final = 60
MOST: Final = 50
"""Problems told of one file; who made that many reads the schema again."""


class _UnfitError(ValueError):
    """A value that may not stand in a case file, and where it stands below its field."""

    def __init__(self, message: str, place: Place) -> None:
        super().__init__(message)
        self.place = place


def _instant(value: object) -> object:
    if not isinstance(value, str):
        raise ValueError("时间须写成文字，如 2026-11-19T09:02:00+08:00")  # noqa: TRY004  # pydantic takes ValueError
    try:
        when = read_when(value)
    except ValueError as error:
        raise ValueError("时间须带时区（如 2026-11-19T09:02:00+08:00），只知日期的写 2026-11-19") from error
    if when.year not in YEARS:
        raise ValueError(f"年份须在{YEARS.start}年至{YEARS.stop - 1}年之间")
    return when


def _measured(value: object) -> object:
    if value is None:
        return None
    when = _instant(value)
    if isinstance(when, date) and not isinstance(when, datetime):
        raise ValueError("记录时间须写到时刻并带时区")  # noqa: TRY004  # pydantic takes ValueError
    return when


def _term(value: object) -> object:
    if isinstance(value, str):
        Term.read(value)
    return value


def _exact(value: object) -> object:
    try:
        canonical(value)  # type: ignore[arg-type]  # it refuses whatever is not plain JSON
    except (TypeError, ValueError, RecursionError) as error:
        place, said = next(_unfit(value, ()), ((), "只能是文字、整数、是否、列表和名目"))
        raise _UnfitError(said, place) from error
    return value


def _unfit(value: Any, place: Place) -> Iterator[tuple[Place, str]]:
    if len(place) > DEEPEST:
        yield place[:3], f"层次过深，最多{DEEPEST}层"
    elif isinstance(value, float):
        shown = f"{value:g}" if math.isfinite(value) else "无穷"
        yield place, f"不用小数（{shown}）；金额以分为单位写整数，时长以毫秒为单位写整数"
    elif isinstance(value, int) and abs(value) > LARGEST_INTEGER:
        yield place, "整数过大，超过 2 的 53 次方；不用小数，编号写成文字"
    elif isinstance(value, str) and not _is_text(value):
        yield place, "有不成字的编码"
    elif isinstance(value, list | dict):
        for name, inner in value.items() if isinstance(value, dict) else enumerate(value):
            yield from _unfit(name, place) if isinstance(name, str) else ()
            yield from _unfit(inner, (*place, name))


def _is_text(value: str) -> bool:
    try:
        value.encode()
    except UnicodeEncodeError:
        return False
    return True


def _readable(value: str) -> str:
    if not _is_text(value):
        raise ValueError("有不成字的编码")
    return value


Text = Annotated[str, AfterValidator(_readable)]
_MOMENT: Final = WithJsonSchema({"type": "string", "description": "带时区的时刻，或者只知日期时的北京日期"})
_PRECISE: Final = WithJsonSchema({"anyOf": [{"type": "string"}, {"type": "null"}], "description": "带时区的时刻"})
Happened = Annotated[datetime | date, BeforeValidator(_instant), PlainSerializer(written), _MOMENT]
Measured = Annotated[datetime | None, BeforeValidator(_measured), _PRECISE]


class EventRecord(BaseModel):
    """One event in a case file."""

    model_config = ConfigDict(extra="forbid", strict=True)
    seq: int = Field(ge=1)
    kind: str = Field(pattern=r"^[a-z_]+\.[a-z_]+$")
    happened: Happened
    recorded: Measured = None
    by: Text = ""
    fields: Annotated[dict[str, Any], BeforeValidator(_exact)] = {}
    entry: str | None = Field(default=None, pattern=r"^[0-9a-f]{64}$")
    corrects: int | None = Field(default=None, ge=1)


class CaseFile(BaseModel):
    """A case file anyone can write and anyone can assess."""

    model_config = ConfigDict(extra="forbid", strict=True, title="留痕案件文件")
    format: Literal["liuhen-case/1"]
    dossier: Text = ""
    kind: Text
    number: Text = ""
    title: Text = ""
    events: list[EventRecord]
    packs: dict[Text, Text] = {}
    choices: dict[Text, Text] = {}
    terms: dict[Text, Annotated[str, BeforeValidator(_term)]] = {}


def case_schema() -> dict[str, Any]:
    """Return the JSON Schema of a case file."""
    return {"$schema": DIALECT, **CaseFile.model_json_schema()}


def read_dossier(source: Mapping[str, Any] | str | bytes) -> Dossier:
    """Read a case file, given as JSON text or as what JSON text holds.

    Raises:
        CaseFileError: everything that is wrong, each with its place and, where there is a text, its line: no such
            file, a time without zone, an amount with decimals, numbers or references out of order.
    """
    text = _text(source) if isinstance(source, str | bytes) else None
    try:
        data = source if text is None else read_json(text)
    except JsonTextError as error:
        raise CaseFileError([CaseProblem("", error.line, f"{error.message}。")]) from error
    try:
        file = CaseFile.model_validate(data)
    except ValidationError as error:
        raise _refused(list(_said(error)), text) from error
    events = tuple(Event(**{name: getattr(each, name) for name in EventRecord.model_fields}) for each in file.events)
    faults = list(out_of_order(events))
    if faults:
        raise _refused(faults, text)
    return Dossier(file.kind, events, file.choices, file.dossier, file.number, file.title, file.packs, file.terms)


def write_dossier(dossier: Dossier) -> dict[str, Any]:
    """Return the case file of `dossier`, ready for `json.dumps`."""
    return {
        "format": FORMAT,
        "dossier": dossier.id,
        "kind": dossier.kind,
        "number": dossier.number,
        "title": dossier.title,
        "events": [_written(event) for event in dossier.events],
        "packs": dict(dossier.packs),
        "choices": dict(dossier.choices),
    } | ({"terms": dict(dossier.terms)} if dossier.terms else {})


def _written(event: Event) -> dict[str, Any]:
    return {
        "seq": event.seq,
        "kind": event.kind,
        "happened": written(event.happened),
        "recorded": None if event.recorded is None else written(event.recorded),
        "by": event.by,
        "fields": dict(event.fields),
        "entry": event.entry,
        "corrects": event.corrects,
    }


def _text(source: str | bytes) -> str:
    if len(source) > LARGEST:
        said = f"文件有 {len(source) / 1e6:.0f} MB 以上，一个案件不得超过 {LARGEST // 1_000_000} MB。"
        raise CaseFileError([CaseProblem("", None, f"{said}音像和文书不在案件文件里，只写它们的摘要。")])
    if isinstance(source, str):
        return source.removeprefix("\ufeff")
    try:
        return decoded(source)
    except JsonTextError as error:
        raise CaseFileError([CaseProblem("", error.line, f"{error.message}。")]) from error


# -- what is wrong, in words


_SAID: Final = {
    "missing": "缺少“{name}”",
    "extra_forbidden": "没有“{name}”这一项；本案自有的内容写在该条记录的 fields 里",
    "literal_error": f"须为“{FORMAT}”",
    "string_pattern_mismatch": "“{name}”写法不对",
    "string_type": "“{name}”须为文字",
    "int_type": "“{name}”须为整数",
    "greater_than_equal": "“{name}”写法不对：须为正整数",
    "list_type": "“{name}”须为列表",
    "dict_type": "“{name}”须为名目",
}
_OF_NAMES: Final = {
    "kind": "“kind”写法不对：种类写作 clue.registered 之类，只用小写英文字母、下划线和一个点",
    "entry": "“entry”写法不对：须为 64 位十六进制的摘要",
}


def _said(error: ValidationError) -> Iterator[tuple[Place, str]]:
    for fault in error.errors(include_url=False):
        place: Place = tuple(part for part in fault["loc"] if part != "[key]")
        inner = fault.get("ctx", {}).get("error")
        if isinstance(inner, _UnfitError):
            yield (*place, *inner.place), str(inner)
        elif fault["type"] == "value_error":
            yield place, str(inner)
        elif fault["type"] in ("model_type", "model_attributes_type"):
            yield place, "这里须是一条记录" if place else "内容须是一个案件；多个案件写成 .jsonl 文件，每行一案"
        else:
            name = str(place[-1]) if place else ""
            own = _OF_NAMES.get(name) if fault["type"] == "string_pattern_mismatch" else None
            yield place, own or _SAID.get(fault["type"], "“{name}”写法不对").format(name=name)


def _refused(faults: list[tuple[Place, str]], text: str | None) -> CaseFileError:
    shown = faults[:MOST]
    found = lines(text, (place for place, _ in shown)) if text is not None else {}
    problems = [
        CaseProblem("/".join(map(str, place)), found.get(place), f"案件文件有误：{said}。") for place, said in shown
    ]
    return CaseFileError(problems, more=len(faults) - len(shown))
