"""The words a rule is written in, as pydantic models: what is not here cannot be written in a pack.

A duty is one finding per event that matches `on`; a gate is one finding per event that matches `before`.
The meaning of each word stands in `docs/rules.md` and beside the field below.
"""

from collections.abc import Callable
from functools import cached_property
from typing import Annotated, Any, Final, Literal, Self, TypeAlias

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, WithJsonSchema, model_validator

from liuhen.kernel.clock import When, read_when
from liuhen.rulebook.calendar import Day
from liuhen.rulebook.conditions import ALWAYS, ConditionWord
from liuhen.rulebook.terms import Roll, Term

KIND: Final = r"^[a-z_]+\.[a-z_]+$"
Kind = Annotated[str, Field(pattern=KIND)]
Path = Annotated[str, Field(pattern=r"^[a-z_]+(\.[a-z_]+)*$")]
Form: TypeAlias = Literal["record", "deadline", "recording", "label", "gate", "forbid", "duty-split"]
ADVISORY: Final = frozenset({"may", "as_fits", "when_necessary"})
"""Nobody owes what these ask; it is shown as 可记."""
Modality: TypeAlias = Literal["must", "may", "as_fits", "when_necessary", "in_principle"]


def _listed(value: object) -> object:
    return [value] if isinstance(value, str) else value


_ONE_OR_MORE: Final = WithJsonSchema(
    {"anyOf": [{"type": "string"}, {"type": "array", "minItems": 1, "items": {"type": "string"}}]}
)
_ANY_NUMBER: Final = WithJsonSchema({"anyOf": [{"type": "string"}, {"type": "array", "items": {"type": "string"}}]})
Kinds = Annotated[tuple[Kind, ...], BeforeValidator(_listed), Field(min_length=1), _ONE_OR_MORE]
Paths = Annotated[tuple[Path, ...], BeforeValidator(_listed), _ANY_NUMBER]
Texts = Annotated[tuple[str, ...], BeforeValidator(_listed), _ANY_NUMBER]


class Word(BaseModel):
    """Base of everything a pack may write: unknown words are refused, nothing changes afterwards."""

    model_config = ConfigDict(extra="forbid", frozen=True, arbitrary_types_allowed=True, populate_by_name=True)


class InForce(Word):
    """First and last day in force; an open end is None. What an act is judged by is the law of its day."""

    first: Day | None = Field(default=None, alias="from")
    last: Day | None = Field(default=None, alias="until")

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        if self.first and self.last and self.last < self.first:
            raise ValueError("施行的末日早于首日")
        return self


class On(Word):
    """The kinds that trigger; with `latest` only the last such event does, the earlier ones being superseded.

    With `first` and `by` only the first event of those that agree in these fields does (the first recording of a
    device at an act); an event without one of them stands for itself.
    """

    kinds: tuple[Kind, ...] = ()
    latest: bool = False
    by: Paths = ()


def _on(value: object) -> object:
    if isinstance(value, dict) and set(value) == {"latest"}:
        return {"kinds": _listed(value["latest"]), "latest": True}
    if isinstance(value, dict) and set(value) == {"first", "by"}:
        return {"kinds": _listed(value["first"]), "by": value["by"]}
    return {"kinds": _listed(value)} if isinstance(value, str | list) else value


class Event(Word):
    """A kind of event and what it must fulfil to count."""

    kind: Kind
    having: ConditionWord = ALWAYS


def _events(value: object) -> object:
    """Read `a.b`, or `{a.b: {field: value}}`, alone or as a list."""
    return [_event(each) for each in (value if isinstance(value, list) else [value])]


def _event(value: object) -> object:
    if isinstance(value, str):
        return {"kind": value}
    if isinstance(value, dict) and len(value) == 1:
        ((kind, having),) = value.items()
        return {"kind": kind, "having": having}
    return value


_EVENTS_SCHEMA: Final = WithJsonSchema({"type": ["string", "object", "array"]})
Events = Annotated[tuple[Event, ...], BeforeValidator(_events), _EVENTS_SCHEMA]


class After(Word):
    """Where the clock starts, when not with the trigger.

    Either the first of `kinds`, or the first `field` that holds a time: of the trigger, or of the event whose
    number the trigger holds in `of`.
    """

    kinds: Events = ()
    field: Paths = ()
    of: Path | None = None


def _after(value: object) -> object:
    if isinstance(value, dict) and ("field" in value or "kinds" in value):
        return value
    return {"kinds": value}


class Within(Word):
    """A term, or the date that stands in a field of the trigger."""

    term: Any = None
    date_in: Path | None = None


def _within(value: object) -> object:
    return {"term": Term.read(value)} if isinstance(value, str) else value


_WITHIN_SCHEMA: Final = WithJsonSchema(
    {
        "anyOf": [
            {"type": "string", "pattern": r"^(same day|\d+ (workday|day|hour|month|year)s?)$"},
            {"type": "object", "properties": {"date_in": {"type": "string"}}, "required": ["date_in"]},
        ]
    }
)


class Extend(Word):
    """Who may lengthen the term: an event of `on`, before the term is over, adds `add` (or the days in a field)."""

    on: Annotated[Event, BeforeValidator(_event), WithJsonSchema({"type": ["string", "object"]})]
    add: str
    times: int = Field(default=1, ge=1)
    days_in: Path | None = None

    @model_validator(mode="after")
    def _readable(self) -> Self:
        Term.read(self.add)
        return self


class Exclude(Word):
    """An interval that is not counted: after the day of `begin` up to the day of `end`."""

    begin: Kind = Field(alias="from")
    end: Kind = Field(alias="until")
    what: str


class Hold(Word):
    """Something the event itself must fulfil, and the sentence for when it does not."""

    that: ConditionWord
    otherwise: str = Field(min_length=1)


def _hold(value: object) -> object:
    if isinstance(value, dict) and "that" not in value:
        return {"that": {k: v for k, v in value.items() if k != "otherwise"}, "otherwise": value.get("otherwise")}
    return value


_HOLD_SCHEMA: Final = WithJsonSchema({"type": "object", "required": ["otherwise"]})
Holds = Annotated[tuple[Annotated[Hold, BeforeValidator(_hold), _HOLD_SCHEMA], ...], Field()]


class NotBy(Word):
    """Who may not: whoever recorded one of `acted`, or is named in the field of one of `named`.

    Asked of the one who records the event, and of those named in its fields `who`.
    """

    acted: Kinds = ()
    named: dict[Kind, Path] = {}
    who: Paths = ()


class LatestOf(Word):
    """The number of the latest event of a kind."""

    latest: Kind


class Recorded(Word):
    """The act was recorded in sound or picture, and from which field until which it lasted (the first with a moment).

    Alone a condition: the rule holds for acts of which something with a length was recorded. With `unbroken` all of
    the act must be recorded, or excused by what the rule owes; with `each_break` every interruption is a finding of
    its own, and `break.resumed` tells `instead` whether recording went on afterwards.
    """

    first: Paths = Field(alias="from", min_length=1)
    last: Paths = Field(alias="until", min_length=1)
    unbroken: bool = False
    each_break: bool = False
    devices: Literal["together", "each"] = "together"


def _match(value: object) -> object:
    return {name: name for name in value} if isinstance(value, list) else value


def _role_numbers(value: object) -> object:
    return dict.fromkeys(value, 1) if isinstance(value, list) else value


class Example(Word):
    """A worked example: events, and what the rule must say of them (or whether it refuses `tried`)."""

    case: str = Field(min_length=1)
    events: tuple[dict[str, Any], ...] = ()
    tried: dict[str, Any] | None = None
    refused: bool | None = None
    now: str | None = None
    choices: dict[str, str] = {}
    state: Texts = ()
    due: str | None = None
    missing: tuple[str, ...] | None = None

    @model_validator(mode="after")
    def _says_something(self) -> Self:
        if not self.state and self.refused is None:
            raise ValueError("示例须写明 state（结论），或者 tried 与 refused（是否阻止）")
        if (self.tried is None) != (self.refused is None):
            raise ValueError("tried 与 refused 须同时写明")
        if self.now is not None:
            moment(self.now)
        return self


def moment(text: str) -> When:
    """Read a moment of an example; ValueError in Chinese where it names no zone."""
    try:
        return read_when(text)
    except ValueError as error:
        raise ValueError(f"时间“{text}”须带时区，如 2026-02-13T16:00+08:00；只知日期的写 2026-02-13") from error


class Words(Word):
    """One rule that yields findings."""

    id: str = Field(pattern=r"^[A-Z][A-Za-z0-9]*(-[0-9]+)+$")
    form: Form
    article: str = Field(min_length=1)
    asks: str = Field(min_length=1)
    modality: Modality = "must"
    holder: str = ""
    of: str = ""
    in_force: InForce = InForce()
    overrides: str | None = None
    because: str | None = None

    on: Annotated[On, BeforeValidator(_on), WithJsonSchema({"type": ["string", "array", "object"]})] = (
        On.model_construct()
    )
    before: Kinds = ()
    when: ConditionWord = ALWAYS
    unless: ConditionWord | None = None
    recorded: Recorded | None = None
    mended_by: ConditionWord | None = None
    jointly: bool = False
    owes: Kinds = ()
    with_: ConditionWord = Field(default=ALWAYS, alias="with")
    match: Annotated[
        dict[Path, Path | LatestOf], BeforeValidator(_match), WithJsonSchema({"type": ["object", "array"]})
    ] = {}
    since: Events = ()
    even_before: bool = False
    fields: Paths = ()
    holds: Holds = ()
    signed_by: Annotated[
        dict[str, int], BeforeValidator(_role_numbers), WithJsonSchema({"type": ["object", "array"]})
    ] = {}
    refusal_counts: bool = False
    within: Annotated[Within | None, BeforeValidator(_within), _WITHIN_SCHEMA] = None
    after: Annotated[After | None, BeforeValidator(_after), WithJsonSchema({"type": ["string", "array", "object"]})] = (
        None
    )
    met_by: Literal["recorded", "happened"] = "recorded"
    extend: tuple[Extend, ...] = ()
    exclude: tuple[Exclude, ...] = ()
    roll: Roll = Roll.HOLIDAY
    until: Kinds = ()
    instead: tuple[dict[str, Any], ...] = ()
    not_by: NotBy | None = None
    lacking: str = ""
    labels: dict[str, str] = {}
    readings: dict[str, dict[str, dict[str, Any]]] = {}
    examples: tuple[Example, ...] = ()

    @model_validator(mode="after")
    def _makes_sense(self) -> Self:
        for fault, sentence in _FAULTS:
            if fault(self):
                raise ValueError(sentence)
        return self

    @cached_property
    def field_paths(self) -> tuple[tuple[str, tuple[str, ...]], ...]:
        """Each of `fields` with its parts."""
        return tuple((path, tuple(path.split("."))) for path in self.fields)

    @property
    def stretches(self) -> bool:
        """Whether the rule is about stretches of an act that its recordings leave out."""
        return self.recorded is not None and (self.recorded.unbroken or self.recorded.each_break)

    @cached_property
    def triggers(self) -> tuple[str, ...]:
        """The kinds of which each event gives a finding of its own."""
        return self.before or self.on.kinds


def _by_break(words: Words) -> bool:
    return words.recorded is not None and words.recorded.each_break


_FAULTS: Final[tuple[tuple[Callable[[Words], bool], str], ...]] = (
    (lambda w: (w.overrides is None) != (w.because is None), "overrides 与 because 须同时写明：改了哪一条、为什么"),
    (lambda w: w.form == "gate" and not w.before, "form: gate 须写明 before（何事之前）"),
    (lambda w: w.form != "gate" and bool(w.before), "before 只用于 form: gate"),
    (lambda w: w.form != "gate" and not w.on.kinds, "须写明 on（何事引起）"),
    (lambda w: w.form == "gate" and not (w.owes or w.holds), "form: gate 须写明 owes 或 holds"),
    (lambda w: w.form == "duty-split" and w.not_by is None, "form: duty-split 须写明 not_by（谁不得为之）"),
    (lambda w: w.form == "deadline" and w.within is None, "form: deadline 须写明 within（期限）"),
    (
        lambda w: w.form in ("record", "label", "recording") and not (w.owes or w.fields or w.holds),
        "须写明 owes（应有何记录）、fields（应载何事项）或 holds（应符合何条件）",
    ),
    (lambda w: w.recorded is not None and not w.owes, "recorded 须同时写明 owes"),
    (lambda w: w.mended_by is not None and not _by_break(w), "mended_by 只用于 recorded 之下的 each_break"),
    (lambda w: w.jointly and not (w.owes and w.holds), "jointly 须同时写明 owes 与 holds"),
    (lambda w: any("when" not in each for each in w.instead), "instead 的每一项须写明 when"),
)
