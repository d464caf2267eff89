"""The parts that rules are written with: events, clocks, terms, what is kept and for how long, as pydantic models."""

from typing import Annotated, Final, Literal, Self, TypeGuard

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, WithJsonSchema, model_validator

from liuhen.rulebook.calendar import Day
from liuhen.rulebook.conditions import ALWAYS, ConditionWord

KIND: Final = r"^[a-z_]+\.[a-z_]+$"
Kind = Annotated[str, Field(pattern=KIND)]
Path = Annotated[str, Field(pattern=r"^[a-z_]+(\.[a-z_]+)*$")]


def read_listed(value: object) -> object:
    """Take a single text as a list of one."""
    return [value] if isinstance(value, str) else value


_ONE_OR_MORE: Final = WithJsonSchema(
    {
        "anyOf": [
            {"type": "string", "pattern": KIND},
            {"type": "array", "minItems": 1, "items": {"type": "string", "pattern": KIND}},
        ]
    }
)
_ANY_NUMBER: Final = WithJsonSchema({"anyOf": [{"type": "string"}, {"type": "array", "items": {"type": "string"}}]})
Kinds = Annotated[tuple[Kind, ...], BeforeValidator(read_listed), Field(min_length=1), _ONE_OR_MORE]
NoKinds = Annotated[tuple[Kind, ...], BeforeValidator(read_listed), _ANY_NUMBER]
Paths = Annotated[tuple[Path, ...], BeforeValidator(read_listed), _ANY_NUMBER]
Texts = Annotated[tuple[str, ...], BeforeValidator(read_listed), _ANY_NUMBER]


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

    (Where there is a term and what settles it names its trigger, an earlier one that was answered stays answered.)

    With `first` and `by` only the first event of those that agree in these fields does (the first recording of a
    device at an act); an event without one of them stands for itself.
    """

    kinds: tuple[Kind, ...] = ()
    latest: bool = False
    by: Paths = ()


def read_on(value: object) -> object:
    """Read `a.b`, a list, `{latest: …}` or `{first: …, by: …}`."""
    if isinstance(value, dict) and set(value) == {"latest"}:
        return {"kinds": read_listed(value["latest"]), "latest": True}
    if isinstance(value, dict) and set(value) == {"first", "by"}:
        return {"kinds": read_listed(value["first"]), "by": value["by"]}
    return {"kinds": read_listed(value)} if isinstance(value, str | list) else value


class Event(Word):
    """A kind of event and what it must fulfil to count."""

    kind: Kind
    having: ConditionWord = ALWAYS


def read_events(value: object) -> object:
    """Read `a.b`, or `{a.b: {field: value}}`, alone or as a list."""
    return [read_event(each) for each in (value if isinstance(value, list) else [value])]


def read_event(value: object) -> object:
    """Read `a.b` or `{a.b: {field: value}}`."""
    if isinstance(value, str):
        return {"kind": value}
    if isinstance(value, dict) and len(value) == 1:
        ((kind, having),) = value.items()
        return {"kind": kind, "having": having}
    return value


_EVENTS_SCHEMA: Final = WithJsonSchema({"type": ["string", "object", "array"]})
Events = Annotated[tuple[Event, ...], BeforeValidator(read_events), _EVENTS_SCHEMA]


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

    Args:
        barred: turned round: whom the event itself names in this field may do nothing in the dossier from then on,
            whatever it is, nor be named in the fields `who` of anything; until a later event of its kinds names him
            and is not one of those the rule is about.
    """

    acted: Kinds = ()
    named: dict[Kind, Path] = {}
    who: Paths = ()
    barred: Path | None = None


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


def read_match(value: object) -> object:
    """Take a list of fields as fields of the same name."""
    return {name: name for name in value} if _are_texts(value) else value


def read_role_numbers(value: object) -> object:
    """Take a list of roles as one signature of each."""
    return dict.fromkeys(value, 1) if _are_texts(value) else value


def _are_texts(value: object) -> TypeGuard[list[str]]:
    return isinstance(value, list) and all(isinstance(each, str) for each in value)


_PERCENT: Final = r"^[0-9]{1,3} ?%$"


class Figure(Word):
    """A figure about the organ: a part of a whole, both fields of the event, and the least percentage."""

    part: Path
    whole: Path
    at_least: str = Field(pattern=_PERCENT)

    @property
    def percent(self) -> int:
        """The least percentage."""
        return int(self.at_least.rstrip(" %"))


class Precedence(Word):
    """What the pack says of a clash that rank and special terms do not decide, and why.

    Args:
        over: the other rule.
        prevails: the rule that holds alone, or `both`: each keeps its own ground.
    """

    over: str = Field(alias="with")
    prevails: str
    because: str = Field(min_length=1)
