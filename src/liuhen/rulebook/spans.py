"""The parts that say how time is counted: where a clock starts, a term, how far apart, how long kept."""

from typing import Annotated, Any, Final, Self

from pydantic import BeforeValidator, Field, WithJsonSchema, model_validator

from liuhen.rulebook.conditions import ALWAYS, ConditionWord
from liuhen.rulebook.parts import Event, Events, Kind, Path, Paths, Word, read_event
from liuhen.rulebook.terms import Term


class After(Word):
    """Where the clock starts, when not with the trigger.

    Either the first of `kinds`, or the first `field` that holds a time: of the trigger, or of the event whose
    number the trigger holds in `of`. `day` is the field in which an event of `kinds` says on which day it took effect,
    where that is another day than the one on which it was done; without it, when it was done.
    """

    kinds: Events = ()
    day: Path | None = None
    field: Paths = ()
    of: Path | None = None


def read_after(value: object) -> object:
    """Read kinds of event, or `{field: …}`."""
    if isinstance(value, dict) and ("field" in value or "kinds" in value):
        return value
    return {"kinds": value}


AfterWord = Annotated[
    After | None, BeforeValidator(read_after), WithJsonSchema({"type": ["string", "array", "object"]})
]


class Within(Word):
    """A term; or the date that stands in a field of the trigger; or a day of its year; or the organ's own term.

    Args:
        organ: the name under which the organ sets its own number where the text gives none; unset there is no term.
    """

    term: Any = None
    date_in: Path | None = None
    by: Annotated[str, Field(pattern=r"^(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])$")] | None = None
    organ: str | None = None

    @model_validator(mode="after")
    def _one_of_them(self) -> Self:
        if sum(each is not None for each in (self.term, self.date_in, self.by, self.organ)) != 1:
            raise ValueError("within 写一个期限，或者 date_in、by、organ 之一")
        return self


def read_within(value: object) -> object:
    """Read `2 workdays`; a mapping names its own words."""
    return {"term": Term.read(value)} if isinstance(value, str) else value


WITHIN_SCHEMA: Final = WithJsonSchema(
    {
        "anyOf": [
            {"type": "string", "pattern": r"^(same day|\d+ (workday|day|hour|month|year)s?)$"},
            *(
                {"type": "object", "properties": {word: {"type": "string"}}, "required": [word]}
                for word in ("date_in", "by", "organ")
            ),
        ]
    }
)


class Apart(Word):
    """How far a gate's two acts must lie apart: the later one on the last day of the term at the soonest.

    Args:
        workdays_in: the field of the earlier event that holds the number of working days.
        over: the later one only once the term is over.
    """

    term: Any = None
    workdays_in: Path | None = None
    over: bool = False

    @model_validator(mode="after")
    def _one_of_them(self) -> Self:
        if (self.term is None) == (self.workdays_in is None):
            raise ValueError("apart 写一个期限，或者 workdays_in（写明几个工作日的字段）")
        return self


def read_apart(value: object) -> object:
    """Read `7 workdays`; `{after: 10 workdays}` or `{after: {workdays_in: field}}` where the term must be over."""
    if isinstance(value, str):
        return {"term": Term.read(value)}
    if isinstance(value, dict) and set(value) == {"after"}:
        inner = value["after"]
        return {"over": True, **(inner if isinstance(inner, dict) else {"term": Term.read(str(inner))})}
    return value


class Extend(Word):
    """Who may lengthen the term: an event of `on`, before the term is over, adds `add` (or the days in a field).

    Args:
        match: fields that must agree with the trigger, as in a rule; without it any event of `on` lengthens the term.
    """

    on: Annotated[Event, BeforeValidator(read_event), WithJsonSchema({"type": ["string", "object"]})]
    add: str
    times: int = Field(default=1, ge=1)
    days_in: Path | None = None
    match: dict[Path, Path] = Field(default_factory=dict)

    @model_validator(mode="after")
    def _readable(self) -> Self:
        Term.read(self.add)
        return self


class Exclude(Word):
    """An interval that is not counted: after the day of `begin` up to the day of `end`."""

    begin: Kind = Field(alias="from")
    end: Kind = Field(alias="until")
    what: str


LASTING: Final = ("permanent", "as_file", "no_disposal", "organ")
"""Terms of keeping without a number: 永久; as long as the case file; until the organ gives years; as the organ sets."""


class Keep(Word):
    """How long something is kept, and from when.

    Args:
        when: on the fields of what is kept; `happened` asks for other events that make it be kept longer.
        term: `3 months`, `1 year`, or one of LASTING.
        after: where the term starts; otherwise with the trigger.
        next_year: it starts on the 1 January after that.
    """

    term: str
    when: ConditionWord = ALWAYS
    happened: Events = ()
    after: Annotated[
        After | None, BeforeValidator(read_after), WithJsonSchema({"type": ["string", "array", "object"]})
    ] = None
    next_year: bool = False

    @model_validator(mode="after")
    def _readable(self) -> Self:
        if self.term not in LASTING:
            Term.read(self.term)
        return self
