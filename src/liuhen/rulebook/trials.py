"""Tests that a single value passes or does not pass, and what they can see beside it.

They never raise: a value of another shape than the test expects does not pass it.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Protocol, TypeAlias

from liuhen.kernel.canonical import Json
from liuhen.kernel.clock import beijing_date, read_when
from liuhen.rulebook.terms import Term, calendar_last

Fields: TypeAlias = Mapping[str, Json]


class Scene(Protocol):
    """What a condition can see beside the event it tests."""

    @property
    def trigger(self) -> Fields:
        """Fields of the event that triggered the rule."""

    def latest(self, kind: str) -> Fields | None:
        """Fields of the latest event of `kind` before the act in question."""


class Condition(Protocol):
    """Something that holds or does not hold for the fields of an event."""

    def holds(self, fields: Fields, scene: Scene) -> bool:
        """Say whether it holds; never raises."""

    def reads(self) -> Iterator[tuple[str, str]]:
        """Yield (kind, top-level field) of everything it looks at; kind "" is the event tested, "@" the trigger."""


class Test(Protocol):
    """Something a single value passes or does not pass."""

    def passes(self, value: Json, fields: Fields, scene: Scene) -> bool:
        """Say whether `value`, found in `fields`, passes; never raises."""

    def reads(self) -> Iterator[tuple[str, str]]:
        """As Condition.reads."""


def missing(value: Json) -> bool:
    """Say whether nothing was recorded: absent, empty text, empty list, empty body. False and 0 are values."""
    return value is None or (not value and not isinstance(value, int))


def at(fields: Fields, path: Sequence[str]) -> Json:
    """Return the value at `path`, None where there is none."""
    value = fields.get(path[0])
    if len(path) > 1:
        for part in path[1:]:
            if not isinstance(value, dict) and not isinstance(value, Mapping):  # the plain test is the quick one
                return None
            value = value.get(part)
    return value


@dataclass(frozen=True, slots=True)
class Equals:
    """The value is one of `values`; true is not 1."""

    values: tuple[Json, ...]

    def passes(self, value: Json, fields: Fields, scene: Scene) -> bool:
        """Say whether the value is one of them."""
        for each in self.values:  # noqa: SIM110  # as above
            if value == each and isinstance(value, bool) == isinstance(each, bool):
                return True
        return False

    def reads(self) -> Iterator[tuple[str, str]]:
        """Yield nothing more."""
        return iter(())


@dataclass(frozen=True, slots=True)
class Compared:
    """The number is at least (or at most) another: written in the rule, or standing in a field, so many times."""

    least: bool
    number: int | None
    path: tuple[str, ...] = ()
    of_trigger: bool = False
    times: int = 1

    def passes(self, value: Json, fields: Fields, scene: Scene) -> bool:
        """Say whether both are numbers and stand in that order; 以上 and 以下 include the number."""
        other = self.number if not self.path else at(scene.trigger if self.of_trigger else fields, self.path)
        if not _number(value) or not _number(other):
            return False
        bound = other * self.times  # type: ignore[operator]  # both are int
        return value >= bound if self.least else value <= bound  # type: ignore[operator]

    def reads(self) -> Iterator[tuple[str, str]]:
        """Yield the other field, if it is one."""
        if self.path:
            yield ("@" if self.of_trigger else ""), self.path[0]


def _number(value: Json) -> bool:
    return isinstance(value, int) and not isinstance(value, bool)


@dataclass(frozen=True, slots=True)
class NotAfter:
    """The day is at most so long after the day in another field; the start day is not counted, nothing moves on."""

    path: tuple[str, ...]
    term: Term

    def passes(self, value: Json, fields: Fields, scene: Scene) -> bool:
        """Say whether both are days and stand so."""
        del scene
        later, start = _day(value), _day(at(fields, self.path))
        try:
            return later is not None and start is not None and later <= calendar_last(start, self.term)
        except (ValueError, OverflowError):
            return True  # the term ends after the last day that any calendar has

    def reads(self) -> Iterator[tuple[str, str]]:
        """Yield the other field."""
        yield "", self.path[0]


def _day(value: Json) -> date | None:
    try:
        return beijing_date(read_when(value)) if isinstance(value, str) else None
    except ValueError:
        return None


@dataclass(frozen=True, slots=True)
class Missing:
    """Nothing was recorded (or, turned round, something was)."""

    expected: bool

    def passes(self, value: Json, fields: Fields, scene: Scene) -> bool:
        """Say whether it is missing as expected."""
        return missing(value) is self.expected

    def reads(self) -> Iterator[tuple[str, str]]:
        """Yield nothing more."""
        return iter(())


@dataclass(frozen=True, slots=True)
class Elements:
    """Each (or some) element of a list passes; `each` is not fulfilled by an empty list."""

    every: bool
    test: Test

    def passes(self, value: Json, fields: Fields, scene: Scene) -> bool:
        """Say whether the elements pass."""
        if not isinstance(value, Sequence) or isinstance(value, str) or not value:
            return False
        return (all if self.every else any)(self.test.passes(each, fields, scene) for each in value)

    def reads(self) -> Iterator[tuple[str, str]]:
        """Yield nothing more: elements lie within the field already named."""
        return iter(())


@dataclass(frozen=True, slots=True)
class Number:
    """The number of elements passes; no list counts as none."""

    test: Test

    def passes(self, value: Json, fields: Fields, scene: Scene) -> bool:
        """Say whether the number passes."""
        listed = isinstance(value, Sequence) and not isinstance(value, str)
        return self.test.passes(len(value) if listed else 0, fields, scene)  # type: ignore[arg-type]

    def reads(self) -> Iterator[tuple[str, str]]:
        """Yield what the test reads."""
        return self.test.reads()


@dataclass(frozen=True, slots=True)
class Within:
    """An element or nested body fulfils a condition of its own."""

    part: Condition

    def passes(self, value: Json, fields: Fields, scene: Scene) -> bool:
        """Say whether it is a body that fulfils the condition."""
        return isinstance(value, Mapping) and self.part.holds(value, scene)

    def reads(self) -> Iterator[tuple[str, str]]:
        """Yield nothing more: the body lies within the field already named."""
        return iter(())
