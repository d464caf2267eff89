"""What rules look at: a dossier as a sequence of frozen events, the same shape that a case file carries."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Annotated, Any, Final, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, PlainSerializer, ValidationError, WithJsonSchema

from liuhen.kernel.canonical import Json, canonical
from liuhen.kernel.clock import When, read_when, written
from liuhen.rulebook.errors import CaseFileError
from liuhen.rulebook.terms import Term

FORMAT: Final = "liuhen-case/1"
YEARS: Final = range(1949, 2200)


@dataclass(frozen=True, slots=True)
class Event:
    """One act, one record.

    Args:
        seq: place in the dossier, from 1, without gaps.
        kind: what was done, for instance `review.opinion`.
        happened: when it was done, as given: an instant, or a Beijing date where only the day is known.
        recorded: when it was recorded, as measured; None in a foreign file that has no such time.
        by: the officer who recorded it.
        fields: the open fields of its body.
        entry: SHA-256 of its head in the ledger, where it has one.
        corrects: the seq of the event that it puts right; both remain.
    """

    seq: int
    kind: str
    happened: When
    recorded: datetime | None = None
    by: str = ""
    fields: Mapping[str, Json] = field(default_factory=dict)
    entry: str | None = None
    corrects: int | None = None


@dataclass(frozen=True, slots=True)
class Dossier:
    """A case (or an organ) as rules see it.

    Args:
        kind: kind of enforcement, or `organ`.
        events: in order of seq.
        choices: the readings that the organ has picked.
        terms: the terms that the organ has set itself where a text gives no number, such as `3 workdays`.
    """

    kind: str
    events: tuple[Event, ...] = ()
    choices: Mapping[str, str] = field(default_factory=dict)
    id: str = ""
    number: str = ""
    title: str = ""
    packs: Mapping[str, str] = field(default_factory=dict)
    terms: Mapping[str, str] = field(default_factory=dict)


def _instant(value: object) -> object:
    if not isinstance(value, str):
        return value
    try:
        when = read_when(value)
    except ValueError as error:
        raise ValueError("时间须带时区（如 2026-11-19T09:02:00+08:00），只知日期的写 2026-11-19") from error
    if when.year not in YEARS:
        raise ValueError(f"年份须在{YEARS.start}年至{YEARS.stop - 1}年之间")
    return when


def _measured(value: object) -> object:
    when = _instant(value)
    if isinstance(when, date) and not isinstance(when, datetime):
        raise ValueError("记录时间须写到时刻并带时区")  # noqa: TRY004  # pydantic reports ValueError only
    return when


def _term(value: object) -> object:
    if isinstance(value, str):
        Term.read(value)
    return value


def _exact(value: object) -> object:
    try:
        canonical(value)  # type: ignore[arg-type]  # it refuses whatever is not plain JSON
    except (TypeError, ValueError) as error:
        raise ValueError("只能是文字、整数、是否、列表和名目；金额以分为单位的整数，不用小数") from error
    return value


_MOMENT: Final = WithJsonSchema({"type": "string", "description": "带时区的时刻，或者只知日期时的北京日期"})
Happened = Annotated[datetime | date, BeforeValidator(_instant), PlainSerializer(written), _MOMENT]
Measured = Annotated[datetime, BeforeValidator(_measured), PlainSerializer(written), _MOMENT]


class EventRecord(BaseModel):
    """One event in a case file."""

    model_config = ConfigDict(extra="forbid", strict=True)
    seq: int = Field(ge=1)
    kind: str = Field(pattern=r"^[a-z_]+\.[a-z_]+$")
    happened: Happened
    recorded: Measured | None = None
    by: str = ""
    fields: Annotated[dict[str, Any], BeforeValidator(_exact)] = {}
    entry: str | None = Field(default=None, pattern=r"^[0-9a-f]{64}$")
    corrects: int | None = Field(default=None, ge=1)


class CaseFile(BaseModel):
    """A case file anyone can write and anyone can assess."""

    model_config = ConfigDict(extra="forbid", strict=True, title="留痕案件文件")
    format: Literal["liuhen-case/1"]
    dossier: str = ""
    kind: str
    number: str = ""
    title: str = ""
    events: list[EventRecord]
    packs: dict[str, str] = {}
    choices: dict[str, str] = {}
    terms: dict[str, Annotated[str, BeforeValidator(_term)]] = {}


def case_schema() -> dict[str, Any]:
    """Return the JSON Schema of a case file."""
    return CaseFile.model_json_schema()


def read_dossier(source: Mapping[str, Any] | str | bytes) -> Dossier:
    """Read a case file, given as JSON text or as what JSON text holds.

    Raises:
        CaseFileError: not such a file; a time without zone; an amount with decimals; a number out of order.
    """
    if isinstance(source, str | bytes):
        try:
            source = json.loads(source)
        except ValueError as error:
            raise CaseFileError("这不是案件文件：内容不是 JSON。") from error
    try:
        file = CaseFile.model_validate(source)
    except ValidationError as error:
        raise _refused(error) from error
    _require_order(file)
    events = tuple(Event(**{name: getattr(each, name) for name in EventRecord.model_fields}) for each in file.events)
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


def _require_order(file: CaseFile) -> None:
    seen: set[int] = set()
    for at, event in enumerate(file.events):
        if seen and event.seq <= max(seen):
            raise CaseFileError("记录的序号须从小到大，不得重复。", place=f"events/{at}/seq")
        if event.corrects is not None and event.corrects not in seen:
            raise CaseFileError("更正的须是在它之前的一条记录。", place=f"events/{at}/corrects")
        seen.add(event.seq)


_SAID: Final = {
    "missing": "缺少这一项",
    "extra_forbidden": "没有这一项",
    "literal_error": f"须为“{FORMAT}”",
    "string_pattern_mismatch": "写法不对",
    "string_type": "须为文字",
    "int_type": "须为整数",
    "list_type": "须为列表",
    "dict_type": "须为名目",
}


def _refused(error: ValidationError) -> CaseFileError:
    first = error.errors()[0]
    said = _SAID.get(first["type"], "写法不对")
    if first["type"] == "value_error":
        said = str(first["ctx"]["error"])
    return CaseFileError(f"案件文件有误：{said}。", place="/".join(str(part) for part in first["loc"]))
