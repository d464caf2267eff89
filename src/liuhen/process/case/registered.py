"""登记其他记录: kinds of record that rules read and that no act of the product makes, each with a form from the packs.

Which fields there are say the rules in force, what they are called the packs, of which type they are
`regulations/acts.yaml`. Nothing here knows a kind by its name.
"""

from collections.abc import Iterator, Mapping
from datetime import date
from functools import cache
from types import new_class
from typing import Any, Final
from warnings import catch_warnings, simplefilter

from pydantic import AwareDatetime, ConfigDict, Field, TypeAdapter, ValidationError, create_model
from pydantic.fields import FieldInfo

from liuhen.duties.facts import events
from liuhen.forms.fields import Form, choice, entry, fen, line, lines, moment, officers, parts, text, whole, yes
from liuhen.kernel.canonical import Json, canonical
from liuhen.kernel.errors import BadInputError, UnusableError
from liuhen.ledger import Body
from liuhen.ledger.body import kinds as body_types
from liuhen.ledger.body import look_for, plain, version_of
from liuhen.office.in_force import InForce, book_of, in_force
from liuhen.office.models import Law
from liuhen.people.officers import snapshot
from liuhen.people.roles import POWERS, Role
from liuhen.process.case.parts import Part
from liuhen.process.case.record_shapes import ANY, About, Shape, read_types, reading, shapes_of
from liuhen.process.case.reference import CASES, CaseRef
from liuhen.process.case.registry import ACTS, ActType, Doing, look_further

POWER: Final = "record.registered"
PHASE: Final = "其他记录"
NOTE: Final = "remark"
SIGNED: Final = {"signed": "已签名", "refused": "拒绝签名", "absent": "不在场"}


class Signatures(Part):
    """How a record was signed."""

    party: str = choice("当事人", SIGNED, default="signed")
    every_page: bool = yes("当事人逐页签名", default=True)
    officers: bool = yes("执法人员签名", default=True)
    witness: str = line("见证人（当事人拒签或不在场时）", default="", min_length=0)


class Registered(Body):
    """A record made through the general form. What it holds was checked by that form; packs may change, it stays."""

    model_config = ConfigDict(frozen=True, extra="allow")

    def open_fields(self) -> dict[str, Json]:
        """Return all fields as they were written."""
        return super().open_fields() | self.held

    @property
    def held(self) -> dict[str, Json]:
        """Return what was entered, field by field."""
        return {name: plain(value) for name, value in (self.model_extra or {}).items()}


@look_for
def body_of_kind(kind: str) -> type[Body] | None:
    """Return the schema of a kind that some pack ever adopted here names; None for any other kind."""
    pins = {pin for books in Law.objects.values_list("books", flat=True).distinct() for pin in books.values()}
    if not any(kind in _read(pin) for pin in sorted(pins)):
        return None
    return _schema(kind)


def _schema(kind: str) -> type[Body]:
    """Return the schema of a kind that packs name; each is defined once a process."""
    # A kind that got an act of its own since keeps version 1 for the records that were made through the general form.
    known = version_of(kind, 1)
    return known or new_class(_named(kind), (Registered,), {"kind": kind, "version": 1})


@look_further
def registrable(kind: str, organ: str) -> ActType | None:
    """Return the act that registers a record of `kind`, where rules in force in `organ` read it of a case."""
    try:
        force = in_force(organ)
    except UnusableError:
        return None
    of = tuple(each for each in CASES if kind in _of_case(force.pin, each))
    return _act(kind, force.pin, of) if of else None


def registrable_kinds(force: InForce, of: str) -> Mapping[str, str]:
    """Return the kinds of record that may be registered on a case of kind `of`, each with its name, in word order."""
    named = _of_case(force.pin, of)
    return {kind: word for kind, word in force.rulebook.labels.kinds.items() if kind in named}


def word_of(kind: str, organ: str) -> str:
    """Return what any pack that the organ ever adopted calls a kind of record; empty where none names it."""
    try:
        pins = in_force(organ).books
    except UnusableError:
        return ""
    return next((word for pin in pins if (word := book_of(pin).labels.kinds.get(kind, ""))), "")


def told_fields(body: Registered, organ: str) -> Iterator[tuple[FieldInfo, Any]]:
    """Yield the fields of a record with what they hold: as the present form reads it, otherwise as it was written."""
    act = registrable(body.kind, organ)
    form = act.form.model_fields if act else {}
    for name, value in body.held.items():
        field = form.get(name) or FieldInfo(title=_label(name, organ))
        yield field, _as_entered(field, value)
    for name in ("corrects_because",):
        if getattr(body, name):
            yield FieldInfo(title="更正理由"), getattr(body, name)


def _label(name: str, organ: str) -> str:
    if name == "officers":
        return "执法人员"
    return in_force(organ).rulebook.labels.fields.get(name) or read_types().labels.get(name) or "其他"


def entered_again(body: Registered, form: type[Form]) -> dict[str, Any]:
    """Return what a record holds as its form is filled in, to be put right."""
    told = {name: value for name, value in body.held.items() if name in form.model_fields}
    again = {name: _as_entered(form.model_fields[name], value) for name, value in told.items()}
    people = body.held.get("officers")
    if "officer_ids" in form.model_fields and isinstance(people, list):
        again["officer_ids"] = [one["id"] for one in people if isinstance(one, dict)]
    return again


def _as_entered(field: FieldInfo, value: Json) -> Any:
    if field.annotation is None:
        people = value if isinstance(value, list) else []
        return "、".join(str(one.get("name", "")) for one in people if isinstance(one, dict)) or value
    try:
        return TypeAdapter(field.annotation).validate_json(canonical(value))
    except ValidationError:
        return value


@cache
def _read(pin: str) -> Mapping[str, About]:
    """Return what the rules of a book read, by kind."""
    return reading(book_of(pin))


@cache
def _of_case(pin: str, of: str) -> frozenset[str]:
    """Return the kinds without an act of their own that rules about a case read, under any reading's default."""
    book = book_of(pin)
    # What a rule only forbids is nothing that anybody is asked to put down.
    read = {kind for plan in book.plans(of) if plan.words.form != "forbid" for kind, _ in plan.reads()}
    return frozenset(kind for kind in read - ACTS.keys() - {ANY} if kind in book.labels.kinds and _free(kind))


def _free(kind: str) -> bool:
    """Say whether no room has a schema of its own for the kind."""
    known = body_types().get(kind)
    return known is None or issubclass(known, Registered)


@cache
def _act(kind: str, pin: str, of: tuple[str, ...]) -> ActType:
    book = book_of(pin)
    word = book.labels.kinds[kind]
    shapes = dict(shapes_of(kind, _read(pin)[kind], book))
    declared: dict[str, Any] = dict(_entered(shapes))
    declared[NOTE] = (str, text("说明", rows=2, default="", min_length=0))
    with catch_warnings():  # packs name fields as the law does; a field `copy` hides nothing that is used here
        simplefilter("ignore", UserWarning)
        form: type[Form] = create_model(f"{_named(kind)}Form", __base__=Form, **declared)
    return ActType(
        kind=kind,
        label=word,
        verb=f"登记{word}",
        phase=PHASE,
        form=form,
        body=_schema(kind),
        compose=lambda case, entered, doing: _composed(kind, shapes, case, entered, doing),
        help="规程要求的记录。按实际情况填写，没有的项目留空；规程要求载明而没有填的，仍列为应记。",
        correctable=True,
        roles=frozenset(role for role in Role if POWER in POWERS[role]),
        power=POWER,
        of=of,
    )


def _named(kind: str) -> str:
    return "".join(part.title() for part in kind.replace(".", "_").split("_"))


def _entered(shapes: Mapping[str, Shape]) -> Iterator[tuple[str, tuple[Any, Any]]]:
    for name, (shape, label, others) in shapes.items():
        if shape == "officers":
            yield "officer_ids", (list[str], officers(label, default_factory=list))
        elif shape == "entry":
            yield name, (int | None, entry(label, others, default=None))
        elif not isinstance(shape, str):
            yield name, (str | None, choice(label, dict(shape), default=None))
        else:
            made, declare = _TYPES.get(shape, _TEXT)
            yield name, (made, declare(label))


_TEXT: Final = (str, lambda label: text(label, rows=2, default="", min_length=0))
_TYPES: Final[Mapping[str, tuple[Any, Any]]] = {
    "line": (str, lambda label: line(label, default="", min_length=0)),
    "number": (int | None, lambda label: whole(label, default=None, le=10**9)),
    "fen": (int | None, lambda label: fen(label, default=None)),
    "yesno": (bool | None, lambda label: yes(label, default=None)),
    "moment": (AwareDatetime | None, lambda label: moment(label, default=None)),
    "date": (date | None, lambda label: Field(None, title=label, json_schema_extra={"widget": "date"})),
    "lines": (list[str], lambda label: lines(label, default_factory=list)),
    "signatures": (Signatures | None, lambda label: parts(label, widget="part", default=None)),
}


def _composed(kind: str, shapes: Mapping[str, Shape], case: CaseRef, form: Form, doing: Doing) -> Body:
    told: dict[str, Json] = {}
    for name in type(form).model_fields:
        value = getattr(form, name)
        if value is not None and value not in ("", []):
            told[name] = plain(value.model_dump() if isinstance(value, Part) else value)
    _require_entries(told, shapes, case)
    people = told.pop("officer_ids", None)
    if isinstance(people, list):
        present = snapshot([str(one) for one in people], organ=case.organ, on=doing.happened)
        told["officers"] = [plain(one.model_dump()) for one in present]
    return _schema(kind).model_validate(told)


def _require_entries(told: Mapping[str, Json], shapes: Mapping[str, Shape], case: CaseRef) -> None:
    """Refuse a number that is no entry of this case, or one of a kind that the field is not about."""
    for name, (shape, _, kinds) in shapes.items():
        if shape != "entry" or name not in told:
            continue
        found = next((event for event in events(case.dossier) if event.seq == told[name]), None)
        if found is None or (kinds != (ANY,) and found.kind not in kinds):
            raise BadInputError(
                "所涉记录有误。",
                fields={name: "本案没有这一条记录" if found is None else "不是这一项所涉的记录"},
                remedy="请从所列记录中选择。",
            )
