"""The words a rule is written in, as a pydantic model: what is not here cannot be written in a pack.

A duty is one finding per event that matches `on`; a gate is one finding per event that matches `before`.
The meaning of each word stands in `docs/规程编写指南.md` and beside the field below.
"""

from collections.abc import Callable
from functools import cached_property
from typing import Annotated, Any, Final, Literal, Self, TypeAlias

from pydantic import BeforeValidator, Field, WithJsonSchema, model_validator

from liuhen.kernel.clock import When, read_when
from liuhen.rulebook.conditions import ALWAYS, ConditionWord
from liuhen.rulebook.parts import (
    Events,
    Figure,
    Holds,
    InForce,
    Kinds,
    LatestOf,
    NoKinds,
    NotBy,
    On,
    Path,
    Paths,
    Precedence,
    Recorded,
    Texts,
    Word,
    read_match,
    read_on,
    read_role_numbers,
)
from liuhen.rulebook.spans import (
    WITHIN_SCHEMA,
    AfterWord,
    Apart,
    Exclude,
    Extend,
    Keep,
    Within,
    read_apart,
    read_within,
)
from liuhen.rulebook.terms import Roll, Term, Unit

Form: TypeAlias = Literal[
    "record", "deadline", "recording", "label", "gate", "forbid", "duty-split", "retention", "access", "metric"
]
ADVISORY: Final = frozenset({"may", "as_fits", "when_necessary"})
"""Nobody owes what these ask; it is shown as 可记."""
Modality: TypeAlias = Literal["must", "may", "as_fits", "when_necessary", "in_principle"]


GUARDING: Final = ("gate", "access")
"""Forms that may say what has to be there `before` an act."""
MET_BY: Final = ("recorded", "happened")
"""By which time of what settles it a rule goes; any other word is the field that holds it.

The first of several that there is counts."""
YEAR: Final = "year.begun"
"""What triggers a rule of `each: year`: a year has begun (`year` is the one before, `this_year` the one begun)."""


class Example(Word):
    """A worked example: events, and what the rule must say of them (or whether it refuses `tried`).

    Args:
        of: kind of dossier, where it is not the first one of the rule.
        terms: what the organ has set itself.
        choices: the readings picked.
    """

    case: str = Field(min_length=1)
    events: tuple[dict[str, Any], ...] = ()
    tried: dict[str, Any] | None = None
    refused: bool | None = None
    now: str | None = None
    of: str | None = None
    choices: dict[str, str] = Field(default_factory=dict)
    terms: dict[str, str] = Field(default_factory=dict)
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
    of: Texts = ()
    rows: Texts = ()
    matter: str = Field(default="", pattern=r"^([a-z_]+)?$")
    clashes: tuple[Precedence, ...] = ()
    in_force: InForce = InForce()
    overrides: str | None = None
    because: str | None = None

    on: Annotated[On, BeforeValidator(read_on), WithJsonSchema({"type": ["string", "array", "object"]})] = (
        On.model_construct()
    )
    each: Literal["year"] | None = None
    before: Kinds = ()
    when: ConditionWord = ALWAYS
    unless: ConditionWord | None = None
    waived_by: NoKinds = ()
    recorded: Recorded | None = None
    mended_by: ConditionWord | None = None
    jointly: bool = False
    owes: Kinds = ()
    with_: ConditionWord = Field(default=ALWAYS, alias="with")
    match: Annotated[
        dict[Path, Path | LatestOf], BeforeValidator(read_match), WithJsonSchema({"type": ["object", "array"]})
    ] = Field(default_factory=dict)
    since: Events = ()
    even_before: bool = False
    fields: Paths = ()
    holds: Holds = ()
    signed_by: Annotated[
        dict[str, int], BeforeValidator(read_role_numbers), WithJsonSchema({"type": ["object", "array"]})
    ] = Field(default_factory=dict)
    refusal_counts: bool = False
    within: Annotated[Within | None, BeforeValidator(read_within), WITHIN_SCHEMA] = None
    after: AfterWord = None
    met_by: Paths = ("recorded",)
    apart: Annotated[Apart | None, BeforeValidator(read_apart), WithJsonSchema({"type": ["string", "object"]})] = None
    extend: tuple[Extend, ...] = ()
    exclude: tuple[Exclude, ...] = ()
    roll: Roll = Roll.HOLIDAY
    until: Kinds = ()
    instead: tuple[dict[str, Any], ...] = ()
    not_by: NotBy | None = None
    keep: tuple[Keep, ...] = ()
    disposed_by: Kinds = ()
    figure: Figure | None = None
    lacking: str = ""
    labels: dict[str, str] = Field(default_factory=dict)
    readings: dict[str, dict[str, dict[str, Any]]] = Field(default_factory=dict)
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

    @cached_property
    def unquestioned(self) -> bool:
        """Whether any event that is owed settles the rule, whatever it holds and whoever signed it."""
        return not (self.fields or self.holds or self.signed_by or self.jointly)

    @cached_property
    def anything(self) -> bool:
        """Whether any event of the one kind that is owed counts."""
        return len(self.owes) == 1 and self.with_ is ALWAYS and not self.match

    @cached_property
    def met_on(self) -> tuple[str, ...]:
        """The fields in which what settles the rule says its day; none where a rule goes by when it was done."""
        return tuple(path for path in self.met_by if path not in MET_BY)

    @cached_property
    def usual(self) -> bool:
        """Whether the rule owes one kind of event or none, with no exception, signature, condition or other clock."""
        if (
            self.met_on
            or self.form in ("forbid", "duty-split", "metric")
            or any(getattr(self, word) for word in _UNUSUAL)
        ):
            return False
        if self.answered:
            return False
        if len(self.owes) > 1 or (self.owes and (self.fields or not self._plainly_matched)):
            return False
        return self.within is None or (isinstance(self.within.term, Term) and self.within.term.unit is not Unit.HOURS)

    @cached_property
    def answered(self) -> bool:
        """Whether an earlier trigger than the latest keeps its answer: a term, and what settles it names it."""
        return self.on.latest and not self.before and self.within is not None and bool(self.owes and self.match)

    @cached_property
    def plain_gate(self) -> bool:
        """Whether the rule is a gate that asks for one kind of event and nothing of it, without exceptions."""
        others = (self.unless, self.waived_by, self.instead, self.within, self.since, self.apart)
        return bool(self.before) and self.unquestioned and self.anything and not any(others)

    @property
    def _plainly_matched(self) -> bool:
        return not any(isinstance(each, LatestOf) for each in self.match.values())

    @cached_property
    def whole(self) -> str:
        """How the rule is judged where not event by event: `gate`, `stretches`, `retention`; else empty."""
        if self.before:
            return "gate"
        return "stretches" if self.stretches else "retention" if self.form == "retention" else ""

    @cached_property
    def stretches(self) -> bool:
        """Whether the rule is about stretches of an act that its recordings leave out."""
        return self.recorded is not None and (self.recorded.unbroken or self.recorded.each_break)

    @cached_property
    def triggers(self) -> tuple[str, ...]:
        """The kinds of which each event gives a finding of its own."""
        return (YEAR,) if self.each else self.before or self.on.kinds

    @cached_property
    def bars(self) -> bool:
        """Whether the rule may refuse an act of any kind: by somebody whom an event it is about has barred."""
        return self.not_by is not None and self.not_by.barred is not None

    @cached_property
    def refuses(self) -> tuple[str, ...]:
        """The kinds of act that the rule may refuse."""
        if self.form in ("forbid", "duty-split"):
            return self.on.kinds
        return self.disposed_by if self.form == "retention" else self.before


_UNUSUAL: Final = (
    *("recorded", "unless", "waived_by", "since", "signed_by", "holds", "jointly"),
    *("extend", "exclude", "after", "each", "instead", "before", "keep"),
)


def _by_break(words: Words) -> bool:
    return words.recorded is not None and words.recorded.each_break


_FAULTS: Final[tuple[tuple[Callable[[Words], bool], str], ...]] = (
    (lambda w: (w.overrides is None) != (w.because is None), "overrides 与 because 须同时写明：改了哪一条、为什么"),
    (lambda w: w.form == "gate" and not w.before, "form: gate 须写明 before（何事之前）"),
    (lambda w: w.form not in GUARDING and bool(w.before), "before 只用于 form: gate 和 form: access"),
    (lambda w: not w.before and not w.on.kinds and not w.each, "须写明 on（何事引起）"),
    (lambda w: bool(w.each and w.on.kinds), "each 与 on 只能写一个"),
    (lambda w: bool(w.before) and not (w.owes or w.holds), "写了 before，须写明 owes 或 holds"),
    (lambda w: w.apart is not None and not (w.before and w.owes), "apart 只用于写了 before 和 owes 的规则"),
    (lambda w: w.form == "retention" and not w.keep, "form: retention 须写明 keep（保管多久）"),
    (lambda w: w.form != "retention" and bool(w.keep or w.disposed_by), "keep、disposed_by 只用于 form: retention"),
    (lambda w: bool(w.disposed_by) and not w.match, "disposed_by 须同时写明 match（销毁的是哪一件）"),
    (lambda w: (w.form == "metric") != (w.figure is not None), "figure 用于 form: metric，也只用于它"),
    (lambda w: w.form == "duty-split" and w.not_by is None, "form: duty-split 须写明 not_by（谁不得为之）"),
    (lambda w: w.form == "deadline" and w.within is None, "form: deadline 须写明 within（期限）"),
    (
        lambda w: w.form in ("record", "label", "recording", "access") and not (w.owes or w.fields or w.holds),
        "须写明 owes（应有何记录）、fields（应载何事项）或 holds（应符合何条件）",
    ),
    (lambda w: w.recorded is not None and not w.owes, "recorded 须同时写明 owes"),
    (lambda w: w.mended_by is not None and not _by_break(w), "mended_by 只用于 recorded 之下的 each_break"),
    (lambda w: w.jointly and not (w.owes and w.holds), "jointly 须同时写明 owes 与 holds"),
    (lambda w: any("when" not in each for each in w.instead), "instead 的每一项须写明 when"),
)
